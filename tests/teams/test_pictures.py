"""The cards as Teams draws them, in a real browser: light and dark, on a desk and on a phone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from bot.conversation.card import Card
from bot.conversation.guide import Guide
from bot.conversation.notices import moved_card
from bot.conversation.opening import help_card, welcome_card
from bot.teams.manifest import manners
from bot.teams.render import Surface, drawn
from tests.conversation.sittings import sitting
from tests.conversation.transcripts import TRANSCRIPTS, played
from tests.e2e.conftest import ARGUMENTS
from tests.teams import paper

DESK, PHONE = 460, 360
RUNNING_OUT = """[...document.querySelectorAll(".ac-textBlock, .ac-richTextBlock")]
.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"""
CASE = Surface("1700000000000")


@pytest.fixture(scope="module")
def sheet() -> Iterator[Page]:
    """A page of a browser that reaches nothing."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        page = browser.new_page()
        # It is long: once is enough, for what is shown afterwards is in the same window.
        page.add_script_tag(path=paper.renderer())
        yield page
        browser.close()


def _shown(sheet: Page, card: Card, width: int, *, dark: bool) -> None:
    """Draw a card: all its buttons are there, and nothing runs out of its sides."""
    drawing = drawn(card, CASE)
    sheet.set_viewport_size({"width": width, "height": 900})
    sheet.set_content(paper.page(drawing.card, dark=dark, width=width))
    assert sheet.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert sheet.evaluate(RUNNING_OUT) == []
    title = sheet.locator("#card .ac-adaptiveCard").inner_text().strip()
    assert title.startswith(drawing.summary.split("\n")[0][:20])


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
def test_every_card_of_a_conversation_is_drawn_whole(file: Path, guide: Guide, sheet: Page) -> None:
    """In the light theme on a desk, and in the dark one on a phone."""
    for _, card in played(file, guide):
        _shown(sheet, card, DESK, dark=False)
        _shown(sheet, card, PHONE, dark=True)


def test_every_card_of_a_sitting_is_drawn_whole(guide: Guide, sheet: Page) -> None:
    """Its picture too, in the light theme on a desk, and in the dark one on a phone."""
    for _, card in sitting(guide):
        _shown(sheet, card, DESK, dark=False)
        _shown(sheet, card, PHONE, dark=True)


def test_help_and_welcome_are_drawn_whole(guide: Guide, sheet: Page) -> None:
    """And the line that is left of a card."""
    told = manners(guide)
    for card in (help_card(guide, told), welcome_card(guide, told), moved_card(guide)):
        _shown(sheet, card, PHONE, dark=True)


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_stands_out_and_every_button_has_a_name(
    guide: Guide, sheet: Page, dark: bool
) -> None:
    """By axe-core, on each kind of card."""
    path = os.environ.get("AXE_PATH")
    if not path:
        pytest.skip("AXE_PATH does not say where axe.min.js is (npm install axe-core)")
    sheet.add_script_tag(path=path)
    rules = ["color-contrast", "button-name", "label", "link-name", "image-alt"]
    for moves in (*(played(file, guide) for file in TRANSCRIPTS), sitting(guide)):
        for _, card in moves:
            _shown(sheet, card, DESK, dark=dark)
            found = sheet.evaluate("rules => axe.run('#card', {runOnly: rules})", rules)
            told = [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
            assert told == []
