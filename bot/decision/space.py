"""Every distinct case of a procedure, each at a bit of one large integer.

A *distinct case* gives a value to each fact that is relevant to it, and to no other. Cases are laid
out as the leaves of a tree in the order of the facts, so that all the cases that share their first
answers lie side by side. A set of cases is then an `int`: union, intersection and difference are
`|`, `&` and `& ~`, and its size is `int.bit_count()`. Everything that is proved of a procedure is
this algebra, so that a million cases take a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.errors import TooManyCases
from bot.numbers import number
from bot.procedure.conditions import is_relevant
from bot.procedure.model import Condition, Fact, Procedure

MAX_CASES = 1_000_000
Case = dict[str, str]
Cases = int


@dataclass(frozen=True, eq=False)
class Level:
    """A subtree of cases: the next relevant fact, and what follows each of its values.

    `fact` is None at a leaf. `size` is the number of cases under it.
    """

    fact: str | None
    branches: tuple[tuple[str, Level], ...]
    size: int


_LEAF = Level(None, (), 1)


class CaseSpace:
    """The distinct cases of a procedure, and the sets of them that conditions describe."""

    def __init__(self, procedure: Procedure) -> None:
        self.facts = _relevance_first(procedure)
        self._order = list(self.facts)
        self._deciders = {
            name: frozenset(parent for way in fact.relevant for parent in way)
            for name, fact in self.facts.items()
        }
        self._levels: dict[tuple[int, tuple[tuple[str, str], ...]], Level] = {}
        self.root = self._level(0, {})
        self.size = self.root.size
        self.everything: Cases = (1 << self.size) - 1
        self._patterns: dict[tuple[int, str, str], Cases] = {}

    def settles_relevance_of(self, fact: str) -> frozenset[str]:
        """The facts on whose values the relevance of `fact` depends directly."""
        return self._deciders[fact]

    def is_relevant(self, fact: str, case: Mapping[str, str]) -> bool | None:
        """Whether `fact` matters in `case`; None while that depends on an unknown fact."""
        return is_relevant(self.facts, fact, case)

    def having(self, fact: str, value: str) -> Cases:
        """The cases in which `fact` is relevant and has `value`."""
        return self._pattern(self.root, fact, value)

    def where(self, condition: Condition) -> Cases:
        """The cases in which `condition` holds (an empty one always does)."""
        if not condition:
            return self.everything
        found = 0
        for alternative in condition:
            cases = self.everything
            for fact, values in alternative.items():
                one_of = 0
                for value in values:
                    one_of |= self.having(fact, value)
                cases &= one_of
            found |= cases
        return found

    def matching(self, known: Mapping[str, str]) -> Cases:
        """The cases that do not contradict `known`, a fact irrelevant to a case being ignored."""
        cases = self.everything
        for fact, value in known.items():
            for other in self.facts[fact].values:
                if other != value:
                    cases &= ~self.having(fact, other)
        return cases

    def case_at(self, position: int) -> Case:
        """The distinct case at a bit position, as facts and values in the order of the facts."""
        case: Case = {}
        level = self.root
        while level.fact is not None:
            for value, below in level.branches:
                if position < below.size:
                    case[level.fact] = value
                    level = below
                    break
                position -= below.size
        return case

    def first_of(self, cases: Cases) -> Case:
        """The first case of a set that is not empty."""
        return self.case_at((cases & -cases).bit_length() - 1)

    def each_of(self, cases: Cases) -> Iterator[Case]:
        """Yield the cases of a set, in order."""
        while cases:
            lowest = cases & -cases
            yield self.case_at(lowest.bit_length() - 1)
            cases ^= lowest

    def _level(self, n: int, context: Case) -> Level:
        while n < len(self._order) and not self.is_relevant(self._order[n], context):
            n += 1
        if n == len(self._order):
            return _LEAF
        context = self._still_useful(n, context)
        key = (n, tuple(context.items()))
        if key not in self._levels:
            fact = self._order[n]
            branches = tuple(
                (value, self._level(n + 1, {**context, fact: value}))
                for value in self.facts[fact].values
            )
            size = sum(below.size for _, below in branches)
            if size > MAX_CASES:
                raise TooManyCases(
                    f"plus de {number(MAX_CASES)} cas distincts"
                    + " : la procédure est trop grande pour être prouvée par énumération"
                )
            self._levels[key] = Level(fact, branches, size)
        return self._levels[key]

    def _still_useful(self, n: int, context: Case) -> Case:
        """The part of `context` on which the relevance of a later fact still depends."""
        wanted: set[str] = set()
        for fact in self._order[n:]:
            waiting = [fact]
            while waiting:
                parents = self._deciders[waiting.pop()] - wanted
                wanted |= parents
                waiting += parents
        return {fact: value for fact, value in context.items() if fact in wanted}

    def _pattern(self, level: Level, fact: str, value: str) -> Cases:
        if level.fact is None:
            return 0
        key = (id(level), fact, value)
        if key not in self._patterns:
            pattern, shift = 0, 0
            for branch, below in level.branches:
                if level.fact == fact:
                    inner = (1 << below.size) - 1 if branch == value else 0
                else:
                    inner = self._pattern(below, fact, value)
                pattern |= inner << shift
                shift += below.size
            self._patterns[key] = pattern
        return self._patterns[key]


def _relevance_first(procedure: Procedure) -> dict[str, Fact]:
    """The facts in the order written, each after those on which its relevance depends."""
    ordered: dict[str, Fact] = {}

    def place(name: str) -> None:
        for way in procedure.facts[name].relevant:
            for parent in way:
                if parent not in ordered:
                    place(parent)
        ordered.setdefault(name, procedure.facts[name])

    for name in procedure.facts:
        place(name)
    return ordered
