"""Weeks of real calls in figures and in a picture: no person, and no week of too few people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from bot.conversation.card import Block, Card, CardKind, Item, Items, Picture, Text, Tone
from bot.conversation.frame import Frame
from bot.journal.entry import WEEK
from bot.journal.figures import OPEN, Figures
from bot.journal.picture import NARROW, WIDE, Bar, Row, Section, Size, bars, drawn
from bot.numbers import decimal, percent
from bot.procedure.model import Ground
from bot.shares import FEWEST


def weeks_card(frame: Frame, figures: Sequence[Figures], now: int) -> Card:
    """What the last weeks were like; `now` is in seconds since the epoch."""
    title = frame._("Weekly figures")
    told = [one for one in figures if one.is_told]
    rule = frame._("No figure by person; a week of fewer than {fewest} people is not told.")
    blocks: list[Block] = [Text(rule.format(fewest=FEWEST), Tone.HINT)]
    if not told:
        blocks.append(Text(frame._("Nothing to show yet.")))
        return Card(CardKind.FIGURES, title, tuple(blocks), sign="📊")
    latest = told[-1]
    where, how = _where(frame, figures), _how(frame, figures)
    wide = _picture(frame, figures, [where, how], WIDE)
    narrow = _picture(frame, figures, [where], NARROW)
    blocks.append(Picture(wide, _said(frame, latest), name="chiffres", narrow=narrow))
    is_whole = latest.week + WEEK <= now
    heading = frame._("Week of {day}") if is_whole else frame._("Week of {day}, not over yet")
    heading = heading.format(day=day(latest.week))
    blocks.append(Items(heading, tuple(Item(line) for line in _lines(frame, latest))))
    if latest.unknown:
        blocks.append(
            Items(frame._("Answered “I don’t know”"), _ranked(latest.unknown.items(), frame.fact))
        )
    if latest.zones:
        zones = frame.compiled.procedure.grey_zones
        blocks.append(
            Items(
                frame._("Grey zones met"),
                _ranked(latest.zones.items(), lambda name: zones[name].question),
            )
        )
    return Card(CardKind.FIGURES, title, tuple(blocks), sign="📊")


def day(at: int) -> str:
    """A day, as it is written here."""
    return datetime.fromtimestamp(at, UTC).strftime("%d/%m")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _lines(frame: Frame, one: Figures) -> list[str]:
    verdicts = frame._("{verdicts} verdicts, {people} people").format(
        verdicts=one.verdicts, people=one.people
    )
    grey = frame._("On a grey zone: {share}").format(share=percent(_share(one.grey, one.verdicts)))
    left = frame._("Begun and left without a verdict: {share} ({count})").format(
        share=percent(_share(one.abandoned, one.begun)), count=one.abandoned
    )
    cards = frame._("Cards per case: {cards}; at best for the same cases: {least}").format(
        cards=decimal(one.cards), least=decimal(one.optimum)
    )
    bases = [
        f"{frame.ground(ground)[1]}\u00a0: {percent(_share(one.bases[ground], one.verdicts))}"
        for ground in Ground
        if one.bases.get(ground)
    ]
    return [verdicts, grey, left, cards, " · ".join(bases)]


def _ranked(counts: Iterable[tuple[str, int]], name: Callable[[str], str]) -> tuple[Item, ...]:
    ranked = sorted(counts, key=lambda one: (-one[1], one[0]))
    return tuple(Item(f"{name(key)}\u00a0: {count}") for key, count in ranked)


def _said(frame: Frame, one: Figures) -> str:
    """The latest week in words, for whoever does not see the picture."""
    ends = ", ".join(
        f"{_destination(frame, name)}\u00a0: {count}" for name, count in one.destinations.items()
    )
    return f"{frame._('Week of {day}').format(day=day(one.week))} — {ends}"


def _picture(
    frame: Frame, figures: Sequence[Figures], sections: Sequence[Section], size: Size
) -> str:
    weeks = [day(one.week) for one in figures]
    untold = frame._("fewer than five people: not told")
    return drawn(frame.compiled.procedure.title, weeks, sections, untold, size)


def _where(frame: Frame, figures: Sequence[Figures]) -> Section:
    names = [*frame.compiled.procedure.destinations, OPEN]
    used = [name for name in names if any(name in one.destinations for one in figures)]
    rows = [
        Row(
            _destination(frame, name),
            bars([_told(one, one.destinations.get(name, 0)) for one in figures], _count),
        )
        for name in used
    ]
    return Section(frame._("Where calls went"), rows, shared=True)


def _how(frame: Frame, figures: Sequence[Figures]) -> Section:
    grey = [_told(one, _share(one.grey, one.verdicts)) for one in figures]
    left = [_told(one, _share(one.abandoned, one.begun)) for one in figures]
    cards = [Bar(o.cards, decimal(o.cards), o.optimum) if o.is_told else None for o in figures]
    rows = [
        Row(frame._("Verdicts on a grey zone"), bars(grey, percent)),
        Row(frame._("Cases begun and left"), bars(left, percent)),
        Row(frame._("Cards per case (the line: at best)"), cards),
    ]
    return Section(frame._("How it went"), rows)


def _told(one: Figures, amount: float) -> float | None:
    return amount if one.is_told else None


def _count(amount: float) -> str:
    return str(round(amount))


def _destination(frame: Frame, name: str) -> str:
    return frame.destination(name) if name else frame._("Depends on what is not known")
