"""The answers to one card as a decision list: the first line that is true decides (Rivest, 1987).

Lines are found greedily: of the conditions that leave no doubt among the answers left, the one
that states the fewest facts comes next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import combinations, product
from math import prod
from operator import and_

from bot.decision.diagram import Diagram, Forest, Fork, support

MOST_STATED = 3
"""Facts that a condition states together, as long as there is a choice."""
MOST_TRIED = 5_000
"""Conditions tried for one line, in the whole sizes that keep to it."""
MOST_LINES = 40
"""Lines of one card; what is left then leads to nothing that is told."""
Known = Mapping[str, str | None]
"""Facts that are settled: each has a value, or None where it is not relevant."""
Cube = dict[str, frozenset[str | None]]
"""Some answers: each of these facts has one of these values, None where it is not relevant."""


@dataclass(frozen=True)
class Line:
    """Where answers lead, `after`, when one of the `ways` is true and no line before it is.

    Without any way it is the rest; `after` is None where it is not told. `answers` are all those
    that come to this line.
    """

    ways: tuple[Mapping[str, str], ...]
    after: Diagram
    answers: tuple[Cube, ...]

    def allows(self, known: Known) -> bool:
        """Whether somebody who has `known` may come to this line."""
        return any(
            all(known[fact] in values for fact, values in cube.items() if fact in known)
            for cube in self.answers
        )


@dataclass(frozen=True)
class _Piece:
    cube: Cube
    after: Diagram


def decision_list(
    forest: Forest, values: Mapping[str, Sequence[str]], state: Diagram, facts: Sequence[str]
) -> tuple[Line, ...]:
    """What follows the answers to `facts` in `state`; `values` are those that each fact can have.

    Each fact comes after those that its relevance rests on.
    """
    left = list(_pieces(forest, values, state, facts))
    if len(facts) == 1:
        return tuple(_alone(facts[0], values[facts[0]], piece) for piece in left)
    lines: list[Line] = []
    while len({id(piece.after) for piece in left}) > 1:
        if len(lines) == MOST_LINES:
            left = [_Piece(piece.cube, None) for piece in left]
            break
        last = lines[-1].after if lines else None
        way, after = _next_way(left, values, facts, last)
        taken = tuple(cube for piece in left if (cube := _both(piece.cube, way)) is not None)
        if after is last:
            line = lines.pop()
            ways = sorted((*line.ways, way), key=partial(_place, values, facts))
            lines.append(Line(tuple(ways), after, (*line.answers, *taken)))
        else:
            lines.append(Line((way,), after, taken))
        left = [_Piece(cube, one.after) for one in left for cube in _without(one.cube, way, values)]
    if lines and lines[-1].after is left[0].after:
        line = lines.pop()
        left = [*(_Piece(cube, line.after) for cube in line.answers), *left]
    return (*lines, Line((), left[0].after, tuple(piece.cube for piece in left)))


def _place(
    values: Mapping[str, Sequence[str]], facts: Sequence[str], way: Mapping[str, str]
) -> list[tuple[int, int]]:
    """Where a condition stands among others that lead to the same place."""
    return [(facts.index(fact), values[fact].index(value)) for fact, value in way.items()]


def _alone(fact: str, values: Sequence[str], piece: _Piece) -> Line:
    ways = tuple({fact: value} for value in values if value in piece.cube[fact])
    return Line(ways, piece.after, (piece.cube,))


def _pieces(
    forest: Forest, values: Mapping[str, Sequence[str]], state: Diagram, facts: Sequence[str]
) -> Iterator[_Piece]:
    """Every answer once, those that lead to the same state in few pieces."""
    if not facts:
        yield _Piece({}, state)
        return
    fact, *rest = facts
    if fact not in support(state):
        yield from _pieces(forest, values, state, rest)
        return
    alike: dict[int, list[str]] = {}
    states = {value: forest.given(state, fact, value) for value in values[fact]}
    for value, after in states.items():
        alike.setdefault(id(after), []).append(value)
    for same in alike.values():
        for piece in _pieces(forest, values, states[same[0]], rest):
            yield _Piece({fact: frozenset(same), **piece.cube}, piece.after)


def _next_way(
    left: Sequence[_Piece],
    values: Mapping[str, Sequence[str]],
    facts: Sequence[str],
    last: Diagram,
) -> tuple[dict[str, str], Diagram]:
    """The next condition to state, and where it leads.

    It goes on where the line before it led, if it can; else it had better end the call. Sets of
    pieces are bits of integers: those that a value fits, and those that lead to the same place.
    """
    fitting = {
        (fact, value): sum(1 << n for n, one in enumerate(left) if _fits(one.cube, fact, value))
        for fact in facts
        for value in values[fact]
    }
    ends: dict[int, int] = {}
    for n, one in enumerate(left):
        ends[id(one.after)] = ends.get(id(one.after), 0) | 1 << n
    tried = 0
    for size in range(1, min(len(facts), MOST_STATED) + 1):
        found = []
        tried += sum(prod(len(values[f]) for f in chosen) for chosen in combinations(facts, size))
        if tried > MOST_TRIED:
            break
        for chosen in combinations(facts, size):
            for picked in product(*(values[fact] for fact in chosen)):
                way = dict(zip(chosen, picked, strict=True))
                met = reduce(and_, (fitting[stated] for stated in way.items()))
                if met:
                    after = left[(met & -met).bit_length() - 1].after
                    if not met & ~ends[id(after)]:
                        found.append((way, after))
        if found:
            return min(found, key=lambda one: (one[1] is not last, one[1].__class__ is Fork))
    # Pieces that lead elsewhere differ in a fact that matters to both.
    cube = left[0].cube
    way = {f: next(v for v in values[f] if v in cube[f]) for f in cube if None not in cube[f]}
    return way, left[0].after


def _fits(cube: Cube, fact: str, value: str) -> bool:
    return fact not in cube or value in cube[fact]


def _both(cube: Cube, way: Mapping[str, str]) -> Cube | None:
    """The answers of a cube for which a condition is true."""
    if not all(_fits(cube, fact, value) for fact, value in way.items()):
        return None
    return {**cube, **{fact: frozenset({value}) for fact, value in way.items()}}


def _without(
    cube: Cube, way: Mapping[str, str], values: Mapping[str, Sequence[str]]
) -> Iterator[Cube]:
    """The answers of a cube for which a condition is false, each once."""
    if _both(cube, way) is None:
        yield cube
        return
    so_far = cube
    for fact, value in way.items():
        others = so_far.get(fact, frozenset({None, *values[fact]})) - {value}
        if others:
            yield {**so_far, fact: others}
        so_far = {**so_far, fact: frozenset({value})}
