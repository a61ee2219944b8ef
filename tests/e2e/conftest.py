"""A real browser on a real server: Chromium, and the program as an agent starts it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from bot.config import ROOT
from bot.web.cookies import SEEN, VISITOR
from tests.procedures import RETENTION, example_folder

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--no-first-run", "--disable-component-update",
]  # fmt: skip
DESKTOP = {"width": 1000, "height": 800}
PHONE = {"width": 390, "height": 844}
MOBILE = {"is_mobile": True, "has_touch": True}

Open = Callable[..., Page]


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the program with two procedures, ended by its own pid.

    What it writes is read at the end: nothing typed may be in it, nor any failure.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    example_folder(folder / "dialogs")
    shutil.copytree(RETENTION, folder / "dialogs" / "retention")
    said = folder / "said"
    kept = {k: v for k, v in os.environ.items() if k not in ("PROCEDURE_URL", "PUBLIC_URL")}
    settings = {
        "PORT": str(port),
        "DIALOGS": str(folder / "dialogs"),
        "DATABASE_URL": f"sqlite:///{folder / 'kept.db'}",
    }
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            cwd=ROOT, env={**kept, **settings}, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
    assert len(said.read_text().splitlines()) == 1, said.read_text()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the server ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server never answered")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def people(server: str, browser: Browser) -> Callable[..., BrowserContext]:
    """The one context of each kind of person: nothing of a page outlives it, not even a cookie."""
    known: dict[str, BrowserContext] = {}

    def person(phone: bool, **settings: Any) -> BrowserContext:
        kind = repr((phone, sorted(settings.items())))
        if kind not in known:
            size = {"viewport": PHONE, **MOBILE} if phone else {"viewport": DESKTOP}
            known[kind] = browser.new_context(base_url=server, locale="fr-FR", **size, **settings)
            known[kind].set_default_timeout(10_000)
        return known[kind]

    return person


@pytest.fixture
def open_page(people: Callable[..., BrowserContext]) -> Iterator[Open]:
    """Opens pages as different people do; a script's error or a blocked one fails the test."""
    pages: list[Page] = []
    wrong: list[str] = []

    def open_one(address: str = "/retention", phone: bool = False, **settings: Any) -> Page:
        page = people(phone, **settings).new_page()
        pages.append(page)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if _is_wrong(said) else None)
        page.goto(address)
        return page

    yield open_one
    kept = {one["name"] for page in pages for one in page.context.cookies()}
    for page in pages:
        page.context.clear_cookies()
        page.close()
    assert kept <= {VISITOR, SEEN}
    assert not wrong


def _is_wrong(said: ConsoleMessage) -> bool:
    """Whether the browser complains, of something else than the page that is not found."""
    return said.type == "error" and not said.location["url"].endswith("/nulle-part")


def whole(page: Page) -> None:
    """Make the screen as high as the page, so that nothing is under anything."""
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    page.wait_for_timeout(50)


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Keeps a picture of a whole page where AIGUILLAGE_SHOTS names a folder."""
    folder = os.environ.get("AIGUILLAGE_SHOTS")

    def keep(page: Page, name: str) -> None:
        if folder is None:
            return
        seen = page.viewport_size
        whole(page)
        page.screenshot(path=Path(folder) / f"{name}.png")
        page.set_viewport_size(seen or DESKTOP)  # type: ignore[arg-type]

    return keep
