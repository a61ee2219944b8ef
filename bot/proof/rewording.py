"""What was written otherwise between two versions of a procedure: rules, texts, facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from bot.procedure.model import Procedure


class Part(StrEnum):
    """The parts of a procedure, as their owner calls them."""

    RULE = "règle"
    SILENCE = "silence"
    PHRASE = "phrase"
    PASSAGE = "passage"
    REMINDER = "rappel"
    DESTINATION = "destination"
    FACT = "fait"
    QUESTION = "question"
    GREY_ZONE = "zone grise"
    STATE = "annonce"
    WEIGHT = "poids"


_PARTS = {
    Part.RULE: "rules",
    Part.SILENCE: "silences",
    Part.PHRASE: "phrases",
    Part.PASSAGE: "passages",
    Part.REMINDER: "reminders",
    Part.DESTINATION: "destinations",
    Part.FACT: "facts",
    Part.QUESTION: "questions",
    Part.GREY_ZONE: "grey_zones",
    Part.STATE: "states",
    Part.WEIGHT: "weights",
}


@dataclass(frozen=True)
class Rewording:
    """A part added (`before` is None), removed (`after` is None) or changed.

    Both hold the fields that differ, in the words of the file.
    """

    part: Part
    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def rewordings(old: Procedure, new: Procedure) -> Iterator[Rewording]:
    """Yield what was added, removed and changed, by part."""
    for part, field in _PARTS.items():
        before, after = _written(getattr(old, field)), _written(getattr(new, field))
        for name in [*before, *(name for name in after if name not in before)]:
            if before.get(name) != after.get(name):
                yield Rewording(part, name, *_differing(before.get(name), after.get(name)))


def _written(parts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: one.model_dump(mode="json", exclude_defaults=True)
        if isinstance(one, BaseModel)
        else dict(one)
        for name, one in parts.items()
    }


def _differing(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Both without what is the same in each."""
    if before is None or after is None:
        return before, after
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return tuple({name: one.get(name) for name in names} for one in (before, after))  # type: ignore[return-value]
