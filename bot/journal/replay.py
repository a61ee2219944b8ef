"""The journal under another version: which of the real calls would be answered otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.decision.compiled import Compiled
from bot.decision.diagram import leaves
from bot.journal.entry import Tally
from bot.journal.figures import known
from bot.journal.traffic import is_enough
from bot.proof.comparison import Comparison, Weighed, weighed


@dataclass(frozen=True)
class Replayed:
    """Verdicts that one version sends elsewhere than another, with the facts of some of them.

    `after` is None where the facts known are not enough for that version to tell.
    """

    before: str
    after: str | None
    verdicts: int
    facts: Mapping[str, str]


@dataclass(frozen=True)
class RealCalls:
    """The verdicts of late that two versions were tried on; nothing where there are too few."""

    replayed: tuple[Replayed, ...]
    weighed: Weighed | None


def real_calls(comparison: Comparison, tallies: Sequence[Tally]) -> RealCalls:
    """What a comparison comes to on real verdicts."""
    if not is_enough(tallies):
        return RealCalls((), None)
    verdicts = [(one.facts, one.verdicts) for one in tallies if one.destination]
    return RealCalls(replayed(comparison, tallies), weighed(comparison, verdicts))


def replayed(comparison: Comparison, tallies: Iterable[Tally]) -> tuple[Replayed, ...]:
    """The verdicts whose destination the newer of two versions changes, the most first.

    Whatever version they were given under, both are tried on their facts: what changed at another
    time is not laid to this change. Of each change, the facts told are those of most verdicts.
    """
    alike: dict[tuple[str, str | None], list[Tally]] = {}
    for one in tallies:
        before = _destination(comparison.old, one.facts) if one.destination else None
        after = _destination(comparison.new, one.facts)
        if before and after != before:
            alike.setdefault((before, after), []).append(one)
    found = (
        Replayed(*ends, sum(one.verdicts for one in some), max(some, key=_count).facts)
        for ends, some in alike.items()
    )
    return tuple(sorted(found, key=lambda one: -one.verdicts))


def _count(one: Tally) -> int:
    return one.verdicts


def _destination(compiled: Compiled, facts: Mapping[str, str]) -> str | None:
    """Where a call goes, where what is known of it is enough to tell."""
    left = compiled.forest.given_all(compiled.outcomes, known(compiled, facts))
    ends = {outcome.destination for outcome in leaves(left)}
    return ends.pop() if len(ends) == 1 else None
