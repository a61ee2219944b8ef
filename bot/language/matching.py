"""How a compiled expression is found among the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.language.french import SMALL
from bot.language.numbers import date_end, number_at, unit_days
from bot.language.words import Word
from bot.procedure.expression import Number

MAX_SKIPPED = 4
MAX_GAP = 7
"""Words that may stand between two words of an expression: small ones, or any at a « … »."""
DATE = "<date>"

Places = tuple[int, ...]
_SKIPPED = SMALL | {"pas", "ne", "aucun", "jamais", "plus", "ni", "non", "sans", ":", "=", "/", "+"}


@dataclass(frozen=True)
class Step:
    """One element of a compiled expression: a set of words, a group, a number or a date."""

    literal: int = -1
    group: str = ""
    number: Number | None = None
    context: bool = False
    after_gap: bool = False


Steps = tuple[Step, ...]


class Text:
    """The words of a text, while expressions are looked for."""

    def __init__(
        self,
        words: Sequence[Word],
        literals: Sequence[frozenset[int]],
        groups: Mapping[str, Mapping[int, list[Steps]]],
        openers: Mapping[int, list[str]],
    ) -> None:
        self._words = words
        self._literals = literals
        self._groups = groups
        self._openers = openers
        self._found: dict[tuple[str, int], list[tuple[Places, int]]] = {}

    def keys(self, place: int) -> Iterator[tuple[int, str]]:
        """What may begin at `place`: a literal, a group, a number or a date."""
        for literal in self._literals[place]:
            yield literal, ""
        openers = {
            group
            for literal in (*self._literals[place], -1)
            for group in self._openers.get(literal, ())
        }
        for group in openers:
            if self._group(group, place):
                yield -1, group
        if number_at(self._words, place):
            yield -1, ""
        if date_end(self._words, place):
            yield -1, DATE

    def first(self, steps: Steps, place: int) -> Places | None:
        """The places that `steps` take from `place` on, without those of the context."""
        return next((places for places, _ in self._matched(steps, place)), None)

    def _matched(self, steps: Steps, place: int) -> Iterator[tuple[Places, int]]:
        step, rest = steps[0], steps[1:]
        for taken, end in self._taken(step, place):
            mine = () if step.context else taken
            if not rest:
                yield mine, end
                continue
            for more, last in self._after(rest, end):
                yield (*mine, *more), last

    def _after(self, steps: Steps, place: int) -> Iterator[tuple[Places, int]]:
        for here in range(place, min(place + _limit(steps) + 1, len(self._words))):
            yield from self._matched(steps, here)
            word = self._words[here]
            if word.text not in _SKIPPED and (word.is_mark or not steps[0].after_gap):
                return

    def _taken(self, step: Step, place: int) -> Iterator[tuple[Places, int]]:
        """What a step may take at `place`, and the place after it."""
        if step.literal >= 0:
            if step.literal in self._literals[place]:
                yield (place,), place + 1
        elif step.group == DATE:
            if end := date_end(self._words, place):
                yield tuple(range(place, end)), end
        elif step.group:
            yield from self._group(step.group, place)
        elif step.number is not None and (end := self._number_end(step.number, place)):
            yield tuple(range(place, end)), end

    def _group(self, group: str, place: int) -> list[tuple[Places, int]]:
        key = group, place
        if key not in self._found:
            ways = self._groups[group]
            starts = [ways[one] for one in (*self._literals[place], -1) if one in ways]
            matched = [
                found for way in starts for one in way for found in self._matched(one, place)
            ]
            self._found[key] = sorted(set(matched), key=lambda found: -len(found[0]))
        return self._found[key]

    def _number_end(self, wanted: Number, place: int) -> int | None:
        found = number_at(self._words, place)
        if found is None:
            return None
        value, end = found
        if wanted.duration:
            days = unit_days(self._words, end)
            if days is None:
                return None
            value, end = value * days, end + 1
        return end if any(low <= value <= high for low, high in wanted.ranges) else None


def _limit(steps: Steps) -> int:
    return MAX_GAP if steps[0].after_gap else MAX_SKIPPED
