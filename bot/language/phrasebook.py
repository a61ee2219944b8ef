"""Expressions found in a text: of those that overlap, the longest takes the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import product
from typing import Generic, TypeVar

from bot.language.forms import Forms
from bot.language.french import SMALL, UNWRITTEN
from bot.language.numbers import date_end, number_at, unit_days
from bot.language.words import Word, read_words
from bot.procedure.expression import Date, Element, Expression, Gap, Literal, Number

MAX_SKIPPED = 4
MAX_GAP = 7
"""Words that may stand between two words of an expression: small ones, or any at a « … »."""

Meaning = TypeVar("Meaning")
Places = tuple[int, ...]
_SKIPPED = SMALL | {"pas", "ne", "aucun", "jamais", "plus", "ni", "non", "sans", ":", "=", "/"}


@dataclass(frozen=True)
class Found(Generic[Meaning]):
    """An expression found: the places of the words that it takes, and what it means."""

    places: Places
    meanings: tuple[Meaning, ...]

    @property
    def start(self) -> int:
        """The place of its first word."""
        return self.places[0]

    @property
    def end(self) -> int:
        """The place just after its last word."""
        return self.places[-1] + 1


@dataclass(frozen=True)
class Step:
    """One element of a compiled expression: a set of words, a group, a number or a date."""

    literal: int = -1
    group: str = ""
    number: Number | None = None
    context: bool = False
    after_gap: bool = False


Steps = tuple[Step, ...]


class Keep(Enum):
    """Which words of an expression must be typed."""

    LONG = "all but the small ones"
    SMALL = "all, in any form"
    ALL = "all, to the letter"


class Phrasebook(Generic[Meaning]):
    """Expressions and what they mean, looked up together."""

    def __init__(
        self,
        entries: Iterable[tuple[Expression, Meaning, bool]],
        groups: Mapping[str, Sequence[Expression]],
        exclude: Callable[[Meaning, Meaning], bool],
    ) -> None:
        """`entries` are expressions, what they mean, and whether they are taken to the letter.

        Two meanings that `exclude` each other never share a word.
        """
        self._exclude = exclude
        self._literals: dict[tuple[str, ...], int] = {}
        self._forms = Forms()
        self._groups = {name: self._group(words) for name, words in groups.items()}
        self._openers: dict[int, list[str]] = {}
        for name, ways in self._groups.items():
            for literal in ways:
                self._openers.setdefault(literal, []).append(name)
        self.claims: dict[Steps, list[Meaning]] = {}
        for expression, meaning, exact in entries:
            for steps in self._compiled(expression, exact):
                if meaning not in self.claims.setdefault(steps, []):
                    self.claims[steps].append(meaning)
        self._group_bits = {name: 1 << n for n, name in enumerate(self._groups)}
        self._starting: dict[tuple[int, str], list[tuple[int, Steps]]] = {}
        for steps in self.claims:
            start = self._starting.setdefault((steps[0].literal, steps[0].group), [])
            start.append((self._needs(steps), steps))
        self._known: Callable[[str], frozenset[int]] = cache(self._forms.literals)

    # ── Compiling ─────────────────────────────────────────────────────────────────────────────

    def _compiled(self, expression: Expression, exact: bool) -> Iterator[Steps]:
        """An expression once for each choice of its optional words.

        Small words need not be typed, unless no more than one word would be left.
        """
        choices = [
            (True, False) if not isinstance(one, Gap) and one.optional else (True,)
            for one in expression
        ]
        for kept in product(*choices):
            elements = [one for one, keep in zip(expression, kept, strict=True) if keep]
            steps = self._steps(elements, Keep.ALL if exact else Keep.LONG)
            if len(steps) <= 1 and not exact:
                steps = self._steps(elements, Keep.SMALL)
            if steps:
                yield steps

    def _steps(self, elements: Iterable[Element], keep: Keep) -> Steps:
        steps: list[Step] = []
        gap = False
        for element in elements:
            if isinstance(element, Gap):
                gap = True
                continue
            for literal, group, number in self._parts(element, keep):
                steps.append(Step(literal, group, number, element.context, gap and bool(steps)))
                gap = False
        return tuple(steps)

    def _parts(
        self, element: Literal | Number | Date, keep: Keep
    ) -> Iterator[tuple[int, str, Number | None]]:
        if isinstance(element, Number):
            yield -1, "", element
        elif isinstance(element, Date):
            yield -1, "<date>", None
        elif element.words[0][0] == "$":
            yield -1, element.words[0][1:], None
        else:
            for words in _spelt(element, keep):
                yield self._literal(words), "", None

    def _literal(self, words: tuple[str, ...]) -> int:
        if words not in self._literals:
            self._literals[words] = len(self._literals)
            for word in words:
                self._forms.add(word, self._literals[words])
        return self._literals[words]

    def _group(self, expressions: Sequence[Expression]) -> dict[int, list[Steps]]:
        """The ways to say a group, by their first word; its single words make one set."""
        single: list[str] = []
        ways: list[Steps] = []
        for expression in expressions:
            first = expression[0]
            if len(expression) == 1 and isinstance(first, Literal) and first.words[0][0] != "$":
                single += [folded_form(word) for word in first.words]
            else:
                ways += self._compiled(expression, False)
        if single:
            ways.append((Step(self._literal(tuple(sorted(set(single))))),))
        by_first: dict[int, list[Steps]] = {}
        for steps in ways:
            by_first.setdefault(steps[0].literal, []).append(steps)
        return by_first

    # ── Finding ───────────────────────────────────────────────────────────────────────────────

    def find(self, words: Sequence[Word], meant: Callable[[Meaning], bool]) -> list[Found[Meaning]]:
        """The expressions found whose meaning counts here, in the order of the text."""
        literals = [self._known(word.text) for word in words]
        text = _Text(words, literals, self._groups, self._openers)
        absent = ~self._has(literals)
        matches: dict[Places, list[Meaning]] = {}
        for place in range(len(words)):
            for key in text.keys(place):
                for needs, steps in self._starting.get(key, ()):
                    if needs & absent:
                        continue
                    meanings = [one for one in self.claims[steps] if meant(one)]
                    taken = text.first(steps, place) if meanings else None
                    if taken:
                        kept = matches.setdefault(taken, [])
                        kept += [one for one in meanings if one not in kept]
        return self._longest(matches)

    def _needs(self, steps: Steps) -> int:
        """What must be somewhere in a text for `steps` to be found there, as bits."""
        needs = 0
        for step in steps:
            needs |= self._group_bits.get(step.group, 0)
            if step.literal >= 0:
                needs |= 1 << (len(self._groups) + step.literal)
        return needs

    def _has(self, literals: Sequence[frozenset[int]]) -> int:
        """The literals that are in a text, and the groups that may be, as bits."""
        has = 0
        for literal in frozenset[int]().union(*literals):
            has |= 1 << (len(self._groups) + literal)
            for group in self._openers.get(literal, ()):
                has |= self._group_bits[group]
        for group in self._openers.get(-1, ()):
            has |= self._group_bits[group]
        return has

    def _longest(self, matches: Mapping[Places, list[Meaning]]) -> list[Found[Meaning]]:
        """Of the matches that share words, those that no longer one holds or excludes."""

        def rank(places: Places) -> tuple[int, int, int]:
            return -len(places), places[-1] - places[0], places[0]

        kept: dict[int, list[Found[Meaning]]] = {}
        every: list[Found[Meaning]] = []
        for places in sorted(matches, key=rank):
            found = Found(places, tuple(matches[places]))
            near = [one for place in places for one in kept.get(place, ())]
            if not any(self._yields(found, one) for one in near):
                every.append(found)
                for place in places:
                    kept.setdefault(place, []).append(found)
        return sorted(every, key=lambda found: found.places)

    def _yields(self, found: Found[Meaning], longer: Found[Meaning]) -> bool:
        return set(found.places) <= set(longer.places) or any(
            self._exclude(one, other) for one in found.meanings for other in longer.meanings
        )


class _Text:
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
            yield -1, "<date>"

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
        elif step.group == "<date>":
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


def _spelt(literal: Literal, keep: Keep) -> Iterator[tuple[str, ...]]:
    """The folded words of a literal: one set of alternatives, or several words in a row."""
    if len(literal.words) > 1:
        mark = "=" if keep is Keep.ALL else ""
        yield tuple(sorted({mark + folded_form(word) for word in literal.words}))
        return
    word = literal.words[0]
    parts = [word] if word == "," else [one.text for one in read_words(word.strip("=*"))]
    for n, part in enumerate(parts):
        if n == len(parts) - 1 and word[-1] == "*":
            yield (part + "*",)
        elif word[0] == "=" or keep is Keep.ALL:
            yield (f"={part}",)
        elif part not in UNWRITTEN:
            yield (part,)
        elif keep is Keep.SMALL:
            yield (f"={part}",)


@cache
def folded_form(word: str) -> str:
    """One word of an expression, folded, its marks kept."""
    bare = "".join(one.text for one in read_words(word.strip("=*")))
    return ("=" if word[0] == "=" else "") + bare + ("*" if word[-1] == "*" else "")
