"""The frequencies of the journal, in the place of the weights that were declared.

They order the questions and never touch a verdict. A fact is known only of the calls in which it
was asked: its frequencies are those of these calls, and not of all; the journal says of how many.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.decision.compiled import Compiled
from bot.decision.diagram import Diagram, support
from bot.decision.order import Cost, Planner, policy_cost, value_weights
from bot.journal.entry import Tally
from bot.journal.figures import known

DECLARED = 20
"""Verdicts that the declared weights are worth."""
FINEST = 1_000
"""Weights are whole numbers of so many: beyond, they would pretend to know."""


@dataclass(frozen=True)
class Learned:
    """The weights of a fact: as declared, as counted, and as learnt from both.

    `counts` are verdicts, of each value. What is learnt adds up to 1, as a procedure must.
    """

    declared: Mapping[str, float]
    counts: Mapping[str, int]
    learned: Mapping[str, float]

    @property
    def verdicts(self) -> int:
        """How many verdicts the fact was known of."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Move:
    """A state in which another question would come next, and facts that lead there."""

    facts: Mapping[str, str]
    before: str
    after: str


@dataclass(frozen=True)
class Order:
    """What the learned weights would change in the order of the questions.

    Both orders are measured by the learned weights. `states` are those that the new order goes
    through, of which `moves` are asked otherwise today.
    """

    declared: Cost
    learned: Cost
    moves: Sequence[Move]
    states: int


def learn(compiled: Compiled, tallies: Iterable[Tally]) -> dict[str, Learned]:
    """The weights of each fact that the journal tells of."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in compiled.space.facts}
    for one in tallies:
        for fact, value in known(compiled, one.facts).items():
            counts[fact][value] += one.verdicts
    return {
        fact: _learned(value_weights(compiled.procedure, fact), counted)
        for fact, counted in counts.items()
        if counted
    }


def _learned(declared: Mapping[str, float], counted: Counter[str]) -> Learned:
    total = counted.total() + DECLARED
    shares = {v: (counted[v] + DECLARED * weight) / total for v, weight in declared.items()}
    return Learned(declared, {value: counted[value] for value in declared}, _rounded(shares))


def _rounded(shares: Mapping[str, float]) -> dict[str, float]:
    """Shares in whole parts that still add up: those that lose the most by it get one more.

    None is without a part, which the largest gives: a weight of 0 would say that it never happens.
    """
    parts = {value: max(1, int(FINEST * share)) for value, share in shares.items()}
    left = FINEST - sum(parts.values())
    for value in sorted(parts, key=lambda one: parts[one] - FINEST * shares[one])[: max(0, left)]:
        parts[value] += 1
    for _ in range(-left):
        parts[max(parts, key=lambda one: (parts[one], -shares[one]))] -= 1
    return {value: part / FINEST for value, part in parts.items()}


def order_under(compiled: Compiled, learned: Mapping[str, Learned]) -> Order:
    """How the order of the questions would change."""
    weights = {fact: dict(one.learned) for fact, one in learned.items()}
    procedure = compiled.procedure.model_copy(
        update={"weights": {**compiled.procedure.weights, **weights}}
    )
    after = Planner(procedure, compiled.space, compiled.forest)
    before, start = compiled.planner, compiled.outcomes
    states = _states(compiled, after)
    moves = [
        Move(facts, _question(before, state), _question(after, state))
        for state, facts in states
        if _asked(before, state) != _asked(after, state)
    ]
    declared = policy_cost(after, start, lambda state: _asked(before, state))
    return Order(declared, after.cost(start), moves, len(states))


def _states(compiled: Compiled, planner: Planner) -> list[tuple[Diagram, Mapping[str, str]]]:
    """The states that an order goes through until all is told, each by its shortest way."""
    found: dict[Diagram, Mapping[str, str]] = {}
    waiting: deque[tuple[Diagram, Mapping[str, str]]] = deque([(compiled.outcomes, {})])
    while waiting:
        state, told = waiting.popleft()
        asked = _asked(planner, state)
        if asked and state not in found:
            found[state] = told
            waiting += _answered(compiled, state, asked, told)
    return list(found.items())


def _answered(
    compiled: Compiled, state: Diagram, asked: Iterable[str], told: Mapping[str, str]
) -> Iterable[tuple[Diagram, Mapping[str, str]]]:
    """What follows from each way to answer a card; of equal ones, the first."""
    ways = {state: told}
    for fact in asked:
        following: dict[Diagram, Mapping[str, str]] = {}
        for before, facts in ways.items():
            for value in compiled.space.facts[fact].values if fact in support(before) else ():
                after = compiled.forest.given(before, fact, value)
                following.setdefault(after, {**facts, fact: value})
            if fact not in support(before):
                following.setdefault(before, facts)
        ways = following
    return ways.items()


def _asked(planner: Planner, state: Diagram) -> tuple[str, ...]:
    step = planner.step(state)
    return step.facts if step else ()


def _question(planner: Planner, state: Diagram) -> str:
    step = planner.step(state)
    return step.question if step else ""
