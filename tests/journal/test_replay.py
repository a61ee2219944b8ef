"""The journal under another version, against going through every case that a call may be of."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from bot.decision.compiled import Compiled
from bot.journal.entry import Tally
from bot.journal.replay import Replayed, real_calls, replayed
from bot.procedure.loader import load
from bot.proof.comparison import Comparison, compare
from tests.decision.oracle import oracle
from tests.decision.retention import completions, retention
from tests.journal.calls import MONDAY, tallies
from tests.procedures import RETENTION, planted

EDIT = ("    then: est", "    then: superviseur")


@cache
def moved() -> Comparison:
    """The real procedure, and the same that sends complaints elsewhere."""
    with TemporaryDirectory() as folder:
        new = load(planted(RETENTION, Path(folder), EDIT))
    return compare(retention(), Compiled(new))


def given_as(destination: str, verdicts: int, **facts: str) -> Tally:
    return Tally(MONDAY, "v1", facts, (), destination, "written", verdicts, verdicts)


@settings(max_examples=40)
@given(tallies)
def test_verdicts_that_change_are_those_that_going_through_all_cases_finds(
    counted: list[Tally],
) -> None:
    """Those that were determined, and all of whose cases go elsewhere or disagree."""
    expected: Counter[tuple[str, str | None]] = Counter()
    for one in counted:
        ends = {oracle(case).destination for case in completions(one.facts)}
        after = {"superviseur" if end == "est" else end for end in ends}
        if one.destination and len(ends) == 1 and after != ends:
            expected[ends.pop(), after.pop()] += one.verdicts
    found = replayed(moved(), counted)
    assert {(one.before, one.after): one.verdicts for one in found} == expected
    assert len(found) == len(expected)
    assert all(any(one.facts == tally.facts for tally in counted) for one in found)


def test_a_rule_sent_elsewhere_moves_the_verdicts_that_it_gave() -> None:
    """Told with an example, the most frequent; whatever they were given under."""
    complaint = given_as("est", 3, demande="plainte-formelle")
    counted = [
        given_as("est", 2, demande="plainte-formelle", **{"pre-actif": "non"}),
        complaint,
        given_as("", 5, demande="plainte-formelle"),
        given_as("support", 4, demande="autre", blocage="recouvrement"),
    ]
    assert replayed(moved(), counted) == (Replayed("est", "superviseur", 5, complaint.facts),)


def test_what_changed_before_is_not_laid_to_a_change() -> None:
    """Two versions that agree move nothing, whatever was given under another."""
    same = replace(moved(), new=moved().old)
    given = [given_as("fraude", 4, demande="plainte-formelle"), given_as("est", 1, ancien="oui")]
    assert replayed(same, given) == ()
    assert replayed(moved(), given)[0].before == "est"


def test_facts_that_the_newer_version_no_longer_knows_leave_a_call_undetermined(
    tmp_path: Path,
) -> None:
    """It is told so, and breaks nothing."""
    new = tmp_path / "retention"
    planted(RETENTION, tmp_path)
    for file in new.iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("plainte-formelle", "plainte"), encoding="utf-8")
    renamed = replace(moved(), new=Compiled(load(new)))
    (one,) = replayed(renamed, [given_as("est", 1, demande="plainte-formelle")])
    assert (one.before, one.after) == ("est", None)


def test_a_comparison_is_weighed_by_real_calls_where_there_are_enough() -> None:
    """What is not known well enough is set apart; a call that stayed open is none."""
    counted = [
        given_as("est", 120, demande="plainte-formelle"),
        given_as("fraude", 70, **{"pre-actif": "oui"}),
        given_as("support", 60, demande="autre", blocage="recouvrement"),
        given_as("", 40, demande="plainte-formelle"),
    ]
    found = real_calls(moved(), counted)
    assert found.weighed is not None
    assert (found.weighed.calls, found.weighed.undetermined) == (250, 70)
    assert sum(found.weighed.moved) == 120
    assert found.replayed[0].verdicts == 120
    assert real_calls(moved(), counted[:1]).weighed is None
