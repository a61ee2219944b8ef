"""What is kept of somebody's answers, as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO

from bot.training.learner import Answer

HEADER = (
    "numero", "date", "version", "regle", "jumelle", "faits", "destination", "phrases", "certitude",
    "juste",
)  # fmt: skip


def as_csv(answers: Sequence[Answer]) -> str:
    """The answers, one a line, the oldest first; times are in UTC (RFC 4180, ISO 8601)."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for one in answers:
        facts = " ".join(f"{fact}={value}" for fact, value in one.asked.facts.items())
        said = "" if one.said is None else " ".join(one.said) or "aucune"
        at = datetime.fromtimestamp(one.at, UTC).isoformat()
        asked = one.asked
        told = (one.number, at, one.version, asked.skill, _yes(asked.twin), facts)
        writer.writerow((*told, one.destination, said, one.sure, _yes(one.right)))
    return file.getvalue()


def _yes(told: bool) -> str:
    return "oui" if told else "non"
