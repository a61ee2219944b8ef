"""The questions come in the order that takes the fewest cards, and the weights only order them."""

from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decision.compiled import Compiled
from bot.decision.decide import decide
from bot.decision.diagram import Fork
from bot.decision.order import Planner, value_weights
from bot.decision.space import CaseSpace
from bot.decision.verdict import Ask, Decided
from bot.procedure.loader import Edition
from bot.procedure.model import Procedure
from bot.proof.cards import lower_bound
from tests.decision.oracle import FACTS, oracle
from tests.decision.retention import CASES, WEIGHTS, Case, chance, retention
from tests.decision.strategies import (
    built,
    compiled,
    distinct,
    procedures,
    relevant,
    restricted,
    totals,
)

small_procedures = procedures(sound=True, most=4, one_parent=True)


class Policies:
    """Every way to ask the questions of a small procedure, tried one after another."""

    def __init__(self, one: Compiled) -> None:
        self.procedure = one.procedure
        self.totals = list(totals(one.procedure))
        self.ends = [one.verdict(restricted(one.procedure, t)).outcome for t in self.totals]
        self.cards = [question.asks for question in one.procedure.questions.values()]
        self.cards += [(fact,) for fact in one.procedure.facts]
        self.fewest = cache(self._fewest)

    def least(self) -> float:
        """The expected cards of the best way."""
        return self.fewest(frozenset())

    def _fewest(self, known: frozenset[tuple[str, str]]) -> float:
        left = [n for n, total in enumerate(self.totals) if known <= total.items()]
        if len({self.ends[n] for n in left}) == 1:
            return 0.0
        costs = []
        for card in self.cards:
            asked = self._asked(card, dict(known), left)
            if asked:
                costs.append(
                    1 + sum(p * self.fewest(after) for after, p in self._after(known, asked))
                )
        return min(costs)

    def _asked(self, card: tuple[str, ...], known: Case, left: list[int]) -> list[str]:
        """What a card can ask: facts that are of use, or will be once it has asked those before."""
        asked: list[str] = []
        for fact in CaseSpace(self.procedure).facts:
            parents = {parent for way in self.procedure.facts[fact].relevant for parent in way}
            useful = {relevant(self.procedure, fact, self.totals[n]) for n in left}
            if fact in card and fact not in known and (useful == {True} or parents & set(asked)):
                asked.append(fact)
        return asked

    def _after(
        self, known: frozenset[tuple[str, str]], asked: list[str]
    ) -> Iterator[tuple[frozenset[tuple[str, str]], float]]:
        weights = [value_weights(self.procedure, fact).items() for fact in asked]
        for answers in product(*weights):
            share = 1.0
            for _, weight in answers:
                share *= weight
            told = zip(asked, (value for value, _ in answers), strict=True)
            yield known | frozenset(told), share


def _cards(one: Compiled, case: Case) -> int:
    """How many cards a case takes, asked as the program asks."""
    known: Case = {}
    cards = 0
    while isinstance(decision := decide(one, known), Ask):
        known |= {fact: case[fact] for fact in decision.facts if fact in case}
        cards += 1
    assert isinstance(decision, Decided)
    assert decision.verdict.outcome == one.verdict(case).outcome
    return cards


# ── The real procedure ────────────────────────────────────────────────────────────────────────


def test_the_weights_are_those_of_the_reading() -> None:
    """Section 7, where the value left out takes what remains."""
    for fact, values in FACTS.items():
        declared = value_weights(retention().procedure, fact)
        assert declared == pytest.approx(dict(zip(values, WEIGHTS[fact], strict=True)))
    assert sum(map(chance, CASES)) == pytest.approx(1)


def test_the_cards_foreseen_are_those_that_cases_take() -> None:
    """Each of the 5,088 cases asked to its end: the mean under the weights, and the most."""
    foreseen = retention().planner.cost(retention().outcomes)
    taken = [_cards(retention(), case) for case in CASES]
    mean = sum(chance(case) * cards for case, cards in zip(CASES, taken, strict=True))
    assert foreseen.expected == pytest.approx(mean, abs=1e-9)
    assert foreseen.worst == max(taken)


def test_a_call_takes_few_cards() -> None:
    """The optimum is proved, and the least that any order could take is close below."""
    planner = retention().planner
    cost = planner.cost(retention().outcomes)
    assert planner.exact
    assert lower_bound(retention()) - 1e-9 <= cost.expected <= 2.6
    assert cost.worst <= 4


def test_no_card_offers_more_than_seven_ticks() -> None:
    """On the way to each of the 5,088 verdicts: more is not taken in at a glance."""
    procedure, most = retention().procedure, 0
    cards: set[Ask] = set()
    for case in CASES:
        known: Case = {}
        while isinstance(card := decide(retention(), known), Ask):
            cards.add(card)
            known |= {fact: case[fact] for fact in card.facts if fact in case}
    for card in cards:
        asked = procedure.questions.get(card.question)
        ticks = asked.ticks if asked else ()
        most = max(most, sum(1 for tick in ticks if tick.keys() <= set(card.facts)))
    assert 1 < most <= 7


# ── Any procedure ─────────────────────────────────────────────────────────────────────────────


@settings(max_examples=120)
@given(small_procedures)
def test_no_order_takes_fewer_cards(procedure: Procedure) -> None:
    """Against every other way to ask, tried one by one."""
    one = compiled(procedure)
    found = one.planner.cost(one.outcomes)
    assert one.planner.exact
    assert found.expected == pytest.approx(Policies(one).least(), abs=1e-9)


@given(procedures(sound=True))
def test_the_cost_foreseen_is_the_cost_met(procedure: Procedure) -> None:
    """The mean over the cases under the weights, and the most that a case takes."""
    one = compiled(procedure)
    foreseen = one.planner.cost(one.outcomes)
    weights = {fact: value_weights(procedure, fact) for fact in procedure.facts}
    mean, most = 0.0, 0
    for case in distinct(procedure):
        share, cards = 1.0, _cards(one, case)
        for fact, value in case.items():
            share *= weights[fact][value]
        mean, most = mean + share * cards, max(most, cards)
    assert foreseen.expected == pytest.approx(mean, abs=1e-9)
    assert foreseen.worst == most


@given(procedures(sound=True))
def test_nothing_is_asked_where_nothing_can_change(procedure: Procedure) -> None:
    """One card at least where something can, and none where not."""
    one = compiled(procedure)
    ends = {one.verdict(case).outcome for case in distinct(procedure)}
    assert (one.planner.step(one.outcomes) is None) == (len(ends) == 1)


# ── Too many states ───────────────────────────────────────────────────────────────────────────


def _hurried(one: Compiled, states: int) -> Planner:
    return Planner(one.procedure, one.space, one.forest, max_states=states)


@pytest.mark.parametrize("states", [1, 5, 15])
def test_with_little_time_the_order_is_still_an_order(states: int) -> None:
    """It says that it is not proved the best, ends in every case, and keeps above the bound."""
    one = retention()
    hurried = _hurried(one, states)
    cost = hurried.cost(one.outcomes)
    assert not hurried.exact
    assert cost.expected >= one.planner.cost(one.outcomes).expected - 1e-9
    assert cost.expected >= lower_bound(one) - 1e-9
    assert _followed_mean(one, hurried) == pytest.approx(cost.expected, abs=1e-9)


def _followed_mean(one: Compiled, planner: Planner) -> float:
    """The mean cards over the cases, by following the planner's questions."""
    mean = 0.0
    for case in CASES:
        state, cards = one.outcomes, 0
        while isinstance(state, Fork):
            step = planner.step(state)
            assert step is not None
            answers = {fact: case[fact] for fact in step.facts if fact in case}
            assert answers
            state, cards = one.forest.given_all(state, answers), cards + 1
        assert state.destination == oracle(case).destination
        mean += chance(case) * cards
    return mean


@given(procedures(sound=True), st.integers(1, 4))
def test_any_procedure_has_an_order_however_little_the_time(
    procedure: Procedure, states: int
) -> None:
    """Never better than the best, and never below the bound."""
    one = compiled(procedure)
    hurried = _hurried(one, states)
    cost = hurried.cost(one.outcomes)
    assert cost.expected >= one.planner.cost(one.outcomes).expected - 1e-9
    assert cost.expected >= lower_bound(one) - 1e-9


# ── Weights ───────────────────────────────────────────────────────────────────────────────────


def _weighted(weights: dict[str, dict[str, float]]) -> Compiled:
    edition = retention().edition
    procedure = edition.procedure.model_copy(update={"weights": weights})
    return Compiled(Edition(procedure, edition.source, "essai"))


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {fact: {values[-1]: 1.0} for fact, values in FACTS.items()},
        {fact: {values[0]: 0.0} for fact, values in FACTS.items()},
    ],
    ids=["none", "last value certain", "first value impossible"],
)
def test_weights_never_change_a_verdict(weights: dict[str, dict[str, float]]) -> None:
    """Neither all at once nor asked card after card, even where they are quite wrong."""
    one = _weighted(weights)
    assert all(one.verdict(case) == retention().verdict(case) for case in CASES)
    for case in CASES[::20]:
        assert _cards(one, case) <= len(FACTS)


@pytest.mark.parametrize(("rare", "frequent"), [("a", "b"), ("b", "a")])
def test_weights_decide_what_is_asked_first(rare: str, frequent: str) -> None:
    """Of two facts that a transfer takes, the one that is rarely there: it often ends the call."""
    one = compiled(
        built(
            facts={name: {"values": ["oui", "non"]} for name in ("a", "b")},
            rules={"r": {"when": {"a": "oui", "b": "oui"}, "then": "nord"}},
            silences={"s": {"when": {}, "then": "sud", "because": "Non"}},
            weights={rare: {"oui": 0.1}, frequent: {"oui": 0.9}},
        )
    )
    assert decide(one, {}) == Ask(rare, (rare,), ("nord", "sud"))
    assert one.planner.cost(one.outcomes).expected == pytest.approx(1.1)
