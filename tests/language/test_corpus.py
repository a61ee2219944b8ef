"""What is understood of several hundred lines, among which some that nobody has read."""

import hashlib

import pytest

from bot.language.understanding import Understanding
from tests.language.corpus import (
    FOLDER,
    SEEN,
    Score,
    Utterance,
    read_corpus,
    reading,
    scored,
    share,
    wilson,
)
from tests.language.keywords import keywords

HELD_OUT = ["frozen", "blind"]


def total(understandings: dict[str, Understanding], corpus: list[Utterance]) -> Score:
    """The score of ours over a corpus."""
    return scored(reading(understandings), corpus).total


@pytest.fixture(scope="module")
def both(retention: Understanding, example: Understanding) -> dict[str, Understanding]:
    """Both vocabularies, by the name of their procedure."""
    return {"retention": retention, "objets-trouves": example}


@pytest.mark.parametrize("name", HELD_OUT)
def test_what_was_set_aside_is_untouched(name: str) -> None:
    """Its digest was committed with it."""
    digest = hashlib.sha256((FOLDER / f"{name}.jsonl").read_bytes()).hexdigest()
    assert (FOLDER / f"{name}.sha256").read_text().split() == [digest, f"{name}.jsonl"]


@pytest.mark.parametrize("name", HELD_OUT)
def test_what_was_set_aside_was_not_read(name: str) -> None:
    """None of its lines is among those that were."""
    seen = {(one.text, one.question) for one in SEEN}
    assert not [one for one in read_corpus(name) if (one.text, one.question) in seen]


@pytest.mark.parametrize("name", HELD_OUT)
def test_lines_never_read_are_understood(both: dict[str, Understanding], name: str) -> None:
    """No worse than it was measured, and far better than by keywords."""
    corpus = [one for one in read_corpus(name) if one.procedure == "retention"]
    ours, theirs = total(both, corpus), scored(keywords, corpus).total
    assert share(ours.precision) > 0.95
    assert share(ours.recall) > 0.84
    assert share(ours.wrong_values) < 0.02
    assert wilson(ours.precision)[0] > wilson(theirs.precision)[1]
    assert wilson(ours.recall)[0] > wilson(theirs.recall)[1]


def test_the_example_s_lines_are_understood(both: dict[str, Understanding]) -> None:
    """By a vocabulary of a page."""
    corpus = [one for one in read_corpus("frozen") if one.procedure != "retention"]
    ours = total(both, corpus)
    assert share(ours.precision) > 0.95
    assert share(ours.recall) > 0.75


def test_lines_that_were_read_are_understood(both: dict[str, Understanding]) -> None:
    """What was learnt is not lost."""
    ours = total(both, SEEN)
    assert share(ours.precision) > 0.97
    assert share(ours.recall) > 0.9
    assert share(ours.wrong_values) < 0.01


def test_wilson_s_interval_is_that_of_the_textbook() -> None:
    """8 of 10; it never leaves 0 to 1."""
    assert wilson((8, 10)) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson((0, 5))[0] == 0
    assert wilson((5, 5))[1] == pytest.approx(1)
