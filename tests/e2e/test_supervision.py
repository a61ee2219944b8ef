"""A supervisor in a real browser: a case explored, found on the map, a file of cases decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.hands import moving, tap
from tests.e2e.test_look import axe as axe  # a fixture
from tests.e2e.test_training import checked
from tests.procedures import RETENTION

HERE = f"/{RETENTION.name}"
CASE = "demande=resiliation&blocage=verrouille&remboursement-demande=remboursement"
PAGES = {
    "explorer": f"{HERE}/explorer?{CASE}",
    "zones": f"{HERE}/zones-grises",
    "zone": f"{HERE}/zones-grises/mensuel-non-ouvert",
    "plan": f"{HERE}/plan?{CASE}",
    "lot": f"{HERE}/lot",
    "versions": f"{HERE}/versions",
    "figures": f"{HERE}/chiffres",
    "journal": f"{HERE}/journal",
}
SHEET = """Demande;Blocage;Statut pré-actif;Situation particulière
Plainte formelle;;;
Résilier;Inkasso / Mindersaldo;non;non
Résilié;;;
"""


@pytest.mark.parametrize("phone", [True, False])
def test_every_page_can_be_used_by_all(
    phone: bool, axe: str, open_page: Open, shot: Callable[[Page, str], None]
) -> None:
    """Nothing sticks out, all can be tapped, light or dark, on a desk and on a phone."""
    page = open_page(phone=phone)
    page.get_by_label("Taper une réponse").fill("plainte à la DGCCRF")
    with moving(page):
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Remonter par une Task")
    for name, address in PAGES.items():
        page.goto(address)
        checked(page, axe)
        shot(page, f"supervision-{name}-{phone}")


def test_a_fact_changed_shows_at_once_what_follows(open_page: Open) -> None:
    """The address says the case again; the map has its way, and can be taken away."""
    page = open_page(f"{HERE}/explorer")
    page.get_by_label("Demande").select_option(label="Plainte formelle")
    expect(page.locator("h1")).to_contain_text("Remonter par une Task")
    assert page.url.endswith("/explorer?demande=plainte-formelle")
    tap(page.get_by_role("link", name="Sur le plan"))
    expect(page.get_by_text("Que demande le client ? Plainte formelle → Remonter")).to_be_visible()
    expect(page.get_by_role("img", name="Les questions de la procédure")).to_be_visible()
    for kind, beginning in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"Télécharger {kind}").click()
        assert download.value.suggested_filename == f"plan-retention.{kind.lower()}"
        assert download.value.path().read_bytes().startswith(beginning)
    tap(page.get_by_role("link", name="Plan entier"))
    assert page.url.endswith("/plan")
    tap(page.get_by_role("link", name="Explorer les cas").first)
    expect(page.get_by_label("Demande")).to_have_value("")


def test_a_grey_zone_leads_to_an_example_of_it(open_page: Open) -> None:
    """Its passages side by side, and a case that hangs on it in the explorer."""
    page = open_page(f"{HERE}/zones-grises")
    tap(page.get_by_role("link", name="pas ouvert à une offre"))
    quotes = page.locator(".quote")
    expect(quotes).to_have_count(3)
    tops = [one.bounding_box() for one in quotes.all()[:2]]
    assert tops[0] is not None
    assert tops[1] is not None
    assert tops[0]["y"] == tops[1]["y"]
    tap(page.get_by_role("link", name="Explorer un exemple"))
    expect(page.get_by_label("Offre de fidélisation")).to_have_value("non")


def test_a_file_of_cases_is_decided_and_taken_away(open_page: Open) -> None:
    """As a spreadsheet writes it: each line its verdict, and each bad one its number."""
    page = open_page(f"{HERE}/lot")
    page.get_by_label("Fichier").set_input_files(
        {"name": "cas.csv", "mimeType": "text/csv", "buffer": SHEET.encode("cp1252")}
    )
    tap(page.get_by_role("button", name="Décider"))
    table = page.locator("table").first
    expect(table).to_contain_text("Remonter par une Task à l’équipe EST")
    expect(table).to_contain_text("vouliez-vous dire")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "Traiter en Support" in lines[2]


def test_an_agent_sees_none_of_these_pages_in_their_menu(open_page: Open) -> None:
    """They are a supervisor's, who knows their addresses from the README."""
    page = open_page(HERE)
    assert page.get_by_role("link", name="Explorer les cas").count() == 0
