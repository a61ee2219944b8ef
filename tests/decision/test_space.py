"""Every distinct case has its bit, and each set of cases is the one that its words describe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decision.space import CaseSpace
from bot.errors import TooManyCases
from bot.procedure.model import Procedure
from tests.decision.interpreter import holds
from tests.decision.strategies import (
    Case,
    agrees,
    built,
    conditions,
    distinct,
    fact_parts,
    relevant,
    restricted,
    totals,
)


def facts_only() -> st.SearchStrategy[Procedure]:
    """Facts, some relevant under others, and nothing else."""
    return fact_parts().map(lambda facts: built(facts=facts))


def _some_facts(data: st.DataObject, procedure: Procedure) -> Case:
    """Any values of any facts, consistent or not."""
    return data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                name: st.sampled_from(list(fact.values)) for name, fact in procedure.facts.items()
            },
        )
    )


def _members(space: CaseSpace, cases: int) -> list[Case]:
    return [space.case_at(n) for n in range(space.size) if cases >> n & 1]


@given(facts_only())
def test_each_distinct_case_has_one_place(procedure: Procedure) -> None:
    """All of them, once each, and no other."""
    space = CaseSpace(procedure)
    cases = [space.case_at(n) for n in range(space.size)]
    assert cases == list(space.each_of(space.everything))
    assert len({frozenset(case.items()) for case in cases}) == len(cases)
    assert {frozenset(c.items()) for c in cases} == {
        frozenset(c.items()) for c in distinct(procedure)
    }


@given(facts_only())
def test_a_fact_comes_after_those_that_settle_its_relevance(procedure: Procedure) -> None:
    """Whatever the order in which the owner wrote them."""
    place = {name: n for n, name in enumerate(CaseSpace(procedure).facts)}
    assert set(place) == set(procedure.facts)
    for name, fact in procedure.facts.items():
        assert all(place[parent] < place[name] for way in fact.relevant for parent in way)


@given(facts_only(), st.data())
def test_a_condition_describes_the_cases_in_which_it_holds(
    procedure: Procedure, data: st.DataObject
) -> None:
    """Alternatives, several facts at once, several values; an empty one always holds."""
    values = {name: list(fact.values) for name, fact in procedure.facts.items()}
    written = data.draw(st.just([]) | conditions(values, most=3))
    condition = tuple({f: tuple(v) for f, v in way.items()} for way in written)
    space = CaseSpace(procedure)
    held = [case for case in space.each_of(space.everything) if holds(condition, case)]
    assert list(space.each_of(space.where(condition))) == held


@given(facts_only())
def test_having_a_value_is_a_set_of_cases(procedure: Procedure) -> None:
    """Those in which the fact is relevant and has it."""
    space = CaseSpace(procedure)
    for name, fact in procedure.facts.items():
        for value in fact.values:
            having = _members(space, space.having(name, value))
            assert having == [c for c in space.each_of(space.everything) if c.get(name) == value]


@given(facts_only(), st.data())
def test_what_is_known_leaves_the_cases_that_agree(
    procedure: Procedure, data: st.DataObject
) -> None:
    """A fact known and of no use to a case does not exclude it."""
    space, known = CaseSpace(procedure), _some_facts(data, procedure)
    left = [case for case in space.each_of(space.everything) if agrees(case, known)]
    assert list(space.each_of(space.matching(known))) == left
    assert left != []
    assert space.first_of(space.matching(known)) == left[0]


@given(facts_only())
def test_relevance_is_known_of_each_complete_case(procedure: Procedure) -> None:
    """Whatever values the irrelevant facts are given."""
    space = CaseSpace(procedure)
    for total in totals(procedure):
        for fact in procedure.facts:
            expected = relevant(procedure, fact, total)
            assert space.is_relevant(fact, total) is expected
            assert space.is_relevant(fact, restricted(procedure, total)) is expected


@given(facts_only(), st.data())
def test_relevance_told_early_is_never_belied(procedure: Procedure, data: st.DataObject) -> None:
    """Where some facts are unknown, yes and no hold whatever they turn out to be."""
    space, known = CaseSpace(procedure), _some_facts(data, procedure)
    told = {fact: space.is_relevant(fact, known) for fact in procedure.facts}
    for total in totals(procedure):
        if all(total[fact] == value for fact, value in known.items()):
            for fact, is_relevant in told.items():
                assert is_relevant in (None, relevant(procedure, fact, total))


@given(fact_parts(one_parent=True).map(lambda facts: built(facts=facts)), st.data())
def test_relevance_is_told_as_soon_as_it_is_certain(
    procedure: Procedure, data: st.DataObject
) -> None:
    """Where each fact depends on one other, unknown means that both are possible."""
    space, known = CaseSpace(procedure), _some_facts(data, procedure)
    left = [t for t in totals(procedure) if all(t[f] == v for f, v in known.items())]
    for fact in procedure.facts:
        possible = {relevant(procedure, fact, total) for total in left}
        told = space.is_relevant(fact, known)
        assert possible == ({True, False} if told is None else {told})


def test_a_fact_under_one_that_may_not_matter_may_not_matter_either() -> None:
    """« b » is « oui », and yet « c » hangs on whether « b » is of use at all."""
    space = CaseSpace(
        built(
            facts={
                "a": {"values": ["oui", "non"]},
                "b": {"values": ["oui", "non"], "relevant": {"a": "oui"}},
                "c": {"values": ["oui", "non"], "relevant": {"b": "oui"}},
            }
        )
    )
    assert space.is_relevant("c", {"b": "oui"}) is None
    assert space.is_relevant("c", {"b": "non"}) is False
    assert space.is_relevant("c", {"a": "oui", "b": "oui"}) is True
    assert space.is_relevant("c", {"a": "non", "b": "oui"}) is False


def _digits(count: int, **more: list[str]) -> Procedure:
    digits = [f"v{n}" for n in range(10)]
    facts = {f"f{n}": {"values": digits} for n in range(count)}
    extra = {name: {"values": values} for name, values in more.items()}
    return built(facts=facts | extra)


def test_a_million_cases_are_enumerated() -> None:
    """The largest procedure that is proved has exactly a million."""
    assert CaseSpace(_digits(6)).size == 1_000_000


def test_more_than_a_million_cases_are_refused() -> None:
    """With the reason, in words that can be shown."""
    with pytest.raises(TooManyCases, match="plus de 1\u202f000\u202f000 cas distincts"):
        CaseSpace(_digits(6, autre=["oui", "non"]))
