"""Reviewed conversations, played again: a list of moves, and the cards that they lead to.

A transcript in `tests/golden/` is a list of moves, each a line `> …`, followed by its card:

    > ouvrir                       open the procedure
    > écrire WORDS                 open it with a line of text
    > toucher WORDS                tap the button with these words
    > changer WORDS                tap an answer given so far
    > cocher LINE | LINE ? LINE    send a checklist (after « ? », the lines not known)
    > taper WORDS                  type an answer
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from bot.conversation.card import Card
from bot.conversation.guide import Guide, Request
from tests.conversation.plain import buttons, changes, tick_keys

GOLDEN = Path(__file__).parent.parent / "golden"
TRANSCRIPTS = sorted(
    file for file in GOLDEN.glob("*.txt") if file.stem not in ("entrainement", "supervision")
)
_VERSION = re.compile(r"retention\.[0-9a-f]{12}")


def played(file: Path, guide: Guide) -> Iterator[tuple[str, Card]]:
    """Each move of a transcript, with the card that it leads to."""
    card: Card | None = None
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            card = _moved(guide, card, line[2:])
            yield line, card


def agrees(file: Path, told: str) -> bool:
    """Whether a file says what is told; with GOLDEN=write, it is made to, and reviewed as a diff.

    A procedure's version is left out: it changes with each word of its files.
    """
    told = _VERSION.sub("retention.VERSION", told)
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")
    return told == file.read_text(encoding="utf-8")


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
