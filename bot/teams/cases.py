"""Cases in their conversations: opened, answered, and the messages that show them.

A channel has threads, and a thread one case. Other conversations have none: there, each case is
told apart by what opened it, and words are of the latest that their speaker opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.conversation.card import Card
from bot.conversation.guide import Guide, Request
from bot.conversation.memory import Memory
from bot.conversation.notices import moved_card, unsaved_card
from bot.conversation.shared import Moved, as_it_is, attached, moved
from bot.conversation.threads import Place, Thread
from bot.teams.board import Board
from bot.teams.connector import Connector
from bot.teams.elements import Drawing
from bot.teams.moves import Kind, Tapped, Way, Where
from bot.teams.people import People
from bot.teams.render import Surface, drawn

PLATFORM = "teams"
IDLE = 15 * 60
"""Seconds after which a case that nobody touched is no longer the one that words are of."""
RECENT = 5
"""Cases of a person among which the latest of a conversation is looked for."""


@dataclass(frozen=True)
class Cases:
    """The cases of one tenant; `clock` gives seconds since the epoch."""

    guide: Guide
    connector: Connector
    board: Board
    memory: Memory
    people: People
    mention: str
    language: str
    clock: Callable[[], float]

    async def of_words(self, where: Where, who: str, words: str) -> tuple[Place, Thread | None]:
        """The case that words are of, or where they would open one; `words` is their id."""
        if where.thread:
            place = place_of(where)
            return place, await self.memory.find(place)
        for place, thread in await self.memory.recent(PLATFORM, who, RECENT):
            fresh = not thread.at or self.clock() - thread.at <= IDLE
            if place.channel == where.channel and fresh:
                return place, thread
        return place_of(where, words), None

    async def opened(self, place: Place, request: Request, who: str) -> Moved:
        """Open a case, whatever its thread held."""
        return await moved(self.guide, self.memory, place, request, who, afresh=True)

    async def answered(self, place: Place, request: Request, who: str) -> Moved:
        """Answer a case by words."""
        return await moved(self.guide, self.memory, place, request, who)

    async def tapped(self, did: Tapped, request: Request) -> Moved:
        """Answer a case by a tap."""
        place = place_of(did.where, did.thread or did.message)
        return await moved(self.guide, self.memory, place, request, did.who.id, message=did.message)

    async def as_it_stands(self, did: Tapped, request: Request) -> Moved:
        """A case that was only looked at, as it is now."""
        thread = await self.memory.find(place_of(did.where, did.thread or did.message))
        known = thread is not None and thread.here and thread.procedure == request.procedure
        start = thread if thread and known else Thread(request.procedure, request.tap or "", "")
        return await self.tapped(did, as_it_is(start))

    async def post(self, where: Where, place: Place, one: Moved) -> None:
        """Post the card of a case below all that was said; what showed it before says so."""
        message = await self.connector.post(where, await self.drawing(where, place, one.card))
        now = await attached(self.guide, self.memory, place, one.thread, message)
        if now.thread.here != one.thread.here:
            self.board.show(where, message, await self.drawing(where, place, now.card))
        if one.before.card not in ("", message):
            surface = Surface(place.thread, language=self.language)
            self.board.show(where, one.before.card, drawn(moved_card(self.guide), surface))

    async def alone(self, where: Where, card: Card) -> Drawing:
        """How a card looks that is of no case of a conversation."""
        return await self.drawing(where, place_of(where), card)

    async def drawing(
        self,
        where: Where,
        place: Place,
        card: Card,
        way: Way = Way.EXECUTE,
        page: int = 0,
        part: int | None = None,
    ) -> Drawing:
        """How a card of a case looks in a conversation, or in a dialog."""
        if self.memory.is_unsaved(place):
            card = unsaved_card(self.guide, card)
        card = replace(await self.people.named(where, card), typed=self._typed(where, card, way))
        surface = Surface(place.thread, way is Way.DIALOG, self.language, part)
        return drawn(card, surface, page)

    def _typed(self, where: Where, card: Card, way: Way) -> str:
        """What may be typed on a card, where it is heard."""
        if way is Way.DIALOG or not card.typed:
            return ""
        if where.kind is Kind.PERSONAL:
            return card.typed
        told = self.guide.texts.gettext("{mention}, then: {typed}")
        return told.format(mention=self.mention, typed=card.typed[0].lower() + card.typed[1:])


def place_of(where: Where, thread: str = "") -> Place:
    """Where a case is answered: in its thread, or in what opened it."""
    return Place(PLATFORM, where.channel, where.thread or thread)
