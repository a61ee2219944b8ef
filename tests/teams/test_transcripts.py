"""The reviewed conversations again, as Teams is told of them, in tests/golden/teams/.

Rewritten with GOLDEN=write, as the others, and reviewed as a diff.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.conversation.card import Card
from bot.conversation.guide import Guide
from bot.teams.render import Surface, drawn
from tests.conversation.inquiries import session
from tests.conversation.sittings import sitting
from tests.conversation.transcripts import GOLDEN, TRANSCRIPTS, agrees, played
from tests.teams.lint import faults
from tests.teams.schema import unlike_the_schema

CASE = Surface("1700000000000")
_CASE = re.compile(r'"retention\.[0-9a-f]{12}(\.\d+)[^*"]*')
_PICTURE = re.compile(r"base64,[A-Za-z0-9+/=]+")
_FALLBACK = re.compile(r', "fallback": \{[^{}]*\{[^{}]*\}[^{}]*\}')


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
def test_conversation_is_shown_as_its_transcript_says(file: Path, guide: Guide) -> None:
    """The elements are those reviewed, and nothing is wrong with them, in a dialog either."""
    assert agrees(GOLDEN / "teams" / f"{file.stem}.txt", written(played(file, guide)))


def test_a_sitting_of_training_is_shown_as_its_transcript_says(guide: Guide) -> None:
    """From the welcome to what is known, exported and erased; of the picture, what it shows."""
    assert agrees(GOLDEN / "teams" / "entrainement.txt", written(sitting(guide)))


def test_supervision_is_shown_as_its_transcript_says(guide: Guide) -> None:
    """Forms to choose in, passages side by side, and a report in its channel."""
    assert agrees(GOLDEN / "teams" / "supervision.txt", written(session(guide)))


def written(moves: Iterable[tuple[str, Card]]) -> str:
    """Each move, with the elements of its card, one a line.

    What a button falls back to is left out: it says the same again, which the lint holds.
    """
    told: list[str] = []
    for move, card in moves:
        drawing = drawn(card, CASE)
        assert faults(drawing.card) == []
        assert faults(drawn(card, Surface(CASE.thread, dialog=True)).card, dialog=True) == []
        told += [move, drawing.summary]
        told += [json.dumps(one, ensure_ascii=False) for one in drawing.card["body"]] + [""]
    shown = _PICTURE.sub("base64,…", _FALLBACK.sub("", "\n".join(told)))
    return _CASE.sub(r'"CAS\1', shown)


@pytest.mark.official_schema
def test_every_card_is_valid_against_the_official_schema(guide: Guide) -> None:
    """Version 1.5, in a message and in a dialog."""
    for moves in (*(played(file, guide) for file in TRANSCRIPTS), sitting(guide)):
        for _, card in moves:
            for surface in (CASE, Surface(CASE.thread, dialog=True)):
                assert unlike_the_schema(drawn(card, surface).card) == []
