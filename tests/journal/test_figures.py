"""Weekly figures: as counted by hand, and nothing of a week of too few people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decision.decide import decide
from bot.decision.verdict import Decided
from bot.journal.entry import WEEK, Tally, Week
from bot.journal.figures import FEWEST, Figures, weekly
from bot.proof.grey_zones import moved_cases
from tests.decision.retention import CASES, completions, retention
from tests.journal.calls import MONDAY, WEEKS, tallies, tally

MOVED = {name: cases for name, cases in moved_cases(retention().routing).items() if cases}
PLACES = {frozenset(retention().space.case_at(n).items()): n for n in range(retention().space.size)}


def figures(counted: list[Tally], people: int = FEWEST) -> Figures:
    (one,) = weekly(retention(), [Week(MONDAY, people, 9, 4)], counted)
    return one


@given(tallies, st.integers(0, FEWEST - 1))
def test_nothing_is_told_of_a_week_of_fewer_than_five_people(
    counted: list[Tally], people: int
) -> None:
    """Whatever was counted, each of its numbers is the one of a week without a call."""
    one = figures(counted, people)
    assert not one.is_told
    assert one == Figures(MONDAY, people)


@given(tallies)
def test_each_week_is_counted_on_its_own(counted: list[Tally]) -> None:
    """Where calls went, on what ground, what nobody knew, and the cards that it took."""
    weeks = [Week(week, FEWEST, 9, 4) for week in WEEKS]
    for one in weekly(retention(), weeks, counted):
        mine = [tally for tally in counted if tally.week == one.week]
        verdicts = sum(tally.verdicts for tally in mine)
        assert one.is_told
        assert (one.verdicts, one.begun, one.abandoned) == (verdicts, 9, 4)
        assert one.destinations == summed((t.destination, t.verdicts) for t in mine)
        assert one.bases == summed((t.basis, t.verdicts) for t in mine)
        assert one.unknown == summed((fact, t.verdicts) for t in mine for fact in t.unknown)
        assert one.cards * verdicts == pytest.approx(sum(tally.cards for tally in mine))


def test_a_week_without_a_call_keeps_its_place() -> None:
    """Two weeks that stand side by side are one after the other."""
    weeks = [Week(MONDAY - 2 * WEEK, FEWEST, 9, 4), Week(MONDAY, FEWEST, 9, 4)]
    found = weekly(retention(), weeks, [])
    assert [one.week for one in found] == [MONDAY - 2 * WEEK, MONDAY - WEEK, MONDAY]
    assert [one.is_told for one in found] == [True, False, True]
    assert weekly(retention(), [], []) == ()


def summed(counts: Iterable[tuple[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for name, count in counts:
        total[name] += count
    return total


@settings(max_examples=40)
@given(tallies)
def test_a_verdict_is_of_a_grey_zone_that_would_move_whatever_case_it_is_of(
    counted: list[Tally],
) -> None:
    """As going through all of these cases, one after the other, tells."""
    mine = [tally for tally in counted if tally.week == MONDAY]
    zones: Counter[str] = Counter()
    grey = 0
    for one in mine:
        places = [PLACES[frozenset(case.items())] for case in completions(one.facts)]
        met = [name for name, cases in MOVED.items() if all(cases >> n & 1 for n in places)]
        zones.update(dict.fromkeys(met, one.verdicts))
        grey += one.verdicts if met else 0
    found = figures(counted)
    assert (found.zones, found.grey) == (zones, grey)


def test_the_optimum_is_on_average_what_the_order_of_the_questions_promises() -> None:
    """Of all cases, as likely as their weights say."""
    compiled = retention()
    weights = compiled.planner.weights
    likely = [prod(weights[fact][value] for fact, value in case.items()) for case in CASES]
    weeks = [Week(n * WEEK, FEWEST, 1, 0) for n in range(len(CASES))]
    calls = [tally(case, week=n * WEEK) for n, case in enumerate(CASES)]
    taken = weekly(compiled, weeks, calls)
    mean = sum(chance * one.optimum for chance, one in zip(likely, taken, strict=True))
    assert mean == pytest.approx(compiled.planner.cost(compiled.outcomes).expected)


@given(st.sampled_from(CASES))
def test_what_was_not_asked_costs_nothing_more(case: dict[str, str]) -> None:
    """The facts that were enough for the verdict take the same cards as all of them."""
    compiled, asked = retention(), dict[str, str]()
    while not isinstance(decision := decide(compiled, asked), Decided):
        asked |= {fact: case[fact] for fact in decision.facts if fact in case}
    assert figures([tally(asked)]).optimum == figures([tally(case)]).optimum


def test_a_fact_that_nobody_knows_is_asked_once_and_no_more() -> None:
    """Of a call of which nothing is known, there is an end to the questions."""
    cards = figures([tally({})]).optimum
    assert 1 <= cards <= len(retention().space.facts)


def test_facts_of_another_version_are_left_out() -> None:
    """A fact or a value that is no more neither counts nor breaks anything."""
    old = tally({"demande": "plainte-formelle", "ancien": "oui", "blocage": "disparu"})
    assert figures([old]).optimum == figures([tally({"demande": "plainte-formelle"})]).optimum
    assert figures([old]).verdicts == 1
