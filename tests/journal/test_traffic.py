"""How much of the real calls hangs on each grey zone, where there are enough of them to tell."""

from __future__ import annotations

from hypothesis import given, settings

from bot.journal.entry import Tally, Week
from bot.journal.traffic import FEWEST_VERDICTS, moved_verdicts
from bot.shares import FEWEST
from tests.decision.retention import retention
from tests.journal.calls import MONDAY, tallies
from tests.journal.test_figures import figures

ENOUGH = [Week(MONDAY, FEWEST, 9, 4)]
CALL = Tally(MONDAY, "v1", {"demande": "autre"}, (), "superviseur", "silent", FEWEST_VERDICTS, 400)


@settings(max_examples=30)
@given(tallies)
def test_each_zone_moves_as_many_verdicts_as_the_figures_of_the_weeks_say(
    counted: list[Tally],
) -> None:
    """Of those that were verdicts: a call that stayed open is of none."""
    told = [CALL, *(one for one in counted if one.week == MONDAY)]
    verdicts, moved = moved_verdicts(retention(), ENOUGH, told)
    weekly = figures([one for one in told if one.destination])
    assert verdicts == weekly.verdicts
    assert moved is not None
    assert {zone: count for zone, count in moved.items() if count} == dict(weekly.zones)


def test_too_few_verdicts_or_people_tell_nothing() -> None:
    """How many there are, and nothing of where they would go."""
    fewer = Tally(**{**vars(CALL), "verdicts": FEWEST_VERDICTS - 1})
    few = [Week(MONDAY, FEWEST - 1, 9, 4)]
    assert moved_verdicts(retention(), ENOUGH, [fewer]) == (FEWEST_VERDICTS - 1, None)
    assert moved_verdicts(retention(), few, [CALL]) == (FEWEST_VERDICTS, None)
    assert moved_verdicts(retention(), [], [CALL]) == (FEWEST_VERDICTS, None)
