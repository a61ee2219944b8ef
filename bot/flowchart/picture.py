"""A chart as a picture, in SVG: a box for each card, a row for each line, and where it leads.

A team is told by its name, a shape and a colour where it is reached, a card by its number and a
stroke. What a case goes through is told by thick strokes and a bar, and by dashes while it only
may, so that the picture reads the same in black and white.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from math import cos, pi, sin

from bot.flowchart.chart import Chart
from bot.flowchart.layout import (
    BADGE,
    BOX,
    CHIP,
    GAP,
    LABEL,
    MARGIN,
    PADDING,
    SIZE,
    SMALL,
    STEP,
    Box,
    Layout,
    Row,
    ToldCard,
    laid_out,
)
from bot.svg import BLUE, INK, LINE, MUTED, framed, text

ROUND, LEFT_OF_LABEL = 8, 14
_EDGE, _HEADER, _ON_THE_WAY = "#7a8896", "#eef2f7", "#e3eefb"
_GROUNDS = (
    "#d3efdb", "#fdebc0", "#fbdbd0", "#d8e7fb", "#e9dcf6", "#dfe3e8", "#cfeeee", "#f5dfc4",
    "#f9d9e8",
)  # fmt: skip
_SIDES = (0, 4, 3, 5, 6)
"""The sides of the shapes; a circle has none."""


class Way(IntEnum):
    """Whether a case takes a line."""

    NO = 0
    MAYBE = 1
    YES = 2

    @property
    def stroke(self) -> str:
        """How it is drawn."""
        ink, width, dashes = ((_EDGE, 1.5, ""), (BLUE, 2.5, "7 5"), (BLUE, 4, ""))[self]
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        return f'fill="none" stroke="{ink}" stroke-width="{width}"{dashed}'


@dataclass(frozen=True)
class Legend:
    """The title, how the picture is read, and what thick and dashed strokes stand for."""

    title: str
    hint: str
    taken: str
    maybe: str


@dataclass(frozen=True)
class ChartPicture:
    """A chart in words, its teams in order, and the lines that a case takes, if there is one."""

    chart: Chart
    told: Mapping[int, ToldCard]
    teams: Sequence[str]
    legend: Legend
    followed: Mapping[int, tuple[int, ...]] | None = None

    def svg(self) -> str:
        """The picture."""
        layout = laid_out(self.chart, self.told)
        shapes = [*self._heading(), *self._strokes(layout)]
        for number, box in layout.boxes.items():
            shapes += self._box(number, box)
        return framed(layout.width, layout.height, "".join(shapes))

    def _way(self, card: int, line: int) -> Way:
        if self.followed is None or line not in self.followed.get(card, ()):
            return Way.NO
        is_sure = card in self._certain and len(self.followed[card]) == 1
        return Way.YES if is_sure else Way.MAYBE

    @cached_property
    def _certain(self) -> frozenset[int]:
        return frozenset(self.chart.certain(self.followed) if self.followed else ())

    def _heading(self) -> Iterator[str]:
        yield text(MARGIN, 48, self.legend.title, 24, weight=600)
        yield text(MARGIN, 80, self.legend.hint, SIZE, MUTED)
        if self.followed is None:
            return
        left = float(MARGIN)
        for way, words in ((Way.YES, self.legend.taken), (Way.MAYBE, self.legend.maybe)):
            yield f'<path d="M{left:g} 105h40" {way.stroke}/>'
            yield text(left + 52, 110, words, SIZE)
            left += 90 + 8 * len(words)

    def _strokes(self, layout: Layout) -> list[str]:
        """From each line to the card that it leads to; what the case takes lies above."""
        found = []
        for number, card in self.chart.cards.items():
            for n, arrow in enumerate(card.arrows):
                if arrow.card is not None:
                    route = layout.route(number, n, arrow.card)
                    found.append((self._way(number, n), _curve(route)))
        return [f'<path d="{curve}" {way.stroke}/>' for way, curve in sorted(found)]

    def _box(self, number: int, box: Box) -> Iterator[str]:
        arrows = self.chart.cards[number].arrows
        ways = [self._way(number, n) for n in range(len(arrows))]
        frame = (
            f'x="{box.left:g}" y="{box.top:g}" width="{BOX}" height="{box.bottom - box.top:g}" '
            f'rx="{ROUND}"'
        )
        yield f'<rect {frame} fill="#ffffff"/>'
        yield (
            f'<path d="M{box.left:g} {box.top + box.head:g}v{ROUND - box.head:g}q0-{ROUND} {ROUND}-'
            f'{ROUND}h{BOX - 2 * ROUND}q{ROUND} 0 {ROUND} {ROUND}v{box.head - ROUND:g}z" '
            f'fill="{_HEADER}"/>'
        )
        yield _number(box.left + BADGE / 2 + 2, box.top + PADDING + STEP / 2, number)
        yield from _words(box.left + BADGE + 4, box.top + PADDING, box.question, weight=600)
        for arrow, row, way in zip(arrows, box.rows, ways, strict=True):
            yield from _answer(box.left, row, way)
            chip = box.left + LEFT_OF_LABEL + LABEL + 10
            if arrow.outcome is not None:
                yield from _team(chip, row, self.teams.index(arrow.outcome.destination), way)
            else:
                yield from _onwards(chip, row, arrow.card)
        yield f"<rect {frame} {max(ways).stroke}/>"


def _answer(left: float, row: Row, way: Way) -> Iterator[str]:
    if way is not Way.NO:
        yield (
            f'<rect x="{left:g}" y="{row.top:g}" width="{BOX}" height="{row.height:g}" '
            f'fill="{_ON_THE_WAY}"/>'
        )
    yield f'<path d="M{left:g} {row.top:g}h{BOX}" stroke="{LINE}"/>'
    yield from _words(left + LEFT_OF_LABEL, row.inside(len(row.label) * STEP), row.label)
    if way is Way.YES:
        bar = f"M{left + 3:g} {row.top:g}v{row.height:g}"
        yield f'<path d="{bar}" stroke="{BLUE}" stroke-width="6"/>'


def _team(left: float, row: Row, team: int, way: Way) -> Iterator[str]:
    """A destination: its mark and its name on its colour, and how much there is to say."""
    height = row.height - 8
    outline = f' stroke="{BLUE}" stroke-width="2.5"' if way is Way.YES else ""
    yield (
        f'<rect x="{left:g}" y="{row.top + 4:g}" width="{CHIP}" height="{height:g}" rx="6" '
        f'fill="{_GROUNDS[team % len(_GROUNDS)]}"{outline}/>'
    )
    yield _shape(left + 17, row.middle, _SIDES[team % len(_SIDES)], team >= len(_SIDES))
    top = row.inside(STEP * (len(row.to) + len(row.said)))
    yield from _words(left + 34, top, row.to)
    yield from _words(left + 34, top + STEP * len(row.to), row.said, SMALL, MUTED)


def _onwards(left: float, row: Row, card: int | None) -> Iterator[str]:
    """Another card: its number, or what is said of one that is not drawn."""
    if card is not None:
        yield _number(left + CHIP - 17, row.middle, card)
    yield from _words(left + 10, row.inside(STEP * len(row.to)), row.to, SIZE, MUTED)


def _shape(x: float, y: float, sides: int, is_hollow: bool) -> str:
    """A circle, a square, a triangle…, full or hollow."""
    paint = f'fill="#ffffff" stroke="{INK}" stroke-width="2"' if is_hollow else f'fill="{INK}"'
    if not sides:
        return f'<circle cx="{x:g}" cy="{y:g}" r="7" {paint}/>'
    turn = pi / 4 if sides == 4 else -pi / 2
    corners = [turn + 2 * pi * n / sides for n in range(sides)]
    points = " ".join(f"{x + 9 * cos(one):.1f},{y + 9 * sin(one):.1f}" for one in corners)
    return f'<polygon points="{points}" {paint}/>'


def _number(x: float, y: float, number: int) -> str:
    """A card's number in a ring."""
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="13" fill="#ffffff" stroke="{INK}" stroke-width="1.5"/>'
        + text(x, y + 5, str(number), SIZE, weight=600, anchor="middle")
    )


def _words(
    left: float, top: float, lines: Sequence[str], size: int = SIZE, ink: str = INK, *,
    weight: int = 400,
) -> Iterator[str]:  # fmt: skip
    for n, line in enumerate(lines):
        yield text(left, top + STEP * n + 15, line, size, ink, weight=weight)


def _curve(route: Sequence[tuple[float, float]]) -> str:
    """Through each column straight on, from one to the next in a curve; at the end, an arrow."""
    (x, y), *rest = route
    path = f"M{x:g} {y:g}"
    for n, (right, down) in enumerate(rest):
        if n % 2:
            path += f"H{right:g}"
        else:
            path += f"C{x + GAP / 2:g} {y:g} {right - GAP / 2:g} {down:g} {right:g} {down:g}"
        x, y = right, down
    return f"{path}m-9-6l9 6l-9 6"
