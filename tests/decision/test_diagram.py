"""A diagram tells each case what its rules say, and equal diagrams are one object."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.decision.diagram import Diagram, Forest, Fork, leaves, support, walk
from bot.decision.space import CaseSpace
from bot.procedure.model import Procedure
from tests.decision.retention import CASES, partial_facts, retention
from tests.decision.strategies import Case, agrees, compiled, procedures, totals


def followed(diagram: Diagram, case: Mapping[str, str]) -> Any:
    """The leaf that a case leads to."""
    while isinstance(diagram, Fork):
        diagram = diagram.branches[case[diagram.fact]]
    return diagram


def _some_facts(data: st.DataObject, procedure: Procedure) -> Case:
    values = {name: st.sampled_from(list(fact.values)) for name, fact in procedure.facts.items()}
    return data.draw(st.fixed_dictionaries({}, optional=values))


@given(procedures(sound=True), st.data())
def test_what_is_left_is_what_the_cases_that_agree_say(
    procedure: Procedure, data: st.DataObject
) -> None:
    """Putting facts into the diagram is filtering the cases by them."""
    one, known = compiled(procedure), _some_facts(data, procedure)
    left = one.forest.given_all(one.verdicts, known)
    cases = [c for c in one.space.each_of(one.space.everything) if agrees(c, known)]
    assert set(leaves(left)) == {one.verdict(case) for case in cases}
    for case in cases:
        assert followed(left, case) == one.verdict(case)
    assert not support(left) & known.keys()


@given(procedures(sound=True), st.data())
def test_facts_may_be_put_in_any_order(procedure: Procedure, data: st.DataObject) -> None:
    """The very same object is left."""
    one, known = compiled(procedure), _some_facts(data, procedure)
    turned = dict(data.draw(st.permutations(list(known.items()))))
    left = one.forest.given_all(one.outcomes, known)
    assert one.forest.given_all(one.outcomes, turned) is left


@given(procedures(sound=True))
def test_equal_diagrams_are_one_object(procedure: Procedure) -> None:
    """Two answers that come to the same leave the same object, and no others do."""
    one = compiled(procedure)
    everything = list(totals(procedure))
    for name, fact in procedure.facts.items():
        left = {value: one.forest.given(one.outcomes, name, value) for value in fact.values}
        tables = {v: [followed(d, total) for total in everything] for v, d in left.items()}
        for value, table in tables.items():
            for other, second in tables.items():
                assert (left[value] is left[other]) == (table == second)


@given(procedures(sound=True))
def test_a_diagram_depends_on_the_facts_that_change_its_answer(procedure: Procedure) -> None:
    """On those, and on no other."""
    one = compiled(procedure)
    changing = {
        name
        for total in totals(procedure)
        for name, fact in procedure.facts.items()
        for value in fact.values
        if followed(one.outcomes, total) != followed(one.outcomes, {**total, name: value})
    }
    assert support(one.outcomes) == changing


@given(procedures(sound=True))
def test_no_fork_is_without_effect(procedure: Procedure) -> None:
    """Each has two branches that differ, and gives every value of its fact in order."""
    one = compiled(procedure)

    def visit(node: Diagram) -> None:
        if isinstance(node, Fork):
            assert list(node.branches) == list(procedure.facts[node.fact].values)
            assert len({id(below) for below in node.branches.values()}) > 1
            for below in node.branches.values():
                visit(below)

    visit(one.outcomes)


@given(procedures(sound=True))
def test_the_quick_form_of_a_diagram_leads_to_the_same_leaves(procedure: Procedure) -> None:
    """Fact after fact."""
    one = compiled(procedure)
    for total in totals(procedure):
        fact, after = walk(one.outcomes)
        while fact is not None:
            fact, after = after[total[fact]]
        assert after == followed(one.outcomes, total)


@given(procedures(sound=True))
def test_a_diagram_grown_again_is_the_same_object(procedure: Procedure) -> None:
    """One forest holds one diagram for the same sets, and its leaves mapped to themselves."""
    space, forest = CaseSpace(procedure), Forest()
    sets = [space.having(name, next(iter(f.values))) for name, f in procedure.facts.items()]
    known: dict[tuple[bool, ...], tuple[bool, ...]] = {}

    def leaf(membership: tuple[bool, ...]) -> tuple[bool, ...]:
        return known.setdefault(membership, membership)

    grown = forest.grow(space.root, sets, leaf)
    size = len(forest)
    assert forest.grow(space.root, sets, leaf) is grown
    assert forest.mapped(grown, lambda one: known[one]) is grown
    assert len(forest) == size
    for n in range(space.size):
        membership = tuple(bool(one >> n & 1) for one in sets)
        assert followed(grown, space.case_at(n)) == membership


@given(partial_facts())
def test_what_is_left_of_the_real_procedure_is_what_its_cases_say(known: Case) -> None:
    """The verdicts of the cases that agree, and no other."""
    one = retention()
    left = one.forest.given_all(one.verdicts, known)
    found = {one.verdict(case) for case in CASES if agrees(case, known)}
    assert set(leaves(left)) == found
