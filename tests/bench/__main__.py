"""Measure everything side by side: `uv run python -m tests.bench [--only NAME]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.procedure.loader import Edition, load
from tests.bench import (
    decide,
    effort,
    growth,
    journal,
    slack,
    start,
    teams,
    training,
    understand,
)
from tests.bench.report import Report, rows_table
from tests.bench.timing import Tell

PROCEDURE = Path(__file__).resolve().parents[2] / "dialogs" / "retention"
WIDTH = 120
"""Columns, where the figures go to a file."""
SUBJECTS: dict[str, Callable[[Edition, Tell], Report]] = {
    "decide": decide.measure,
    "growth": growth.measure,
    "start": start.measure,
    "effort": effort.measure,
    "understand": understand.measure,
    "training": training.measure,
    "journal": journal.measure,
    "slack": slack.measure,
    "teams": teams.measure,
}


def main() -> None:
    """Measure the subjects asked for and print them; missing a target is no error."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=SUBJECTS, metavar="NAME", help=", ".join(SUBJECTS))
    only = parser.parse_args().only
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    edition = load(PROCEDURE)
    for name in [only] if only else SUBJECTS:
        _show(console, name, _measured(name, edition))


def _measured(name: str, edition: Edition) -> Report:
    """Progress is told on standard error, and on a terminal only."""
    errors = Console(stderr=True)
    if not errors.is_terminal:
        return SUBJECTS[name](edition, lambda _: None)
    with errors.status(name) as status:
        return SUBJECTS[name](edition, lambda told: status.update(f"{name}: {told}"))


def _show(console: Console, name: str, report: Report) -> None:
    if report.rows:
        console.print(rows_table(name, report.rows))
    for detail in report.details:
        console.print(detail)
    for note in report.notes:
        console.print(Text(note))
    console.print()


main()
