"""Two versions of a procedure compared: every case whose verdict changes, in few classes.

One diagram is made of both: each path leads to a verdict before and a verdict after. A fact that a
version does not ask is ignored there. Where its verdict depends on a fact whose value it does not
know, it has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.decision.compiled import Compiled
from bot.decision.diagram import Diagram, Forest, Fork
from bot.decision.order import value_weights
from bot.decision.space import Cases, CaseSpace
from bot.decision.verdict import Verdict
from bot.procedure.model import Alternative
from bot.proof.joint import Ends, joint, paired


class Kind(StrEnum):
    """What changes, the gravest first."""

    DESTINATION = "destination"
    PHRASES = "phrases"
    GROUND = "ground"


@dataclass(frozen=True)
class Change:
    """A verdict before, and after; None where a version does not know the case."""

    before: Verdict | None
    after: Verdict | None

    @property
    def kind(self) -> Kind:
        """The gravest that changes."""
        before, after = self.before, self.after
        if before is None or after is None or before.destination != after.destination:
            return Kind.DESTINATION
        return Kind.PHRASES if before.phrases != after.phrases else Kind.GROUND

    @property
    def seen(self) -> tuple[object, ...]:
        """What a person sees of it: which team, or which words, or which ground."""
        ends = (self.before, self.after)
        seen: list[object] = [self.kind, *(one.destination if one else None for one in ends)]
        if self.kind is Kind.PHRASES:
            seen += [one.phrases for one in ends if one]
        if self.kind is Kind.GROUND:
            seen += [one.basis for one in ends if one]
        return tuple(seen)


@dataclass(frozen=True)
class Cube:
    """Some cases: each fact of `facts` has one of its values there, and the others any.

    `cases` counts the distinct cases, and `share` is their part by the weights of the new version.
    """

    facts: Alternative
    cases: int
    share: float


@dataclass(frozen=True)
class Class(Cube):
    """Cases that change alike, to the last passage."""

    change: Change


@dataclass(frozen=True)
class Group:
    """The classes in which a person sees one change, and the same cases in fewer cubes, `ways`."""

    kind: Kind
    classes: tuple[Class, ...]
    ways: tuple[Cube, ...]

    @property
    def cases(self) -> int:
        """How many distinct cases change so."""
        return sum(way.cases for way in self.ways)

    @property
    def share(self) -> float:
        """Their part by the weights of the new version."""
        return sum(way.share for way in self.ways)

    @property
    def change(self) -> Change:
        """The change of the class that has the most cases."""
        return max(self.classes, key=lambda one: one.cases).change

    @property
    def rules(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rules that decide before and no longer, and those that decide after only."""
        before = _deciding(one.change.before for one in self.classes)
        after = _deciding(one.change.after for one in self.classes)
        gone, come = (r for r in before if r not in after), (r for r in after if r not in before)
        return tuple(gone), tuple(come)


@dataclass(frozen=True)
class Comparison:
    """Every case that changes from one version to another; `space` has the cases of both.

    The classes have each changed case once, and so have the ways of the groups, which are in the
    order of their gravity, then of their size.
    """

    old: Compiled
    new: Compiled
    space: CaseSpace
    classes: tuple[Class, ...]
    groups: tuple[Group, ...]

    @property
    def cases(self) -> int:
        """How many distinct cases change."""
        return sum(one.cases for one in self.classes)

    def moved(self, group: Group) -> Cases:
        """The cases of a group, as a set of the space of both versions."""
        return self.space.where(tuple(way.facts for way in group.ways))

    def common(self, group: Group) -> Alternative:
        """What all the cases of a group have: facts that do not have every value there."""
        moved, found = self.moved(group), {}
        for name, fact in self.space.facts.items():
            having = {value: self.space.having(name, value) & moved for value in fact.values}
            here = tuple(value for value, cases in having.items() if cases)
            everywhere = sum(cases.bit_count() for cases in having.values()) == group.cases
            if everywhere and len(here) < len(having):
                found[name] = here
        return found


@dataclass(frozen=True)
class Weighed:
    """Real calls: how many there are, and how many each group of a comparison moves.

    `undetermined` counts those whose known facts do not tell whether they move, or how.
    """

    calls: int
    moved: tuple[int, ...]
    undetermined: int


def weighed(comparison: Comparison, calls: Iterable[tuple[Mapping[str, str], int]]) -> Weighed:
    """What a comparison moves of real calls, told by their facts and how many are alike.

    A call whose facts are incomplete is moved where it is whatever the rest.
    """
    space = comparison.space
    groups = [comparison.moved(group) for group in comparison.groups]
    total, undetermined, moved = 0, 0, [0] * len(groups)
    for facts, count in calls:
        known = {f: v for f, v in facts.items() if f in space.facts and v in space.facts[f].values}
        possible = space.matching(known)
        touched = [n for n, cases in enumerate(groups) if possible & cases]
        total += count
        if len(touched) == 1 and not possible & ~groups[touched[0]]:
            moved[touched[0]] += count
        elif touched:
            undetermined += count
    return Weighed(total, tuple(moved), undetermined)


def compare_afresh(old: Compiled, new: Compiled) -> Comparison:
    """The same in a thread of its own: what answers agents meanwhile is left alone.

    Diagrams are one object where they are equal only as long as one thread makes them.
    """
    return compare(Compiled(old.edition), Compiled(new.edition))


def compare(old: Compiled, new: Compiled) -> Comparison:
    """Every case whose verdict is not the same under two versions of a procedure.

    `TooManyCases` where there are too many facts in one and not in the other.
    """
    space = CaseSpace(joint(old.procedure, new.procedure))
    weights = {name: _weights(old, new, name) for name in space.facts}
    forest = Forest()
    changes = forest.mapped(paired(old, new, space.root, forest), _change)
    seen = forest.mapped(changes, lambda change: change and change.seen)
    classes: dict[object, list[Class]] = {}
    ways: dict[object, list[Cube]] = {}
    for facts, change in _paths(changes):
        one = Class(facts, *_size(space, weights, facts), change)
        classes.setdefault(change.seen, []).append(one)
    for facts, key in _paths(seen):
        ways.setdefault(key, []).append(Cube(facts, *_size(space, weights, facts)))
    groups = [
        Group(alike[0].change.kind, tuple(alike), tuple(ways[key]))
        for key, alike in classes.items()
    ]
    order = list(Kind)
    groups.sort(key=lambda group: (order.index(group.kind), -group.cases))
    return Comparison(
        old, new, space, tuple(one for group in groups for one in group.classes), tuple(groups)
    )


def _change(ends: Ends) -> Change | None:
    """None where nothing changes."""
    return Change(*ends) if ends[0] != ends[1] else None


def _paths(diagram: Diagram) -> Iterator[tuple[Alternative, Any]]:
    """Each way to a change, values that lead to the same place together."""
    if diagram.__class__ is not Fork:
        if diagram is not None:
            yield {}, diagram
        return
    alike: dict[int, list[str]] = {}
    for value, below in diagram.branches.items():
        alike.setdefault(id(below), []).append(value)
    for values in alike.values():
        for path, change in _paths(diagram.branches[values[0]]):
            yield {diagram.fact: tuple(values), **path}, change


def _size(
    space: CaseSpace, weights: Mapping[str, Mapping[str, float]], facts: Alternative
) -> tuple[int, float]:
    """How many cases a cube has, and their share: its facts are all relevant, whatever the rest."""
    share = 1.0
    for fact, values in facts.items():
        share *= sum(weights[fact][value] for value in values)
    return space.where((facts,)).bit_count(), share


def _weights(old: Compiled, new: Compiled, fact: str) -> dict[str, float]:
    """The weights of the new version, where it has the fact; a value that it lacks has none."""
    before = old.procedure.facts.get(fact)
    if fact not in new.procedure.facts:
        return value_weights(old.procedure, fact)
    unknown = dict.fromkeys(before.values if before else (), 0.0)
    return unknown | value_weights(new.procedure, fact)


def _deciding(verdicts: Iterable[Verdict | None]) -> dict[str, None]:
    return dict.fromkeys(rule for verdict in verdicts if verdict for rule in verdict.rules)
