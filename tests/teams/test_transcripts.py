"""The reviewed conversations again, as Teams is told of them, in tests/golden/teams/.

Rewritten with GOLDEN=write, as the others, and reviewed as a diff.
"""

import json
import re
from pathlib import Path

import pytest

from bot.conversation.guide import Guide
from bot.teams.render import Surface, drawn
from tests.conversation.transcripts import GOLDEN, TRANSCRIPTS, agrees, played
from tests.teams.lint import faults
from tests.teams.schema import unlike_the_schema

CASE = Surface("1700000000000")
_CASE = re.compile(r'"retention\.[0-9a-f]{12}(\.\d+)[^*"]*')
_FALLBACK = re.compile(r', "fallback": \{[^{}]*\{[^{}]*\}[^{}]*\}')


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
def test_conversation_is_shown_as_its_transcript_says(file: Path, guide: Guide) -> None:
    """The elements are those reviewed, and nothing is wrong with them, in a dialog either.

    What a button falls back to is left out: it says the same again, which the lint holds.
    """
    told: list[str] = []
    for move, card in played(file, guide):
        drawing = drawn(card, CASE)
        assert faults(drawing.card) == []
        assert faults(drawn(card, Surface(CASE.thread, dialog=True)).card, dialog=True) == []
        told += [move, drawing.summary]
        told += [json.dumps(one, ensure_ascii=False) for one in drawing.card["body"]] + [""]
    written = _CASE.sub(r'"CAS\1', _FALLBACK.sub("", "\n".join(told)))
    assert agrees(GOLDEN / "teams" / f"{file.stem}.txt", written)


@pytest.mark.official_schema
def test_every_card_is_valid_against_the_official_schema(guide: Guide) -> None:
    """Version 1.5, in a message and in a dialog."""
    for file in TRANSCRIPTS:
        for _, card in played(file, guide):
            for surface in (CASE, Surface(CASE.thread, dialog=True)):
                assert unlike_the_schema(drawn(card, surface).card) == []
