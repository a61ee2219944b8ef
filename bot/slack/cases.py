"""Cases in their threads: opened, answered, and the messages that show them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.conversation.card import Card
from bot.conversation.guide import Guide, Request
from bot.conversation.memory import Memory
from bot.conversation.notices import moved_card, unsaved_card
from bot.conversation.opening import opened_line, settled_line
from bot.conversation.shared import Moved, as_it_is, attached, moved
from bot.conversation.threads import Place, Thread
from bot.slack.api import Api
from bot.slack.board import Board
from bot.slack.moves import Message
from bot.slack.render import ALONE, THREAD, WHO, announcement, message

PLATFORM = "slack"


@dataclass(frozen=True)
class Cases:
    """The cases of one workspace."""

    guide: Guide
    api: Api
    board: Board
    memory: Memory
    _posting: set[Place] = field(default_factory=set)

    async def find(self, place: Place) -> Thread | None:
        """What is known of a thread."""
        return await self.memory.find(place)

    async def open(self, place: Place, request: Request, who: str, announced: bool = False) -> None:
        """Open a case in a thread, under its first message."""
        one = await moved(
            self.guide, self.memory, place, request, who, announced=announced, afresh=True
        )
        await self._posted(place, one)

    async def alone(self, request: Request, who: str) -> Card:
        """Open a case that one person alone sees."""
        card = self.guide.respond(request)
        if self.memory.journal:
            await self.memory.journal.note(self.guide, PLATFORM, who, request.tap or "", card)
        return card

    async def answer(self, place: Place, request: Request, who: str, addressed: bool) -> None:
        """Answer a case by words; those that say nothing and are not for us are left alone."""
        one = await moved(self.guide, self.memory, place, request, who)
        if not addressed and not one.card.understood:
            return
        if one.thread.card:
            ts = one.thread.card
            self._show(Message(place.channel, place.thread, ts, ephemeral=False), one, place)
        elif place in self._posting:
            self._announce(place, one)
        else:
            await self._posted(place, one)

    async def bring_down(self, place: Place, thread: Thread) -> None:
        """Show a case again at the end of its thread."""
        look = Request(thread.procedure, tap=thread.here)
        one = await moved(self.guide, self.memory, place, look, thread.opened_by)
        await self._posted(place, one)

    async def tapped(
        self, shown: Message, request: Request, who: str, reply_to: str | None
    ) -> None:
        """Answer a case by a tap on a message."""
        place = place_of(shown)
        one = await moved(self.guide, self.memory, place, request, who, message=shown.ts)
        self._show(shown, one, place, reply_to)

    def turn_page(self, shown: Message, request: Request, page: int, reply_to: str | None) -> None:
        """Show other choices of the same card."""
        card = self.guide.respond(request)
        room = ALONE if shown.ephemeral else THREAD
        self.board.show(shown, message(card, room, page), reply_to)

    async def _posted(self, place: Place, one: Moved) -> None:
        """Post the card of a case; whatever was answered meanwhile is shown in its place."""
        drawing = message(self._told(place, one.card), THREAD)
        self._posting.add(place)
        try:
            ts = await self.api.post(place.channel, drawing, place.thread)
            now = await attached(self.guide, self.memory, place, one.thread, ts)
        finally:
            self._posting.discard(place)
        if now.thread.here != one.thread.here:
            self._show(Message(place.channel, place.thread, ts, ephemeral=False), now, place)
        if one.before.card:
            older = Message(place.channel, place.thread, one.before.card, ephemeral=False)
            self.board.show(older, message(moved_card(self.guide)), awaited=False)
        self._announce(place, replace(now, before=one.before))

    def _show(self, shown: Message, one: Moved, place: Place, reply_to: str | None = None) -> None:
        room = ALONE if shown.ephemeral else THREAD
        self.board.show(shown, message(self._told(place, one.card), room), reply_to)
        self._announce(place, one)

    def _told(self, place: Place, card: Card) -> Card:
        return unsaved_card(self.guide, card) if self.memory.is_unsaved(place) else card

    def _announce(self, place: Place, one: Moved) -> None:
        """Have the message above the thread tell where the case stands, if that has changed."""
        if not one.thread.announced:
            return
        line = self._line(one.thread)
        if line != (self._line(one.before) if one.before.here else opened_line(self.guide, WHO)):
            above = Message(place.channel, place.thread, place.thread, ephemeral=False)
            self.board.show(above, announcement(line, one.thread.opened_by), awaited=False)

    def _line(self, thread: Thread) -> str:
        card = self.guide.respond(as_it_is(thread))
        return settled_line(self.guide, card, WHO) or opened_line(self.guide, WHO)


def place_of(shown: Message) -> Place:
    """Where the case of a message is; one that a single person sees has no thread but itself."""
    return Place(PLATFORM, shown.channel, shown.ts if shown.ephemeral else shown.thread)
