"""The real calls that may be told of, and how many of them hang on each grey zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.decision.compiled import Compiled
from bot.journal.entry import WEEK, Entries, Tally, monday
from bot.journal.figures import Zones
from bot.shares import FEWEST

FEWEST_VERDICTS = 200
"""Below which nothing is told."""
LONGEST, QUARTER = 10_000 * 86_400, 13 * WEEK
"""Seconds: longer than any journal is kept, and of what is looked at in one go."""


async def told_verdicts(entries: Entries, procedure: str, since: int, until: int) -> list[Tally]:
    """The verdicts of the weeks in which five people or more took part; no others are told of.

    The first week is whole, though it began before. They are read week by week, so that what agents
    wait for is written in between.
    """
    told: list[Tally] = []
    for start in range(monday(max(since, until - LONGEST)), until, QUARTER):
        people = await entries.people(procedure, start, min(start + QUARTER, until))
        for week in sorted(one for one, count in people.items() if count >= FEWEST):
            told += await entries.tallies(procedure, week, min(week + WEEK, until))
    return told


def is_enough(tallies: Iterable[Tally]) -> bool:
    """Whether there are verdicts enough to tell anything by."""
    return verdicts(tallies) >= FEWEST_VERDICTS


def verdicts(tallies: Iterable[Tally]) -> int:
    """How many calls came to a verdict."""
    return sum(one.verdicts for one in tallies if one.destination)


def moved_verdicts(compiled: Compiled, tallies: Sequence[Tally]) -> Mapping[str, int] | None:
    """How many verdicts each grey zone would move; None where there are too few of them.

    A verdict given before all was known counts where every case that it may be of would move.
    """
    if not is_enough(tallies):
        return None
    zones = Zones(compiled)
    counts = dict.fromkeys(zones.moved, 0)
    for one in tallies:
        for zone in zones.of(one.facts) if one.destination else ():
            counts[zone] += one.verdicts
    return counts
