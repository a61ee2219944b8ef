"""What supervisors ask for in Slack, and what is reported to them; nobody else sees the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from bot.conversation.card import Card, Picture
from bot.conversation.guide import Guide, Request
from bot.conversation.inquiry import Inquiry, Look, read_inquiry
from bot.conversation.notices import aside, folded_card
from bot.conversation.orders import Order
from bot.conversation.supervision import Supervision, refused_card
from bot.faults import logged
from bot.slack.api import Api, Latest, Refused, Undelivered
from bot.slack.cases import PLATFORM
from bot.slack.files import Files
from bot.slack.moves import Command, Message, Said, Tapped, View
from bot.slack.read import DETAILS
from bot.slack.render import ALONE, message
from bot.slack.supervisors import Supervisors
from bot.slack.views import Views


@dataclass(frozen=True)
class Inquiries:
    """The supervisors' side of one workspace; `channel` is where reports go."""

    supervision: Supervision
    supervisors: Supervisors
    api: Api
    views: Views
    files: Files
    channel: str

    @property
    def _guide(self) -> Guide:
        return self.supervision.guide

    async def took(self, did: Command, order: Order) -> bool:
        """Answer a command; False where its words are an agent's, of a case."""
        if not await self.supervisors.has(did.user):
            if not order.is_plain:
                return False
            await self.views.reply(did, refused_card(self._guide))
            return True
        card = await self.supervision.ordered(PLATFORM, did.user, order, did.command)
        if order.inquiry.look is Look.STATE:
            await self.views.reply(did, card)
        else:
            await self._opened(did, did.delivery, card)
        return True

    async def heard(self, did: Said, order: Order) -> bool:
        """Answer words, to their speaker alone; False where they are an agent's, of a case."""
        allowed = await self.supervisors.has(did.user)
        if not allowed and not order.is_plain:
            return False
        card = refused_card(self._guide)
        if allowed:
            command = self._command(order.inquiry)
            card = await self.supervision.ordered(PLATFORM, did.user, order, command)

        async def say(shown: Card) -> None:
            await self.views.say(did, shown, did.thread)

        await self.files.shown(card, did.user, say)
        return True

    async def tapped(self, did: Tapped) -> None:
        """Answer a button, or a value chosen; beside what others see."""
        card = refused_card(self._guide)
        if await self.supervisors.has(did.user):
            inquiry = read_inquiry(did.value, did.ticks)
            card = await self.supervision.respond(inquiry, self._command(inquiry))
        in_modal = isinstance(did.shown, View) and not did.shown.home
        if did.kind == DETAILS:
            card = folded_card(card, did.number) or card
            opening = self.views.push if in_modal else self.views.open
            await self.views.or_said(opening(did.trigger, card), card, did)
        elif in_modal or (did.reply_to and _is_alone(did.shown)):
            await self.files.shown(card, did.user, partial(self._shown, _prevailing(did, card)))
        else:
            await self._opened(did, did.trigger, card)

    async def _opened(self, did: Command | Tapped, trigger: str, card: Card) -> None:
        """Open a card in a modal, at once; its pictures come there when Slack has taken them."""
        view = await self.views.or_said(self.views.open(trigger, card), card, did)
        if view and any(isinstance(block, Picture) for block in card.blocks):
            await self.files.shown(card, did.user, partial(self.views.redraw, view))

    async def _shown(self, did: Tapped, card: Card) -> None:
        """Show a card in the place of the one tapped."""
        if isinstance(did.shown, View):
            await self.views.redraw(did.shown, card)
        else:
            await self.api.reply(did.reply_to or "", Latest(message(card, ALONE)), replace=True)

    async def reported(self, did: Tapped, request: Request) -> None:
        """Send a report to its channel, once, and tell that it was sent."""
        card = await self.supervision.reported(f"{PLATFORM}:{did.user}", request, did.words)
        shown = aside(self._guide, card)
        if isinstance(did.shown, View):
            await self.views.redraw(did.shown, shown)
        else:
            await self.views.or_said(self.views.open(did.trigger, shown), shown, did)

    async def post(self, card: Card) -> bool:
        """Show a report in the channel of the settings; whether Slack took it."""
        try:
            await self.api.post(self.channel, message(card, ALONE))
        except (Refused, Undelivered) as error:
            logged(error, f"send a report: {error}")
            return False
        return True

    def _command(self, inquiry: Inquiry) -> str:
        compiled = self._guide.procedures.get(inquiry.procedure)
        return f"/{compiled.procedure.command}" if compiled else ""


def _prevailing(did: Tapped, card: Card) -> Tapped:
    """A tap whose card prevails over a picture that came meanwhile; one that is late prevails not.

    A card with a picture is late, whether Slack takes the picture or not.
    """
    if not isinstance(did.shown, View) or any(isinstance(one, Picture) for one in card.blocks):
        return did
    return replace(did, shown=replace(did.shown, hash=None))


def _is_alone(shown: Message | View) -> bool:
    return not isinstance(shown, View) and shown.ephemeral
