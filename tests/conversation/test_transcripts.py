"""Whole conversations, as reviewed: what was tapped or typed, and the card that came.

A transcript in `tests/golden/` is a list of moves, each a line `> …`, followed by its card:

    > ouvrir                       open the procedure
    > écrire WORDS                 open it with a line of text
    > toucher WORDS                tap the button with these words
    > changer WORDS                tap an answer given so far
    > cocher LINE | LINE ? LINE    send a checklist (after « ? », the lines not known)
    > taper WORDS                  type an answer

`GOLDEN=write uv run pytest tests/conversation` writes the cards anew, to be reviewed as a diff.
"""

import os
import re
from pathlib import Path

import pytest

from bot.conversation.card import Card
from bot.conversation.guide import Guide, Request
from tests.conversation.plain import buttons, changes, plain, tick_keys

GOLDEN = Path(__file__).parent.parent / "golden"
_VERSION = re.compile(r"retention\.[0-9a-f]{12}")


def _moved(guide: Guide, card: Card | None, move: str) -> Card:
    verb, _, rest = move.partition(" ")
    if verb == "écrire":
        return guide.respond(Request("retention", text=rest))
    if verb == "ouvrir" or card is None:
        return guide.respond(Request("retention"))
    if verb == "toucher":
        return guide.respond(Request("retention", tap=buttons(card)[rest]))
    if verb == "changer":
        return guide.respond(Request("retention", tap=changes(card)[rest]))
    if verb == "taper":
        return guide.respond(Request("retention", tap=card.here, text=rest))
    assert verb == "cocher", move
    ticked, _, unsure = rest.partition("?")
    send = next(tap for label, tap in buttons(card).items() if label.startswith("Valider"))
    return guide.respond(
        Request("retention", send, tick_keys(card, _lines(ticked)), tick_keys(card, _lines(unsure)))
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("|") if line.strip()]


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.txt")), ids=lambda file: file.stem)
def test_conversation_goes_as_its_transcript_says(file: Path, guide: Guide) -> None:
    """The cards are those of the reviewed transcript, word for word."""
    written = file.read_text(encoding="utf-8")
    moves = [line[2:] for line in written.splitlines() if line.startswith("> ")]
    title = written.partition("\n")[0]
    card: Card | None = None
    played = [title, ""]
    for move in moves:
        card = _moved(guide, card, move)
        played += [f"> {move}", plain(card), ""]
    told = _VERSION.sub("retention.VERSION", "\n".join(played))
    if os.environ.get("GOLDEN") == "write":
        file.write_text(told, encoding="utf-8")
    assert told == written


def test_transcripts_reach_every_destination(compiled: object) -> None:
    """No destination is left out of what is reviewed."""
    told = "\n".join(file.read_text(encoding="utf-8") for file in GOLDEN.glob("*.txt"))
    labels = [one.label for one in compiled.procedure.destinations.values()]
    assert [
        label for label in labels if not re.search(rf"\[verdict\] \S+ {re.escape(label)}", told)
    ] == []
