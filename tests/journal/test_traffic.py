"""The real calls that may be told of, and how many of them hang on each grey zone."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings

from bot.journal.entry import WEEK, Tally, Week
from bot.journal.traffic import FEWEST_VERDICTS, moved_verdicts, told_verdicts, verdicts
from bot.shares import FEWEST
from tests.conversation.ledger import Ledger
from tests.decision.retention import retention
from tests.journal.calls import MONDAY, tallies, tally
from tests.journal.test_figures import figures

CALL = Tally(MONDAY, "v1", {"demande": "autre"}, (), "superviseur", "silent", FEWEST_VERDICTS, 400)


@settings(max_examples=30)
@given(tallies)
def test_each_zone_moves_as_many_verdicts_as_the_figures_of_the_weeks_say(
    counted: list[Tally],
) -> None:
    """Of those that were verdicts: a call that stayed open is of none."""
    told = [CALL, *(one for one in counted if one.week == MONDAY)]
    moved = moved_verdicts(retention(), told)
    weekly = figures([one for one in told if one.destination])
    assert verdicts(told) == weekly.verdicts
    assert moved is not None
    assert {zone: count for zone, count in moved.items() if count} == dict(weekly.zones)


def test_too_few_verdicts_tell_nothing() -> None:
    """How many there are, and nothing of where they would go."""
    fewer = Tally(**{**vars(CALL), "verdicts": FEWEST_VERDICTS - 1})
    still_open = Tally(**{**vars(CALL), "destination": ""})
    assert moved_verdicts(retention(), [fewer]) is None
    assert moved_verdicts(retention(), [fewer, still_open]) is None
    assert moved_verdicts(retention(), []) is None


def test_a_week_of_few_people_is_told_of_nowhere() -> None:
    """Whatever other weeks were like: it would be theirs alone."""
    ledger = Ledger()
    many, few = tally({"demande": "autre"}), tally({"demande": "autre"}, week=MONDAY + WEEK)
    of_no_week = tally({"demande": "autre"}, week=MONDAY - WEEK)
    weeks = [Week(MONDAY, FEWEST, 9, 0), Week(MONDAY + WEEK, FEWEST - 1, 9, 0)]
    ledger.counted = weeks, [many, few, of_no_week]
    assert asyncio.run(told_verdicts(ledger, "retention", 0, MONDAY + 9 * WEEK)) == [many]
