"""Which card to show next: the order of questions that costs the fewest cards on average.

The state of a conversation is the outcome diagram that is left once the answers are put in: two
ways to the same remaining diagram are one state. The best question of a state minimises
1 + Σ P(answer) · cost(state after the answer), computed exactly by dynamic programming over the
states, with branch and bound; where a procedure is so large that the states exceed a budget, the
rest is taken by one-step lookahead and `exact` is False.

Probabilities are the declared weights, facts being independent given that they are relevant. They
are an assumption: they order the questions and never touch a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.decision.diagram import Diagram, Forest, Fork, support
from bot.decision.space import CaseSpace
from bot.procedure.model import Procedure

MAX_STATES = 20_000
_EPSILON = 1e-12
Chances = dict[Diagram, float]


@dataclass(frozen=True)
class Step:
    """A question to ask now, and the cards that it leads to, itself included."""

    question: str
    facts: tuple[str, ...]
    expected: float
    worst: int


@dataclass(frozen=True)
class Cost:
    """Cards to a verdict: on average under the weights, and at most."""

    expected: float
    worst: int


class Planner:
    """The cheapest question in each state, computed when first needed and remembered."""

    def __init__(
        self,
        procedure: Procedure,
        space: CaseSpace,
        forest: Forest,
        questions: Mapping[str, tuple[str, ...]] | None = None,
        max_states: int = MAX_STATES,
    ) -> None:
        self._forest = forest
        asked = askable(procedure) if questions is None else questions
        place = {fact: n for n, fact in enumerate(space.facts)}
        self._questions = {
            name: tuple(sorted(facts, key=place.__getitem__)) for name, facts in asked.items()
        }
        self._ancestors = {fact: frozenset(_ancestors(space, fact)) for fact in space.facts}
        self._steps: dict[tuple[Diagram, frozenset[str]], Step | None] = {}
        self._answers: dict[tuple[int, tuple[str, ...]], Chances] = {}
        self._left = max_states
        self.weights = {fact: value_weights(procedure, fact) for fact in space.facts}

    @property
    def exact(self) -> bool:
        """Whether every step returned so far is the proved optimum."""
        return self._left > 0

    def step(self, state: Diagram, unknown: frozenset[str] = frozenset()) -> Step | None:
        """The best question in `state`, or None where no answer would change anything.

        `unknown` are facts that the agent has been asked and does not know.
        """
        unknown &= support(state)
        key = (state, unknown)
        if key not in self._steps:
            self._left -= 1
            search = self._best if self._left > 0 else self._likeliest
            self._steps[key] = search(state, unknown)
        return self._steps[key]

    def cost(self, state: Diagram, unknown: frozenset[str] = frozenset()) -> Cost:
        """The cards still to come in `state`."""
        step = self.step(state, unknown)
        return Cost(step.expected, step.worst) if step else Cost(0.0, 0)

    def candidates(
        self, state: Diagram, unknown: frozenset[str] = frozenset()
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the questions worth asking in `state`, each with the facts it would ask.

        A card that asks all that another does, and more, never costs more cards: the other is
        left out.
        """
        offered: dict[tuple[str, ...], str] = {}
        for question, asks in self._questions.items():
            facts = self._worth_asking(state, asks, unknown)
            if facts:
                offered.setdefault(facts, question if len(facts) > 1 else facts[0])
        for facts, question in offered.items():
            if not any(set(facts) < set(other) for other in offered):
                yield question, facts

    def answers(self, state: Diagram, facts: tuple[str, ...]) -> Chances:
        """The states that follow the answers to `facts`, with their probabilities."""
        key = (id(state), facts)
        if key not in self._answers:
            self._answers[key] = self._distribution(state, facts)
        return self._answers[key]

    def _worth_asking(
        self, state: Diagram, asks: tuple[str, ...], unknown: frozenset[str]
    ) -> tuple[str, ...]:
        """Those of `asks` that matter, and whose relevance is settled by then."""
        matter = support(state)
        facts: list[str] = []
        for fact in asks:
            open_ancestors = (self._ancestors[fact] & matter).difference(facts)
            if fact in matter and fact not in unknown and not open_ancestors:
                facts.append(fact)
        return tuple(facts)

    def _best(self, state: Diagram, unknown: frozenset[str]) -> Step | None:
        best: Step | None = None
        for bound, question, facts, chances in self._ranked(state, unknown):
            if best is not None and bound > best.expected + _EPSILON:
                break
            found = self._followed(bound, question, facts, chances, unknown, best)
            if found is not None and (best is None or _cheaper(found, best)):
                best = found
        return best

    def _followed(
        self,
        bound: float,
        question: str,
        facts: tuple[str, ...],
        chances: Chances,
        unknown: frozenset[str],
        best: Step | None,
    ) -> Step | None:
        """The whole cost of a question, or None as soon as it is known to exceed the best."""
        worst = 0
        for after, chance in sorted(chances.items(), key=lambda item: -item[1]):
            if not self._open(after, unknown):
                continue
            cost = self.cost(after, unknown)
            bound += chance * (cost.expected - 1)
            worst = max(worst, cost.worst)
            if best is not None and bound > best.expected + _EPSILON:
                return None
        return Step(question, facts, bound, 1 + worst)

    def _open(self, state: Diagram, unknown: frozenset[str]) -> bool:
        return state.__class__ is Fork and not state.support <= unknown

    def _likeliest(self, state: Diagram, unknown: frozenset[str]) -> Step | None:
        """One step of lookahead: the question that leaves the least to chance."""
        for _, question, facts, chances in self._ranked(state, unknown):
            costs = [(c, self.cost(after, unknown)) for after, c in chances.items()]
            expected = 1 + sum(chance * cost.expected for chance, cost in costs)
            return Step(question, facts, expected, 1 + max(cost.worst for _, cost in costs))
        return None

    def _ranked(
        self, state: Diagram, unknown: frozenset[str]
    ) -> list[tuple[float, str, tuple[str, ...], Chances]]:
        """The candidates with a lower bound of their cost, the most promising first."""
        if state.__class__ is not Fork:
            return []
        ranked = []
        for question, facts in self.candidates(state, unknown):
            chances = self.answers(state, facts)
            undecided = sum(c for after, c in chances.items() if self._open(after, unknown))
            ranked.append((1 + undecided, question, facts, chances))
        return sorted(ranked, key=lambda candidate: candidate[0])

    def _distribution(self, state: Diagram, facts: tuple[str, ...]) -> Chances:
        states: Chances = {state: 1.0}
        for fact in facts:
            following: Chances = {}
            for before, chance in states.items():
                if fact not in support(before):
                    following[before] = following.get(before, 0.0) + chance
                    continue
                for value, weight in self.weights[fact].items():
                    after = self._forest.given(before, fact, value)
                    following[after] = following.get(after, 0.0) + chance * weight
            states = following
        return states


def askable(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """Every question that may be asked: those declared, then each fact alone."""
    declared = {name: question.asks for name, question in procedure.questions.items()}
    return declared | one_at_a_time(procedure)


def one_at_a_time(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """Each fact alone, as a question of its own."""
    return {fact: (fact,) for fact in procedure.facts}


def value_weights(procedure: Procedure, fact: str) -> dict[str, float]:
    """The declared probability of each value of `fact`; what is not declared shares the rest."""
    declared = procedure.weights.get(fact, {})
    unsaid = [value for value in procedure.facts[fact].values if value not in declared]
    rest = max(0.0, 1 - sum(declared.values()))
    return {
        value: declared[value] if value in declared else rest / len(unsaid)
        for value in procedure.facts[fact].values
    }


def policy_cost(
    planner: Planner, state: Diagram, choose: Callable[[Diagram], tuple[str, ...]]
) -> Cost:
    """The cards that it takes to follow `choose`, which names the facts to ask in a state."""
    known: dict[Diagram, Cost] = {}

    def cost(now: Diagram) -> Cost:
        if now.__class__ is not Fork:
            return Cost(0.0, 0)
        if now not in known:
            costs = [(c, cost(after)) for after, c in planner.answers(now, choose(now)).items()]
            expected = 1 + sum(chance * one.expected for chance, one in costs)
            known[now] = Cost(expected, 1 + max(one.worst for _, one in costs))
        return known[now]

    return cost(state)


def _cheaper(one: Step, other: Step) -> bool:
    if abs(one.expected - other.expected) > _EPSILON:
        return one.expected < other.expected
    return one.worst < other.worst


def _ancestors(space: CaseSpace, fact: str) -> set[str]:
    found: set[str] = set()
    waiting = [fact]
    while waiting:
        parents = space.settles_relevance_of(waiting.pop()) - found
        found |= parents
        waiting += parents
    return found
