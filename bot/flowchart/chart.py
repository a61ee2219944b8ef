"""A procedure as it is gone through: each card, its answers, and where each of them leads.

Two ways to the same card are one card. The cards stand in columns, each to the right of all those
that lead to it, and are numbered in the order of reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.decision.compiled import Compiled
from bot.decision.diagram import Diagram, Fork
from bot.decision.order import Step
from bot.decision.verdict import Outcome
from bot.flowchart.decision_list import Known, Line, decision_list

MOST = 120
"""Cards of a chart: more can neither be drawn nor read."""
Lines = Sequence[Line]


@dataclass(frozen=True)
class Arrow:
    """A line of a card, and where it leads: to another card, to an outcome, or to one not drawn."""

    line: Line
    card: int | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class ChartCard:
    """A card: its number, the question, the facts that it asks, and its lines in order."""

    number: int
    question: str
    facts: tuple[str, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class Lane:
    """Room for the lines that pass through a column on their way to a card further right."""

    card: int


@dataclass(frozen=True)
class Chart:
    """The cards by their numbers, and the columns that they stand in, from the left.

    A procedure that asks nothing has no card, and its `only` outcome.
    """

    cards: Mapping[int, ChartCard]
    columns: tuple[tuple[int | Lane, ...], ...]
    only: Outcome | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every card is drawn."""
        arrows = [arrow for card in self.cards.values() for arrow in card.arrows]
        return all(arrow.card or arrow.outcome for arrow in arrows)

    def followed(self, known: Known) -> dict[int, tuple[int, ...]]:
        """The cards that a case comes to, or may come to, and which of their lines it takes.

        Once every relevant fact is known there is one line a card.
        """
        found: dict[int, tuple[int, ...]] = {}
        for number in sorted(self.cards):
            if self._is_reached(number, found):
                arrows = self.cards[number].arrows
                found[number] = tuple(
                    n for n, arrow in enumerate(arrows) if arrow.line.allows(known)
                )
        return found

    def certain(self, followed: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
        """Of the cards that a case may come to, those that it does come to, in order."""
        path = [1] if self.cards else []
        while path and len(followed[path[-1]]) == 1:
            after = self.cards[path[-1]].arrows[followed[path[-1]][0]].card
            if after is None:
                break
            path.append(after)
        return tuple(path)

    def _is_reached(self, number: int, found: Mapping[int, tuple[int, ...]]) -> bool:
        return number == 1 or any(
            self.cards[before].arrows[n].card == number
            for before, taken in found.items()
            for n in taken
        )


@lru_cache(maxsize=8)
def chart(compiled: Compiled, most: int = MOST) -> Chart:
    """The chart of a procedure: as many cards as can be read, those that come first."""
    if compiled.outcomes.__class__ is not Fork:
        return Chart({}, (), compiled.outcomes)
    drawn = _drawn(compiled, most)
    columns = _columns(compiled.outcomes, {state: lines for state, (_, lines) in drawn.items()})
    order = [one for column in columns for one in column if isinstance(one, Fork)]
    numbers = {state: n for n, state in enumerate(order, 1)}
    cards = {n: _card(n, *drawn[state], numbers) for state, n in numbers.items()}
    places = tuple(tuple(_place(one, numbers) for one in column) for column in columns)
    return Chart(cards, places)


def _drawn(compiled: Compiled, most: int) -> dict[Fork, tuple[Step, Lines]]:
    """What each card asks, and its lines; the nearest to the first card come first."""
    values = {name: tuple(fact.values) for name, fact in compiled.space.facts.items()}
    found: dict[Fork, tuple[Step, Lines]] = {}
    waiting = [compiled.outcomes]
    for state in waiting:
        step = compiled.planner.step(state)
        if step and state not in found and len(found) < most:
            lines = decision_list(compiled.forest, values, state, step.facts)
            found[state] = step, lines
            waiting += [line.after for line in lines]
    return found


def _columns(first: Fork, lines: Mapping[Fork, Lines]) -> list[list[Fork | _Through]]:
    """The cards in their columns, and the lanes of what passes through, near where it comes from.

    What a card leads to depends on fewer facts than the card.
    """
    depths = {first: 0}
    for state in sorted(lines, key=lambda state: -len(state.support)):
        for line in lines[state]:
            if line.after in lines:
                depths[line.after] = max(depths.get(line.after, 0), depths[state] + 1)
    columns: list[list[Fork | _Through]] = [[first]]
    while True:
        ends = [
            end
            for one in columns[-1]
            for end in ([one.to] if isinstance(one, _Through) else _ends(lines[one]))
            if end in lines
        ]
        if not ends:
            return columns
        column = len(columns)
        columns.append([e if depths[e] == column else _Through(e) for e in dict.fromkeys(ends)])


def _ends(lines: Lines) -> list[Diagram]:
    return [line.after for line in lines]


@dataclass(frozen=True)
class _Through:
    """A line on its way to a card."""

    to: Fork


def _card(number: int, step: Step, lines: Lines, numbers: Mapping[Fork, int]) -> ChartCard:
    arrows = tuple(
        Arrow(line, numbers.get(line.after))
        if line.after.__class__ is Fork
        else Arrow(line, outcome=line.after)
        for line in lines
    )
    return ChartCard(number, step.question, step.facts, arrows)


def _place(one: Fork | _Through, numbers: Mapping[Fork, int]) -> int | Lane:
    return Lane(numbers[one.to]) if isinstance(one, _Through) else numbers[one]
