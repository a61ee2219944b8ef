"""What the bot does in Slack of what a person did."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from bot.conversation.guide import Request
from bot.conversation.inquiry import is_inquiry
from bot.conversation.lesson import is_lesson
from bot.conversation.notices import failure_card, uninvited
from bot.conversation.opening import (
    Opening,
    choice_card,
    help_card,
    named_procedure,
    opened_line,
    read_opening,
)
from bot.conversation.packing import tapped
from bot.conversation.shared import listens_to
from bot.conversation.tap import looks_aside, reports
from bot.conversation.threads import Place
from bot.errors import InvalidTap, UnknownProcedure
from bot.faults import logged
from bot.slack.api import Latest, Refused, Undelivered
from bot.slack.cases import PLATFORM, Cases
from bot.slack.inquiries import Inquiries
from bot.slack.lessons import Lessons
from bot.slack.manifest import manners
from bot.slack.moves import Command, Did, HomeOpened, Said, Shortcut, Tapped, View
from bot.slack.read import DETAILS, PAGE
from bot.slack.render import ALONE, WHO, announcement, message
from bot.slack.views import Views

ABSENT = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")
"""Slack's words for a channel in which the bot cannot post."""
EVERYWHERE = "*"


@dataclass(frozen=True)
class Desk:
    """Serves what people do; in `private_channels`, cases are shown to their opener alone."""

    cases: Cases
    views: Views
    lessons: Lessons
    inquiries: Inquiries
    private_channels: frozenset[str] = frozenset()

    async def serve(self, did: Did) -> None:
        """Do what a person asks, once; what fails is logged, and told under the same reference."""
        try:
            await self._serve(did)
        except Exception as error:
            told = f": {error}" if isinstance(error, Refused | Undelivered) else ""
            await self._tell(did, logged(error, f"slack {type(did).__name__}{told}"))

    async def _serve(self, did: Did) -> None:
        # A tap needs no such question: made twice, it is one answer.
        match did:
            case HomeOpened():
                await self.views.home(did.user)
            case Tapped():
                await self._tapped(did)
            case Said():
                await self._said(did)
            case Command() if await self._is_new(did):
                await self._command(did)
            case Shortcut() if await self._is_new(did):
                await self._oriented(did)

    async def _is_new(self, did: Command | Said | Shortcut) -> bool:
        return await self.cases.memory.is_new(f"{PLATFORM}:{did.delivery}")

    async def _command(self, did: Command) -> None:
        guide = self.cases.guide
        opening = read_opening(guide, did.text, did.command.removeprefix("/"))
        if opening.procedure is None:
            await self.views.reply(did, choice_card(guide))
            return
        if opening.help:
            await self.views.reply(did, help_card(guide, manners(guide, opening.procedure)))
            return
        if opening.training:
            await self.lessons.opened(did, opening.procedure)
            return
        if opening.order and await self.inquiries.took(did, opening.order):
            return
        request = Request(opening.procedure, text=opening.text or None)
        if self._is_private(opening, did.channel):
            await self.views.reply(did, await self.cases.alone(request, did.user))
            return
        line = announcement(opened_line(guide, WHO), did.user)
        try:
            root = await self.cases.api.post(did.channel, line)
        except Refused as refusal:
            await self._uninvited(did, request, refusal)
            return
        place = Place(PLATFORM, did.channel, root)
        await self.cases.open(place, request, did.user, announced=True)

    async def _oriented(self, did: Shortcut) -> None:
        place = Place(PLATFORM, did.channel, did.thread)
        opening = Opening(did.procedure, did.text)
        try:
            await self._opened(place, opening, did.user)
        except Refused as refusal:
            await self._uninvited(did, Request(did.procedure, text=did.text or None), refusal)

    async def _uninvited(self, did: Command | Shortcut, request: Request, refusal: Refused) -> None:
        """Where the bot is not in the channel, answer one person, with how to invite it."""
        if refusal.code not in ABSENT:
            raise refusal
        guide = self.cases.guide
        told = uninvited(guide, manners(guide))
        card = await self.cases.alone(request, did.user)
        await self.views.reply(did, card.under(told))

    def _is_private(self, opening: Opening, channel: str) -> bool:
        if opening.private is not None:
            return opening.private
        return bool({channel, EVERYWHERE} & self.private_channels)

    async def _tapped(self, did: Tapped) -> None:
        if is_lesson(did.value):
            with suppress(InvalidTap):
                await self.lessons.tapped(did)
                return
        if is_inquiry(did.value):
            with suppress(InvalidTap, UnknownProcedure):
                await self.inquiries.tapped(did)
                return
        request = tapped(self.cases.guide, did.value, did.ticks, did.unsure)
        if reports(request.tap or ""):
            await self.inquiries.reported(did, request)
        elif isinstance(did.shown, View):
            await self.views.tapped(did, did.shown, request)
        elif did.kind == DETAILS or looks_aside(request.tap or ""):
            await self.views.look(did, request)
        elif did.kind == PAGE:
            self.cases.turn_page(did.shown, request, did.number, did.reply_to)
        else:
            await self.cases.tapped(did.shown, request, did.user, did.reply_to)

    async def _said(self, did: Said) -> None:
        """Words in a channel: those that name us, those said to us alone, those of our threads."""
        place = Place(PLATFORM, did.channel, did.thread or did.ts)
        addressed = did.mention or did.direct
        if not addressed and (not did.thread or did.names):
            return
        thread = await self.cases.find(place)
        guide = self.cases.guide
        if not addressed:
            ours = thread and thread.here and listens_to(thread, did.user, did.text)
            if thread and ours and await self._is_new(did):
                request = Request(thread.procedure, text=did.text)
                await self.cases.answer(place, request, did.user, addressed=False)
            return
        if not await self._is_new(did):
            return
        opening = read_opening(guide, did.text)
        named = named_procedure(guide, did.text)
        if opening.help:
            await self._helped(did, place, opening)
        elif opening.training and opening.procedure:
            await self.lessons.said(did, opening.procedure)
        elif opening.order and await self.inquiries.heard(did, opening.order):
            return
        elif thread is None or not thread.here or named not in (None, thread.procedure):
            await self._opened(place, opening, did.user)
        elif opening.text:
            request = Request(thread.procedure, text=did.text)
            await self.cases.answer(place, request, did.user, addressed=True)
        else:
            await self.cases.bring_down(place, thread)

    async def _helped(self, did: Said, place: Place, opening: Opening) -> None:
        guide = self.cases.guide
        card = help_card(guide, manners(guide, opening.procedure))
        await self.views.say(did, card, place.thread)

    async def _opened(self, place: Place, opening: Opening, who: str) -> None:
        name = opening.procedure
        if name is None or name not in self.cases.guide.procedures:
            drawing = message(choice_card(self.cases.guide))
            await self.cases.api.post(place.channel, drawing, place.thread)
        else:
            request = Request(name, text=opening.text or None)
            await self.cases.open(place, request, who)

    async def _tell(self, did: Did, reference: str) -> None:
        """Tell a person that it failed; where even that fails, the log has it."""
        drawing = message(failure_card(self.cases.guide, reference), ALONE)
        try:
            match did:
                case Command() | Shortcut() | Tapped(reply_to=str()):
                    await self.cases.api.reply(did.reply_to or "", Latest(drawing))
                case Tapped():
                    await self.cases.api.post(did.user, drawing)
                case Said():
                    thread = did.thread or did.ts
                    await self.cases.api.whisper(did.channel, did.user, drawing, thread)
        except (Refused, Undelivered) as error:
            logged(error, f"tell of {reference}: {error}")
