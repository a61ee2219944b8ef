"""What was written otherwise between two versions of a procedure: rules, texts, facts, weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from pydantic import BaseModel

from bot.procedure.model import Procedure

Fields: TypeAlias = dict[str, Any]


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
class Rewording:
    """A part added (`before` is None), removed (`after` is None) or changed.

    Both hold the fields that differ, in the words of the file, and all those of what is added or
    removed. A precedence bears the names of its two rules, a value that of its fact and its own.
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
) -> Iterator[tuple[tuple[Part, tuple[str, ...]], Fields]]:
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
        yield (Part.FACT, (name,)), _written(fact, exclude={"values"} if apart else set())
        for value, answer in fact.values.items() if apart else ():
            yield (Part.VALUE, (name, value)), _written(answer)
    for part, field in _WHOLE.items():
        for name, one in getattr(procedure, field).items():
            yield (part, (name,)), _written(one) if isinstance(one, BaseModel) else dict(one)
    for part, field in _PLAIN.items():
        for name, text in getattr(procedure, field).items():
            yield (part, (name,)), {"text": text}


def _written(part: BaseModel, **fields: Any) -> Fields:
    return part.model_dump(mode="json", exclude_defaults=True, **fields)


def _differing(before: Fields | None, after: Fields | None) -> tuple[Fields | None, Fields | None]:
    """Both without what is the same in each."""
    if before is None or after is None:
        return before, after
    names = [name for name in before | after if before.get(name) != after.get(name)]
    return {n: before.get(n) for n in names}, {n: after.get(n) for n in names}
