"""What supervisors ask for in Teams, and what is reported to them."""

from __future__ import annotations

from bot.conversation.card import Card
from bot.conversation.guide import Guide, Request
from bot.conversation.inquiry import read_inquiry
from bot.conversation.orders import Order
from bot.conversation.supervision import Supervision, refused_card
from bot.faults import logged
from bot.teams.cases import PLATFORM, Cases
from bot.teams.connector import Refused, Undelivered
from bot.teams.moves import Kind, Said, Tapped, Where
from bot.teams.supervisors import Supervisors


class Inquiries:
    """The supervisors' side of one tenant; reports go to a `channel`, if one is named."""

    def __init__(
        self, supervision: Supervision, supervisors: Supervisors, cases: Cases, channel: str
    ) -> None:
        self._supervision = supervision
        self._supervisors = supervisors
        self._cases = cases
        self._channel = channel
        self._here: Where | None = None

    @property
    def _guide(self) -> Guide:
        return self._supervision.guide

    def meet(self, where: Where) -> None:
        """Remember by which service the tenant is reached, which its activities alone tell."""
        self._here = where

    async def heard(self, did: Said, order: Order) -> Card | None:
        """What answers a supervisor's words; None where they are an agent's, of a case."""
        if await self._supervisors.has(did.where, did.who):
            command = self._command(order.inquiry.procedure)
            return await self._supervision.ordered(PLATFORM, did.who.id, order, command)
        return refused_card(self._guide) if order.is_plain else None

    async def tapped(self, did: Tapped) -> Card:
        """What answers a button, with what its form says; `InvalidTap` where it is no such one."""
        if not await self._supervisors.has(did.where, did.who):
            return refused_card(self._guide)
        inquiry = read_inquiry(did.tap, did.ticks)
        return await self._supervision.respond(inquiry, self._command(inquiry.procedure))

    async def reported(self, did: Tapped, request: Request) -> Card:
        """Send a report, once, and tell that it was sent."""
        return await self._supervision.reported(f"{PLATFORM}:{did.who.id}", request, did.words)

    async def post(self, card: Card) -> bool:
        """Show a report in the channel of the settings; whether Teams took it."""
        if self._here is None:
            return False
        here = self._here
        where = Where(here.service, self._channel, Kind.CHANNEL, here.bot)
        try:
            drawing = await self._cases.alone(where, card)
            await self._cases.connector.post(where, drawing)
        except (Refused, Undelivered) as error:
            logged(error, f"send a report: {error}")
            return False
        return True

    def _command(self, procedure: str) -> str:
        compiled = self._guide.procedures.get(procedure)
        return compiled.procedure.command if compiled else ""
