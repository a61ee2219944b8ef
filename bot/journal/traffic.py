"""How much of the real calls hangs on each grey zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.decision.compiled import Compiled
from bot.journal.entry import Tally, Week
from bot.journal.figures import Zones
from bot.shares import FEWEST

FEWEST_VERDICTS = 200
"""Below which nothing is told."""


def moved_verdicts(
    compiled: Compiled, weeks: Sequence[Week], tallies: Sequence[Tally]
) -> tuple[int, Mapping[str, int] | None]:
    """How many verdicts there are, and how many each grey zone would move.

    A verdict given before all was known counts where every case that it may be of would move. None
    where there are too few verdicts, or too few people in every week.
    """
    told = [one for one in tallies if one.destination]
    verdicts = sum(one.verdicts for one in told)
    if not is_enough(weeks, verdicts):
        return verdicts, None
    zones = Zones(compiled)
    counts = dict.fromkeys(zones.moved, 0)
    for one in told:
        for zone in zones.of(one.facts):
            counts[zone] += one.verdicts
    return verdicts, counts


def is_enough(weeks: Iterable[Week], verdicts: int) -> bool:
    """Whether there are verdicts enough, and people enough in some week."""
    people = max((week.people for week in weeks), default=0)
    return verdicts >= FEWEST_VERDICTS and people >= FEWEST
