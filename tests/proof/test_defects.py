"""Whatever does not hold in a procedure is named, with a case that shows it."""

from pathlib import Path

import pytest

from bot.decision.compiled import Compiled
from bot.decision.decide import decide, read_facts
from bot.decision.verdict import Decided
from bot.procedure.loader import load
from bot.procedure.model import Procedure
from bot.proof.checks import defects
from bot.proof.defect import Defect, Kind
from tests.decision.interpreter import interpret, settled
from tests.decision.retention import retention
from tests.decision.strategies import distinct
from tests.procedures import example_folder, planted
from tests.proof.plants import CALL_PLANTS, OTHERWISE, PLANTS, VOCABULARY_PLANTS, Edit

SHOWN = {Kind.UNDECLARED, Kind.UNCOVERED, Kind.CYCLE, Kind.GREY_ZONE_UNSETTLED}


def shows(procedure: Procedure, defect: Defect) -> bool:
    """Whether the case of a defect shows it, by the plain reading of the rules."""
    case = defect.case
    if case is None:
        return False
    found = interpret(procedure, case)
    first = {name for name in found.holding if procedure.rules[name].instead_of is None}
    if defect.kind is Kind.UNDECLARED:
        return len(found.destinations) == 2
    if defect.kind is Kind.UNCOVERED:
        return not found.holding and not found.silences
    if defect.kind is Kind.CYCLE:
        stuck = found.holding - first if found.deciding & first else first
        return bool(stuck) and not stuck & found.deciding
    zone = next(name for name in procedure.grey_zones if f"« {name} »" in defect.message)
    otherwise = procedure.grey_zones[zone].otherwise
    assert otherwise is not None
    return len(interpret(settled(procedure, otherwise), case).destinations) != 1


def planted_example(tmp_path: Path, *edits: Edit, file: str = "procedure.yaml") -> Compiled:
    """The example with some of its words replaced."""
    return Compiled(load(planted(example_folder(tmp_path), tmp_path, *edits, file=file)))


def test_the_real_procedure_holds() -> None:
    """Nothing is wanting in it."""
    assert defects(retention()) == []


def test_the_example_holds(tmp_path: Path) -> None:
    """Nor in the one that teaches how to write another."""
    assert defects(Compiled(load(example_folder(tmp_path)))) == []


@pytest.mark.parametrize("plant", PLANTS)
def test_a_defect_is_named(tmp_path: Path, plant: str) -> None:
    """In French, and with no other that is not its consequence."""
    edits, expected = PLANTS[plant]
    compiled = planted_example(tmp_path, *edits)
    found = defects(compiled)
    assert [(one.kind, one.message) for one in found] == expected


@pytest.mark.parametrize("plant", [n for n, (_, found) in PLANTS.items() if found[0][0] in SHOWN])
def test_a_defect_that_touches_calls_is_shown_by_one(tmp_path: Path, plant: str) -> None:
    """A distinct case, which can be replayed, and in which the rules really fail."""
    edits, _ = PLANTS[plant]
    compiled = planted_example(tmp_path, *edits)
    for defect in defects(compiled):
        if defect.kind not in SHOWN:
            continue
        assert defect.case in distinct(compiled.procedure)
        assert read_facts(compiled, dict(defect.case or {})).warnings == []
        assert shows(compiled.procedure, defect)


@pytest.mark.parametrize("plant", CALL_PLANTS)
def test_a_named_call_that_comes_to_something_else_is_named(tmp_path: Path, plant: str) -> None:
    """With what it comes to, and its facts to replay it."""
    edit, message = CALL_PLANTS[plant]
    compiled = planted_example(tmp_path, edit, file="cases.yaml")
    (defect,) = defects(compiled)
    assert (defect.kind, defect.message) == (Kind.CALL, message)
    (call,) = [one for one in compiled.edition.calls if f"« {one.call} »" in message]
    assert defect.case == call.facts
    decision = decide(compiled, read_facts(compiled, defect.case).facts)
    assert isinstance(decision, Decided) == ("trouvé" in message)


def test_every_kind_of_defect_is_planted() -> None:
    """None goes untested."""
    plants = [*PLANTS.values(), *VOCABULARY_PLANTS.values()]
    assert {kind for _, found in plants for kind, _ in found} == set(Kind)


def test_several_defects_are_told_at_once(tmp_path: Path) -> None:
    """The owner mends them in one go."""
    several = ["silences that disagree", "a rule that never holds", "a passage never cited"]
    several += ["a destination of no use", "a section of no use", "a reminder never given"]
    edits = [edit for name in several for edit in PLANTS[name][0]]
    compiled = planted_example(tmp_path, *edits)
    expected = {one for name in several for one in PLANTS[name][1]}
    assert {(one.kind, one.message) for one in defects(compiled)} == expected


def test_grey_zones_and_calls_are_judged_once_every_case_has_a_verdict(tmp_path: Path) -> None:
    """Before that, they would only repeat what is wrong with the rules."""
    edits = [*PLANTS["silences that disagree"][0], *PLANTS["a grey zone that moves nothing"][0]]
    compiled = planted_example(tmp_path, *edits)
    assert [one.kind for one in defects(compiled)] == [Kind.UNDECLARED]


@pytest.mark.parametrize(
    "otherwise",
    [
        "{without: denrees, prevails: {denrees: restitution}}",
        "{without: denrees, prevails: {restitution: denrees}}",
        "{without: [denrees, denrees]}",
    ],
)
def test_a_rule_dropped_by_another_reading_is_dropped(tmp_path: Path, otherwise: str) -> None:
    """Whatever the grey zone says of it besides."""
    compiled = planted_example(tmp_path, (OTHERWISE, f"otherwise: {otherwise}"))
    assert defects(compiled) == []
