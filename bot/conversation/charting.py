"""The map: every card of a procedure as it is asked, where each answer leads, and a case’s way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from gettext import NullTranslations

from bot.conversation.card import (
    Actions,
    Block,
    Button,
    Card,
    CardKind,
    Details,
    Item,
    Items,
    Picture,
    Text,
    Tone,
)
from bot.conversation.frame import Frame, notices
from bot.conversation.inquiry import Inquiry, Look
from bot.decision.compiled import Compiled
from bot.decision.decide import known_facts, read_facts
from bot.flowchart.chart import Arrow, Chart, chart
from bot.flowchart.decision_list import Line
from bot.flowchart.layout import ToldCard, ToldLine
from bot.flowchart.picture import ChartPicture, Legend

SIGN = "🗺️"


@dataclass(frozen=True)
class Map:
    """The map of a procedure, with the way of the case that has `facts`, if there are any."""

    compiled: Compiled
    texts: NullTranslations
    chart: Chart
    facts: Mapping[str, str]

    def _(self, message: str) -> str:
        return self.texts.gettext(message)

    @property
    def svg(self) -> str:
        """The map as a picture."""
        procedure = self.compiled.procedure
        hint = self._("At each question, read from the top: the first line that is true decides.")
        if self.chart.only:
            team = procedure.destinations[self.chart.only.destination].label
            hint = self._("Nothing is asked. Every call: {destination}").format(destination=team)
        way, maybe = self._("The way of this case"), self._("Possible still")
        legend = Legend(procedure.title, hint, way, maybe)
        teams, followed = list(procedure.destinations), self.followed if self.facts else None
        return ChartPicture(self.chart, self.told, teams, legend, followed).svg()

    @cached_property
    def followed(self) -> Mapping[int, tuple[int, ...]]:
        """The cards that the case comes to, or may come to, and the lines that it takes there."""
        space = self.compiled.space
        idle = [fact for fact in space.facts if space.is_relevant(fact, self.facts) is False]
        return self.chart.followed({**self.facts, **dict.fromkeys(idle)})

    @cached_property
    def told(self) -> dict[int, ToldCard]:
        """Each card in words, by its number."""
        return {
            number: ToldCard(self._question(card.question), tuple(map(self._line, card.arrows)))
            for number, card in self.chart.cards.items()
        }

    def way(self) -> Iterator[str]:
        """The way of the case in words, as far as it is certain."""
        if not self.facts:
            return
        followed, told = self.followed, self.told
        for number in self.chart.certain(followed):
            if len(followed[number]) == 1:
                line = told[number].lines[followed[number][0]]
                yield f"{told[number].question} {self.ways(line)}{_to(line, '')}"

    def cards(self) -> Iterator[tuple[str, list[str]]]:
        """Every card in words: its number and its question, and its lines."""
        for number, told in self.told.items():
            arrows = self.chart.cards[number].arrows
            lines = [
                f"{self.ways(line)}{_to(line, self._onwards(arrow))}"
                for line, arrow in zip(told.lines, arrows, strict=True)
            ]
            yield f"{number}. {told.question}", lines

    def ways(self, line: ToldLine) -> str:
        """When a line is true, in one line."""
        return ", ".join(line.ways)

    def _onwards(self, arrow: Arrow) -> str:
        return self._("question {number}").format(number=arrow.card) if arrow.card else ""

    def _question(self, name: str) -> str:
        procedure = self.compiled.procedure
        asked = procedure.questions.get(name)
        return asked.text if asked else procedure.facts[name].question

    def _line(self, arrow: Arrow) -> ToldLine:
        ways = tuple(self._condition(arrow.line))
        if arrow.outcome is None:
            return ToldLine(ways, "" if arrow.card else self._("goes on: not drawn"))
        team = self.compiled.procedure.destinations[arrow.outcome.destination].label
        count = len(arrow.outcome.phrases)
        said = self.texts.ngettext(
            "with {count} sentence to say", "with {count} sentences to say", count
        )
        return ToldLine(ways, team, said.format(count=count) if count else "")

    def _condition(self, line: Line) -> Iterator[str]:
        """When a line is true, each way after the first with the word that joins it."""
        facts = self.compiled.procedure.facts
        for n, way in enumerate(line.ways):
            told = self._(" and ").join(facts[fact].values[one].label for fact, one in way.items())
            yield self._("or {way}").format(way=told) if n else told
        if not line.ways:
            yield self._("Otherwise")


def map_of(compiled: Compiled, texts: NullTranslations, given: Mapping[str, str]) -> Map:
    """The map of a procedure and a case; `InvalidCase` where a fact is not one of its own."""
    return Map(compiled, texts, chart(compiled), read_facts(compiled, given).facts)


def map_card(frame: Frame, given: Mapping[str, str], notice: str | None = None) -> Card:
    """The map as a card: the picture, the case’s way in words, and all of it in words."""
    known = known_facts(frame.compiled, given)
    drawn = map_of(frame.compiled, frame.texts, known.facts)
    blocks: list[Block] = [*notices(known, notice)]
    if not drawn.chart.is_whole:
        told = frame._("Too many questions to draw them all: the first {count} are shown.")
        blocks.append(Text(told.format(count=len(drawn.chart.cards)), Tone.NOTICE))
    if way := tuple(map(Item, drawn.way())):
        blocks.append(Items(frame._("The way of this case"), way))
    alt = frame._("The questions of the procedure, and where each answer leads.")
    blocks.append(Picture(drawn.svg, alt, name="plan", is_large=True))
    procedure, facts = frame.compiled.edition.name, drawn.facts
    buttons = [Button(frame._("Explorer"), Inquiry(procedure, Look.EXPLORE, facts).token())]
    if facts:
        buttons.append(Button(frame._("Whole map"), Inquiry(procedure, Look.MAP).token()))
    blocks.append(Details(frame._("The map in words"), tuple(_in_words(drawn))))
    blocks.append(Actions(tuple(buttons)))
    here = Inquiry(procedure, Look.MAP, facts).token()
    return Card(CardKind.MAP, frame._("Map"), tuple(blocks), here=here, sign=SIGN)


def _in_words(drawn: Map) -> Iterator[Items]:
    for heading, lines in drawn.cards():
        yield Items(heading, tuple(map(Item, lines)))


def _to(line: ToldLine, onwards: str) -> str:
    """Where a line leads, in words."""
    to = " · ".join(filter(None, (line.to, line.said))) or onwards
    return f" → {to}" if to else ""
