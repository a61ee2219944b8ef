"""Expressions found in a text: of those that overlap, the longest takes the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Generic, TypeVar

from bot.language.french import MONTHS, NUMBERS, SMALL, UNITS, UNWRITTEN
from bot.language.words import LONG_WORD, Word, one_slip, read_words
from bot.procedure.expression import Date, Element, Expression, Gap, Literal, Number

MAX_SKIPPED = 4
MAX_GAP = 6
"""Words that may stand between two words of an expression: small ones, or any at a « … »."""
MIN_STEM = 2

Meaning = TypeVar("Meaning")
_SKIPPED = SMALL | {"pas", "ne", "aucun", "jamais", "plus", "ni", "non", "sans", ":", "=", "/"}


@dataclass(frozen=True)
class Found(Generic[Meaning]):
    """An expression found: the places of the words that it takes, and what it means."""

    places: tuple[int, ...]
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
class _Step:
    """One element of a compiled expression; `literal` numbers a set of words."""

    literal: int = -1
    number: Number | None = None
    date: bool = False
    context: bool = False
    after_gap: bool = False


@dataclass
class _Forms:
    """The words known, each with the literals that it may stand for."""

    whole: dict[str, set[int]] = field(default_factory=dict)
    stems: dict[str, set[int]] = field(default_factory=dict)
    near: dict[str, set[str]] = field(default_factory=dict)
    near_stems: dict[str, set[str]] = field(default_factory=dict)
    stem_lengths: set[int] = field(default_factory=set)

    def add(self, word: str, literal: int) -> None:
        """Let `word`, a stem with `*` or a whole word with `=`, stand for a literal."""
        if word[-1] == "*":
            self._learn(word[:-1], literal, self.stems, self.near_stems)
            self.stem_lengths.add(len(word) - 1)
        elif word[0] == "=":
            self.whole.setdefault(word[1:], set()).add(literal)
        else:
            for form in _inflected(word):
                self._learn(form, literal, self.whole, self.near)

    @staticmethod
    def _learn(
        form: str, literal: int, known: dict[str, set[int]], near: dict[str, set[str]]
    ) -> None:
        if form in known:
            known[form].add(literal)
            return
        known[form] = {literal}
        if len(form) >= LONG_WORD and form.isalpha():
            for blurred in _blurred(form):
                near.setdefault(blurred, set()).add(form)

    def literals(self, typed: str) -> frozenset[int]:
        """The literals that a typed word stands for, one slip in a long word forgiven."""
        found = set(self.whole.get(typed, ()))
        for length in range(MIN_STEM, len(typed) + 1):
            found |= self.stems.get(typed[:length], set())
        if found or len(typed) < LONG_WORD - 1 or not typed.isalpha() or typed in SMALL:
            return frozenset(found)
        for form in _slips(typed, self.near):
            found |= self.whole[form]
        for length in self.stem_lengths:
            if length < LONG_WORD:
                continue
            for size in (length - 1, length, length + 1):
                for stem in _slips(typed[:size], self.near_stems) if size <= len(typed) else ():
                    found |= self.stems[stem]
        return frozenset(found)


def _inflected(word: str) -> set[str]:
    """A word with its usual plurals and feminines."""
    forms = {word}
    if len(word) > 3:
        forms |= {word + "s", word + "e", word + "es", word + "x"}
        if len(word) > 4 and word[-1] in "se":
            forms.add(word[:-1])
    return forms


def _blurred(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _slips(typed: str, near: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for blurred in _blurred(typed):
        found |= near.get(blurred, set())
    return {
        form
        for form in found
        if form[0] == typed[0]
        and min(len(form), len(typed)) >= LONG_WORD - 1
        and one_slip(typed, form)
    }


class Phrasebook(Generic[Meaning]):
    """Expressions and what they mean, looked up together."""

    def __init__(
        self,
        entries: Iterable[tuple[Expression, Meaning, bool]],
        groups: Mapping[str, Sequence[Expression]],
        exclude: Callable[[Meaning, Meaning], bool],
    ) -> None:
        """`entries` are expressions, what they mean, and whether their small words are kept.

        Two meanings that `exclude` each other never share a word.
        """
        self._exclude = exclude
        self._literals: dict[tuple[str, ...], int] = {}
        self._forms = _Forms()
        self._by_literal: dict[int, list[tuple[tuple[_Step, ...], Meaning]]] = {}
        self._by_number: list[tuple[tuple[_Step, ...], Meaning]] = []
        self.claims: dict[tuple[_Step, ...], set[Meaning]] = {}
        for expression, meaning, small in entries:
            for plain in _without_options(_without_groups(expression, groups)):
                self._add(self._steps(plain, small), meaning)
        self._known: Callable[[str], frozenset[int]] = cache(self._forms.literals)

    def _add(self, steps: tuple[_Step, ...], meaning: Meaning) -> None:
        if not steps or meaning in self.claims.get(steps, ()):
            return
        self.claims.setdefault(steps, set()).add(meaning)
        if steps[0].literal >= 0:
            self._by_literal.setdefault(steps[0].literal, []).append((steps, meaning))
        else:
            self._by_number.append((steps, meaning))

    def _steps(self, elements: Iterable[Element], small: bool) -> tuple[_Step, ...]:
        steps: list[_Step] = []
        gap = False
        for element in elements:
            if isinstance(element, Gap):
                gap = True
                continue
            for step in self._step(element, small):
                steps.append(_Step(step.literal, step.number, step.date, step.context, gap))
                gap = False
        return tuple(steps)

    def _step(self, element: Element, small: bool) -> Iterator[_Step]:
        if isinstance(element, Number):
            yield _Step(number=element, context=element.context)
        elif isinstance(element, Date):
            yield _Step(date=True, context=element.context)
        elif isinstance(element, Literal):
            for words in _spelt(element, small):
                literal = self._literals.get(words)
                if literal is None:
                    literal = self._literals[words] = len(self._literals)
                    for word in words:
                        self._forms.add(word, literal)
                yield _Step(literal, context=element.context)

    def knows(self, typed: str) -> bool:
        """Whether a typed word is part of some expression."""
        return bool(self._known(typed))

    def find(
        self, words: Sequence[Word], meant: Callable[[Meaning], bool]
    ) -> list[Found[Meaning]]:
        """The expressions found whose meaning counts here, in the order of the text."""
        text = _Text(words, [self._known(word.text) for word in words])
        matches: dict[tuple[int, ...], tuple[int, list[Meaning]]] = {}
        for place, literals in enumerate(text.literals):
            starts = [one for literal in literals for one in self._by_literal.get(literal, ())]
            if text.number(place):
                starts += self._by_number
            for steps, meaning in starts:
                if not meant(meaning):
                    continue
                taken = text.matched(steps, place)
                if taken is not None:
                    _keep(matches, taken, _weight(steps), meaning)
        return self._longest(matches)

    def _longest(
        self, matches: Mapping[tuple[int, ...], tuple[int, list[Meaning]]]
    ) -> list[Found[Meaning]]:
        """Of the matches that share words, those that no longer one holds or excludes."""

        def rank(item: tuple[tuple[int, ...], tuple[int, list[Meaning]]]) -> tuple[int, int, int]:
            places, (weight, _) = item
            return -weight, places[-1] - places[0], places[0]

        kept: dict[int, list[Found[Meaning]]] = {}
        for places, (_, meanings) in sorted(matches.items(), key=rank):
            found = Found(places, tuple(meanings))
            near = {id(one): one for place in places for one in kept.get(place, ())}
            if not any(self._yields(found, one) for one in near.values()):
                for place in places:
                    kept.setdefault(place, []).append(found)
        every = {id(one): one for ones in kept.values() for one in ones}
        return sorted(every.values(), key=lambda found: found.places)

    def _yields(self, found: Found[Meaning], longer: Found[Meaning]) -> bool:
        return set(found.places) <= set(longer.places) or any(
            self._exclude(one, other) for one in found.meanings for other in longer.meanings
        )



def _weight(steps: tuple[_Step, ...]) -> int:
    return sum(not step.context for step in steps)


def _keep(
    matches: dict[tuple[int, ...], tuple[int, list[Meaning]]],
    taken: tuple[int, ...],
    weight: int,
    meaning: Meaning,
) -> None:
    best, meanings = matches.get(taken, (0, []))
    if weight > best:
        matches[taken] = (weight, [meaning])
    elif weight == best and meaning not in meanings:
        meanings.append(meaning)


class _Text:
    """The words of a text, while expressions are looked for."""

    def __init__(self, words: Sequence[Word], literals: Sequence[frozenset[int]]) -> None:
        self.words = words
        self.literals = literals
        self._numbers: dict[int, tuple[int, int] | None] = {}

    def number(self, place: int) -> tuple[int, int] | None:
        """The number that begins at `place`, and the place after it."""
        if place not in self._numbers:
            self._numbers[place] = _number_at(self.words, place)
        return self._numbers[place]

    def matched(self, steps: tuple[_Step, ...], place: int) -> tuple[int, ...] | None:
        """The places that `steps` take from `place` on, without those of the context."""
        end = self._taken(steps[0], place)
        if end is None:
            return None
        if len(steps) == 1:
            return () if steps[0].context else tuple(range(place, end))
        rest = self._rest(steps[1:], end)
        if rest is None:
            return None
        mine = () if steps[0].context else tuple(range(place, end))
        return (*mine, *rest)

    def _rest(self, steps: tuple[_Step, ...], place: int) -> tuple[int, ...] | None:
        limit = MAX_GAP if steps[0].after_gap else MAX_SKIPPED
        for skipped in range(limit + 1):
            here = place + skipped
            if here >= len(self.words):
                return None
            taken = self.matched(steps, here)
            if taken is not None:
                return taken
            word = self.words[here].text
            if word not in _SKIPPED and (self.words[here].is_mark or not steps[0].after_gap):
                return None
        return None

    def _taken(self, step: _Step, place: int) -> int | None:
        """The place after what `step` takes at `place`, or None."""
        if step.literal >= 0:
            return place + 1 if step.literal in self.literals[place] else None
        if step.date:
            return _date_end(self.words, place)
        found = self.number(place)
        if found is None or step.number is None:
            return None
        value, end = found
        if step.number.duration:
            unit = UNITS.get(self.words[end].text) if end < len(self.words) else None
            if unit is None:
                return None
            value, end = value * unit, end + 1
        return end if any(low <= value <= high for low, high in step.number.ranges) else None


def _number_at(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    text = words[place].text
    if text.isdigit():
        return (int(text), place + 1) if len(text) < 7 else None
    total = NUMBERS.get(text)
    if total is None:
        return None
    end = place + 1
    while end < len(words) and total >= 20:
        skip = 1 if words[end].text == "et" and end + 1 < len(words) else 0
        more = NUMBERS.get(words[end + skip].text)
        if more is None or more >= 20 or (skip and more != 1):
            break
        total, end = total + more, end + skip + 1
        break
    return total, end


def _date_end(words: Sequence[Word], place: int) -> int | None:
    text = words[place].text
    if text in MONTHS:
        after = words[place + 1].text if place + 1 < len(words) else ""
        return place + 2 if after.isdigit() else place + 1
    if text.isdigit() and len(text) == 4 and text.startswith("20"):
        return place + 1
    if text.isdigit() and place + 1 < len(words) and words[place + 1].text in MONTHS:
        return _date_end(words, place + 1)
    return None


def _without_groups(
    expression: Expression, groups: Mapping[str, Sequence[Expression]]
) -> Iterator[tuple[Element, ...]]:
    """An expression with each group's words in its place, one expression for several words."""
    ways: list[list[tuple[Element, ...]]] = []
    for element in expression:
        named = element.words[0] if isinstance(element, Literal) else ""
        if not isinstance(element, Literal) or named[:1] != "$":
            ways.append([(element,)])
            continue
        ways.append([*_group(element, groups[named[1:]])])
    for way in product(*ways):
        yield tuple(element for part in way for element in part)


def _group(named: Literal, expressions: Sequence[Expression]) -> Iterator[tuple[Element, ...]]:
    single: list[str] = []
    for expression in expressions:
        first = expression[0]
        if len(expression) == 1 and isinstance(first, Literal):
            single += first.words
        else:
            yield tuple(
                Literal(one.words, one.optional or named.optional, named.context)
                if isinstance(one, Literal)
                else one
                for one in expression
            )
    if single:
        yield (Literal(tuple(single), named.optional, named.context),)


def _without_options(ways: Iterable[tuple[Element, ...]]) -> Iterator[tuple[Element, ...]]:
    for way in ways:
        choices = [
            (True, False) if not isinstance(one, Gap) and one.optional else (True,) for one in way
        ]
        for kept in product(*choices):
            yield tuple(one for one, keep in zip(way, kept, strict=True) if keep)


def _spelt(literal: Literal, keeps_small: bool) -> Iterator[tuple[str, ...]]:
    """The folded words of a literal: one set of alternatives, or several words in a row."""
    if len(literal.words) > 1:
        mark = "=" if keeps_small else ""
        yield tuple(sorted({mark + folded_form(word) for word in literal.words}))
        return
    word = literal.words[0]
    exact = word[0] == "="
    parts = [one.text for one in read_words(word.strip("=*"))]
    for n, part in enumerate(parts):
        last = n == len(parts) - 1
        if exact or (keeps_small and word[-1] != "*"):
            yield (f"={part}",)
        elif keeps_small or part not in UNWRITTEN or (len(parts) == 1 and word[-1] == "*"):
            yield (part + "*" if last and word[-1] == "*" else part,)


@cache
def folded_form(word: str) -> str:
    """One word of an expression, folded, its marks kept."""
    bare = "".join(one.text for one in read_words(word.strip("=*")))
    return ("=" if word[0] == "=" else "") + bare + ("*" if word[-1] == "*" else "")
