"""The small words of French: what a bot must know of the language, whatever the trade.

They are read from `french.yaml`. Everything there is folded (no accents, `’` opened): « n’est pas »
is `ne est pas`, « à » is `a`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml


class Role(StrEnum):
    """What a turn of phrase does to the words around it."""

    DENIES = "denies"
    """Denies what comes next (« pas », « sans »), or ends a label (« feu rouge : non »)."""
    AFFIRMS = "affirms"
    """A yes."""
    ENDED = "ended"
    """Says of what came before that it is no more, or not there (« levé », « absent »)."""
    DOUBTS = "doubts"
    """Says that the clause is not certain."""
    ASKS = "asks"
    """Begins a question."""
    SUPPOSES = "supposes"
    """Begins a hypothesis."""
    BEFORE = "before"
    """Says that the clause is about another time."""
    OTHERS = "others"
    """Says that the clause is about another person, or nobody."""
    DISMISSES = "dismisses"
    """Says that what came before is beside the point."""
    MISTAKEN = "mistaken"
    """Says that the clause was believed, and is not so (« je croyais que »)."""
    CORRECTS = "corrects"
    """Takes back what was said before."""
    TURNS = "turns"
    """Begins a new clause."""
    UNKNOWN = "unknown"
    """« je ne sais pas »."""
    NOTHING = "nothing"
    """« aucun », « rien de tout cela »: an answer to what was asked."""
    BOTH = "both"
    """« les deux »."""
    IDLE = "idle"
    """Means nothing here, though its words would elsewhere."""


def _read() -> Mapping[str, Any]:
    file = Path(__file__).with_name("french.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read: Mapping[str, Any] = yaml.load(file.read_bytes(), loader)  # noqa: S506
    return read


_FRENCH = _read()
ELISIONS: Mapping[str, tuple[str, ...]] = {
    typed: tuple(written.split()) for typed, written in _FRENCH["elisions"].items()
}
SHORT_FORMS: Mapping[str, tuple[str, ...]] = {
    typed: tuple(written.split()) for typed, written in _FRENCH["short_forms"].items()
}
"""What is typed in short, or as it sounds, and how it is written."""
SMALL = frozenset(_FRENCH["small"])
"""Words that may stand between the words of an expression."""
UNWRITTEN = frozenset(_FRENCH["unwritten"])
"""Small words that mean nothing in an expression, unless it marks them with `=`."""
LIGHT = frozenset(_FRENCH["light"])
"""Words through which a denial carries to what is said next: being, having, wanting, seeing."""
COMMON = frozenset(_FRENCH["common"])
"""Ordinary words that are never taken for a misspelling of a trade word."""
ENDINGS: tuple[str, ...] = tuple(_FRENCH["endings"])
"""What the name of a domain ends with."""
NUMBERS: Mapping[str, int] = _FRENCH["numbers"]
TENS = frozenset(_FRENCH["tens"])
"""« une dizaine » is ten, not one."""
MONTHS = frozenset(_FRENCH["months"])
UNITS: Mapping[str, int] = _FRENCH["units"]
"""Units of time, in days."""
TURNS_OF_PHRASE: Mapping[Role, tuple[str, ...]] = {
    Role(role): tuple(phrases) for role, phrases in _FRENCH["turns"].items()
}
"""Turns of phrase, in the language of `bot.procedure.expression`, taken to the letter."""
