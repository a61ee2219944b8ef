"""The journal as rows of a spreadsheet, in which nobody can be followed before that is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from bot.journal.entry import Entry

HEADER = (
    "date", "agent", "procedure", "version", "plateforme", "faits", "inconnus", "destination",
    "fondement", "regles", "cartes",
)  # fmt: skip


def rows(entries: Iterable[Entry], individual_from: date | None) -> Iterator[tuple[str, ...]]:
    """The header, then each verdict, as it comes; dates are in UTC (ISO 8601).

    Of what was given before the day from which an individual view is allowed, only the day is told,
    and not by whom, even under a pseudonym.
    """
    yield HEADER
    for one in entries:
        at = datetime.fromtimestamp(one.at, UTC)
        individual = individual_from is not None and at.date() >= individual_from
        yield (
            at.isoformat() if individual else at.date().isoformat(),
            one.person if individual else "",
            one.procedure,
            one.version,
            one.platform,
            " ".join(f"{fact}={value}" for fact, value in sorted(one.facts.items())),
            " ".join(one.unknown),
            one.destination,
            one.basis,
            " ".join(one.rules),
            str(one.cards),
        )
