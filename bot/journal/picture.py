"""Weeks as a picture, in SVG: a row for each thing counted, a bar for each week.

Bars and numbers, and not colours, tell how much, and hatching what is not told: the picture reads
the same in black and white.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.fonts import wrapped
from bot.svg import BLUE, LINE, MUTED, PALE, framed, text

MARGIN, ROW, BAR = 28, 58, 32
LINES = 2
"""Lines of a label."""
_HATCHING = (
    '<pattern id="untold" width="7" height="7" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><path d="M0 0v7" stroke="{LINE}" stroke-width="3"/></pattern>'
)


@dataclass(frozen=True)
class Size:
    """How wide a picture is, and its labels, and the weeks in it: the latest."""

    width: int
    label: int
    weeks: int
    title: int = 24

    def middle(self, n: int, weeks: int) -> float:
        """Where the bars of a week stand."""
        return MARGIN + self.label + (n + 0.5) * self.step(weeks)

    def step(self, weeks: int) -> float:
        """From one week to the next."""
        return (self.width - 2 * MARGIN - self.label) / max(weeks, 4)


WIDE, NARROW = Size(1_040, 300, 12), Size(560, 190, 4, title=18)
"""For a page, and for a message."""


@dataclass(frozen=True)
class Bar:
    """How much a week has of something, and how it is told; `mark` is what it is compared with."""

    amount: float
    told: str
    mark: float | None = None


@dataclass(frozen=True)
class Row:
    """Something counted week by week; None where a week is not told."""

    label: str
    bars: Sequence[Bar | None]


@dataclass(frozen=True)
class Section:
    """Rows drawn to one scale, or each to its own."""

    title: str
    rows: Sequence[Row]
    shared: bool = False


def drawn(
    title: str, weeks: Sequence[str], sections: Sequence[Section], untold: str, size: Size = WIDE
) -> str:
    """The picture of the latest weeks, called so; `untold` says what hatching stands for."""
    return _Drawing(size, weeks[-size.weeks :]).whole(title, sections, untold)


def bars(amounts: Sequence[float | None], tell: Callable[[float], str]) -> tuple[Bar | None, ...]:
    """A bar for each amount that is told."""
    return tuple(None if amount is None else Bar(amount, tell(amount)) for amount in amounts)


@dataclass(frozen=True)
class _Drawing:
    size: Size
    weeks: Sequence[str]

    def whole(self, title: str, sections: Sequence[Section], untold: str) -> str:
        shapes, top = [_HATCHING], 18
        for line in wrapped(title, self.size.title, self.size.width - 2 * MARGIN, 600):
            top += 26
            shapes.append(text(MARGIN, top, line, self.size.title, weight=600))
        top += 22
        for section in sections:
            shapes += self._section(section, top)
            top += 62 + ROW * len(section.rows)
        shown = [bar for section in sections for row in section.rows for bar in self._shown(row)]
        if None in shown:
            shapes += _legend(untold, top)
            top += 36
        return framed(self.size.width, top, "".join(shapes))

    def _shown(self, row: Row) -> Sequence[Bar | None]:
        return row.bars[-self.size.weeks :]

    def _most(self, row: Row) -> float:
        found = [max(bar.amount, bar.mark or 0.0) for bar in self._shown(row) if bar]
        return max(found, default=0.0)

    def _middle(self, n: int) -> float:
        return self.size.middle(n, len(self.weeks))

    def _section(self, section: Section, top: int) -> Iterator[str]:
        yield text(MARGIN, top + 30, section.title, 17, weight=600)
        for n, week in enumerate(self.weeks):
            yield text(self._middle(n), top + 30, week, 14, MUTED, anchor="middle")
        most = max((self._most(row) for row in section.rows), default=0.0)
        for n, row in enumerate(section.rows):
            scale = most if section.shared else self._most(row)
            yield from self._row(row, scale, top + 44 + ROW * n)

    def _row(self, row: Row, most: float, top: int) -> Iterator[str]:
        yield f'<path d="M{MARGIN} {top}H{self.size.width - MARGIN}" stroke="{LINE}"/>'
        for n, line in enumerate(wrapped(row.label, 15, self.size.label - 12)[:LINES]):
            yield text(MARGIN, top + 26 + 19 * n, line, 15)
        width = self.size.step(len(self.weeks)) * 0.7
        for n, bar in enumerate(self._shown(row)):
            middle = self._middle(n)
            if bar is None:
                yield _hatched(middle - width / 2, top + 1, width, ROW - 2)
            else:
                yield from _bar(bar, BAR / most if most else 0.0, middle, width, top + ROW - 6)


def _bar(bar: Bar, scale: float, middle: float, width: float, base: int) -> Iterator[str]:
    """A bar with its number above, and across it the line of what it is compared with."""
    height, mark = scale * bar.amount, scale * (bar.mark or 0.0)
    left = middle - width / 2
    yield (
        f'<rect x="{left:.1f}" y="{base - height:.1f}" width="{width:.1f}" '
        f'height="{max(height, 1):.1f}" fill="{PALE}"/>'
    )
    told = base - max(height, mark) - 5
    yield text(middle, told, bar.told, 14, anchor="middle")
    if bar.mark is not None:
        yield (
            f'<path d="M{left - 5:.1f} {base - mark:.1f}h{width + 10:.1f}" stroke="{BLUE}" '
            'stroke-width="2.5"/>'
        )


def _legend(untold: str, top: int) -> Iterator[str]:
    yield _hatched(MARGIN, top, 30, 18)
    yield text(MARGIN + 40, top + 14, untold, 14, MUTED)


def _hatched(left: float, top: float, width: float, height: float) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{height}" '
        'fill="url(#untold)"/>'
    )
