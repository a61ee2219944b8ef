"""What a browser is known by: how many people there are, and what they have seen of a procedure."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import httpx
import pytest

from bot.config import Config
from tests.procedures import RETENTION, read, write
from tests.web.client import Noting, client_of, pages_of

CHANGED = "La procédure a changé depuis votre dernier cas"


@pytest.fixture
def kept() -> Noting:
    return Noting()


@pytest.fixture
def client(kept: Noting) -> httpx.Client:
    return client_of(pages_of(Config(), kept))


def verdict(client: httpx.Client, words: str = "plainte à la DGCCRF") -> None:
    """Come to a verdict in one line."""
    fields = {"geste": "", "texte": words}
    client.get(client.post("/retention", data=fields).headers["location"])


def test_whoever_brings_a_cookie_back_is_one_person(client: httpx.Client, kept: Noting) -> None:
    """The same at each case, and another in another browser."""
    client.get("/retention")
    verdict(client)
    verdict(client, "contrat pré-actif, client qui veut résilier")
    (first,) = {one.person for one in kept.ledger.entries.values()}
    assert re.fullmatch(r"[\w-]{22}", first)
    other = client_of(pages_of(Config(), kept))
    other.get("/retention")
    verdict(other)
    assert len({one.person for one in kept.ledger.entries.values()}) == 2


def test_a_browser_that_brings_nothing_back_is_nobody(client: httpx.Client, kept: Noting) -> None:
    """It would be a new person at each case; neither is a name that we did not give."""
    verdict(client)
    client.cookies.set("poste", "x'; drop", path="/retention")
    verdict(client, "contrat pré-actif, client qui veut résilier")
    assert [one.person for one in kept.ledger.entries.values()] == ["", ""]


def test_cookies_are_read_by_no_script_and_go_nowhere_else(client: httpx.Client) -> None:
    """One is of a week, drawn at random; the other tells a version."""
    given = client.get("/retention").headers.get_list("set-cookie")
    assert len(given) == 2
    for one in given:
        assert "HttpOnly" in one
        assert "SameSite=lax" in one
        assert "Path=/retention" in one
    assert any(one.startswith("poste=") and "Max-Age=604800" in one for one in given)


def test_a_week_s_cookie_is_not_prolonged(client: httpx.Client) -> None:
    """Whoever comes every day has another name each week."""
    client.get("/retention")
    again = client.get("/retention").headers.get_list("set-cookie")
    assert [one.partition("=")[0] for one in again] == ["vu"]


def test_what_changed_is_told_once_to_whoever_comes_back(tmp_path: Path) -> None:
    """At the next case that one opens, in one line; nothing at the first."""
    dialogs = tmp_path / "dialogs"
    shutil.copytree(RETENTION, dialogs / "retention")
    before = client_of(pages_of(Config(dialogs=dialogs)))
    assert CHANGED not in before.get("/retention").text
    assert CHANGED not in before.get("/retention").text
    text = read(dialogs / "retention" / "procedure.yaml")
    edited = text.replace("Créez une Task pour l’équipe EST.", "Créez une Task pour l’EST.")
    write(dialogs / "retention" / "procedure.yaml", edited)
    after = client_of(pages_of(Config(dialogs=dialogs)))
    after.cookies = before.cookies
    assert CHANGED in after.get("/retention").text
    assert CHANGED not in after.get("/retention").text


def test_a_new_case_by_its_button_tells_it_too(client: httpx.Client) -> None:
    """It is the next case that one opens."""
    client.get("/retention")
    client.cookies.set("vu", "0123456789ab", path="/retention")
    page = client.get("/retention").text
    assert CHANGED in page
    client.cookies.clear()
    client.cookies.set("vu", "0123456789ab", path="/retention")
    new = re.search(r'href="(/retention\?geste=[^"]*%2Anew[^"]*)"', page)
    answered = client.post("/retention", data={"geste": "", "texte": "plainte à la DGCCRF"})
    page = client.get(answered.headers["location"]).text
    assert CHANGED not in page
    new = re.search(r'href="(/retention\?geste=[^"]*\*new[^"]*)"', page.replace("%2A", "*"))
    assert new, page
    assert CHANGED in client.get(new[1]).text
