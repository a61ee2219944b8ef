"""Why a verdict is what it is: what decides, what is set aside, and what would change it."""

from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decision.explain import (
    Explanation,
    SetAside,
    explain,
    replaced_rules,
    what_would_change,
)
from bot.procedure.model import Ground
from tests.decision.interpreter import holds, interpret
from tests.decision.oracle import FACTS, is_relevant, oracle
from tests.decision.retention import CASES, Case, completions, outcomes, partial_facts, retention

cases = st.sampled_from(CASES)
Outcome = tuple[str, tuple[str, ...]]


# ── Why ───────────────────────────────────────────────────────────────────────────────────────


@given(cases)
def test_the_rules_that_decide_hold_and_lead_where_the_call_goes(case: Case) -> None:
    """Or to the destination that another of them takes the place of."""
    rules = retention().procedure.rules
    destination, deciding = oracle(case).destination, explain(retention(), case).deciding
    instead = {rules[name].instead_of for name in deciding} - {None}
    assert set(deciding) == interpret(retention().procedure, case).deciding
    for name in deciding:
        assert holds(rules[name].when, case)
        leads = rules[name].then
        assert leads == destination or (rules[name].instead_of is None and leads in instead)
    assert set(replaced_rules(rules, deciding)) == {
        name for name in deciding if rules[name].instead_of is None and rules[name].then in instead
    }


@given(cases)
def test_what_is_set_aside_holds_and_says_otherwise(case: Case) -> None:
    """And the precedence told is the one that the rule which decides declares."""
    rules = retention().procedure.rules
    found = interpret(retention().procedure, case)
    told = explain(retention(), case)
    assert told.perhaps == ()
    for aside in told.set_aside:
        assert aside.rule in found.holding - found.deciding
        assert rules[aside.rule].then != rules[aside.by].then
        assert aside.by in told.deciding
        assert aside.precedence in rules[aside.by].over
        assert aside.rule in aside.precedence.rules


@given(cases)
def test_nothing_that_says_otherwise_is_passed_over_in_silence(case: Case) -> None:
    """Each rule that holds, decides nothing and leads elsewhere is among those set aside."""
    rules = retention().procedure.rules
    found, told = interpret(retention().procedure, case), explain(retention(), case)
    places = {rules[name].then for name in found.deciding}
    elsewhere = {name for name in found.holding if rules[name].then not in places}
    assert elsewhere <= {aside.rule for aside in told.set_aside}


@given(cases)
def test_the_basis_is_the_weakest_of_the_grounds_told(case: Case) -> None:
    """Of the firmest rule that leads there, and of the firmest that takes its place."""
    told = explain(retention(), case)
    assert oracle(case).basis == _weakest_told(told)
    assert (told.silence is None) == bool(told.deciding)


def _weakest_told(told: Explanation) -> Ground:
    if told.silence is not None:
        return Ground.SILENT
    rules, grounds = retention().procedure.rules, list(Ground)
    weakest: dict[bool, list[int]] = {}
    for name in told.deciding:
        used = [rules[name].ground]
        used += [aside.precedence.ground for aside in told.set_aside if aside.by == name]
        ranks = weakest.setdefault(rules[name].instead_of is None, [])
        ranks.append(max(map(grounds.index, used)))
    return grounds[max(min(ranks) for ranks in weakest.values())]


@given(partial_facts())
def test_what_is_told_of_a_case_left_open_holds_however_it_ends(known: Case) -> None:
    """What is so in every completion is told as certain, what is so in some as « perhaps »."""
    told = explain(retention(), known)
    ends = [everything()[frozenset(case.items())] for case in completions(known)]
    assert set(told.deciding) == set.intersection(*(set(end.deciding) for end in ends))
    silences = {end.silence for end in ends}
    assert told.silence == (silences.pop() if len(silences) == 1 else None)
    always = set.intersection(*(_pairs(end.set_aside) for end in ends))
    sometimes = set.union(*(_pairs(end.set_aside) for end in ends)) - always
    by_those_told = {pair for pair in always | sometimes if pair[1] in told.deciding}
    assert _pairs(told.set_aside) == always & by_those_told
    assert _pairs(told.perhaps) == sometimes & by_those_told


def _pairs(asides: tuple[SetAside, ...]) -> set[tuple[str, str]]:
    return {(aside.rule, aside.by) for aside in asides}


@cache
def everything() -> dict[frozenset[tuple[str, str]], Explanation]:
    """Each complete case explained once."""
    return {frozenset(case.items()): explain(retention(), case) for case in CASES}


def test_a_silence_is_told_as_one() -> None:
    """No rule, and the silence that the owner declared."""
    case = next(case for case in CASES if oracle(case).destination == "superviseur")
    assert explain(retention(), case) == Explanation((), (), silence="autre-demande")


# ── What would change it ──────────────────────────────────────────────────────────────────────


def _relevant_only(facts: Case) -> Case:
    kept: Case = {}
    for fact in FACTS:
        if fact in facts and is_relevant(fact, kept):
            kept[fact] = facts[fact]
    return kept


def _certain(facts: Case) -> Outcome | None:
    """The outcome on which all completions of the facts of use agree."""
    agreed = outcomes(_relevant_only(facts))
    return agreed.pop() if len(agreed) == 1 else None


def _reached(case: Case, size: int) -> set[Outcome]:
    """The other outcomes that come of taking exactly `size` facts otherwise."""
    reached = set()
    for facts in combinations(FACTS, size):
        for values in product(*(FACTS[fact] for fact in facts)):
            changed = dict(zip(facts, values, strict=True))
            after = {**case, **changed}
            otherwise = all(case.get(fact) != value for fact, value in changed.items())
            if otherwise and changed.items() <= _relevant_only(after).items():
                reached.add(_certain(after))
    return {one for one in reached if one is not None} - {_certain(case)}


@settings(max_examples=30)
@given(cases)
def test_a_change_leads_where_it_says_and_is_a_change(case: Case) -> None:
    """By the oracle, whatever the facts that it makes relevant turn out to be."""
    changes = what_would_change(retention(), case)
    expected = oracle(case)
    for change in changes:
        assert 1 <= len(change.facts) <= 3
        assert all(case.get(fact) != value for fact, value in change.facts.items())
        outcome = (change.outcome.destination, change.outcome.phrases)
        assert outcome != (expected.destination, expected.phrases)
        assert _certain({**case, **change.facts}) == outcome
    assert len({change.outcome for change in changes}) == len(changes)


@settings(max_examples=30)
@given(cases)
def test_what_one_fact_would_change_is_told_with_one_fact(case: Case) -> None:
    """Every outcome that one fact reaches, and no other is said to be that near."""
    near = {
        (change.outcome.destination, change.outcome.phrases)
        for change in what_would_change(retention(), case)
        if len(change.facts) == 1
    }
    assert near == _reached(case, 1)


@pytest.mark.parametrize("place", [0, 300, 1_200, 2_500, 4_000, 5_080])
def test_no_change_is_told_with_more_facts_than_it_takes(place: int) -> None:
    """What is told with two or three facts is not reached with fewer."""
    case = CASES[place]
    reached = {size: _reached(case, size) for size in (1, 2)}
    for change in what_would_change(retention(), case):
        outcome = (change.outcome.destination, change.outcome.phrases)
        for size in range(1, len(change.facts)):
            assert outcome not in reached[size], change


def test_the_nearest_change_to_an_ordinary_call_is_one_fact() -> None:
    """An available team makes a transfer of a task."""
    case = {
        "demande": "insatisfaction",
        "pre-actif": "non",
        "blocage": "aucun",
        "feu-rouge": "non",
        "facturation-a-regler": "non",
        "retention-disponible": "non",
    }
    changes = {c.outcome.destination: c.facts for c in what_would_change(retention(), case)}
    assert changes["retention"] == {"retention-disponible": "oui"}
    assert changes["fraude"] == {"pre-actif": "oui"}
    assert changes["est"] == {"demande": "plainte-formelle"}
    assert changes["support"] == {"blocage": "recouvrement"}
