"""The cards as Slack draws them, in a real browser.

The picture of the README is one of these: a verdict under its line, in a thread.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from bot.conversation.guide import Guide
from bot.conversation.opening import help_card, home_card
from bot.slack.manifest import manners
from bot.slack.render import home, message, modal
from tests.conversation.sittings import sitting
from tests.conversation.transcripts import TRANSCRIPTS, played
from tests.e2e.conftest import ARGUMENTS
from tests.slack import paper

PHONE, THREAD, MODAL = 390, 460, 600


@pytest.fixture(scope="module")
def sheet() -> Iterator[Page]:
    """A page of a browser that reaches nothing."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser.new_page()
        browser.close()


def _fits(sheet: Page, html: str, width: int) -> bool:
    sheet.set_viewport_size({"width": width, "height": 800})
    sheet.set_content(html)
    return bool(sheet.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
def test_every_card_of_a_conversation_is_drawn_whole(file: Path, guide: Guide, sheet: Page) -> None:
    """In the pane of a thread, on a phone, and as a modal: nothing runs out of its sides."""
    for _, card in played(file, guide):
        shown = [{"blocks": message(card).blocks}]
        assert _fits(sheet, paper.page(shown), THREAD)
        assert _fits(sheet, paper.page(shown, dark=True, narrow=True), PHONE)
        assert _fits(sheet, paper.modal(modal(card)), MODAL)


def test_every_card_of_a_sitting_is_drawn_whole(guide: Guide, sheet: Page) -> None:
    """As a modal, and as a message on a phone."""
    for _, card in sitting(guide):
        assert _fits(sheet, paper.modal(modal(card)), MODAL)
        shown = [{"blocks": message(card).blocks}]
        assert _fits(sheet, paper.page(shown, dark=True, narrow=True), PHONE)


def test_help_and_the_home_page_are_drawn_whole(guide: Guide, sheet: Page) -> None:
    """With nothing to list."""
    told = manners(guide)
    assert _fits(sheet, paper.home(home(home_card(guide, told, []))), PHONE)
    shown = [{"blocks": message(help_card(guide, told)).blocks}]
    assert _fits(sheet, paper.page(shown, narrow=True), PHONE)


def test_a_block_that_cannot_be_drawn_is_not_left_out(sheet: Page) -> None:
    """So that what is drawn here is all there is."""
    with pytest.raises(paper.Undrawn):
        paper.page([{"blocks": [{"type": "carousel"}]}])
