"""Expressions found in a text: of those that overlap, the longest takes the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import product
from typing import Generic, TypeVar

from bot.language.forms import Forms
from bot.language.french import UNWRITTEN
from bot.language.matching import DATE, Places, Step, Steps, Text
from bot.language.words import Placed, Word, read_words
from bot.procedure.expression import Date, Element, Expression, Gap, Literal, Number

Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Found(Placed, Generic[Meaning]):
    """An expression found: the words that it takes, and what it means."""

    meanings: tuple[Meaning, ...]


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
        self.written: dict[Steps, Expression] = {}
        for expression, meaning, exact in entries:
            for steps in self._compiled(expression, exact):
                self.written.setdefault(steps, expression)
                if meaning not in self.claims.setdefault(steps, []):
                    self.claims[steps].append(meaning)
        self._group_bits = {name: 1 << n for n, name in enumerate(self._groups)}
        self._starting: dict[tuple[int, str], list[tuple[int, Steps]]] = {}
        for steps in self.claims:
            start = self._starting.setdefault((steps[0].literal, steps[0].group), [])
            start.append((self._needs(steps), steps))

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
            yield -1, DATE, None
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
        known = {word.text: self._forms.literals(word.text) for word in words}
        literals = [known[word.text] for word in words]
        text = Text(words, literals, self._groups, self._openers)
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


def _spelt(literal: Literal, keep: Keep) -> Iterator[tuple[str, ...]]:
    """The folded words of a literal: one set of alternatives, or several words in a row."""
    if len(literal.words) > 1:
        mark = "~" if keep is Keep.ALL else ""
        yield tuple(sorted({mark + folded_form(word) for word in literal.words}))
        return
    word = literal.words[0]
    parts = [word] if word == "," else [one.text for one in read_words(word.strip("=*"))]
    for n, part in enumerate(parts):
        if n == len(parts) - 1 and word[-1] == "*":
            yield (part + "*",)
        elif word[0] == "=" or keep is Keep.ALL:
            yield (f"{'=' if word[0] == '=' else '~'}{part}",)
        elif part not in UNWRITTEN:
            yield (part,)
        elif keep is Keep.SMALL:
            yield (f"={part}",)


@cache
def folded_form(word: str) -> str:
    """One word of an expression, folded, its marks kept."""
    bare = "".join(one.text for one in read_words(word.strip("=*")))
    return ("=" if word[0] == "=" else "") + bare + ("*" if word[-1] == "*" else "")
