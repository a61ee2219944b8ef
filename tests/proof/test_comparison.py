"""Two versions compared: exactly the cases that a brute-force reading finds, in few cubes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from math import isclose, prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decision.compiled import Compiled
from bot.decision.order import value_weights
from bot.decision.space import Case
from bot.decision.verdict import Verdict
from bot.procedure.loader import load
from bot.procedure.model import Procedure, Rule
from bot.proof.comparison import Change, Comparison, Cube, Kind, compare, weighed
from tests.decision.strategies import agrees, built, compiled, distinct, procedures, relevant
from tests.procedures import RETENTION
from tests.proof.edits import edited, without

OLD = Compiled(load(RETENTION))
Changes = dict[frozenset[tuple[str, str]], Change]


def version(procedure: Procedure) -> Compiled:
    """The real procedure's folder with another content."""
    return Compiled(replace(OLD.edition, procedure=procedure, version="f00000000000"))


# ── The plain reading ─────────────────────────────────────────────────────────────────────────


def oracle(old: Compiled, new: Compiled, cases: Iterable[Case]) -> Changes:
    """The cases that change, by reading each of them under both versions."""
    known: tuple[dict[Any, Verdict | None], ...] = ({}, {})
    found = {}
    for case in cases:
        before, after = verdict_of(old, case, known[0]), verdict_of(new, case, known[1])
        if before != after:
            found[frozenset(case.items())] = Change(before, after)
    return found


def verdict_of(one: Compiled, case: Case, known: dict[Any, Verdict | None]) -> Verdict | None:
    """The verdict of a version on what it knows of a case; None where that is not enough."""
    facts = one.procedure.facts
    told = {fact: v for fact, v in case.items() if fact in facts and v in facts[fact].values}
    if len(told) == sum(fact in facts for fact in case):
        return one.verdict(told)
    key = frozenset(told.items())
    if key not in known:
        verdicts = {one.verdict(whole) for whole in _distinct(one, told)}
        known[key] = verdicts.pop() if len(verdicts) == 1 else None
    return known[key]


def _distinct(one: Compiled, told: Case) -> Iterable[Case]:
    """The distinct cases of a version that agree with what is told."""
    if one.edition.name == "retention":  # Too many facts for a plain product.
        return one.space.each_of(one.space.matching(told))
    return [whole for whole in distinct(one.procedure) if agrees(whole, told)]


def of_both(old: Procedure, new: Procedure) -> Iterator[Case]:
    """Each case of two small versions once: the facts relevant in either, with any value."""
    values = {
        name: list(dict.fromkeys(v for one in (old, new) for v in _values(one, name)))
        for name in {**old.facts, **new.facts}
    }
    seen = set()
    for given_values in product(*values.values()):
        total = dict(zip(values, given_values, strict=True))
        case = {
            fact: value
            for fact, value in total.items()
            if any(fact in one.facts and relevant(one, fact, total) for one in (old, new))
        }
        if (key := frozenset(case.items())) not in seen:
            seen.add(key)
            yield case


def _values(procedure: Procedure, fact: str) -> Iterable[str]:
    return procedure.facts[fact].values if fact in procedure.facts else ()


# ── What is found ─────────────────────────────────────────────────────────────────────────────


def listed(comparison: Comparison) -> Changes:
    """The cases of all classes; that one is in two classes, or is miscounted, fails."""
    found: Changes = {}
    for one in comparison.classes:
        for case in cases_in(comparison, one):
            assert found.setdefault(case, one.change) is one.change
    assert len(found) == comparison.cases
    return found


def cases_in(comparison: Comparison, cube: Cube) -> list[frozenset[tuple[str, str]]]:
    cases = comparison.space.where((cube.facts,))
    assert cases.bit_count() == cube.cases
    return [frozenset(case.items()) for case in comparison.space.each_of(cases)]


def swapped(changes: Changes) -> Changes:
    return {case: Change(change.after, change.before) for case, change in changes.items()}


def assert_grouped(comparison: Comparison) -> None:
    """The ways of each group are its classes' cases, each once, all seen alike."""
    for group in comparison.groups:
        ways = [case for way in group.ways for case in cases_in(comparison, way)]
        classes = [case for one in group.classes for case in cases_in(comparison, one)]
        assert len(ways) == len(set(ways)) == group.cases
        assert set(ways) == set(classes)
        assert isclose(group.share, sum(one.share for one in group.classes), abs_tol=1e-9)
        assert len({one.change.seen for one in group.classes}) == 1
    assert sum(group.cases for group in comparison.groups) == comparison.cases


@settings(max_examples=20)
@given(st.data())
def test_random_edits_of_the_real_procedure_are_found_exactly(data: st.DataObject) -> None:
    """Rules, precedences, phrases, values, facts and relevance changed at random."""
    new = version(data.draw(edited(OLD.procedure)))
    comparison = compare(OLD, new)
    space = comparison.space
    changes = oracle(OLD, new, space.each_of(space.everything))
    assert listed(comparison) == changes
    assert_grouped(comparison)


@settings(max_examples=60)
@given(st.data())
def test_random_edits_of_small_procedures_are_found_exactly(data: st.DataObject) -> None:
    """Against every way to give a value to all facts of both; and backwards, the same cases."""
    procedure = data.draw(procedures(sound=True, most=4))
    old, new = compiled(procedure), compiled(data.draw(edited(procedure)))
    comparison = compare(old, new)
    changes = oracle(old, new, of_both(old.procedure, new.procedure))
    assert listed(comparison) == changes
    assert_grouped(comparison)
    assert listed(compare(new, old)) == swapped(changes)


@settings(max_examples=40)
@given(procedures(sound=True, most=3), procedures(sound=True, most=3))
def test_two_procedures_that_have_little_in_common_are_compared_exactly(
    one: Procedure, other: Procedure
) -> None:
    """Neither edited from the other: facts have other values, and wait for other facts."""
    old, new = compiled(one), compiled(other)
    comparison = compare(old, new)
    changes = oracle(old, new, of_both(one, other))
    assert listed(comparison) == changes
    assert_shares(comparison)


def assert_shares(comparison: Comparison) -> None:
    """Each class weighs what its cases do, by the weights of the new version."""
    old, new = comparison.old.procedure, comparison.new.procedure
    weights = {
        name: value_weights(new if name in new.facts else old, name)
        for name in comparison.space.facts
    }
    for one in comparison.classes:
        share = sum(
            prod(weights[fact].get(value, 0) for fact, value in case)
            for case in cases_in(comparison, one)
        )
        assert isclose(one.share, share, abs_tol=1e-9)


def test_a_version_changes_nothing_of_itself() -> None:
    """Not a case."""
    assert compare(OLD, OLD).classes == ()


@pytest.mark.parametrize("rule", ["feu-rouge", "recouvrement", "file-saturee", "mbg"])
def test_a_rule_removed_changes_exactly_the_cases_that_change(rule: str) -> None:
    """What it leaves without a verdict changes too."""
    new = version(OLD.procedure.model_copy(update={"rules": without(OLD.procedure, rule)}))
    comparison = compare(OLD, new)
    space = comparison.space
    changes = oracle(OLD, new, space.each_of(space.everything))
    assert changes
    assert listed(comparison) == changes


def small(facts: dict[str, Any], **rules: Any) -> Compiled:
    return compiled(built(facts=facts, rules=rules))


def test_a_value_that_one_version_does_not_know_has_no_verdict_there() -> None:
    """And those of the others stay as they were."""
    old = small({"a": {"values": ["x", "y"]}}, r={"when": {"a": "x"}, "then": "nord"},
                s={"when": {"a": "y"}, "then": "sud"})  # fmt: skip
    new = small({"a": {"values": ["x", "y", "z"]}}, r={"when": {"a": ["x", "z"]}, "then": "nord"},
                s={"when": {"a": "y"}, "then": "sud"})  # fmt: skip
    (one,) = compare(old, new).classes
    assert one.facts == {"a": ("z",)}
    assert one.change.before is None
    assert one.change.after is not None
    assert compare(old, new).groups[0].kind is Kind.DESTINATION


def test_a_value_that_makes_no_difference_is_not_missed_where_it_is_not_known() -> None:
    """The version that does not know it answers as it does whatever the fact."""
    rule = {"when": {"b": "u"}, "then": "nord"}
    facts = {"b": {"values": ["u", "v"]}, "a": {"values": ["x", "y"]}}
    more = {**facts, "a": {"values": ["x", "y", "z"]}}
    rest = {"when": {"b": "v", "a": ["x", "y"]}, "then": "sud"}
    last = {"when": {"b": "v", "a": "z"}, "then": "est"}
    (one,) = compare(small(facts, r=rule, s=rest), small(more, r=rule, s=rest, t=last)).classes
    assert one.facts == {"b": ("v",), "a": ("z",)}
    assert one.change.before is not None, "« sud », whatever a"


def test_a_fact_that_one_version_does_not_ask_splits_its_cases() -> None:
    """A case of before is as many as the new fact has values; only those that move are told."""
    old = small({"a": {"values": ["x", "y"]}}, r={"when": {"a": ["x", "y"]}, "then": "nord"})
    new = small(
        {"a": {"values": ["x", "y"]}, "b": {"values": ["u", "v"], "relevant": {"a": "x"}}},
        r={"when": {"a": ["x", "y"]}, "then": "nord"},
        s={"when": {"b": "u"}, "then": "sud", "over": [{"rules": "r"}]},
    )
    (one,) = compare(old, new).classes
    assert one.facts == {"a": ("x",), "b": ("u",)}
    assert (one.cases, one.change.kind) == (1, Kind.DESTINATION)
    assert one.share == pytest.approx(1 / 4)


def test_a_fact_that_neither_version_ever_asks_does_not_multiply_cases() -> None:
    """It waits for two answers that no case has together."""
    facts = {
        "a": {"values": ["x", "y"]},
        "b": {"values": ["u", "v"], "relevant": {"a": "x"}},
        "c": {"values": ["1", "2"], "relevant": {"a": "y", "b": "u"}},
    }
    rest = {"when": {"a": "x"}, "then": "nord"}
    old = small(facts, r=rest, s={"when": {"a": "y"}, "then": "sud"})
    new = small(facts, r=rest, s={"when": {"a": "y"}, "then": "est"})
    assert compare(old, new).cases == 1


def test_facts_that_wait_for_each_other_across_versions_are_compared_all_the_same() -> None:
    """Where c is 1, b waits for a before; where c is 2, a waits for b after."""
    a, b = {"values": ["x", "y"]}, {"values": ["u", "v"]}
    c = {"values": ["1", "2"]}
    rule = {"when": {"b": "u"}, "then": "nord"}
    rest = {"when": [{"b": "v"}, {"a": "y"}, {"c": "2"}], "then": "sud", "over": [{"rules": "r"}]}
    back = {**rest, "over": []}
    old = small(
        {"c": c, "a": {**a, "relevant": {"c": "1"}}, "b": {**b, "relevant": {"a": "x"}}},
        r=rule, s=rest,
    )  # fmt: skip
    new = small(
        {"c": c, "a": {**a, "relevant": {"b": "u"}}, "b": {**b, "relevant": {"c": "2"}}},
        r={**rule, "over": [{"rules": "s"}]}, s=back, t={"when": {"c": "1"}, "then": "est"},
    )  # fmt: skip
    comparison = compare(old, new)
    space = comparison.space
    changes = oracle(old, new, space.each_of(space.everything))
    assert changes
    assert listed(comparison) == changes


def test_real_calls_count_where_they_move_whatever_is_not_known() -> None:
    """A call that may move is told apart, and one that does not is only counted."""
    facts = {"a": {"values": ["x", "y"]}, "b": {"values": ["u", "v"]}}
    always = {"when": {"a": ["x", "y"]}, "then": "nord"}
    new: Mapping[str, Any] = {"when": {"a": "x", "b": "u"}, "then": "sud", "over": [{"rules": "r"}]}
    other = {"when": {"a": "x", "b": "v"}, "then": "est", "over": [{"rules": "r"}]}
    comparison = compare(small(facts, r=always), small(facts, r=always, s=new, t=other))
    calls = [
        ({"a": "x", "b": "u"}, 7),
        ({"a": "x", "b": "v", "jadis": "oui"}, 5),
        ({"a": "x"}, 30),
        ({"b": "u"}, 100),
        ({"a": "y"}, 1000),
        ({"a": "inconnu"}, 3000),
    ]
    told = weighed(comparison, calls)
    moved = {
        group.change.after.destination: count
        for group, count in zip(comparison.groups, told.moved, strict=True)
        if group.change.after
    }
    assert moved == {"sud": 7, "est": 5}
    assert told.undetermined == 30 + 100 + 3000
    assert told.calls == 4142


def test_what_a_group_has_in_common_holds_in_all_its_cases() -> None:
    """And not beyond what is said: each value told occurs."""
    rules: dict[str, Rule] = without(OLD.procedure, "recouvrement")
    comparison = compare(OLD, version(OLD.procedure.model_copy(update={"rules": rules})))
    assert comparison.groups
    for group in comparison.groups:
        common, moved = comparison.common(group), comparison.moved(group)
        assert not moved & ~comparison.space.where((common,))
        for fact, values in common.items():
            assert all(comparison.space.having(fact, value) & moved for value in values)
