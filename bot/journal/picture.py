"""Weeks as a picture, in SVG: a row for each thing counted, a bar for each week.

Bars and numbers, and not colours, tell how much, and hatching what is not told: the picture reads
the same in black and white.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.svg import BLUE, LINE, MUTED, PALE, framed, text

WIDTH, MARGIN, LABEL = 1_040, 28, 300
ROW, BAR = 58, 32
MOST = 12
"""Weeks in one picture: the latest."""
_LETTERS = 42
"""Characters of a label on one line."""
_HATCHING = (
    '<pattern id="untold" width="7" height="7" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><path d="M0 0v7" stroke="{LINE}" stroke-width="3"/></pattern>'
)


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


def drawn(title: str, weeks: Sequence[str], sections: Sequence[Section], untold: str) -> str:
    """The picture of the latest weeks, called so; `untold` says what hatching stands for."""
    weeks = weeks[-MOST:]
    shapes = [_HATCHING, text(MARGIN, 44, title, 24, weight=600)]
    top = 66
    for section in sections:
        shapes += _section(section, weeks, top)
        top += 62 + ROW * len(section.rows)
    if any(bar is None for section in sections for row in section.rows for bar in row.bars[-MOST:]):
        shapes += _legend(untold, top)
        top += 36
    return framed(WIDTH, top, "".join(shapes))


def bars(amounts: Sequence[float | None], tell: Callable[[float], str]) -> tuple[Bar | None, ...]:
    """A bar for each amount that is told."""
    return tuple(None if amount is None else Bar(amount, tell(amount)) for amount in amounts)


def _section(section: Section, weeks: Sequence[str], top: int) -> Iterator[str]:
    yield text(MARGIN, top + 30, section.title, 17, weight=600)
    for n, week in enumerate(weeks):
        yield text(_middle(n, len(weeks)), top + 30, week, 14, MUTED, anchor="middle")
    most = max((_most(row) for row in section.rows), default=0.0)
    for n, row in enumerate(section.rows):
        scale = most if section.shared else _most(row)
        yield from _row(row, len(weeks), scale, top + 44 + ROW * n)


def _row(row: Row, weeks: int, most: float, top: int) -> Iterator[str]:
    yield f'<path d="M{MARGIN} {top}H{WIDTH - MARGIN}" stroke="{LINE}"/>'
    for n, line in enumerate(_wrapped(row.label)):
        yield text(MARGIN, top + 26 + 19 * n, line, 15)
    for n, bar in enumerate(row.bars[-MOST:]):
        middle, width = _middle(n, weeks), _step(weeks) * 0.7
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


def _middle(n: int, weeks: int) -> float:
    return MARGIN + LABEL + (n + 0.5) * _step(weeks)


def _step(weeks: int) -> float:
    return (WIDTH - 2 * MARGIN - LABEL) / max(weeks, 4)


def _most(row: Row) -> float:
    found = [max(bar.amount, bar.mark or 0.0) for bar in row.bars[-MOST:] if bar]
    return max(found, default=0.0)


def _wrapped(label: str) -> list[str]:
    """A label on two lines at most."""
    if len(label) <= _LETTERS:
        return [label]
    cut = label.rfind(" ", 0, _LETTERS)
    rest = label[cut + 1 :] if cut > 0 else label[_LETTERS:]
    return [label[: cut if cut > 0 else _LETTERS], rest[:_LETTERS]]
