"""What a week of calls was like, in figures; a week of fewer than five people is not told.

Nothing is counted by person, and nobody is compared with anybody. In a week of five people or more,
a count of verdicts, however small, does not say whose they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.decision.compiled import Compiled
from bot.decision.decide import decide
from bot.decision.verdict import Ask
from bot.journal.entry import WEEK, Tally, Week
from bot.proof.grey_zones import moved_cases
from bot.shares import FEWEST

OPEN = ""
"""Stands for a destination that depended on what nobody knew."""


@dataclass(frozen=True)
class Figures:
    """A week: verdicts, each case by its last one, where they went, and what they cost.

    `week` is its Monday, in seconds since the epoch. `grey` counts the verdicts that would be
    others, were some grey zone settled the other way, and `zones` each zone's. `unknown` counts the
    answers « je ne sais pas » by fact. `cards` and `optimum` are means: the cards that were
    answered, and those that the computed order asks of the same facts; a line that tells several
    facts at once can do better than either.
    """

    week: int
    people: int
    verdicts: int = 0
    destinations: Mapping[str, int] = field(default_factory=dict)
    bases: Mapping[str, int] = field(default_factory=dict)
    grey: int = 0
    zones: Mapping[str, int] = field(default_factory=dict)
    begun: int = 0
    abandoned: int = 0
    unknown: Mapping[str, int] = field(default_factory=dict)
    cards: float = 0.0
    optimum: float = 0.0

    @property
    def is_told(self) -> bool:
        """Whether enough people took part."""
        return self.people >= FEWEST


def weekly(
    compiled: Compiled, weeks: Sequence[Week], tallies: Iterable[Tally]
) -> tuple[Figures, ...]:
    """Each week in its figures, from the first to the last; those of too few people are empty."""
    by_week: dict[int, list[Tally]] = {}
    for one in tallies:
        by_week.setdefault(one.week, []).append(one)
    zones, optimum = Zones(compiled), _Optimum(compiled)
    return tuple(
        _told(week, by_week.get(week.week, ()), zones, optimum)
        if week.people >= FEWEST
        else Figures(week.week, week.people)
        for week in _without_gaps(weeks)
    )


def _without_gaps(weeks: Sequence[Week]) -> Iterator[Week]:
    """Each week from the first to the last, those without a call too."""
    known = {one.week: one for one in weeks}
    for week in range(min(known, default=0), max(known, default=-1) + 1, WEEK):
        yield known.get(week, Week(week, people=0, begun=0, abandoned=0))


def _told(week: Week, tallies: Sequence[Tally], zones: Zones, optimum: _Optimum) -> Figures:
    destinations: Counter[str] = Counter()
    bases: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    grey, cards, least = 0, 0, 0
    for one in tallies:
        destinations[one.destination] += one.verdicts
        bases[one.basis] += one.verdicts
        unknown.update(dict.fromkeys(one.unknown, one.verdicts))
        found = zones.of(one.facts)
        moved.update(dict.fromkeys(found, one.verdicts))
        grey += one.verdicts if found else 0
        cards += one.cards
        least += optimum.of(one.facts) * one.verdicts
    verdicts = destinations.total()
    return Figures(
        week.week, week.people, verdicts,
        destinations=destinations, bases=bases, grey=grey, zones=moved,
        begun=week.begun, abandoned=week.abandoned, unknown=unknown,
        cards=cards / verdicts if verdicts else 0.0,
        optimum=least / verdicts if verdicts else 0.0,
    )  # fmt: skip


def known(compiled: Compiled, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts that a version knows, with values that it knows."""
    return {
        fact: value
        for fact, value in facts.items()
        if fact in compiled.space.facts and value in compiled.space.facts[fact].values
    }


class Zones:
    """The grey zones that a verdict is of: all the cases that it may be of would move."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self.moved = {n: cases for n, cases in moved_cases(compiled.routing).items() if cases}
        self._known: dict[frozenset[tuple[str, str]], tuple[str, ...]] = {}

    def of(self, facts: Mapping[str, str]) -> tuple[str, ...]:
        """The zones that all the cases matching some facts are of."""
        key = frozenset(facts.items())
        if key not in self._known:
            cases = self._compiled.space.matching(known(self._compiled, facts))
            zones = (n for n, moved in self.moved.items() if cases and not cases & ~moved)
            self._known[key] = tuple(zones)
        return self._known[key]


class _Optimum:
    """The cards that the computed order asks of a case."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._known: dict[frozenset[tuple[str, str]], int] = {}

    def of(self, facts: Mapping[str, str]) -> int:
        key = frozenset(facts.items())
        if key not in self._known:
            self._known[key] = self._cards(known(self._compiled, facts))
        return self._known[key]

    def _cards(self, facts: Mapping[str, str]) -> int:
        told: dict[str, str] = {}
        # What the journal does not have was not known, was not asked either, or did not matter.
        not_known: frozenset[str] = frozenset()
        cards = 0
        while isinstance(decision := decide(self._compiled, told, not_known), Ask):
            told |= {fact: facts[fact] for fact in decision.facts if fact in facts}
            not_known |= {fact for fact in decision.facts if fact not in facts}
            cards += 1
        return cards
