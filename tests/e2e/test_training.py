"""A sitting in a real browser: by taps and by keys, in order for all, and erased at the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.hands import moving, tap
from tests.e2e.test_look import AXE, OVERFLOWING, SCHEMES, SMALL, UNFOLD
from tests.e2e.test_look import axe as axe  # a fixture
from tests.procedures import RETENTION

TRAINING = f"/{RETENTION.name}/entrainement"


def checked(page: Page, axe: str) -> None:
    """Nothing sticks out, all can be tapped, and no rule of axe-core is broken."""
    page.evaluate(UNFOLD)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(SMALL) == []
    page.evaluate(axe)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(AXE[scheme])
        assert [one["id"] for one in found["violations"]] == [], scheme


@pytest.mark.parametrize("phone", [True, False])
def test_a_sitting_goes_from_its_welcome_to_what_is_known(
    phone: bool, axe: str, open_page: Open, shot: Callable[[Page, str], None]
) -> None:
    """Ten calls, each with its feedback; what is on the screen stays so when it is reloaded."""
    page = open_page(TRAINING, phone=phone, reduced_motion="reduce")
    tap(page.get_by_role("button", name="Commencer"))
    for number in range(1, 12):
        expect(page.locator(".steps")).to_contain_text(f"{number} sur")
        if number == 1:
            checked(page, axe)
            shot(page, f"training-call-{phone}")
        answered(page, axe if number == 1 else None)
        if number == 1:
            checked(page, axe)
            shot(page, f"training-feedback-{phone}")
        shown = page.locator("h1").inner_text()
        page.reload()
        assert page.locator("h1").inner_text() == shown
        following = page.locator("button.main")
        over = following.inner_text() == "Voir le bilan"
        tap(following)
        if over:
            break
    expect(page.locator("h1")).to_contain_text("Bilan de la séance")
    tap(page.get_by_role("button", name="Mes progrès"))
    expect(page.get_by_role("img", name="Quand transférer vers Retention")).to_be_visible()
    checked(page, axe)
    shot(page, f"training-progress-{phone}")
    erased(page)


def answered(page: Page, axe: str | None) -> None:
    """Take the first destination, the first sentence where one is asked, and be sure of it."""
    tap(page.locator(".choice").first)
    if page.get_by_role("heading", name="Que dites-vous").count():
        tap(page.locator(".choice").first)
    expect(page.get_by_role("heading", name="Êtes-vous sûr")).to_be_visible()
    if axe:
        checked(page, axe)
    tap(page.get_by_role("button", name="Sûr", exact=False).first)


def erased(page: Page) -> None:
    """Have everything forgotten, cookie included."""
    tap(page.get_by_role("button", name="Mes données"))
    tap(page.get_by_role("button", name="Tout effacer"))
    tap(page.get_by_role("button", name="Effacer pour de bon"))
    expect(page.locator("h1")).to_contain_text("Effacé")


def test_a_call_is_answered_by_keys(open_page: Open) -> None:
    """A digit goes to a choice and Enter takes it; going back sends nothing again."""
    page = open_page(TRAINING, reduced_motion="reduce")
    tap(page.get_by_role("button", name="Commencer"))
    expect(page.get_by_role("heading", name="Que faites-vous")).to_be_visible()
    page.keyboard.press("2")
    with moving(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Êtes-vous sûr")).to_be_visible()
    page.keyboard.press("3")
    with moving(page):
        page.keyboard.press("Enter")
    feedback = page.locator("article.feedback")
    expect(feedback).to_be_visible()
    page.go_back()
    expect(feedback).to_be_visible()
    tap(page.get_by_role("button", name="M’arrêter là"))
    expect(page.locator("h1")).to_contain_text("Bilan")
    erased(page)


def test_the_answers_can_be_taken_away(open_page: Open) -> None:
    """As a file, which holds the answer given."""
    page = open_page(TRAINING, reduced_motion="reduce")
    tap(page.get_by_role("button", name="Commencer"))
    answered(page, None)
    tap(page.get_by_role("button", name="M’arrêter là"))
    tap(page.get_by_role("button", name="Mes données"))
    tap(page.get_by_role("button", name="Exporter"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Mes réponses").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert "demande=" in lines[1]
    erased(page)
