"""What was written otherwise between two versions of a procedure: rules, texts, facts, weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from pydantic import BaseModel

from bot.procedure.model import Fact, Procedure

Fields: TypeAlias = dict[str, Any]
ORDER = "ordre des valeurs"
"""What a fact's values come in, which the file writes without a name."""


class Part(StrEnum):
    """The parts of a procedure, as their owner calls them."""

    HEADING = "en-tête"
    RULE = "règle"
    PRECEDENCE = "précédence"
    SILENCE = "silence"
    PHRASE = "phrase"
    PASSAGE = "passage"
    SECTION = "section"
    REMINDER = "rappel"
    DESTINATION = "destination"
    FACT = "fait"
    VALUE = "valeur"
    QUESTION = "question"
    GREY_ZONE = "zone grise"
    STATE = "annonce"
    TERM = "terme"
    WEIGHT = "poids"


_WHOLE = {
    Part.SILENCE: "silences",
    Part.PHRASE: "phrases",
    Part.PASSAGE: "passages",
    Part.REMINDER: "reminders",
    Part.DESTINATION: "destinations",
    Part.QUESTION: "questions",
    Part.GREY_ZONE: "grey_zones",
    Part.STATE: "states",
    Part.WEIGHT: "weights",
}
_PLAIN = {Part.SECTION: "sections", Part.TERM: "glossary"}


@dataclass(frozen=True)
class _Part:
    """The fields of a part that say something, and those of them that are not at their defaults."""

    whole: Fields
    written: Fields = field(compare=False)


@dataclass(frozen=True)
class Rewording:
    """A part added (`before` is None), removed (`after` is None) or changed.

    Both hold the fields that differ, in the words of the file, be they written or left at their
    defaults; of what is added or removed, all those that are not. A precedence bears the names of
    its two rules, a value that of its fact and its own.
    """

    part: Part
    name: tuple[str, ...]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def rewordings(old: Procedure, new: Procedure) -> Iterator[Rewording]:
    """Yield what was added, removed and changed, by part."""
    before, after = dict(_parts(old, new)), dict(_parts(new, old))
    order = list(Part)
    for key in sorted({**before, **after}, key=lambda key: order.index(key[0])):
        if before.get(key) != after.get(key):
            yield Rewording(*key, *_differing(before.get(key), after.get(key)))


def _parts(
    procedure: Procedure, other: Procedure
) -> Iterator[tuple[tuple[Part, tuple[str, ...]], _Part]]:
    """The parts of a version; what a rule or a fact that the other has too holds is apart."""
    heading = {"title", "command", "in_force"}
    yield (Part.HEADING, (procedure.procedure,)), _written(procedure, include=heading)
    for name, rule in procedure.rules.items():
        apart = name in other.rules
        yield (Part.RULE, (name,)), _written(rule, exclude={"over"} if apart else set())
        for weaker, precedence in rule.prevails_over.items() if apart else ():
            yield (Part.PRECEDENCE, (name, weaker)), _written(precedence, exclude={"rules"})
    for name, fact in procedure.facts.items():
        apart = name in other.facts
        told = _written(fact, exclude={"values"} if apart else set())
        yield (Part.FACT, (name,)), _ordered(told, fact, other.facts[name]) if apart else told
        for value, answer in fact.values.items() if apart else ():
            yield (Part.VALUE, (name, value)), _written(answer)
    for part, key in _WHOLE.items():
        for name, one in getattr(procedure, key).items():
            yield (part, (name,)), _written(one) if isinstance(one, BaseModel) else _plain(one)
    for part, key in _PLAIN.items():
        for name, text in getattr(procedure, key).items():
            yield (part, (name,)), _plain({"text": text})


def _written(part: BaseModel, **fields: Any) -> _Part:
    whole = part.model_dump(mode="json", **fields)
    return _Part(_said(whole), part.model_dump(mode="json", exclude_defaults=True, **fields))


def _plain(fields: Mapping[str, Any]) -> _Part:
    return _Part(dict(fields), dict(fields))


def _said(told: Any) -> Any:
    """The same without the fields that are empty."""
    if isinstance(told, list):
        return [_said(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {name: _said(one) for name, one in told.items() if one not in (None, [], {})}


def _ordered(told: _Part, fact: Fact, other: Fact) -> _Part:
    """A fact with the order of its values, where those of both versions are not in the same."""
    common = [name for name in fact.values if name in other.values]
    if common == [name for name in other.values if name in fact.values]:
        return told
    labels = " / ".join(value.label for value in fact.values.values())
    return _Part({**told.whole, ORDER: labels}, told.written)


def _differing(before: _Part | None, after: _Part | None) -> tuple[Fields | None, Fields | None]:
    """Both without what is the same in each."""
    if before is None or after is None:
        return before.written if before else None, after.written if after else None
    one, other = before.whole, after.whole
    names = [name for name in one | other if one.get(name) != other.get(name)]
    return {n: one.get(n) for n in names}, {n: other.get(n) for n in names}
