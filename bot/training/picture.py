"""Progress as a picture, in SVG: a row for each section, a square for each skill, and a share.

A standing is told by a shape as well as by a colour, on a ground of its own, so that the picture
reads the same in a light theme, in a dark one, and in black and white.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.svg import BLUE, LINE, MUTED, PALE, framed, text
from bot.training.progress import SectionProgress, Standing

WIDTH = 760
MARGIN, SQUARE, GAP = 28, 18, 5
TRACK, PER_ROW = 190, 20
_EMPTY, _ORANGE = "#7a8896", "#b4490f"


@dataclass(frozen=True)
class Legend:
    """The words of the picture: its title, each standing, and how a section’s share is told."""

    title: str
    standings: Mapping[Standing, str]
    share: Callable[[SectionProgress], str]


def drawn(sections: Sequence[SectionProgress], titles: Mapping[str, str], legend: Legend) -> str:
    """The picture; `titles` name the sections."""
    top = 104
    rows: list[str] = []
    for one in sections:
        rows += _row(one, titles[one.section], legend, top)
        top += _height(one)
    return framed(WIDTH, top + 8, "".join([*_head(legend), *rows]))


def _height(one: SectionProgress) -> int:
    return 48 + max(2, -(-len(one.standings) // PER_ROW)) * (SQUARE + GAP)


def _head(legend: Legend) -> Iterator[str]:
    yield text(MARGIN, 42, legend.title, 24, weight=600)
    left = MARGIN
    for standing, label in legend.standings.items():
        yield from _square(left, 62, standing)
        yield text(left + SQUARE + 7, 76, label, 15, MUTED)
        left += SQUARE + 7 + 8 * len(label) + 26


def _row(one: SectionProgress, title: str, legend: Legend, top: int) -> Iterator[str]:
    yield f'<path d="M{MARGIN} {top}H{WIDTH - MARGIN}" stroke="{LINE}"/>'
    yield text(MARGIN, top + 28, title, 16, weight=600)
    for n, (_, standing) in enumerate(one.standings):
        row, column = divmod(n, PER_ROW)
        left = MARGIN + column * (SQUARE + GAP)
        yield from _square(left, top + 42 + row * (SQUARE + GAP), standing)
    yield from _share(one, legend.share(one), WIDTH - MARGIN - TRACK, top + 42)


def _share(one: SectionProgress, told: str, left: int, top: int) -> Iterator[str]:
    """The share on a line from 0 to 100 %: where it lies, and the part that was seen."""
    yield text(left + TRACK, top + 34, told, 14, MUTED, anchor="end")
    middle = top + 9
    if not one.share.is_telling:
        return
    yield (
        f'<path d="M{left} {middle}h{TRACK}M{left} {middle - 5}v10M{left + TRACK} {middle - 5}v10" '
        f'stroke="{LINE}" stroke-width="2"/>'
    )
    low, high = (left + TRACK * bound for bound in one.share.bounds)
    seen = left + TRACK * one.share.known / one.share.tried
    yield (
        f'<rect x="{low:.1f}" y="{middle - 6}" width="{high - low:.1f}" height="12" rx="3" '
        f'fill="{PALE}"/><path d="M{seen:.1f} {middle - 9}v18" stroke="{BLUE}" stroke-width="3"/>'
    )


def _square(left: int, top: int, standing: Standing) -> Iterator[str]:
    """A standing: empty, a dot, half full, or full with a tick."""
    frame = f'x="{left + 1}" y="{top + 1}" width="{SQUARE - 2}" height="{SQUARE - 2}" rx="4"'
    full = standing is Standing.MASTERED
    ink = {Standing.NEW: _EMPTY, Standing.FRAGILE: _ORANGE}.get(standing, BLUE)
    yield f'<rect {frame} fill="{BLUE if full else "#ffffff"}" stroke="{ink}" stroke-width="2"/>'
    if standing is Standing.FRAGILE:
        yield f'<circle cx="{left + SQUARE / 2}" cy="{top + SQUARE / 2}" r="4" fill="{_ORANGE}"/>'
    elif standing is Standing.KNOWN:
        yield (
            f'<path d="M{left + 2} {top + SQUARE - 2}V{top + 2}L{left + SQUARE - 2} '
            f'{top + SQUARE - 2}z" fill="{BLUE}"/>'
        )
    elif full:
        yield (
            f'<path d="M{left + 5} {top + 9}l3 4l6-8" fill="none" stroke="#ffffff" '
            'stroke-width="2"/>'
        )
