"""Two versions compared: exactly the cases that a brute-force reading finds, in classes."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.decision.compiled import Compiled
from bot.decision.decide import read_facts
from bot.decision.space import Case
from bot.decision.verdict import Verdict
from bot.procedure.loader import load
from bot.procedure.model import Ground, Precedence, Procedure, Rule
from bot.proof.comparison import Change, Comparison, Kind, compare
from bot.proof.rewording import Part, rewordings
from tests.decision.strategies import built, compiled
from tests.procedures import RETENTION

OLD = Compiled(load(RETENTION))


def edited(**parts: Any) -> Compiled:
    """The real procedure with some of its parts exchanged."""
    procedure = OLD.procedure.model_copy(update=parts)
    return Compiled(replace(OLD.edition, procedure=procedure, version="f00000000000"))


def verdict_of(version: Compiled, case: Case) -> Verdict | None:
    """The verdict of a version on a case of both; None where it does not know a value of it."""
    facts = {fact: value for fact, value in case.items() if fact in version.space.facts}
    if any(value not in version.space.facts[fact].values for fact, value in facts.items()):
        return None
    return version.verdict(read_facts(version, facts).facts)


def oracle(comparison: Comparison) -> dict[tuple[tuple[str, str], ...], Change]:
    """Each case of the joint space that changes, by reading every one of them twice."""
    old, new, space = comparison.old, comparison.new, comparison.space
    found = {}
    for case in space.each_of(space.everything):
        ends = verdict_of(old, case), verdict_of(new, case)
        if ends[0] != ends[1]:
            found[tuple(case.items())] = Change(*ends)
    return found


def listed(comparison: Comparison) -> dict[tuple[tuple[str, str], ...], Change]:
    """Each case of the classes, none of which two classes have."""
    found: dict[tuple[tuple[str, str], ...], Change] = {}
    for one in comparison.classes:
        cases = comparison.space.where((one.facts,))
        assert cases.bit_count() == one.cases
        for case in comparison.space.each_of(cases):
            key = tuple(case.items())
            assert key not in found
            found[key] = one.change
    return found


def is_settled(version: Compiled) -> bool:
    return not version.routing.unsettled


def test_a_version_changes_nothing_of_itself() -> None:
    """Not a case."""
    assert compare(OLD, OLD).classes == ()


@pytest.mark.parametrize("rule", sorted(OLD.procedure.rules))
def test_a_rule_removed_changes_exactly_the_cases_that_change(rule: str) -> None:
    """Whichever rule it is; what it leaves without a verdict changes too."""
    comparison = compare(OLD, edited(rules=without(OLD.procedure, rule)))
    assert listed(comparison) == oracle(comparison)
    assert comparison.cases == sum(group.cases for group in comparison.groups)


def without(procedure: Procedure, name: str) -> dict[str, Rule]:
    """The rules but one, which no other prevails over any more."""
    return {
        other: rule.model_copy(
            update={
                "over": tuple(
                    one.model_copy(update={"rules": tuple(r for r in one.rules if r != name)})
                    for one in rule.over
                )
            }
        )
        for other, rule in procedure.rules.items()
        if other != name
    }


@given(st.integers(0, 2**32))
def test_random_edits_of_the_real_procedure_are_found_exactly(seed: int) -> None:
    """Conditions, destinations, precedences, values and facts changed at random."""
    old, new = OLD, OLD
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 3)):
        new = Compiled(replace(new.edition, procedure=edit(new.procedure, chance)))
    assume(is_settled(new))
    comparison = compare(old, new)
    assert listed(comparison) == oracle(comparison)
    back = compare(new, old)
    swapped = {
        frozenset(case): Change(change.after, change.before)
        for case, change in listed(back).items()
    }
    assert {frozenset(case): change for case, change in listed(comparison).items()} == swapped


def edit(procedure: Procedure, chance: random.Random) -> Procedure:
    """One change of a procedure."""
    rules, name = dict(procedure.rules), chance.choice(sorted(procedure.rules))
    rule = rules[name]
    match chance.randrange(6):
        case 0:
            return procedure.model_copy(update={"rules": without(procedure, name)})
        case 1:
            then = chance.choice(sorted(procedure.destinations))
            rules[name] = rule.model_copy(update={"then": then})
        case 2:
            weaker = chance.choice(sorted(rules))
            added = Precedence(rules=(weaker,), ground=Ground.READING)
            rules[name] = rule.model_copy(update={"over": (*rule.over, added)})
        case 3:
            fact = chance.choice(sorted(procedure.facts))
            value = chance.choice(sorted(procedure.facts[fact].values))
            rules[name] = rule.model_copy(update={"when": (*rule.when, {fact: (value,)})})
        case 4:
            phrases = dict(procedure.phrases)
            said = chance.choice(sorted(phrases))
            fact = chance.choice(sorted(procedure.facts))
            value = chance.choice(sorted(procedure.facts[fact].values))
            phrases[said] = phrases[said].model_copy(update={"when": ({fact: (value,)},)})
            return procedure.model_copy(update={"phrases": phrases})
        case _:
            fact = chance.choice(sorted(procedure.facts))
            facts = dict(procedure.facts)
            label = next(iter(facts[fact].values.values()))
            values = {**facts[fact].values, "nouveau": label}
            facts[fact] = facts[fact].model_copy(update={"values": values})
            return procedure.model_copy(update={"facts": facts})
    return procedure.model_copy(update={"rules": rules})


def small(fact: dict[str, Any], **rules: Any) -> Compiled:
    return compiled(built(facts=fact, rules=rules))


def test_a_value_that_one_version_does_not_know_has_no_verdict_there() -> None:
    """And those of the others stay as they were."""
    old = small({"a": {"values": ["x", "y"]}}, r={"when": {"a": ["x", "y"]}, "then": "nord"})
    new = small(
        {"a": {"values": ["x", "y", "z"]}}, r={"when": {"a": ["x", "y", "z"]}, "then": "nord"}
    )
    (one,) = compare(old, new).classes
    assert one.facts == {"a": ("z",)}
    assert one.change.before is None
    assert one.change.after is not None
    assert compare(old, new).groups[0].kind is Kind.DESTINATION


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


def test_real_calls_count_where_they_move_whatever_is_not_known() -> None:
    """And a call that may move is not counted."""
    new = edited(rules=without(OLD.procedure, "feu-rouge"))
    comparison = compare(OLD, new)
    group = max(comparison.groups, key=lambda one: one.cases)
    case = comparison.space.first_of(comparison.moved(group))
    assert comparison.real(group, [(case, 7), ({}, 100), ({"demande": "inconnue"}, 100)]) == 7


def test_what_a_group_has_in_common_holds_in_all_its_cases() -> None:
    """And not beyond what is said: each value told occurs."""
    comparison = compare(OLD, edited(rules=without(OLD.procedure, "recouvrement")))
    for group in comparison.groups:
        common = comparison.common(group)
        moved = comparison.moved(group)
        assert not moved & ~comparison.space.where((common,))
        for fact, values in common.items():
            assert all(comparison.space.having(fact, value) & moved for value in values)


def test_what_is_written_otherwise_is_told_by_its_part() -> None:
    """A rule removed, a phrase reworded, a label changed: each by its name, before and after."""
    rules = without(OLD.procedure, "feu-rouge")
    facts = dict(OLD.procedure.facts)
    facts["blocage"] = facts["blocage"].model_copy(update={"label": "Blocages"})
    new = OLD.procedure.model_copy(update={"rules": rules, "facts": facts})
    told = {(one.part, one.name): one for one in rewordings(OLD.procedure, new)}
    removed = told[Part.RULE, "feu-rouge"]
    assert removed.before is not None
    assert removed.after is None
    label = told[Part.FACT, "blocage"]
    assert (label.before, label.after) == ({"label": "Blocage"}, {"label": "Blocages"})
    assert list(rewordings(OLD.procedure, OLD.procedure)) == []
