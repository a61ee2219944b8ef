"""The reviewed conversations, as Slack is told to show them.

Each move of a transcript of `tests/golden/` is followed here by the blocks of its message, one a
line; a button's case is left out of them, but for its revision. `GOLDEN=write uv run pytest tests`
writes them anew, to be reviewed as a diff.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.conversation.card import Card
from bot.conversation.guide import Guide
from bot.slack.render import message, modal
from tests.conversation.inquiries import session
from tests.conversation.sittings import sitting
from tests.conversation.transcripts import GOLDEN, TRANSCRIPTS, agrees, played
from tests.slack.lint import faults, view_faults

_CASE = re.compile(r'"retention\.[0-9a-f]{12}(\.\d+)[^*"]*')


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
def test_conversation_is_shown_as_its_transcript_says(file: Path, guide: Guide) -> None:
    """The blocks are those reviewed, and Slack would take each message, and each modal."""
    assert agrees(GOLDEN / "slack" / f"{file.stem}.txt", written(played(file, guide)))


def test_a_sitting_of_training_is_shown_as_its_transcript_says(guide: Guide) -> None:
    """From the welcome to what is known, exported and erased."""
    assert agrees(GOLDEN / "slack" / "entrainement.txt", written(sitting(guide)))


def test_supervision_is_shown_as_its_transcript_says(guide: Guide) -> None:
    """Forms to choose in, passages side by side, and a report in its channel."""
    assert agrees(GOLDEN / "slack" / "supervision.txt", written(session(guide)))


def written(moves: Iterable[tuple[str, Card]]) -> str:
    """Each move, with the blocks of its message, one a line."""
    told: list[str] = []
    for move, card in moves:
        drawing = message(card)
        assert faults(drawing.blocks) == []
        assert view_faults(modal(card)) == []
        told += [move, drawing.text]
        told += [json.dumps(block, ensure_ascii=False) for block in drawing.blocks] + [""]
    return _CASE.sub(r'"CAS\1', "\n".join(told))
