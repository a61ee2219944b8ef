"""Why a verdict is what it is, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product

from bot.decision.compiled import Compiled, last_then_firmest
from bot.decision.diagram import Diagram, leaves
from bot.decision.verdict import Outcome
from bot.procedure.model import Precedence, Rule

MAX_FACTS = 3


@dataclass(frozen=True)
class SetAside:
    """A rule that holds, and the precedence by which another is preferred to it."""

    rule: str
    by: str
    precedence: Precedence


@dataclass(frozen=True)
class Explanation:
    """The rules that decide a case, and those that hold and are set aside.

    `perhaps` are set aside in some completions of the case only.
    """

    deciding: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    perhaps: tuple[SetAside, ...] = ()
    silence: str | None = None


@dataclass(frozen=True)
class Change:
    """Facts that, taken otherwise, lead somewhere else."""

    facts: dict[str, str]
    outcome: Outcome


def explain(compiled: Compiled, facts: Mapping[str, str]) -> Explanation:
    """Explain a case, complete or not: what is told holds whatever the facts still unknown.

    The deciding rules and those set aside are so in *every* completion.
    """
    routing, space = compiled.routing, compiled.space
    cases = space.matching(facts)
    deciding = [name for name, where in routing.deciding.items() if not cases & ~where]
    deciding.sort(key=lambda name: last_then_firmest(compiled.procedure, name))
    aside: list[SetAside] = []
    perhaps: list[SetAside] = []
    for name in deciding:
        for weaker, precedence, _ in routing.exercised(name):
            if held := cases & routing.holding[weaker]:
                told = SetAside(weaker, name, precedence)
                (aside if held == cases else perhaps).append(told)
    silence = next((name for name, where in routing.silent.items() if not cases & ~where), None)
    return Explanation(tuple(deciding), tuple(aside), tuple(perhaps), silence)


def replaced_rules(rules: Mapping[str, Rule], deciding: tuple[str, ...]) -> tuple[str, ...]:
    """Of the deciding rules, those whose destination a later rule takes the place of."""
    taken = {rules[name].instead_of for name in deciding} - {None}
    return tuple(n for n in deciding if rules[n].instead_of is None and rules[n].then in taken)


def what_would_change(compiled: Compiled, facts: Mapping[str, str]) -> tuple[Change, ...]:
    """The nearest other outcomes: for each, the fewest facts to take otherwise (three at most).

    A change may make other facts relevant, which are then unknown: it is listed only where the
    outcome is certain all the same, or where those facts are part of the change.
    """
    here = _certain(compiled, compiled.outcomes, facts)
    found: dict[Outcome, Change] = {}
    for size in range(1, MAX_FACTS + 1):
        for changed in _alternatives(compiled, facts, size):
            outcome = _certain(compiled, compiled.outcomes, {**facts, **changed})
            if outcome is not None and outcome != here and outcome not in found:
                found[outcome] = Change(changed, outcome)
        if len({one.destination for one in found}) >= len(compiled.procedure.destinations) - 1:
            break
    return tuple(found.values())


def _alternatives(compiled: Compiled, facts: Mapping[str, str], size: int) -> list[dict[str, str]]:
    """Every way to take `size` facts otherwise, or to state ones that are not."""
    ways = []
    for chosen in combinations(_dependent_first(compiled), size):
        values = [
            [value for value in compiled.space.facts[fact].values if value != facts.get(fact)]
            for fact in chosen
        ]
        for picked in product(*values):
            changed = dict(zip(chosen, picked, strict=True))
            after = {**facts, **changed}
            if all(compiled.space.is_relevant(fact, after) for fact in chosen):
                ways.append(changed)
    return ways


def _dependent_first(compiled: Compiled) -> list[str]:
    """The facts, those on which the relevance of others depends last: they change the subject."""
    facts = compiled.space.facts
    deciders = {parent for fact in facts for parent in compiled.space.settles_relevance_of(fact)}
    return sorted(facts, key=lambda fact: fact in deciders)


def _certain(compiled: Compiled, diagram: Diagram, facts: Mapping[str, str]) -> Outcome | None:
    relevant = {f: v for f, v in facts.items() if compiled.space.is_relevant(f, facts) is not False}
    ends = leaves(compiled.forest.given_all(diagram, relevant))
    return next(iter(ends)) if len(ends) == 1 else None
