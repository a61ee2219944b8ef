"""The journal as rows of a spreadsheet: one by one, or together, where nobody can be followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from bot.journal.entry import Entry, Tally
from bot.numbers import decimal

Row = tuple[str, ...]
ENTRIES = (
    "date", "agent", "procedure", "version", "plateforme", "faits", "inconnus", "destination",
    "fondement", "regles", "cartes",
)  # fmt: skip
TALLIES = (
    "semaine", "version", "faits", "inconnus", "destination", "fondement", "regles", "verdicts",
    "cartes",
)  # fmt: skip


def entry_rows(entries: Iterable[Entry]) -> Iterator[Row]:
    """Each verdict, with its time in UTC (ISO 8601) and its agent's pseudonym, as it comes."""
    for one in entries:
        yield (
            datetime.fromtimestamp(one.at, UTC).isoformat(),
            one.person,
            one.procedure,
            one.version,
            one.platform,
            *_told(one),
            str(one.cards),
        )


def tally_rows(tallies: Iterable[Tally]) -> Iterator[Row]:
    """The verdicts of each week that are alike, how many, and the mean of their cards."""
    for one in tallies:
        yield (
            datetime.fromtimestamp(one.week, UTC).date().isoformat(),
            one.version,
            *_told(one),
            str(one.verdicts),
            mean_cards(one),
        )


def mean_cards(one: Tally) -> str:
    """The cards that each of them took."""
    return decimal(one.cards / one.verdicts, 1)


def _told(one: Entry | Tally) -> Row:
    """What a verdict is told by, from « faits » to « regles »."""
    facts = " ".join(f"{fact}={value}" for fact, value in sorted(one.facts.items()))
    return facts, " ".join(one.unknown), one.destination, one.basis, " ".join(one.rules)
