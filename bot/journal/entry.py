"""What is noted of a verdict: facts, destination and ground; never a word of the caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

WEEK = 7 * 86_400
"""Seconds."""
LASTS = 3_600
"""Seconds for which a case without a verdict may still be under way."""
FIRST_MONDAY = 4 * 86_400
"""1970-01-05, in seconds since the epoch; weeks begin on Mondays, in UTC."""


def monday(at: int) -> int:
    """The beginning of the week of a time, both in seconds since the epoch."""
    return at - (at - FIRST_MONDAY) % WEEK


@dataclass(frozen=True)
class Entry:
    """A verdict given.

    `id` tells it apart: given again, it is the same. A `case` that is corrected has several.
    `person` is the agent as the platform names them, and is kept under a pseudonym; it is empty
    where nobody is known. `unknown` are the facts answered by « je ne sais pas ». Where the
    destination depends on them, `destination` and `basis` are empty. `cards` counts the cards
    answered, and `at` is in seconds since the epoch.
    """

    id: str
    case: str
    procedure: str
    version: str
    platform: str
    person: str
    at: int
    facts: Mapping[str, str]
    unknown: tuple[str, ...]
    destination: str
    basis: str
    rules: tuple[str, ...]
    phrases: tuple[str, ...]
    cards: int


@dataclass(frozen=True)
class Begun:
    """A case of which a first fact is known; it is abandoned where no verdict follows for long."""

    case: str
    procedure: str
    platform: str
    at: int


@dataclass(frozen=True)
class Tally:
    """Verdicts of one week that are alike; `cards` is the sum of theirs."""

    week: int
    version: str
    facts: Mapping[str, str]
    unknown: tuple[str, ...]
    destination: str
    basis: str
    verdicts: int
    cards: int
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Week:
    """A week as a whole: who was given verdicts, how many, and how many cases ended without.

    `people` counts those whom a platform names; the others are not told apart.
    """

    week: int
    people: int
    begun: int
    abandoned: int


@dataclass(frozen=True)
class Search:
    """What is looked for: every fact of `facts`, and the rest where it is said; times half-open."""

    procedure: str
    facts: Mapping[str, str]
    destination: str = ""
    since: int = 0
    until: int = 2**53

    def finds(self, one: Tally) -> bool:
        """Whether verdicts that are alike are looked for, but for their time."""
        ends = self.destination in ("", one.destination)
        return ends and self.facts.items() <= one.facts.items()


class Entries(Protocol):
    """A journal; each method raises `StoreUnavailable` where it cannot answer."""

    async def enter(self, entries: Sequence[Entry], begun: Sequence[Begun]) -> None:
        """Write what is not written yet."""

    async def found(self, search: Search, most: int, after: int = 0) -> Sequence[Entry]:
        """The entries looked for, the latest first, from the one at the place `after`."""

    async def count(self, search: Search) -> int:
        """How many entries there are of what is looked for."""

    async def tallies(self, procedure: str, since: int, until: int) -> Sequence[Tally]:
        """The verdicts of a time, alike ones together, by week; the last verdict of each case."""

    async def people(self, procedure: str, since: int, until: int) -> Mapping[int, int]:
        """How many people each week of a time had, of those whom a platform names."""

    async def weeks(self, procedure: str, since: int, until: int) -> Sequence[Week]:
        """The weeks of a time, in order; a case begun just before its end is not abandoned."""
