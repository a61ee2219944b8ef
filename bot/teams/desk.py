"""What the bot does in Teams of what a person did."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from bot.conversation.card import Actions, Button, Card, CardKind
from bot.conversation.coach import Coach
from bot.conversation.guide import Request
from bot.conversation.inquiry import is_inquiry
from bot.conversation.lesson import Step, is_lesson
from bot.conversation.notices import (
    alone_card,
    another_card,
    failure_card,
    failure_line,
    folded_card,
)
from bot.conversation.opening import (
    Opening,
    choice_card,
    help_card,
    named_procedure,
    read_opening,
    welcome_card,
)
from bot.conversation.packing import tapped
from bot.conversation.shared import Moved, as_it_is, begins_another
from bot.conversation.tap import looks_aside, reports, supposes
from bot.conversation.threads import Place, Thread
from bot.errors import InvalidTap, UnknownProcedure
from bot.faults import logged
from bot.teams.cases import PLATFORM, Cases, place_of
from bot.teams.connector import Refused, Undelivered
from bot.teams.elements import Drawing
from bot.teams.inquiries import Inquiries
from bot.teams.manifest import manners
from bot.teams.moves import Did, Installed, Kind, Oriented, Said, Tapped, Way, Where

Spawn = Callable[[Coroutine[Any, Any, None]], None]
"""Runs what goes on after its caller has left."""


@dataclass(frozen=True)
class Desk:
    """Serves what people do."""

    cases: Cases
    coach: Coach
    inquiries: Inquiries
    spawn: Spawn

    async def answer(self, did: Tapped | Oriented) -> Drawing:
        """What a tap, or an action chosen on a message, shows whoever made it."""
        self.cases.people.meet(did.who)
        if isinstance(did, Oriented):
            return await self._oriented(did)
        self.inquiries.meet(did.where)
        if is_lesson(did.tap):
            return await self._trained(did)
        if is_inquiry(did.tap):
            with suppress(InvalidTap, UnknownProcedure):
                return await self._drawn(did, self._part(did, await self.inquiries.tapped(did)))
        request = tapped(self.cases.guide, did.tap, did.ticks, did.unsure)
        if reports(request.tap or ""):
            return await self._drawn(did, await self.inquiries.reported(did, request))
        card = self._looked_at(did, request)
        return await (self._drawn(did, card) if card else self._moved(did, request))

    def failure(self, reference: str) -> str:
        """What is said where an answer fails."""
        return failure_line(self.cases.guide, reference)

    async def serve(self, did: Did) -> None:
        """Do what a person asks, once; what fails is logged, and told under the same reference."""
        try:
            await self._serve(did)
        except Exception as error:
            told = f": {error}" if isinstance(error, Refused | Undelivered) else ""
            await self._tell(did.where, logged(error, f"teams {type(did).__name__}{told}"))

    async def _serve(self, did: Did) -> None:
        match did:
            case Tapped():
                # There is nothing to answer: the message itself is redrawn, looks as well.
                shown = await self.answer(did)
                if did.message and not self._is_alone(did):
                    self.cases.board.show(did.where, did.message, shown)
                else:
                    await self.cases.connector.post(did.where, shown)
            case Said() if await self._is_new(did):
                self.cases.people.meet(did.who)
                self.inquiries.meet(did.where)
                await self._said(did)
            case Installed() if await self._is_new(did):
                guide = self.cases.guide
                await self._shown(did.where, did.id, welcome_card(guide, manners(guide)))

    async def _is_new(self, did: Said | Oriented | Installed) -> bool:
        return await self.cases.memory.is_new(f"{PLATFORM}:{did.where.channel}:{did.id}")

    def _looked_at(self, did: Tapped, request: Request) -> Card | None:
        """What is shown to one person, the case staying as it is; None for a move of the case."""
        tap = request.tap or ""
        if did.part is not None:
            return self._folded(self.cases.guide.respond(request), did.part)
        if did.page is None and not looks_aside(tap) and not supposes(tap):
            return None
        card = self.cases.guide.respond(request)
        left = supposes(tap) and card.here is not None and not supposes(card.here)
        return None if left else card

    def _part(self, did: Tapped, card: Card) -> Card:
        """The folded part of a card that was asked for; the card, where none was."""
        return card if did.part is None else self._folded(card, did.part) or card

    def _folded(self, card: Card, number: int) -> Card | None:
        """A folded part of a card by itself, with the way back."""
        part, gettext = folded_card(card, number), self.cases.guide.texts.gettext
        if part is None or card.here is None:
            return None
        of_case = not is_inquiry(card.here) and not is_lesson(card.here)
        label = gettext("Back to the case") if of_case else gettext("Go back")
        back = Button(label, card.here, main=True)
        return replace(part, here=card.here, blocks=(*part.blocks, Actions((back,))))

    async def _trained(self, did: Tapped) -> Drawing:
        """A step of training, which its learner takes alone, in their own chat."""
        if self._is_alone(did):
            return await self._drawn(did, alone_card(self.cases.guide))
        try:
            card = await self.coach.tapped(PLATFORM, did.who.id, did.tap)
        except InvalidTap:
            card = self.cases.guide.respond(tapped(self.cases.guide, did.tap))
        shown = await self._drawn(did, self._part(did, card))
        if did.message and did.way is Way.EXECUTE and did.page is None and did.part is None:
            self.cases.board.show(did.where, did.message, shown)
        return shown

    def _is_alone(self, did: Tapped) -> bool:
        """Whether a tap is its maker's own affair among others, whose view it leaves as it is."""
        own = is_lesson(did.tap) or is_inquiry(did.tap)
        return own and did.where.kind is not Kind.PERSONAL

    async def _drawn(self, did: Tapped, card: Card) -> Drawing:
        """A card as it answers a tap."""
        place = place_of(did.where, did.thread or did.message)
        return await self.cases.drawing(did.where, place, card, did.way, did.page or 0, did.part)

    async def _moved(self, did: Tapped, request: Request) -> Drawing:
        """Move the case; whoever else sees its message sees it move."""
        back = supposes(request.tap or "")
        one = await (self.cases.as_it_stands if back else self.cases.tapped)(did, request)
        place = place_of(did.where, did.thread or did.message)
        shown = await self.cases.drawing(did.where, place, one.card)
        message = did.message or one.thread.card
        if message and did.way is not Way.SUBMIT:
            self.cases.board.show(did.where, message, shown)
        if did.way is Way.DIALOG:
            return await self.cases.drawing(did.where, place, one.card, did.way)
        return shown

    async def _oriented(self, did: Oriented) -> Drawing:
        """Open a case in the thread of a message, and in a dialog where it is answered at once."""
        guide, place = self.cases.guide, place_of(did.where, did.id)
        if did.procedure not in guide.procedures:
            return await self.cases.drawing(did.where, place, choice_card(guide), Way.DIALOG)
        if await self._is_new(did):
            request = Request(did.procedure, text=did.text or None)
            one = await self.cases.opened(place, request, did.who.id)
            self.spawn(self._posted(did.where, place, one))
            card = one.card
        else:
            thread = await self.cases.memory.find(place)
            card = guide.respond(as_it_is(thread) if thread else Request(did.procedure))
        return await self.cases.drawing(did.where, place, card, Way.DIALOG)

    async def _posted(self, where: Where, place: Place, one: Moved) -> None:
        """Post a case in the thread of a message; where the bot has no place, the dialog has it."""
        with suppress(Refused):
            await self.cases.post(where, place, one)

    async def _said(self, did: Said) -> None:
        guide, where = self.cases.guide, did.where
        opening = read_opening(guide, did.text)
        named = named_procedure(guide, did.text)
        if opening.help:
            await self._shown(where, did.id, help_card(guide, manners(guide, opening.procedure)))
        elif (opening.private or opening.training) and where.kind is not Kind.PERSONAL:
            await self._shown(where, did.id, alone_card(guide))
        elif opening.training:
            await self._shown(where, did.id, await self._lesson(did, opening))
        elif opening.order and (card := await self.inquiries.heard(did, opening.order)):
            alone = where.kind is Kind.PERSONAL or card.kind is CardKind.NOTICE
            await self._shown(where, did.id, card if alone else alone_card(guide))
        elif where.thread:
            await self._in_thread(did, opening, named)
        else:
            await self._in_chat(did, opening, named)

    async def _lesson(self, did: Said, opening: Opening) -> Card:
        """Where somebody is in their training."""
        if opening.procedure is None:
            return choice_card(self.cases.guide)
        return await self.coach.respond(PLATFORM, did.who.id, Step(opening.procedure))

    async def _in_thread(self, did: Said, opening: Opening, named: str | None) -> None:
        """Words in a channel's thread, which has one case."""
        place, thread = await self.cases.of_words(did.where, did.who.id, did.id)
        if thread is None or not thread.here or named not in (None, thread.procedure):
            await self._opened(did, place, opening)
        else:
            await self._answered(did, place, thread, opening)

    async def _in_chat(self, did: Said, opening: Opening, named: str | None) -> None:
        """Words where there are no threads: of the speaker's latest case, unless they begin one."""
        guide = self.cases.guide
        place, thread = await self.cases.of_words(did.where, did.who.id, did.id)
        afresh = place_of(did.where, did.id)
        if thread is None or not thread.here or named:
            await self._opened(did, afresh, opening)
        elif opening.text and begins_another(guide, thread, opening.text):
            await self._opened(did, afresh, opening, after_another=True)
        else:
            await self._answered(did, place, thread, opening)

    async def _opened(
        self, did: Said, place: Place, opening: Opening, *, after_another: bool = False
    ) -> None:
        guide = self.cases.guide
        if opening.procedure is None:
            await self._shown(did.where, did.id, choice_card(guide))
            return
        request = Request(opening.procedure, text=opening.text or None)
        one = await self.cases.opened(place, request, did.who.id)
        if after_another:
            one = replace(one, card=another_card(guide, one.card))
        await self.cases.post(did.where, place, one)

    async def _answered(self, did: Said, place: Place, thread: Thread, opening: Opening) -> None:
        """Answer a case; words that say nothing bring it below."""
        request = Request(thread.procedure, text=did.text)
        if not opening.text:
            request = Request(thread.procedure, tap=thread.here)
        await self.cases.post(
            did.where, place, await self.cases.answered(place, request, did.who.id)
        )

    async def _shown(self, where: Where, thread: str, card: Card) -> None:
        """Post a card that belongs to no case yet."""
        drawing = await self.cases.drawing(where, place_of(where, thread), card)
        await self.cases.connector.post(where, drawing)

    async def _tell(self, where: Where, reference: str) -> None:
        """Tell a person that it failed; where even that fails, the log has it."""
        try:
            await self._shown(where, reference, failure_card(self.cases.guide, reference))
        except (Refused, Undelivered) as error:
            logged(error, f"tell of {reference}: {error}")
