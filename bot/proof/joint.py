"""The cases of two versions of a procedure together, and the verdict of each version on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TypeAlias

from bot.decision.compiled import Compiled
from bot.decision.diagram import Diagram, Forest, Fork
from bot.decision.space import Level
from bot.decision.verdict import Verdict
from bot.procedure.model import Alternative, Condition, Fact, Procedure

Ends: TypeAlias = tuple[Verdict | None, Verdict | None]
"""The verdict of each version; None where it depends on a fact whose value it does not know."""


def joint(old: Procedure, new: Procedure) -> Procedure:
    """The new version, with the facts and values of both, a fact relevant where it is in either.

    Each fact is asked after those that its relevance rests on. Where the versions have it the
    other way round, one fact of the circle is always asked: its cases are told apart in vain.
    """
    facts: dict[str, Fact] = {}
    for name, fact in {**old.facts, **new.facts}.items():
        ways = _general([*_ways(old.facts, name), *_ways(new.facts, name)])
        if ways:  # Without, neither version ever asks it.
            values = fact.values | {
                value: one
                for value, one in (old.facts[name].values if name in old.facts else {}).items()
                if value not in fact.values
            }
            relevant: Condition = () if {} in ways else tuple(ways)
            facts[name] = fact.model_copy(update={"values": values, "relevant": relevant})
    in_order = [*new.facts, *(name for name in old.facts if name not in new.facts)]
    ordered = {name: facts[name] for name in in_order if name in facts}
    return new.model_copy(update={"facts": _uncircled(ordered)})


def paired(old: Compiled, new: Compiled, root: Level, forest: Forest) -> Diagram:
    """The diagram from the facts of both versions to their `Ends`, grown in `forest`."""
    made: dict[tuple[int, int, int], Diagram] = {}
    leaves: dict[Ends, Ends] = {}

    def pair(level: Level, before: Diagram, after: Diagram) -> Diagram:
        settled = before.__class__ is not Fork and after.__class__ is not Fork
        if level.fact is None or settled:
            ends = _verdict(before), _verdict(after)
            return leaves.setdefault(ends, ends)
        key = (id(level), id(before), id(after))
        if key not in made:
            fact, branches = level.fact, {}
            for value, below in level.branches:
                ends = _given(old, before, fact, value), _given(new, after, fact, value)
                branches[value] = pair(below, *ends)
            made[key] = forest.fork(fact, branches)
        return made[key]

    return pair(root, old.verdicts, new.verdicts)


def _given(version: Compiled, diagram: Diagram, fact: str, value: str) -> Diagram:
    """A diagram once a fact is known, where the version knows that value of it."""
    known = version.procedure.facts.get(fact)
    is_known = known is not None and value in known.values
    return version.forest.given(diagram, fact, value) if is_known else diagram


def _verdict(diagram: Diagram) -> Verdict | None:
    return None if diagram.__class__ is Fork else diagram


def _ways(facts: Mapping[str, Fact], name: str) -> Iterator[Alternative]:
    """The ways for a fact to be relevant, with those of each fact that they rest on."""
    if name not in facts:
        return
    if not facts[name].relevant:
        yield {}
    for way in facts[name].relevant:
        for chosen in product(*(_ways(facts, parent) for parent in way)):
            whole: dict[str, tuple[str, ...]] = {}
            for part in (way, *chosen):
                for fact, values in part.items():
                    whole[fact] = tuple(v for v in whole.get(fact, values) if v in values)
            if all(whole.values()):
                yield whole


def _general(ways: list[Alternative]) -> list[Alternative]:
    """The ways without those that are part of another."""
    kept: list[Alternative] = []
    for way in ways:
        if not any(_holds_in(other, way) for other in kept):
            kept = [other for other in kept if not _holds_in(way, other)] + [way]
    return kept


def _holds_in(general: Alternative, way: Alternative) -> bool:
    return all(set(way.get(fact, ())) <= set(v) and fact in way for fact, v in general.items())


def _uncircled(facts: dict[str, Fact]) -> dict[str, Fact]:
    """The facts, none of which waits for itself."""
    for name, fact in facts.items():
        if name in _awaited(facts, name):
            facts[name] = fact.model_copy(update={"relevant": ()})
    return facts


def _awaited(facts: Mapping[str, Fact], name: str) -> set[str]:
    """The facts that come before one, however far."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        parents = {parent for way in facts[waiting.pop()].relevant for parent in way} - found
        found |= parents
        waiting += parents
    return found
