"""How much of the real calls hangs on each grey zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.decision.compiled import Compiled
from bot.journal.entry import Tally, Week
from bot.journal.figures import FEWEST, known
from bot.proof.grey_zones import moved_cases

FEWEST_VERDICTS = 200
"""Below which nothing is told."""


def moved_verdicts(
    compiled: Compiled, weeks: Sequence[Week], tallies: Sequence[Tally]
) -> tuple[int, Mapping[str, int] | None]:
    """How many verdicts there are, and how many each grey zone would move.

    A verdict given before all was known counts where every case that it may be of would move. None
    where there are too few verdicts, or too few people in every week.
    """
    tallies = [one for one in tallies if one.destination]
    verdicts = sum(one.verdicts for one in tallies)
    people = max((week.people for week in weeks), default=0)
    if verdicts < FEWEST_VERDICTS or people < FEWEST:
        return verdicts, None
    moved = {zone: cases for zone, cases in moved_cases(compiled.routing).items() if cases}
    counts = dict.fromkeys(moved, 0)
    for one in tallies:
        cases = compiled.space.matching(known(compiled, one.facts))
        for zone, where in moved.items():
            counts[zone] += one.verdicts if cases and not cases & ~where else 0
    return verdicts, counts
