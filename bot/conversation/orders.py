"""What a supervisor asks for by a word: the explorer, the map, a state said for all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.frame import Frame
from bot.conversation.inquiry import Inquiry, Look
from bot.language.words import folded, folded_words

ORDERS = (Look.EXPLORE, Look.GREY_ZONES, Look.MAP, Look.FIGURES)
"""What any procedure has."""
MOST_MINUTES = 24 * 60
UNKNOWN = "inconnu"
"""Said of a state that is to be asked again, case by case."""
_STATED = re.compile(r"([a-z0-9-]+)\s*=\s*([a-z0-9-]*)[,;]?")
_LASTING = re.compile(
    r"(?:pour |pendant )?(\d{1,4}) ?(min|mn|m|minutes?|h|heures?)(?: ?(\d{1,2}))?"
)


@dataclass(frozen=True)
class Order:
    """What is asked for; `minutes` is how long a state holds, where it was said.

    `is_plain` tells that the words could not be meant of a caller.
    """

    inquiry: Inquiry
    minutes: int | None = None
    text: str = ""
    is_plain: bool = True


def read_order(frame: Frame, text: str) -> Order | None:
    """What a supervisor's words ask for; None for any others."""
    name = frame.compiled.edition.name
    said, _, rest = text.strip().partition(" ")
    word = "-".join(folded_words(said))
    stated = _stated(rest)
    if word == Look.EXPLORE:
        inquiry = Inquiry(name, Look.EXPLORE, stated or {})
        return Order(inquiry, text="" if stated is not None else rest.strip())
    if word == Look.MAP and stated is not None:
        return Order(Inquiry(name, Look.MAP, stated))
    if word == Look.FIGURES and not rest:
        return Order(Inquiry(name, Look.FIGURES))
    if word == Look.GREY_ZONES or folded(text.strip()) in ("zones grises", "zone grise"):
        return Order(Inquiry(name, Look.GREY_ZONES))
    return _state(frame, folded_words(text))


def _stated(text: str) -> Mapping[str, str] | None:
    """The facts of `demande=resiliation blocage=aucun`; None where the text says otherwise."""
    if _STATED.sub("", text).strip():
        return None
    return {fact: value for fact, value in _STATED.findall(text) if value}


def _state(frame: Frame, words: list[str]) -> Order | None:
    """« file saturee 30 min »; « file » alone asks what it is, « file inconnue » takes it back."""
    procedure = frame.compiled.edition.name
    for name, state in frame.compiled.procedure.states.items():
        rest = _after(words, name)
        if rest is None:
            continue
        if not rest:
            return Order(Inquiry(procedure, Look.STATE, subject=name), is_plain=False)
        for value in (*state.values, UNKNOWN, f"{UNKNOWN}e"):
            lasting = _after(rest, value)
            found = _LASTING.fullmatch(" ".join(lasting or []))
            if lasting is None or (lasting and not found):
                continue
            said = UNKNOWN if value.startswith(UNKNOWN) else value
            inquiry = Inquiry(procedure, Look.STATE, {name: said}, name)
            plain = found is not None or said == UNKNOWN
            return Order(inquiry, _minutes(found) if found else None, is_plain=plain)
    return None


def _after(words: list[str], name: str) -> list[str] | None:
    """The words that follow a name; None where they do not begin with it."""
    named = name.split("-")
    return words[len(named) :] if words[: len(named)] == named else None


def _minutes(found: re.Match[str]) -> int:
    number, unit, more = int(found[1]), found[2], int(found[3] or 0)
    minutes = number * 60 + more if unit.startswith("h") else number
    return max(1, min(minutes, MOST_MINUTES))
