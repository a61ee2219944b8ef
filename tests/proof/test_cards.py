"""The cards of the computed order, the least possible, and two orders to compare it with."""

import pytest
from hypothesis import given, settings

from bot.decision.compiled import Compiled
from bot.procedure.loader import Edition
from bot.procedure.model import Procedure
from bot.procedure.source import Source
from bot.proof import cards as cards_module
from bot.proof.cards import card_figures, lower_bound, text_order
from tests.decision.retention import retention
from tests.decision.strategies import built, compiled, procedures
from tests.decision.test_order import Policies, small_procedures


def test_the_orders_stand_as_they_should_for_the_real_procedure() -> None:
    """The bound, the computed order, one fact at a time at best, and in the order of the text."""
    figures = card_figures(retention())
    assert figures.exact
    assert figures.bound <= figures.computed.expected + 1e-9
    assert figures.computed.expected < figures.one_at_a_time.expected / 2
    assert figures.one_at_a_time.expected < figures.reading_order.expected
    assert figures.computed.worst < figures.one_at_a_time.worst


@given(procedures(sound=True))
def test_no_order_goes_below_the_bound(procedure: Procedure) -> None:
    """And none of the others does better than the computed one."""
    figures = card_figures(compiled(procedure))
    assert 0 <= figures.bound <= figures.computed.expected + 1e-9
    assert figures.computed.expected <= figures.one_at_a_time.expected + 1e-9
    assert figures.one_at_a_time.expected <= figures.reading_order.expected + 1e-9


@settings(max_examples=30)
@given(small_procedures)
def test_the_bound_is_below_every_way_to_ask(procedure: Procedure) -> None:
    """All of them tried."""
    one = compiled(procedure)
    assert lower_bound(one) <= Policies(one).least() + 1e-9


def test_the_bound_counts_the_questions_that_settle_each_case() -> None:
    """One question where one « non » is enough, two where both must be « oui »."""
    facts = {name: {"values": ["oui", "non"]} for name in ("a", "b")}
    both = built(
        facts=facts,
        rules={"r": {"when": {"a": "oui", "b": "oui"}, "then": "nord"}},
        silences={"s": {"when": {}, "then": "sud", "because": "Non"}},
        weights={"a": {"oui": 0.5}, "b": {"oui": 0.5}},
    )
    assert lower_bound(compiled(both)) == pytest.approx(0.75 * 1 + 0.25 * 2)
    assert card_figures(compiled(both)).computed.expected == pytest.approx(1.5)


def test_nothing_to_ask_costs_nothing() -> None:
    """One destination whatever the facts."""
    one = compiled(
        built(facts={"a": {"values": ["oui", "non"]}}, rules={"r": {"when": {}, "then": "nord"}})
    )
    figures = card_figures(one)
    assert figures.bound == figures.computed.expected == figures.reading_order.expected == 0
    assert figures.computed.worst == 0


def test_over_too_many_cases_the_bound_is_the_first_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is still a bound, and takes no time."""
    monkeypatch.setattr(cards_module, "CASES_FOR_CERTIFICATES", 100)
    assert lower_bound(retention()) == 1.0
    one = compiled(
        built(facts={"a": {"values": ["oui", "non"]}}, rules={"r": {"when": {}, "then": "nord"}})
    )
    monkeypatch.setattr(cards_module, "CASES_FOR_CERTIFICATES", 1)
    assert lower_bound(one) == 0.0


def test_the_order_of_the_text_is_that_of_the_words_that_rules_rest_on() -> None:
    """Each fact where the first written rule that reads it is quoted; readings have no place."""
    text = "D’abord le drapeau. Puis le blocage, avec le contrat."
    procedure = built(
        facts={name: {"values": ["oui", "non"]} for name in ("contrat", "blocage", "drapeau", "x")},
        passages={
            "blocage": {"section": "s", "quote": ["avec le contrat", "Puis le blocage"]},
            "drapeau": {"section": "s", "quote": "D’abord le drapeau"},
        },
        rules={
            "un": {"when": {"blocage": "oui", "contrat": "oui"}, "then": "nord",
                   "passages": "blocage"},
            "deux": {"when": {"drapeau": "oui"}, "then": "sud", "passages": "drapeau"},
            "trois": {"when": {"x": "oui"}, "then": "est", "passages": "drapeau",
                      "ground": "reading"},
        },
    )  # fmt: skip
    one = Compiled(Edition(procedure, Source(text), "essai"))
    place = text.index("Puis")
    assert text_order(one) == {"contrat": place, "blocage": place, "drapeau": 0, "x": len(text)}


def test_the_real_text_speaks_first_of_what_it_says_first() -> None:
    """The red flag, then cancellations and their contracts; what rules do not quote comes last."""
    places = text_order(retention())
    assert sorted(places, key=lambda fact: places[fact])[0] == "feu-rouge"
    assert places["feu-rouge"] < places["demande"] <= places["contrat"] < places["blocage"]
    assert places["demande"] < places["pre-actif"] < places["retention-disponible"]
