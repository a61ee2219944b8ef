"""What supervisors ask of the bot: any case explored, the grey zones, a state said for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.conversation.card import (
    Actions,
    Block,
    Button,
    Card,
    CardKind,
    Text,
    Tone,
)
from bot.conversation.case import revalidated
from bot.conversation.charting import map_card
from bot.conversation.exploring import explorer_card
from bot.conversation.frame import Frame
from bot.conversation.guide import Guide, Request
from bot.conversation.inquiry import Inquiry, Look
from bot.conversation.orders import UNKNOWN, Order
from bot.conversation.reporting import Mailbox, sent_card, unreported_card
from bot.conversation.states import MINUTE, Board, State, States
from bot.conversation.tap import read_tap
from bot.conversation.weeks import weeks_card
from bot.conversation.zones import Traffic, zone_card, zones_card
from bot.decision.verdict import Decided
from bot.errors import InvalidTap, StoreUnavailable
from bot.journal.entry import Entries, Tally, monday
from bot.journal.figures import weekly
from bot.journal.traffic import moved_verdicts, told_verdicts, verdicts
from bot.language.words import MAX_TYPED
from bot.training.schedule import DAY

DAYS = 90
"""Days of real verdicts that are told of, and that grey zones are weighed by."""


@dataclass(frozen=True)
class Supervision:
    """Answers supervisors; who is one is their platform's to say. `clock` gives seconds."""

    guide: Guide
    states: States
    board: Board
    entries: Entries
    mailbox: Mailbox
    clock: Callable[[], float]

    async def ordered(self, platform: str, person: str, order: Order, command: str = "") -> Card:
        """The card that answers an order; `command` is how one is typed there."""
        inquiry = order.inquiry
        frame = self.guide.frame(inquiry.procedure)
        if inquiry.look is Look.STATE and inquiry.subject not in frame.compiled.procedure.states:
            return await self.respond(inquiry, command)  # it has just been changed
        if not order.is_understood:
            return _unsaid_card(frame, inquiry)
        if inquiry.look in (Look.EXPLORE, Look.MAP) and order.text:
            return self._read(frame, order, command)
        if inquiry.look is Look.STATE and inquiry.facts:
            return await self._said(frame, platform, person, order)
        return await self.respond(inquiry, command)

    async def respond(self, inquiry: Inquiry, command: str = "") -> Card:
        """The card that answers a button; it changes nothing."""
        frame = self.guide.frame(inquiry.procedure)
        match inquiry.look:
            case Look.EXPLORE:
                return explorer_card(frame, inquiry.facts, command)
            case Look.GREY_ZONES:
                traffic = await self._traffic(frame)
                if inquiry.subject in frame.compiled.procedure.grey_zones:
                    return zone_card(frame, inquiry.subject, traffic)
                return zones_card(frame, traffic)
            case Look.STATE:
                return _state_card(frame, inquiry.subject)
            case Look.MAP:
                return map_card(frame, inquiry.facts)
            case Look.FIGURES:
                return await self._figures(frame)

    async def counted(self, procedure: str) -> Sequence[Tally] | None:
        """The real verdicts of late that may be told of; None while the store does not answer."""
        try:
            return await told_verdicts(self.entries, procedure, *self._weeks())
        except StoreUnavailable:
            return None

    async def reported(self, person: str, request: Request, words: str) -> Card:
        """Send a report, once, and tell that it was sent; or that it could not be."""
        frame, tap = self.guide.frame(request.procedure), request.tap or ""
        try:
            case, _ = revalidated(read_tap(tap).case, frame.compiled)
        except InvalidTap:
            return self.guide.respond(request)
        decision = frame.decide(case)
        if isinstance(decision, Decided):
            report = sent_card(frame, case, decision, words)
            if not await self.mailbox.send((person, tap), report):
                return unreported_card(frame, tap)
        return self.guide.respond(request)

    def _read(self, frame: Frame, order: Order, command: str) -> Card:
        """The explorer or the map, filled in by a line of French."""
        facts = frame.understanding.read(order.text[:MAX_TYPED]).facts
        if order.inquiry.look is Look.MAP:
            notice = frame._("I did not understand: this is the whole map. Say it in other words.")
            return map_card(frame, facts, None if facts else notice)
        notice = frame._("I did not understand; choose below, or say it in other words.")
        return explorer_card(frame, facts, command, None if facts else notice)

    async def _said(self, frame: Frame, platform: str, person: str, order: Order) -> Card:
        name, word = order.inquiry.subject, order.inquiry.facts[order.inquiry.subject]
        declared, now = frame.compiled.procedure.states[name], int(self.clock())
        minutes = 0 if word == UNKNOWN else order.minutes or declared.minutes
        value = declared.values.get(word, "")
        state = State(
            procedure=frame.compiled.edition.name,
            name=name,
            fact=declared.fact,
            value=value,
            since=now,
            until=now + minutes * MINUTE,
            platform=platform,
            by=person,
        )
        try:
            await self.states.say(state)
        except StoreUnavailable:
            told = frame._("The database does not answer: nothing was said. Please try again.")
            return Card(CardKind.NOTICE, frame._("Not said"), (Text(told, Tone.NOTICE),))
        await self.board.refresh(self.states)
        return _state_card(self.guide.frame(order.inquiry.procedure), name)

    async def _traffic(self, frame: Frame) -> Traffic:
        """How many real verdicts each grey zone would move, where there are enough of them."""
        tallies = await self.counted(frame.compiled.edition.name)
        if tallies is None:
            return Traffic(DAYS, is_known=False)
        return Traffic(DAYS, verdicts(tallies), moved_verdicts(frame.compiled, tallies))

    async def _figures(self, frame: Frame) -> Card:
        """The last weeks of real calls."""
        try:
            name, time = frame.compiled.edition.name, self._weeks()
            weeks = await self.entries.weeks(name, *time)
            tallies = await self.entries.tallies(name, *time)
        except StoreUnavailable:
            told = frame._("The database does not answer. Please try again.")
            return Card(CardKind.NOTICE, frame._("Weekly figures"), (Text(told, Tone.NOTICE),))
        figures = weekly(frame.compiled, weeks, tallies)
        return weeks_card(frame, figures, int(self.clock()))

    def _weeks(self) -> tuple[int, int]:
        """When the last weeks began, the first of them whole, and when the last of them ends."""
        until = int(self.clock()) + 1
        return monday(until - DAYS * DAY), until


def refused_card(guide: Guide) -> Card:
    """What is said to whoever is no supervisor."""
    told = guide.texts.gettext(
        "This is for supervisors. To be one, ask whoever installed the bot: supervisors are named "
        "in its settings."
    )
    return Card(CardKind.NOTICE, guide.texts.gettext("For supervisors"), (Text(told),))


def _unsaid_card(frame: Frame, inquiry: Inquiry) -> Card:
    """That a state was not said, for want of how long, and how to say it."""
    declared = frame.compiled.procedure.states[inquiry.subject]
    word = inquiry.facts[inquiry.subject]
    word = word if word in declared.values else next(iter(declared.values))
    told = frame._(
        "Nothing is announced: how long is not understood. For instance: {words}, 24 h at most."
    ).format(words=f"«\u00a0{inquiry.subject} {word} {declared.minutes} min\u00a0»")
    return Card(CardKind.NOTICE, frame._("Not said"), (Text(told, Tone.NOTICE),))


def _state_card(frame: Frame, name: str) -> Card:
    """What was said for all of a state, and how to say it."""
    state = frame.compiled.procedure.states.get(name)
    fact = state.fact if state else ""
    holding = next((one for one in frame.states if one.fact == fact), None)
    if holding is None:
        told = frame._("Nothing is said for everyone: each case asks.")
    else:
        told = frame._("{state}: for everyone, for {left} min more.").format(
            state=frame.value(holding.fact, holding.value), left=holding.left
        )
    blocks: list[Block] = [Text(told)]
    if state:
        words = frame._(" or ").join(
            f"«\u00a0{name} {word}\u00a0»" for word in (*state.values, f"{UNKNOWN}e")
        )
        how = frame._("To change it, after the command: {words}, and how long: 45 min, 2 h.")
        blocks.append(Text(how.format(words=words), Tone.HINT))
    explore = Inquiry(frame.compiled.edition.name, Look.EXPLORE)
    blocks.append(Actions((Button(frame._("Explorer"), explore.token()),)))
    title = frame.fact(fact) if fact else frame._("States")
    return Card(CardKind.NOTICE, title, tuple(blocks), sign="⏳")
