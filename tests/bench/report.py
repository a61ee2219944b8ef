"""What a measurement reports: rows that meet or miss a target, and tables that show more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.table import Table


@dataclass(frozen=True)
class Row:
    """A figure of ours beside another's, their ratio, and what it should be.

    The target is a ceiling, or a floor where `at_least` is set; a row without one only informs.
    """

    measure: str
    ours: str
    other: str
    ratio: float
    target: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """Whether the target is met, in a word."""
        if self.target is None:
            return ""
        met = self.ratio >= self.target if self.at_least else self.ratio <= self.target
        return "met" if met else "missed"

    @property
    def aim(self) -> str:
        """The target, as written in a table."""
        return "" if self.target is None else f"{'≥' if self.at_least else '≤'} {self.target:g}"


@dataclass(frozen=True)
class Report:
    """The rows of one subject, with what is worth knowing beside."""

    rows: Sequence[Row] = ()
    details: Sequence[Table] = ()
    notes: Sequence[str] = field(default=())


def table(title: str, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> Table:
    """A table whose first column is text and whose others are figures."""
    drawn = Table(title=title, title_justify="left")
    for n, heading in enumerate(headings):
        drawn.add_column(heading, justify="right" if n else "left")
    for line in lines:
        drawn.add_row(*line)
    return drawn


def rows_table(title: str, rows: Sequence[Row]) -> Table:
    """The rows of a report, each with its verdict."""
    lines = [
        (row.measure, row.ours, row.other, f"{row.ratio:.2f}", row.aim, _coloured(row.verdict))
        for row in rows
    ]
    return table(title, ("", "ours", "other", "ratio", "target", "verdict"), lines)


def seconds(duration: float) -> str:
    """A duration in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if duration >= size:
            return f"{duration / size:.3g} {unit}"
    return f"{duration * 1e9:.0f} ns"


def _coloured(verdict: str) -> str:
    colour = {"met": "green", "missed": "red"}.get(verdict)
    return f"[{colour}]{verdict}[/]" if colour else verdict
