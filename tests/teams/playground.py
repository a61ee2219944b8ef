"""Microsoft's own playground of Teams in a real browser, with the bot behind it.

    with playground(folder) as teams:
        teams.open("Personal Chat")
        teams.say("retention")

Get it with `npm install --ignore-scripts @microsoft/m365agentsplayground@0.2.28`, and name the
folder of the package in AGENTS_PLAYGROUND. It listens on every interface: it is shut in a network
of its own, with the bot and the browser.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from bot.config import ROOT
from tests.e2e.conftest import ARGUMENTS
from tests.network import alone

BOT, TEAMS = 8_000, 56_150
"""Ports: nobody else is in this network."""
PATIENCE = 30.0
LANGUAGE = "fr-FR"


class Teams:
    """One person in Teams, in one conversation at a time."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.page.set_default_timeout(10_000)

    def open(self, conversation: str) -> None:
        """Open a conversation by its name."""
        self.page.get_by_text(conversation, exact=True).first.click()
        self.page.locator("[role=textbox]").first.wait_for()

    def say(self, text: str, *, mention: bool = False, reply: bool = False) -> None:
        """Write something, to the bot by its name; in a channel, a new post or the last's reply."""
        box = self.page.locator("[role=textbox]")
        (box.last if reply else box.first).click()
        if mention:
            self.page.keyboard.type("@")
            self.page.locator("[role=option], [role=menuitem], li").filter(
                has_text="Test Bot"
            ).first.click()
        self.page.keyboard.type(f" {text}" if mention else text)
        self.page.keyboard.press("Enter")

    @property
    def cards(self) -> Locator:
        """The cards of the conversation, from the oldest."""
        return self.page.locator(".ac-adaptiveCard")

    @property
    def card(self) -> Locator:
        """The last card."""
        return self.cards.last

    def tap(self, words: str) -> None:
        """Press a button or a choice of the last card, by its words."""
        self.card.get_by_role("button", name=words, exact=True).first.click()

    def see(self, *words: str) -> None:
        """Wait until the last card says some words."""
        for one in words:
            expect(self.card).to_contain_text(one)

    def shot(self, name: str) -> None:
        """Keep a picture, where PICTURES names a folder for them."""
        if folder := os.environ.get("PICTURES"):
            self.page.screenshot(path=Path(folder) / f"teams-{name}.png")


@contextmanager
def playground(folder: Path) -> Iterator[Teams]:
    """Teams, and the bot as a newcomer runs it, without credentials."""
    package, node, browser = _package(), _found("node"), _found("chromium")
    settings = {
        "TEAMS_PLAYGROUND": "1", "PORT": str(BOT),
        "DATABASE_URL": f"sqlite:///{folder}/essai.db",
    }  # fmt: skip
    endpoint = f"http://127.0.0.1:{BOT}/api/messages"
    teams = [
        node,
        str(package / "cli.js"),
        "start",
        "-e",
        endpoint,
        "-c",
        "msteams",
        "-p",
        str(TEAMS),
    ]
    with ExitStack() as stack:
        stack.enter_context(alone())
        log = stack.enter_context((folder / "said.log").open("w"))
        stack.enter_context(
            _running([sys.executable, "-m", "bot"], BOT, ROOT, settings, log.fileno())
        )
        stack.enter_context(
            _running([*teams, "--disable-telemetry"], TEAMS, folder, {}, log.fileno())
        )
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
        stack.callback(chromium.close)
        page = chromium.new_page(viewport={"width": 1_280, "height": 1_000}, locale=LANGUAGE)
        page.goto(f"http://127.0.0.1:{TEAMS}/")
        yield Teams(page)


@contextmanager
def _running(
    command: list[str], port: int, where: Path, settings: dict[str, str], log: int
) -> Iterator[None]:
    """A program, until the end of the block, once it listens."""
    environment = {**os.environ, **settings}
    process = subprocess.Popen(command, cwd=where, env=environment, stdout=log, stderr=log)
    try:
        end = time.monotonic() + PATIENCE
        while not _listens(port):
            assert process.poll() is None, f"{command[0]} ended by itself"
            assert time.monotonic() < end, f"nothing on port {port}"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _package() -> Path:
    named = os.environ.get("AGENTS_PLAYGROUND")
    if not named or not (Path(named) / "cli.js").exists():
        pytest.skip(
            "no Agents Playground here (set AGENTS_PLAYGROUND to the folder of its package)"
        )
    return Path(named).resolve()


def _found(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"no {name} here")
    return found
