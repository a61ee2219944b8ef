"""The grey zones: what the procedure leaves open, our reading of it, and how much hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.card import (
    Actions,
    Block,
    Button,
    Card,
    CardKind,
    Choices,
    Item,
    Items,
    Text,
    Tone,
)
from bot.conversation.frame import Frame
from bot.conversation.inquiry import Inquiry, Look
from bot.decision.space import Cases
from bot.numbers import decimal, number
from bot.proof.grey_zones import moved_cases, settled_otherwise


@dataclass(frozen=True)
class Traffic:
    """Real verdicts since a number of days, and how many of them each grey zone would move.

    Nothing is told of them where the journal does not hold enough; it `is_known` where it answered.
    """

    days: int
    verdicts: int = 0
    moved: Mapping[str, int] | None = None
    is_known: bool = True

    def share(self, zone: str) -> float | None:
        """The part of the real verdicts that a zone would move."""
        if not self.moved or zone not in self.moved or not self.verdicts:
            return None
        return self.moved[zone] / self.verdicts


def zones_card(frame: Frame, traffic: Traffic) -> Card:
    """Every grey zone, the one that moves the most real verdicts first, then the most cases."""
    zones, moved = frame.compiled.procedure.grey_zones, moved_cases(frame.compiled.routing)
    order = sorted(
        zones, key=lambda name: (-(traffic.share(name) or 0), -_count(moved[name]))
    )  # fmt: skip
    buttons = tuple(
        Button(
            zones[name].question,
            _zone(frame, name).token(),
            _told(frame, moved[name], traffic, name),
        )
        for name in order
    )
    told = frame._("What the procedure leaves open, and how many distinct cases hang on it.")
    blocks: list[Block] = [Text(f"{told} {_journal(frame, traffic)}", Tone.HINT)]
    blocks.append(Choices(buttons) if buttons else Text(frame._("There is none.")))
    blocks.append(Actions((_explorer(frame, {}),)))
    title = frame._("Grey zones")
    here = Inquiry(frame.compiled.edition.name, Look.GREY_ZONES).token()
    return Card(CardKind.GREY_ZONE, title, tuple(blocks), here=here, sign="❔")


def zone_card(frame: Frame, name: str, traffic: Traffic) -> Card:
    """One grey zone: the question, our reading, its passages, and the cases that it moves."""
    zone = frame.compiled.procedure.grey_zones[name]
    cases = moved_cases(frame.compiled.routing)[name]
    blocks: list[Block] = [
        Text(zone.question, Tone.HEADING),
        Text(frame._("Our reading: {reading}").format(reading=zone.reading)),
        Text(_told(frame, cases, traffic, name), Tone.HINT),
        *(frame.quote(passage) for passage in zone.passages),
    ]
    if cases:
        blocks.append(Items(frame._("Read otherwise"), _otherwise(frame, name, cases)))
    others = Inquiry(frame.compiled.edition.name, Look.GREY_ZONES)
    example = frame.compiled.space.first_of(cases) if cases else {}
    buttons = [Button(frame._("All grey zones"), others.token()), _explorer(frame, example)]
    blocks.append(Actions(tuple(buttons)))
    here = _zone(frame, name).token()
    return Card(CardKind.GREY_ZONE, frame._("Grey zone"), tuple(blocks), here=here, sign="❔")


def _otherwise(frame: Frame, name: str, cases: Cases) -> tuple[Item, ...]:
    """Where the cases that a zone moves go, and where they would."""
    routing, zone = frame.compiled.routing, frame.compiled.procedure.grey_zones[name]
    other = settled_otherwise(routing, zone.otherwise) if zone.otherwise else routing
    moves = {
        (before, after): (cases & routing.destinations[before] & there).bit_count()
        for before in routing.destinations
        for after, there in other.destinations.items()
    }
    rows = sorted((-count, *ends) for ends, count in moves.items() if count)
    return tuple(Item(_move(frame, before, after, -count)) for count, before, after in rows)


def _move(frame: Frame, before: str, after: str, count: int) -> str:
    cases = frame.texts.ngettext("{count} case", "{count} cases", count).format(count=count)
    if before == after:
        told = frame._("{destination}, said otherwise: {cases}")
        return told.format(destination=frame.destination(before), cases=cases)
    ends = f"{frame.destination(before)} → {frame.destination(after)}"
    return frame._("{ends}: {cases}").format(ends=ends, cases=cases)


def _told(frame: Frame, cases: Cases | None, traffic: Traffic, name: str) -> str:
    """How much hangs on a zone: of the distinct cases, and of the real verdicts."""
    if cases is None:
        return frame._("A question only: no case moves.")
    count = cases.bit_count()
    told = frame.texts.ngettext(
        "{count} distinct case ({share} %)", "{count} distinct cases ({share} %)", count
    ).format(count=count, share=decimal(100 * count / frame.compiled.space.size, 1))
    share = traffic.share(name)
    if share is not None:
        told += frame._("; {share} % of real verdicts").format(share=decimal(100 * share, 1))
    return told


def _journal(frame: Frame, traffic: Traffic) -> str:
    if not traffic.is_known:
        return frame._("The database does not answer: their share of real calls is not known.")
    if traffic.moved is None:
        return frame._("The journal does not hold enough yet to tell their share of real calls.")
    told = frame._("Real verdicts: {count}, in {days} days.")
    return told.format(count=number(traffic.verdicts), days=traffic.days)


def _count(cases: Cases | None) -> int:
    return cases.bit_count() if cases else 0


def _zone(frame: Frame, name: str) -> Inquiry:
    return Inquiry(frame.compiled.edition.name, Look.GREY_ZONES, subject=name)


def _explorer(frame: Frame, facts: Mapping[str, str]) -> Button:
    label = frame._("Explore an example") if facts else frame._("Explorer")
    return Button(label, Inquiry(frame.compiled.edition.name, Look.EXPLORE, facts).token())
