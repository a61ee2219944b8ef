"""Whole conversations, as reviewed: what was tapped or typed, and the card that came.

`GOLDEN=write uv run pytest tests` writes the cards anew, to be reviewed as a diff.
"""

import re
from pathlib import Path

import pytest

from bot.conversation.guide import Guide
from tests.conversation.inquiries import session
from tests.conversation.plain import plain
from tests.conversation.transcripts import GOLDEN, TRANSCRIPTS, agrees, played


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
def test_conversation_goes_as_its_transcript_says(file: Path, guide: Guide) -> None:
    """The cards are those of the reviewed transcript, word for word."""
    title = file.read_text(encoding="utf-8").partition("\n")[0]
    told = [title, ""]
    for move, card in played(file, guide):
        told += [move, plain(card), ""]
    assert agrees(file, "\n".join(told))


def test_supervision_goes_as_its_transcript_says(guide: Guide) -> None:
    """The explorer, the grey zones, a state said for all, and a verdict reported."""
    told = ["Un superviseur explore, annonce et reçoit un signalement.", ""]
    for move, card in session(guide):
        told += [move, plain(card), ""]
    assert agrees(GOLDEN / "supervision.txt", "\n".join(told))


def test_transcripts_reach_every_destination(compiled: object) -> None:
    """No destination is left out of what is reviewed."""
    told = "\n".join(file.read_text(encoding="utf-8") for file in TRANSCRIPTS)
    labels = [one.label for one in compiled.procedure.destinations.values()]
    assert [
        label for label in labels if not re.search(rf"\[verdict\] \S+ {re.escape(label)}", told)
    ] == []
