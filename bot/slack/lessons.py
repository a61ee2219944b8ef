"""Training in Slack: in a modal, or in one's own chat with the bot; nobody else sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from bot.conversation.card import Card
from bot.conversation.coach import Coach
from bot.conversation.lesson import Step
from bot.conversation.notices import folded_card
from bot.slack.api import Api, Latest
from bot.slack.board import Board
from bot.slack.cases import PLATFORM
from bot.slack.files import Files, has_pictures
from bot.slack.moves import Command, Message, Said, Tapped, View
from bot.slack.read import DETAILS
from bot.slack.render import ALONE, message
from bot.slack.views import Views


@dataclass(frozen=True)
class Lessons:
    """The training of one workspace."""

    coach: Coach
    api: Api
    board: Board
    views: Views
    files: Files

    async def opened(self, did: Command, procedure: str) -> None:
        """Open a sitting in a modal; in a message of its own where Slack is late."""
        card = await self.coach.respond(PLATFORM, did.user, Step(procedure))
        await self.views.or_said(self.views.open(did.delivery, card), card, did)

    async def said(self, did: Said, procedure: str) -> None:
        """Answer whoever asked for it in words, in their own chat, or for them alone."""
        card = await self.coach.respond(PLATFORM, did.user, Step(procedure))
        await self.views.say(did, card, did.thread)

    async def tapped(self, did: Tapped) -> None:
        """Answer a button, where it was tapped."""
        card = await self.coach.tapped(PLATFORM, did.user, did.value)
        if did.kind == DETAILS:
            await self._unfolded(did, folded_card(card, did.number) or card)
        elif isinstance(did.shown, View) and did.shown.home:
            # What opens a modal is good for three seconds: no file is sent before.
            await self.views.or_said(self.views.open(did.trigger, card), card, did)
        else:
            await self.files.shown(card, did.user, partial(self._shown, did))

    async def _shown(self, did: Tapped, card: Card) -> None:
        """Show a card in the place of the one tapped, or beside it where others see that one."""
        if isinstance(did.shown, View):
            await self.views.redraw(did.shown, card)
            return
        drawing, private = message(card, ALONE), _is_private(did.shown)
        if private and not (did.reply_to and has_pictures(card)):
            self.board.show(did.shown, drawing, did.reply_to)
        elif did.reply_to:
            # Slack may refuse a picture here, which is then to be drawn without.
            alone = did.shown.ephemeral or not private
            await self.api.reply(did.reply_to, Latest(drawing), replace=private, alone=alone)

    async def _unfolded(self, did: Tapped, card: Card) -> None:
        views = replace(self.views, close=self.coach.guide.texts.gettext("Back to training"))
        over = isinstance(did.shown, View) and not did.shown.home
        opening = views.push if over else views.open
        await self.views.or_said(opening(did.trigger, card), card, did)


def _is_private(shown: Message) -> bool:
    return shown.ephemeral or shown.channel.startswith("D")
