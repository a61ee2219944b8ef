"""Two versions of a procedure compared: every case whose verdict changes, in few classes.

One diagram is made of both: each path leads to a verdict before and a verdict after. A case with a
value that a version does not know has no verdict there; a fact that it does not ask is ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.decision.compiled import Compiled
from bot.decision.diagram import Diagram, Forest, Fork
from bot.decision.order import value_weights
from bot.decision.space import Cases, CaseSpace, Level
from bot.decision.verdict import Verdict
from bot.procedure.model import Alternative, Fact


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


@dataclass(frozen=True)
class Class:
    """Cases that change alike: each fact of `facts` has one of its values, the others any.

    `cases` counts the distinct cases, and `share` is their part by the weights of the new version.
    """

    facts: Alternative
    change: Change
    cases: int
    share: float


@dataclass(frozen=True)
class Group:
    """The classes that come from one destination to another, and say one thing, then another."""

    kind: Kind
    classes: tuple[Class, ...]

    @property
    def cases(self) -> int:
        """How many distinct cases change so."""
        return sum(one.cases for one in self.classes)

    @property
    def share(self) -> float:
        """Their part by the weights of the new version."""
        return sum(one.share for one in self.classes)

    @property
    def change(self) -> Change:
        """The change of the class that has the most cases."""
        return max(self.classes, key=lambda one: one.cases).change

    @property
    def rules(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rules that decide before and no longer, and those that decide after only."""
        before, after = (
            dict.fromkeys(
                rule
                for one in self.classes
                for verdict in [getattr(one.change, end)]
                for rule in (verdict.rules if verdict else ())
            )
            for end in ("before", "after")
        )
        return tuple(r for r in before if r not in after), tuple(
            r for r in after if r not in before
        )


@dataclass(frozen=True)
class Comparison:
    """Every case that changes from one version to another."""

    old: Compiled
    new: Compiled
    space: CaseSpace
    classes: tuple[Class, ...]

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The classes together by what a person would see, the gravest and the largest first."""
        found: dict[tuple[object, ...], list[Class]] = {}
        for one in self.classes:
            found.setdefault(_seen(one.change), []).append(one)
        groups = (Group(alike[0].change.kind, tuple(alike)) for alike in found.values())
        order = list(Kind)
        return tuple(sorted(groups, key=lambda one: (order.index(one.kind), -one.cases)))

    @property
    def cases(self) -> int:
        """How many distinct cases change."""
        return sum(one.cases for one in self.classes)

    def common(self, group: Group) -> Alternative:
        """What all the cases of a group have in common: facts that have not any value there."""
        moved, found = self.moved(group), {}
        for name, fact in self.space.facts.items():
            having = {value: self.space.having(name, value) & moved for value in fact.values}
            here = tuple(value for value, cases in having.items() if cases)
            if (
                len(here) < len(having)
                and sum(c.bit_count() for c in having.values()) == moved.bit_count()
            ):
                found[name] = here
        return found

    def moved(self, group: Group) -> Cases:
        """The cases of a group, as a set of the space of both versions."""
        moved = 0
        for one in group.classes:
            moved |= self.space.where((one.facts,))
        return moved

    def real(self, group: Group, calls: Iterable[tuple[Mapping[str, str], int]]) -> int:
        """How many real calls a group moves, told by their facts and how many there are of each.

        A call whose facts are incomplete counts where it moves whatever the rest.
        """
        moved, count = self.moved(group), 0
        for facts, number in calls:
            known = {f: v for f, v in facts.items() if v in self._values.get(f, ())}
            cases = self.space.matching(known)
            count += number if cases and not cases & ~moved else 0
        return count

    @cached_property
    def _values(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(fact.values) for name, fact in self.space.facts.items()}


def compare(old: Compiled, new: Compiled) -> Comparison:
    """Every case whose verdict is not the same under two versions of a procedure."""
    facts = _joint(old, new)
    space = CaseSpace(new.procedure.model_copy(update={"facts": facts}))
    weights = {name: _weights(old, new, name) for name in facts}
    diagram = _Pairs(old, new, space).diagram()
    classes = []
    for path, change in _paths(diagram, {name: tuple(fact.values) for name, fact in facts.items()}):
        cases = space.where((path,)).bit_count()
        share = 1.0
        for fact, values in path.items():
            share *= sum(weights[fact][value] for value in values)
        if cases:
            classes.append(Class(path, change, cases, share))
    return Comparison(old, new, space, tuple(classes))


def _seen(change: Change) -> tuple[object, ...]:
    """What a person sees of a change: which team, then which words, then which ground."""
    ends = (change.before, change.after)
    seen: list[object] = [change.kind, *(one.destination if one else None for one in ends)]
    if change.kind is Kind.PHRASES:
        seen += [one.phrases for one in ends if one]
    if change.kind is Kind.GROUND:
        seen += [one.basis for one in ends if one]
    return tuple(seen)


def _joint(old: Compiled, new: Compiled) -> dict[str, Fact]:
    """The facts of both versions with the values of both, relevant where they are in either."""
    facts = dict(new.procedure.facts)
    for name, fact in old.procedure.facts.items():
        if name not in facts:
            facts[name] = fact
            continue
        mine = facts[name]
        always = not mine.relevant or not fact.relevant
        same = mine.relevant == fact.relevant
        relevant = mine.relevant if same else () if always else (*mine.relevant, *fact.relevant)
        values = {**mine.values, **fact.values}
        facts[name] = mine.model_copy(update={"values": values, "relevant": relevant})
    return facts


def _weights(old: Compiled, new: Compiled, fact: str) -> dict[str, float]:
    """The weights of the new version; what it does not know weighs nothing there."""
    declared = new if fact in new.procedure.facts else old
    weights = value_weights(declared.procedure, fact)
    known = old.procedure.facts.get(fact)
    return dict.fromkeys(known.values if known else (), 0.0) | weights


class _Pairs:
    """The diagrams of both versions, walked together along the cases of both."""

    def __init__(self, old: Compiled, new: Compiled, space: CaseSpace) -> None:
        self._old, self._new, self._space = old, new, space
        self._forest = Forest()
        self._made: dict[tuple[int, int, int], Diagram] = {}
        self._changes: dict[Change, Change] = {}
        self._same = Change(None, None)
        self._alike = all(_is_alike(old, new, name) for name in space.facts)

    def diagram(self) -> Diagram:
        """From facts to a `Change`, whose two ends are None where nothing changes."""
        return self._pair(self._space.root, self._old.verdicts, self._new.verdicts)

    def _pair(self, level: Level, before: Diagram, after: Diagram) -> Diagram:
        settled = before.__class__ is not Fork and after.__class__ is not Fork
        if level.fact is None or (settled and self._alike):
            return self._change(before, after)
        key = (id(level), id(before), id(after))
        if key not in self._made:
            fact = level.fact
            branches = {
                value: self._pair(
                    below,
                    _given(self._old, before, fact, value),
                    _given(self._new, after, fact, value),
                )
                for value, below in level.branches
            }
            self._made[key] = self._forest.fork(fact, branches)
        return self._made[key]

    def _change(self, before: Verdict | None, after: Verdict | None) -> Change:
        if before == after:
            return self._same
        change = Change(before, after)
        return self._changes.setdefault(change, change)


def _is_alike(old: Compiled, new: Compiled, name: str) -> bool:
    """Whether no version lacks a value that the other has of a fact that it has too."""
    one, other = old.procedure.facts.get(name), new.procedure.facts.get(name)
    return one is None or other is None or one.values.keys() == other.values.keys()


def _given(compiled: Compiled, diagram: Diagram, fact: str, value: str) -> Diagram:
    """A diagram once a fact is known; None where the version has the fact, and not the value."""
    known = compiled.procedure.facts.get(fact)
    if known is None or diagram is None:
        return diagram
    return compiled.forest.given(diagram, fact, value) if value in known.values else None


def _paths(
    diagram: Diagram, values: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Alternative, Change]]:
    """Each way to a change, values that lead to the same place together."""
    if diagram.__class__ is not Fork:
        if diagram.before is not None or diagram.after is not None:
            yield {}, diagram
        return
    alike: dict[int, tuple[Diagram, list[str]]] = {}
    for value, below in diagram.branches.items():
        alike.setdefault(id(below), (below, []))[1].append(value)
    for below, some in alike.values():
        whole = len(some) == len(values[diagram.fact])
        for path, change in _paths(below, values):
            yield (path if whole else {diagram.fact: tuple(some), **path}), change
