"""Where everything of a chart stands: boxes in columns, each near the lines that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.flowchart.chart import Chart, Lane
from bot.fonts import wrapped

MARGIN, HEAD = 32, 136
BOX, GAP, BETWEEN = 470, 80, 24
"""The width of a box, the room between two columns, and between two boxes of one column."""
LABEL, CHIP, BADGE = 236, 198, 40
"""The room of an answer, of where it leads, and of a mark or a number."""
SIZE, SMALL, STEP, PADDING = 15, 13, 19, 8
"""Letters, smaller ones, from one line to the next, and the room above and below a text."""
LANE = 12


@dataclass(frozen=True)
class ToldLine:
    """A line of a card in words: when it is true, the team it leads to, and what there is to say.

    To another card, it leads without words, unless that one is not drawn.
    """

    ways: tuple[str, ...]
    to: str = ""
    said: str = ""


@dataclass(frozen=True)
class ToldCard:
    """A card in words."""

    question: str
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True)
class Row:
    """A line of a card in its place; `said` comes below `to`."""

    top: float
    height: float
    label: tuple[str, ...]
    to: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Where the stroke begins that leaves it."""
        return self.top + self.height / 2

    def inside(self, height: float) -> float:
        """The top of something so high in the middle of it."""
        return self.middle - height / 2


@dataclass(frozen=True)
class Box:
    """A card in its place."""

    left: float
    top: float
    question: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def head(self) -> float:
        """The height of the question."""
        return _head(self.question)

    @property
    def bottom(self) -> float:
        """Where the last line ends."""
        return self.rows[-1].top + self.rows[-1].height

    @property
    def middle(self) -> float:
        """Where the strokes end that lead to it."""
        return self.top + self.head / 2


@dataclass(frozen=True)
class Layout:
    """The boxes by their cards’ numbers, and how high each lane is, by its column and its card."""

    boxes: Mapping[int, Box]
    lanes: Mapping[tuple[int, int], float]
    width: int
    height: int

    def route(self, card: int, line: int, to: int) -> list[tuple[float, float]]:
        """The points of a stroke from a line to a card: in and out of each column on its way."""
        here, there = self.boxes[card], self.boxes[to]
        points = [(here.left + BOX, here.rows[line].middle)]
        for column in range(_column_at(here.left) + 1, _column_at(there.left)):
            height = self.lanes[column, to]
            points += [(_left_of(column), height), (_left_of(column) + BOX, height)]
        return [*points, (there.left, there.middle)]


def laid_out(chart: Chart, told: Mapping[int, ToldCard]) -> Layout:
    """Every card and lane in its place, from the left to the right."""
    boxes: dict[int, Box] = {}
    lanes: dict[tuple[int, int], float] = {}
    for n, column in enumerate(chart.columns):
        top = float(HEAD)
        for one in column:
            card = one.card if isinstance(one, Lane) else one
            wanted = fmean(_sources(chart, boxes, lanes, n, card)) if n else top
            if isinstance(one, Lane):
                lanes[n, card] = max(top, wanted)
                top = lanes[n, card] + LANE
            else:
                boxes[card] = _box(told[card], n, top, wanted)
                top = boxes[card].bottom + BETWEEN
    lowest = max([HEAD, *(box.bottom for box in boxes.values()), *lanes.values()])
    width = 2 * MARGIN + max(1, len(chart.columns)) * (BOX + GAP) - GAP
    return Layout(boxes, lanes, width, round(lowest) + MARGIN)


def _left_of(column: int) -> float:
    return MARGIN + column * (BOX + GAP)


def _column_at(left: float) -> int:
    return round((left - MARGIN) / (BOX + GAP))


def _sources(
    chart: Chart,
    boxes: Mapping[int, Box],
    lanes: Mapping[tuple[int, int], float],
    column: int,
    card: int,
) -> Iterator[float]:
    """How high the strokes are, one column before, that lead to a card."""
    for one in chart.columns[column - 1]:
        if isinstance(one, Lane):
            if one.card == card:
                yield lanes[column - 1, card]
        else:
            arrows = chart.cards[one].arrows
            yield from (
                row.middle
                for row, arrow in zip(boxes[one].rows, arrows, strict=True)
                if arrow.card == card
            )


def _box(told: ToldCard, column: int, highest: float, wanted: float) -> Box:
    """A card whose question stands as high as is wanted, or as there is room for."""
    question = wrapped(told.question, SIZE, BOX - BADGE - 2 * PADDING, 600)
    head = _head(question)
    top = max(highest, wanted - head / 2)
    rows: list[Row] = []
    below = top + head
    for line in told.lines:
        rows.append(_row(line, below))
        below += rows[-1].height
    return Box(_left_of(column), top, question, tuple(rows))


def _head(question: Sequence[str]) -> int:
    return 2 * PADDING + STEP * len(question)


def _row(line: ToldLine, top: float) -> Row:
    label = _lines(line.ways, LABEL if line.to else LABEL + CHIP - BADGE)
    to = wrapped(line.to, SIZE, CHIP - BADGE)
    said = wrapped(line.said, SMALL, CHIP - BADGE) if line.said else ()
    most = max(len(label), len(to) + len(said))
    return Row(top, STEP * most + 2 * PADDING, label, to, said)


def _lines(texts: Sequence[str], width: float) -> tuple[str, ...]:
    return tuple(line for told in texts for line in wrapped(told, SIZE, width))
