"""What is kept of somebody's answers, as a file that a spreadsheet opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.sheets import write
from bot.training.learner import Answer

HEADER = (
    "numero", "date", "version", "regle", "jumelle", "faits", "destination", "phrases", "certitude",
    "juste",
)  # fmt: skip


def as_csv(answers: Sequence[Answer]) -> str:
    """The answers, one a line, the oldest first; times are in UTC (ISO 8601)."""
    # Nothing but ids and numbers: without accents, a spreadsheet needs no mark to read them.
    return write(_rows(answers))


def _rows(answers: Sequence[Answer]) -> Iterator[Sequence[str]]:
    yield HEADER
    for one in answers:
        facts = " ".join(f"{fact}={value}" for fact, value in one.asked.facts.items())
        said = "" if one.said is None else " ".join(one.said) or "aucune"
        at = datetime.fromtimestamp(one.at, UTC).isoformat()
        asked = one.asked
        told = (str(one.number), at, one.version, asked.skill, _yes(asked.twin), facts)
        yield (*told, one.destination, said, one.sure, _yes(one.right))


def _yes(told: bool) -> str:
    return "oui" if told else "non"
