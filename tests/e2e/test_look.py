"""Every kind of card and page, light and dark, on a desk and on a phone: in order, and for all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, Open, whole
from tests.e2e.places import PLACES

WIDTHS = {"1000": False, "390": True}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# What sticks out of the screen sideways, by its tag and class.
OVERFLOWING = """() => [...document.querySelectorAll('body *')]
    .filter(one => !one.matches('.hidden, .hidden *, .skip, .wide *, .map .picture *'))
    .filter(one => one.getClientRects().length)
    .map(one => [`${one.tagName}.${one.className}`, one.getBoundingClientRect()])
    .filter(([, box]) => box.right > innerWidth + 1 || box.left < -1).map(([name]) => name)"""
# What a finger must hit and is lower or narrower than 44 pixels.
SMALL = """() => [...document.querySelectorAll('.choice, .line, .unsure, .button, summary, .bar a')]
    .filter(one => one.getClientRects().length)
    .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
    .filter(([, box]) => box.height < 44 || box.width < 44).map(([text]) => text)"""
# Whether what has the focus shows it, on the screen and not under the bar.
FOCUS = """() => {
    const one = document.activeElement, bar = document.querySelector('.typed');
    const shown = [one, one.closest('label')].filter(Boolean).some(
        part => getComputedStyle(part).outlineStyle !== 'none'
            && parseFloat(getComputedStyle(part).outlineWidth) >= 2);
    const box = one.getBoundingClientRect();
    const low = bar && !bar.contains(one) ? bar.getBoundingClientRect().top : innerHeight;
    return [one === document.body, shown && box.top >= 0 && box.bottom <= low + 1,
        one.textContent.trim() || `${one.name} ${one.value}`];
}"""

# Where the last words end, and where the bar begins.
LAST = """() => {
    const bar = document.querySelector('.typed');
    return [bar.previousElementSibling.getBoundingClientRect().bottom,
        bar.getBoundingClientRect().top];
}"""
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
# Every rule where the page is light; where it is dark, those that its colours can break.
AXE = {
    "light": "axe.run({resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})",
    "dark": "axe.run({runOnly: ['color-contrast', 'link-in-text-block']})",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("place", PLACES)
def test_nothing_overflows_and_nothing_is_covered(
    place: str, width: str, open_page: Open, shot: Callable[[Page, str], None]
) -> None:
    """Down to 320 pixels; scrolled to its end, a page's last words stand above the bar."""
    page = open_page(PLACES[place], phone=WIDTHS[width])
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        shot(page, f"{place}-{scheme}-{width}")
    page.evaluate(UNFOLD)
    assert page.evaluate(OVERFLOWING) == []
    if WIDTHS[width]:
        assert page.evaluate(SMALL) == []
    if page.locator(".typed").count():
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        above, bar = page.evaluate(LAST)
        assert above <= bar
        expect(page.locator(".typed")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("place", ["question", "checklist", "verdict", "what-if"])
def test_the_focus_is_always_seen(place: str, open_page: Open) -> None:
    """Whatever Tab reaches is outlined, on the screen, and not under the bar."""
    page = open_page(PLACES[place])
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        left, seen, text = page.evaluate(FOCUS)
        if not left and text in reached:
            break
        assert left or seen, text
        reached.add(text)
    assert len(reached) > 8
    assert {"Répondre", "Aller au contenu"} <= reached


def test_the_dark_page_is_dark(open_page: Open) -> None:
    """The page follows the system's preference."""
    page = open_page()
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(paper)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) != light


@pytest.fixture(scope="module")
def axe() -> str:
    """The accessibility checker, from npm."""
    path = os.environ.get("AXE_PATH")
    if not path:
        pytest.skip("AXE_PATH does not say where axe.min.js is (npm install axe-core)")
    return Path(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("place", PLACES)
def test_a_page_can_be_used_by_all(place: str, axe: str, open_page: Open) -> None:
    """No rule of axe-core is broken, light or dark, wide or narrow, folded parts unfolded."""
    page = open_page(PLACES[place])
    page.evaluate(UNFOLD)
    page.evaluate(axe)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        whole(page)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(AXE[scheme])
            broken = [
                f"{one['id']}: {node['html']}"
                for one in found["violations"]
                for node in one["nodes"]
            ]
            assert broken == [], (size, scheme)
            assert found["passes"]
