"""The journal under another version, against going through every case that a call may be of."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import given, settings

from bot.decision.compiled import Compiled
from bot.journal.entry import Tally, Week
from bot.journal.replay import Replayed, real_calls, replayed
from bot.procedure.loader import load
from bot.proof.comparison import compare
from bot.shares import FEWEST
from tests.decision.oracle import oracle
from tests.decision.retention import completions, retention
from tests.journal.calls import MONDAY, tallies
from tests.procedures import RETENTION, planted


def given_as(destination: str, verdicts: int, **facts: str) -> Tally:
    return Tally(MONDAY, "v1", facts, (), destination, "written", verdicts, verdicts)


@settings(max_examples=40)
@given(tallies)
def test_verdicts_that_change_are_those_that_going_through_all_cases_finds(
    counted: list[Tally],
) -> None:
    """From where to where, and how many; undetermined where the cases disagree."""
    expected: Counter[tuple[str, str | None]] = Counter()
    for one in counted:
        ends = {oracle(case).destination for case in completions(one.facts)}
        after = ends.pop() if len(ends) == 1 else None
        if one.destination and one.destination != after:
            expected[one.destination, after] += one.verdicts
    found = replayed(retention(), counted)
    assert {(one.before, one.after): one.verdicts for one in found} == expected
    assert len(found) == len(expected)
    counts = [one.verdicts for one in found]
    assert counts == sorted(counts, reverse=True)
    assert all(any(one.facts == tally.facts for tally in counted) for one in found)


def test_a_rule_sent_elsewhere_moves_the_verdicts_that_it_gave(tmp_path: Path) -> None:
    """Told with an example; a call that never came to a verdict changes nothing."""
    folder = planted(RETENTION, tmp_path, ("    then: est", "    then: superviseur"))
    complaint = given_as("est", 3, demande="plainte-formelle")
    counted = [
        complaint,
        given_as("est", 2, demande="plainte-formelle", **{"pre-actif": "non"}),
        given_as("", 5, demande="plainte-formelle"),
        given_as("fraude", 4, demande="plainte-formelle"),
    ]
    assert replayed(Compiled(load(folder)), counted) == (
        Replayed("est", "superviseur", 5, complaint.facts),
        Replayed("fraude", "superviseur", 4, complaint.facts),
    )
    (unmoved,) = replayed(retention(), counted)
    assert (unmoved.before, unmoved.verdicts) == ("fraude", 4)


def test_facts_of_another_version_are_not_enough_to_tell() -> None:
    """A value that is no more leaves the call undetermined, and breaks nothing."""
    (one,) = replayed(retention(), [given_as("est", 1, demande="disparue", ancien="oui")])
    assert (one.before, one.after) == ("est", None)


def test_a_comparison_is_weighed_by_real_calls_where_there_are_enough(tmp_path: Path) -> None:
    """Enough verdicts, by five people in a week; what is not known well enough is set apart."""
    old = Compiled(load(RETENTION))
    new = Compiled(load(planted(RETENTION, tmp_path, ("    then: est", "    then: superviseur"))))
    comparison = compare(old, new)
    counted = [
        given_as("est", 120, demande="plainte-formelle"),
        given_as("fraude", 70, **{"pre-actif": "oui"}),
        given_as("support", 60, demande="autre", blocage="recouvrement"),
        given_as("", 40, demande="plainte-formelle"),
    ]
    many = [Week(MONDAY, FEWEST, 300, 0)]
    found = real_calls(comparison, many, counted)
    assert found.weighed is not None
    assert (found.weighed.calls, found.weighed.undetermined) == (250, 70)
    assert sum(found.weighed.moved) == 120
    assert found.replayed[0].verdicts == 120
    assert real_calls(comparison, [Week(MONDAY, FEWEST - 1, 300, 0)], counted).weighed is None
    assert real_calls(comparison, many, counted[:1]).weighed is None
