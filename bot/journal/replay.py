"""The journal under another version: which of the calls would be answered otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.decision.compiled import Compiled
from bot.decision.diagram import leaves
from bot.journal.entry import Tally, Week
from bot.journal.figures import known
from bot.journal.traffic import is_enough
from bot.proof.comparison import Comparison, Weighed, weighed


@dataclass(frozen=True)
class Replayed:
    """Verdicts that another version would send elsewhere, with the facts of one of them.

    `after` is None where the facts known are not enough for that version to tell.
    """

    before: str
    after: str | None
    verdicts: int
    facts: Mapping[str, str]


@dataclass(frozen=True)
class RealCalls:
    """The verdicts of late that two versions were tried on.

    Nothing is told where there are too few of them, or too few people.
    """

    replayed: tuple[Replayed, ...]
    weighed: Weighed | None


def real_calls(
    comparison: Comparison, weeks: Sequence[Week], tallies: Sequence[Tally]
) -> RealCalls:
    """What a comparison comes to on real verdicts."""
    verdicts = [(one.facts, one.verdicts) for one in tallies if one.destination]
    enough = is_enough(weeks, sum(count for _, count in verdicts))
    if not enough:
        return RealCalls((), None)
    return RealCalls(replayed(comparison.new, tallies), weighed(comparison, verdicts))


def replayed(compiled: Compiled, tallies: Iterable[Tally]) -> tuple[Replayed, ...]:
    """The verdicts whose destination would change under a version, the most first."""
    found: dict[tuple[str, str | None], Replayed] = {}
    for one in tallies:
        after = _destination(compiled, one.facts)
        if not one.destination or after == one.destination:
            continue
        same = found.get((one.destination, after))
        count = one.verdicts + (same.verdicts if same else 0)
        facts = same.facts if same else one.facts
        found[one.destination, after] = Replayed(one.destination, after, count, facts)
    return tuple(sorted(found.values(), key=lambda one: -one.verdicts))


def _destination(compiled: Compiled, facts: Mapping[str, str]) -> str | None:
    """Where a call goes, where what is known of it is enough to tell."""
    left = compiled.forest.given_all(compiled.outcomes, known(compiled, facts))
    ends = {outcome.destination for outcome in leaves(left)}
    return ends.pop() if len(ends) == 1 else None
