"""Weights learnt: counts held back by what was declared, and an order that never costs more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decision.compiled import Compiled
from bot.decision.order import value_weights
from bot.journal.entry import Tally
from bot.journal.learned import DECLARED, FINEST, learn, order_under
from bot.procedure.model import Procedure
from tests.decision.retention import retention
from tests.journal.calls import tallies, tally


@given(tallies)
def test_what_is_learnt_of_each_fact_is_what_was_counted(counted: list[Tally]) -> None:
    """Each value by the verdicts that had it; a fact that none had is not told."""
    learned = learn(retention(), counted)
    facts = {fact for one in counted for fact in one.facts}
    assert set(learned) == facts
    for fact, one in learned.items():
        for value, count in one.counts.items():
            assert count == sum(t.verdicts for t in counted if t.facts.get(fact) == value)
        assert one.verdicts == sum(t.verdicts for t in counted if fact in t.facts)


@given(tallies)
def test_weights_learnt_lie_between_those_declared_and_those_counted(counted: list[Tally]) -> None:
    """To the rounding, and they add up to 1 as the loader demands."""
    for fact, one in learn(retention(), counted).items():
        assert one.declared == value_weights(retention().procedure, fact)
        assert abs(sum(one.learned.values()) - 1) < 1e-9
        for value, weight in one.learned.items():
            ends = one.declared[value], one.counts[value] / one.verdicts
            assert min(ends) - 1 / FINEST <= weight <= max(ends) + 1 / FINEST


def test_as_many_verdicts_as_the_declared_weights_are_worth_meet_them_half_way() -> None:
    """A few calls do not overturn what was declared."""
    learned = learn(retention(), [tally({"feu-rouge": "oui"}, DECLARED)])
    assert learned["feu-rouge"].learned == {"oui": 0.56, "non": 0.44}


@pytest.mark.parametrize(
    "counted",
    [
        {"pre-actif": {"non": 4_000}},
        {"demande": {"resiliation": 1_000_000}},
        {"demande": {"resiliation": 500_000, "downgrade": 499_999, "autre": 1}},
    ],
)
def test_no_answer_is_ever_learnt_to_be_impossible(counted: dict[str, dict[str, int]]) -> None:
    """However many verdicts had the others: it keeps a part, and the weights still add up to 1."""
    told = [tally({f: v}, n) for f, counts in counted.items() for v, n in counts.items()]
    for one in learn(retention(), told).values():
        assert min(one.learned.values()) == 1 / FINEST
        assert sum(round(FINEST * weight) for weight in one.learned.values()) == FINEST
        assert max(one.learned, key=one.learned.__getitem__) in ("non", "resiliation")


weights = st.fixed_dictionaries(
    {
        fact: st.lists(st.integers(0, 20), min_size=len(one.values), max_size=len(one.values))
        for fact, one in retention().space.facts.items()
    }
)


@settings(max_examples=25, deadline=None)
@given(weights)
def test_the_order_learnt_never_costs_more_under_what_was_learnt(
    counts: dict[str, list[int]],
) -> None:
    """It is what the planner finds of a procedure that declares these weights."""
    compiled = retention()
    counted = [
        tally({fact: value}, count)
        for fact, every in counts.items()
        for value, count in zip(compiled.space.facts[fact].values, every, strict=True)
        if count
    ]
    learned = learn(compiled, counted)
    order = order_under(compiled, learned)
    assert order.learned.expected <= order.declared.expected + 1e-9
    if not order.moves:
        assert order.learned.expected == pytest.approx(order.declared.expected)
    declaring = _declaring(compiled, {fact: one.learned for fact, one in learned.items()})
    assert order.learned == declaring.planner.cost(declaring.outcomes)


def _declaring(compiled: Compiled, learned: dict[str, object]) -> Compiled:
    """The procedure as it would be once its file has these weights."""
    written = compiled.procedure.model_dump(by_alias=True)
    procedure = Procedure.model_validate({**written, "weights": written["weights"] | learned})
    return Compiled(replace(compiled.edition, procedure=procedure))


def test_nothing_learnt_changes_nothing() -> None:
    """The order and its cost are those declared."""
    order = order_under(retention(), {})
    assert order.moves == []
    assert order.declared.expected == pytest.approx(order.learned.expected)
    assert order.states > 1


def test_a_state_asked_otherwise_is_told_with_the_facts_that_lead_there() -> None:
    """Where several domains are mostly at stake, asking of the caller’s words comes first."""
    order = order_under(
        retention(), learn(retention(), [tally({"plusieurs-domaines": "oui"}, 9_000)])
    )
    (move,) = order.moves
    assert (move.before, move.after) == ("engagement", "paroles")
    assert move.facts["demande"] == "resiliation"
    assert order.learned.expected < order.declared.expected
