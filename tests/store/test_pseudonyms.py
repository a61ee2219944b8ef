"""Pseudonyms: the same for a person, and closed to whoever has no key."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.conversation.threads import Thread
from bot.errors import InvalidSetting
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import Store
from tests.store.told import ANSWER, LEARNER, PLACE, THREAD, TRAINEE, told

OURS = Pseudonyms("a secret of tests")


@given(st.text(), st.text())
def test_a_pseudonym_is_stable_and_opens_again(platform: str, person: str) -> None:
    """Another program with the same key gives the same pseudonym, and finds the person."""
    pseudonym = OURS.of(platform, person)
    same = Pseudonyms("a secret of tests")
    assert same.of(platform, person) == pseudonym
    assert same.person(platform, pseudonym) == person


def test_a_pseudonym_tells_platforms_and_people_apart() -> None:
    """The same id on two platforms is two people."""
    given_out = {OURS.of(platform, who) for platform in ("slack", "teams") for who in ("U1", "U2")}
    assert len(given_out) == 4
    assert OURS.person("teams", OURS.of("slack", "U1")) is None


def test_another_key_opens_nothing() -> None:
    """Without the key, or once it has changed, nobody is told."""
    other = Pseudonyms("another secret")
    assert other.of("slack", "U1") != OURS.of("slack", "U1")
    assert other.person("slack", OURS.of("slack", "U1")) is None


@given(st.text())
@example("")
@example("AAAA")
@example("é")
def test_any_other_text_is_nobody(text: str) -> None:
    """What is not a pseudonym is refused quietly."""
    assert OURS.person("slack", text) is None


def test_a_pseudonym_altered_anywhere_is_nobody() -> None:
    """Each of its characters counts."""
    pseudonym = OURS.of("slack", "U0CAMILLE")
    for n, letter in enumerate(pseudonym.rstrip("=")[:-1]):
        for other in ("A" if letter != "A" else "B", "", f"{letter}!"):
            assert OURS.person("slack", pseudonym[:n] + other + pseudonym[n + 1 :]) is None


def test_the_secret_is_neither_kept_nor_shown() -> None:
    """No trace of it in what a debugger or a log would print."""
    assert "a secret of tests" not in f"{OURS!r} {OURS} {vars(OURS)}"


def test_an_empty_secret_is_refused() -> None:
    """Anyone could open what it closes."""
    with pytest.raises(InvalidSetting, match="secret"):
        Pseudonyms("")


def _written(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_no_person_stands_in_the_files_of_a_database(tmp_path: Path) -> None:
    """Neither in the database nor in its journal, where the rest of the thread does."""

    async def story(store: Store) -> bytes:
        assert await store.keep(PLACE, THREAD)
        assert await store.keep(PLACE, replace(THREAD, revision=1))
        assert await store.recent("slack", "U0CAMILLE", 3)
        return _written(tmp_path)

    written = told(f"sqlite:///{tmp_path}/store.db", story)
    written += _written(tmp_path)
    assert THREAD.here.encode() in written
    for person in ("U0CAMILLE", "U0DOMINIQUE"):
        assert person.encode() not in written
        assert OURS.of("slack", person).encode() in written


def test_no_learner_stands_in_the_files_of_a_database(tmp_path: Path) -> None:
    """Nor in what is told of a group; what they answered does."""

    async def story(store: Store) -> bytes:
        assert await store.learnt(TRAINEE, LEARNER, ANSWER)
        assert await store.learnt(TRAINEE, replace(LEARNER, revision=1), None)
        assert await store.learner(TRAINEE)
        (told_of, _), *others = await store.answered_since(TRAINEE.procedure, 0)
        assert (told_of, others) == (f"slack {OURS.of('slack', TRAINEE.person)}", [])
        return _written(tmp_path)

    written = told(f"sqlite:///{tmp_path}/store.db", story)
    written += _written(tmp_path)
    assert ANSWER.destination.encode() in written
    assert TRAINEE.person.encode() not in written
    assert OURS.of("slack", TRAINEE.person).encode() in written


def test_a_changed_key_begins_training_again(url: str) -> None:
    """Whoever learnt under the former key is nobody any more, and is in nobody's way."""
    told(url, lambda store: store.learnt(TRAINEE, LEARNER, ANSWER))

    async def story(store: Store) -> None:
        assert await store.learner(TRAINEE) is None
        assert await store.learnt(TRAINEE, LEARNER, ANSWER)
        assert await store.answers(TRAINEE) == [ANSWER]

    told(url, story, secret="a new secret")  # noqa: S106 - it opens nothing


def test_a_changed_key_forgets_people_and_nothing_else(url: str) -> None:
    """The case goes on; who answered is asked of nobody, and the thread is no one's."""
    told(url, lambda store: store.keep(PLACE, THREAD))

    async def story(store: Store) -> Thread | None:
        assert await store.recent("slack", "U0CAMILLE", 3) == []
        found = await store.find(PLACE)
        assert found is not None
        assert found == replace(THREAD, opened_by="", said_by={}, revision=1, at=found.at)
        assert await store.keep(PLACE, replace(found, said_by={"contrat": "U0DOMINIQUE"}))
        return await store.find(PLACE)

    found = told(url, story, secret="a new secret")  # noqa: S106 - it opens nothing
    assert found is not None
    assert (found.opened_by, found.said_by) == ("", {"contrat": "U0DOMINIQUE"})
