"""The chart of a procedure: whatever the case, it leads where the procedure decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.decision.compiled import Compiled
from bot.decision.decide import decide
from bot.decision.diagram import leaves
from bot.decision.space import Case
from bot.decision.verdict import Decided, Outcome
from bot.flowchart.chart import Chart, Lane, chart
from bot.flowchart.decision_list import MOST_LINES, Line, decision_list
from bot.procedure.loader import load
from bot.procedure.model import Procedure
from tests.decision.strategies import built, compiled, distinct, procedures
from tests.procedures import RETENTION

REAL = Compiled(load(RETENTION))
CHART = chart(REAL)


def walked(drawn: Chart, case: Case) -> Outcome | None:
    """Where somebody comes to who reads each card from the top, with nothing but its words."""
    if drawn.only:
        return drawn.only
    number = 1
    while True:
        arrows = drawn.cards[number].arrows
        arrow = next(one for one in arrows if is_true(one.line, case))
        if arrow.card is None:
            return arrow.outcome
        number = arrow.card


def is_true(line: Line, case: Case) -> bool:
    """Whether a line's words are; without any, it is the rest."""
    return not line.ways or any(way.items() <= case.items() for way in line.ways)


def followed_ends(drawn: Chart, followed: Mapping[int, Sequence[int]]) -> set[Outcome]:
    """Where the lines that a case may take end."""
    arrows = [drawn.cards[number].arrows[n] for number, taken in followed.items() for n in taken]
    return {arrow.outcome for arrow in arrows if arrow.outcome}


def settled(one: Compiled, facts: Case) -> dict[str, str | None]:
    """Facts with those that they make irrelevant."""
    idle = [fact for fact in one.space.facts if one.space.is_relevant(fact, facts) is False]
    return {**facts, **dict.fromkeys(idle)}


@given(procedures(sound=True))
def test_read_from_the_top_every_card_leads_each_case_to_its_outcome(procedure: Procedure) -> None:
    """By the words that are shown: what is not true of a line is left for the next."""
    one = compiled(procedure)
    drawn = chart(one)
    for case in distinct(procedure):
        assert walked(drawn, case) == one.verdict(case).outcome


@given(st.integers(0, REAL.space.size - 1))
def test_the_real_chart_leads_each_case_to_its_outcome(place: int) -> None:
    """Whichever of the distinct cases."""
    case = REAL.space.case_at(place)
    assert walked(CHART, case) == REAL.verdict(case).outcome


@given(procedures(sound=True), st.data())
def test_what_a_case_may_still_come_to_is_followed_and_nothing_else(
    procedure: Procedure, data: st.DataObject
) -> None:
    """Of a case that is not whole, every end that is possible; of one that is, its own way."""
    one = compiled(procedure)
    drawn = chart(one)
    assume(drawn.cards)
    case = data.draw(st.sampled_from(list(distinct(procedure))))
    facts = (
        {fact: case[fact] for fact in data.draw(st.sets(st.sampled_from(list(case))))}
        if case
        else {}
    )
    facts = {f: v for f, v in facts.items() if one.space.is_relevant(f, facts) is not False}
    followed = drawn.followed(settled(one, facts))
    assert followed_ends(drawn, followed) == set(leaves(one.forest.given_all(one.outcomes, facts)))
    followed = drawn.followed(settled(one, case))
    assert [len(taken) for taken in followed.values()] == [1] * len(followed)
    assert tuple(followed) == drawn.certain(followed)


@given(st.integers(0, REAL.space.size - 1), st.sets(st.sampled_from(list(REAL.space.facts))))
def test_the_way_of_a_real_case_is_certain_as_far_as_its_facts_go(
    place: int, left_out: set[str]
) -> None:
    """And ends where `decide` says, or with the card that it asks next."""
    case = REAL.space.case_at(place)
    facts = {fact: value for fact, value in case.items() if fact not in left_out}
    followed = CHART.followed(settled(REAL, facts))
    last = CHART.cards[CHART.certain(followed)[-1]]
    decision = decide(REAL, facts)
    if isinstance(decision, Decided):
        assert {one.destination for one in followed_ends(CHART, followed)} == {
            decision.verdict.destination
        }
    else:
        assert len(followed[last.number]) > 1
        assert {one.destination for one in followed_ends(CHART, followed)} == set(decision.possible)


@given(procedures(sound=True, most=6))
def test_each_card_stands_right_of_all_that_lead_to_it(procedure: Procedure) -> None:
    """And what passes through a column has its lane there."""
    drawn = chart(compiled(procedure))
    column = {
        place: n
        for n, places in enumerate(drawn.columns)
        for place in places
        if place in drawn.cards
    }
    assert list(column) == sorted(column) == list(drawn.cards)
    for number, card in drawn.cards.items():
        for arrow in card.arrows:
            if arrow.card is not None:
                between = range(column[number] + 1, column[arrow.card])
                assert all(Lane(arrow.card) in drawn.columns[n] for n in between)
                assert column[arrow.card] > column[number]


def test_a_chart_that_is_cut_says_so() -> None:
    """The cards nearest to the first are drawn; a line to another one leads nowhere."""
    cut = chart(REAL, most=5)
    assert len(cut.cards) == 5
    assert not cut.is_whole
    assert CHART.is_whole
    ends = [arrow for card in cut.cards.values() for arrow in card.arrows]
    assert any(one.card is None and one.outcome is None for one in ends)


def test_a_procedure_that_asks_nothing_has_its_only_outcome() -> None:
    one = compiled(
        built(
            facts={"f": {"values": ["a", "b"]}},
            silences={"rien": {"when": {}, "then": "nord", "because": "Non"}},
        )
    )
    assert chart(one) == Chart({}, (), Outcome("nord", ()))


def test_many_facts_on_one_card_do_not_keep_anybody_waiting() -> None:
    """An even number of true answers: no condition on a few of them leaves no doubt."""
    facts = [f"f{n}" for n in range(5)]
    one = compiled(
        built(
            facts={fact: {"values": ["oui", "non"]} for fact in facts},
            rules={
                f"r{n}": {"when": dict(zip(facts, way, strict=True)), "then": "nord"}
                for n, way in enumerate(product(["oui", "non"], repeat=len(facts)))
                if way.count("oui") % 2
            },
            silences={"rien": {"when": {}, "then": "sud", "because": "Non"}},
        )
    )
    values = {fact: tuple(one.space.facts[fact].values) for fact in facts}
    lines = decision_list(one.forest, values, one.outcomes, facts)
    for case in distinct(one.procedure):
        line = next(line for line in lines if is_true(line, case))
        assert line.after == one.verdict(case).outcome


def test_a_card_of_too_many_lines_says_so_and_tells_nothing_wrong() -> None:
    """Seven facts of three values, any four of which count; what is not told is at the end."""
    facts = [f"f{n}" for n in range(7)]
    one = compiled(
        built(
            facts={fact: {"values": ["a", "b", "c"]} for fact in facts},
            rules={
                f"r{'-'.join(four)}": {"when": dict.fromkeys(four, "c"), "then": "nord"}
                for four in combinations(facts, 4)
            },
            silences={"rien": {"when": {}, "then": "sud", "because": "Non"}},
        )
    )
    values = {fact: tuple(one.space.facts[fact].values) for fact in facts}
    lines = decision_list(one.forest, values, one.outcomes, facts)
    assert len(lines) <= MOST_LINES + 1
    for case in one.space.each_of(one.space.everything):
        line = next(line for line in lines if is_true(line, case))
        assert line.after in (None, one.verdict(case).outcome)
