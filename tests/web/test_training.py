"""Training in a browser, request by request: who is known, and what is posted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from bot.config import Config
from bot.conversation.lesson import Lesson, Step, read_step
from bot.keeping import Keeping
from tests.web.client import client_of, pages_of
from tests.web.html import read

TRAINING = "/retention/entrainement"
START = Step("retention", Lesson.NEXT).token()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


def browser(database: Path) -> httpx.Client:
    config = Config(database_url=f"sqlite:///{database}")
    return client_of(pages_of(config, Keeping(config)))


@pytest.fixture
def client(database: Path) -> Iterator[httpx.Client]:
    with browser(database) as client:
        yield client


def posted(client: httpx.Client, content: str) -> str:
    """Post a button; the button that shows where that led."""
    answer = client.post(TRAINING, data={"geste": content})
    assert answer.status_code == 303, answer.text
    return unquote(answer.headers["location"].partition("geste=")[2])


def buttons(client: httpx.Client, here: str) -> list[str]:
    """What can be posted from a page."""
    page = read(client.get(TRAINING, params={"geste": here}).text)
    return [one.attributes["value"] for one in page.find("button", name="geste")]


def answers(database: Path) -> int:
    """How many answers are kept."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM answers").fetchone()[0])


def answered(client: httpx.Client, here: str) -> str:
    """The posted button by which the first choices of a situation are its answer."""
    step = read_step(buttons(client, here)[0])
    chosen = posted(client, step.token())
    sure = buttons(client, chosen)[0]
    assert posted(client, sure).partition("*")[2] == "show"
    return sure


def test_looking_keeps_nothing_and_leaves_no_cookie(client: httpx.Client) -> None:
    """Whoever has not begun is told how it goes."""
    answer = client.get(TRAINING)
    assert "Commencer" in answer.text
    assert "set-cookie" not in answer.headers
    assert "entrainement" in client.get("/retention").text


def test_an_answer_is_kept_once_however_often_it_is_posted(
    client: httpx.Client, database: Path
) -> None:
    """Twice, late, or after the next situation was asked."""
    here = posted(client, START)
    sure = answered(client, here)
    assert answers(database) == 1
    posted(client, sure)
    following = posted(client, Step("retention", Lesson.NEXT, 1).token())
    assert read_step(following).number == 2
    assert read_step(posted(client, sure)).number == 2
    assert answers(database) == 1


def test_an_address_changes_nothing(client: httpx.Client, database: Path) -> None:
    """What would be written by a button is only shown by an address."""
    here = posted(client, START)
    step = read_step(buttons(client, here)[0])
    sure = buttons(client, posted(client, step.token()))[0]
    for token in (sure, START, Step("retention", Lesson.ERASED).token()):
        shown = client.get(TRAINING, params={"geste": token})
        assert "Que faites-vous" in shown.text
    assert answers(database) == 0


def test_the_cookie_is_the_learner_s_own(client: httpx.Client, database: Path) -> None:
    """It is not read by scripts, nor sent by other sites; another browser begins anew."""
    kept = client.post(TRAINING, data={"geste": START}).headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "samesite=lax" in kept
    assert "path=/retention" in kept
    assert client.cookies["apprenant"].encode() not in database.read_bytes()
    with browser(database) as other:
        assert "Commencer" in other.get(TRAINING).text
    assert "Que faites-vous" in client.get(TRAINING).text


def test_everything_is_erased_on_demand(client: httpx.Client, database: Path) -> None:
    """The answers and the cookie."""
    answered(client, posted(client, START))
    erased = client.post(TRAINING, data={"geste": Step("retention", Lesson.ERASED, 1).token()})
    assert "Effacé" in erased.text
    assert answers(database) == 0
    assert "apprenant" not in client.cookies


def test_the_answers_are_a_file_of_their_own(client: httpx.Client) -> None:
    """Which nobody else can ask for."""
    answered(client, posted(client, START))
    file = client.get(f"{TRAINING}/mes-reponses.csv")
    assert file.headers["content-type"].startswith("text/csv")
    assert len(file.text.splitlines()) == 2
    client.cookies.clear()
    assert "Commencer" in client.get(f"{TRAINING}/mes-reponses.csv").text


@pytest.mark.parametrize(
    "content",
    ["", "?", "retention!1*", "retention!1*answer_nulle-part__sure", "autre!1*next",
     "retention!999999999*next", "retention!1*fly"],
)  # fmt: skip
def test_what_is_no_button_of_ours_shows_where_one_is(
    content: str, client: httpx.Client, database: Path
) -> None:
    """And is never an answer."""
    here = posted(client, START)
    assert posted(client, content).partition("_")[0] == here
    assert answers(database) == 0


@pytest.mark.parametrize("address", ["/nulle-part/entrainement", "/retention/entrainement/x"])
def test_there_is_no_training_elsewhere(address: str, client: httpx.Client) -> None:
    """Nor of a procedure that is not there."""
    assert client.get(address).status_code == 404


def test_a_database_that_cannot_be_opened_judges_no_answer(tmp_path: Path) -> None:
    """The page says that nothing is lost, and offers to try again."""
    with browser(tmp_path / "absent" / "kept.db") as client:
        answer = client.post(TRAINING, data={"geste": START})
        assert answer.status_code == 503
        assert "Réessayer" in answer.text
        assert client.get("/retention").status_code == 200
