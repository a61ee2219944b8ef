"""Decision diagrams: one path per kind of case, with equal parts shared.

A diagram is a `Fork` (which fact to look at, and what follows each value) or a leaf of any other
type. Two equal diagrams of one `Forest` are the same object, so that comparing what is left to find
out after some answers is comparing two references (Bryant, 1986).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeAlias

from bot.decision.space import Cases, Level

Diagram: TypeAlias = Any
"""A `Fork`, or a leaf."""
Walk: TypeAlias = tuple[str | None, Any]
"""A fact and the `Walk` that follows each of its values, or None and a leaf."""


class Fork:
    """A point of a diagram where one fact decides what follows."""

    __slots__ = ("branches", "fact", "support")

    def __init__(self, fact: str, branches: dict[str, Diagram]) -> None:
        self.fact = fact
        self.branches = branches
        self.support: frozenset[str] = frozenset({fact}).union(
            *(below.support for below in branches.values() if below.__class__ is Fork)
        )


def support(diagram: Diagram) -> frozenset[str]:
    """The facts on which `diagram` depends."""
    return diagram.support if diagram.__class__ is Fork else frozenset()


def leaves(diagram: Diagram) -> dict[Any, None]:
    """The distinct leaves of `diagram`, in the order in which they are met."""
    found: dict[Any, None] = {}
    seen: set[int] = set()

    def visit(node: Diagram) -> None:
        if node.__class__ is not Fork:
            found[node] = None
        elif id(node) not in seen:
            seen.add(id(node))
            for below in node.branches.values():
                visit(below)

    visit(diagram)
    return found


def walk(diagram: Diagram) -> Walk:
    """`diagram` in the form that is quickest to follow, its equal parts still shared."""
    known: dict[int, Walk] = {}

    def visit(node: Diagram) -> Walk:
        if id(node) not in known:
            known[id(node)] = (
                (node.fact, {value: visit(below) for value, below in node.branches.items()})
                if node.__class__ is Fork
                else (None, node)
            )
        return known[id(node)]

    return visit(diagram)


class Forest:
    """Diagrams whose equal parts are one object."""

    def __init__(self) -> None:
        self._forks: dict[Hashable, Fork] = {}
        self._given: dict[tuple[int, str, str], Diagram] = {}

    def __len__(self) -> int:
        return len(self._forks)

    def fork(self, fact: str, branches: dict[str, Diagram]) -> Diagram:
        """The diagram that looks at `fact`, or what follows where that makes no difference.

        `branches` gives every value of the fact, in the order of the procedure.
        """
        kinds = [id(below) for below in branches.values()]
        if kinds.count(kinds[0]) == len(kinds):
            return next(iter(branches.values()))
        key = (fact, *kinds)
        if key not in self._forks:
            self._forks[key] = Fork(fact, branches)
        return self._forks[key]

    def grow(
        self, root: Level, sets: Sequence[Cases], leaf: Callable[[tuple[bool, ...]], Any]
    ) -> Diagram:
        """The diagram that tells each case by the `sets` that it belongs to.

        `leaf` turns the membership of a case into its leaf, the same object for the same
        membership. Cases that share their first answers are neighbouring bits, so that each step
        down the tree is a slice of every set, and equal slices are one subtree.
        """
        known: dict[tuple[int, tuple[Cases, ...]], Diagram] = {}

        def below(level: Level, slices: tuple[Cases, ...]) -> Diagram:
            if level.fact is None:
                return leaf(tuple(bool(one) for one in slices))
            key = (id(level), slices)
            if key not in known:
                branches, shift = {}, 0
                for value, inner in level.branches:
                    mask = (1 << inner.size) - 1
                    branches[value] = below(inner, tuple([one >> shift & mask for one in slices]))
                    shift += inner.size
                known[key] = self.fork(level.fact, branches)
            return known[key]

        return below(root, tuple(sets))

    def mapped(self, diagram: Diagram, change: Callable[[Any], Any]) -> Diagram:
        """`diagram` with each leaf replaced by what `change` makes of it (equal ones shared)."""
        known: dict[int, Diagram] = {}
        made: dict[Any, Any] = {}

        def visit(node: Diagram) -> Diagram:
            if node.__class__ is not Fork:
                fresh = change(node)
                return made.setdefault(fresh, fresh)
            if id(node) not in known:
                branches = {value: visit(below) for value, below in node.branches.items()}
                known[id(node)] = self.fork(node.fact, branches)
            return known[id(node)]

        return visit(diagram)

    def given(self, diagram: Diagram, fact: str, value: str) -> Diagram:
        """`diagram` once `fact` is known to have `value`."""
        if diagram.__class__ is not Fork or fact not in diagram.support:
            return diagram
        key = (id(diagram), fact, value)
        if key not in self._given:
            if diagram.fact == fact:
                self._given[key] = self.given(diagram.branches[value], fact, value)
            else:
                branches = {v: self.given(b, fact, value) for v, b in diagram.branches.items()}
                self._given[key] = self.fork(diagram.fact, branches)
        return self._given[key]

    def given_all(self, diagram: Diagram, known: Mapping[str, str]) -> Diagram:
        """`diagram` once all of `known` is."""
        for fact, value in known.items():
            diagram = self.given(diagram, fact, value)
        return diagram
