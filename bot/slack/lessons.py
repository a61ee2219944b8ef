"""Training in Slack: in a modal, or in one's own chat with the bot; nobody else sees it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from bot.conversation.card import Block, Card, Download, Picture, Text
from bot.conversation.coach import Coach
from bot.conversation.lesson import Step
from bot.conversation.notices import folded_card
from bot.faults import logged
from bot.pictures import png
from bot.slack.api import Api, Latest, Refused, Undelivered
from bot.slack.board import Board
from bot.slack.cases import PLATFORM
from bot.slack.moves import Command, Message, Said, Tapped, View
from bot.slack.read import DETAILS
from bot.slack.render import ALONE, message
from bot.slack.views import LATE, Views

READY_WITHIN, EVERY = 3.0, 0.5
"""Seconds left to Slack to make a picture of a file, before the words are shown alone."""


@dataclass(frozen=True)
class Lessons:
    """The training of one workspace."""

    coach: Coach
    api: Api
    board: Board
    views: Views

    async def opened(self, did: Command, procedure: str) -> None:
        """Open a sitting in a modal; in a message of its own where Slack is late."""
        card = await self.coach.respond(PLATFORM, did.user, Step(procedure))
        try:
            await self.views.open(did.delivery, card)
        except Refused as refusal:
            if refusal.code not in LATE:
                raise
            await self.api.reply(did.reply_to, Latest(message(card, ALONE)))

    async def said(self, did: Said, procedure: str) -> None:
        """Answer whoever asked for it in words, in their own chat, or for them alone."""
        drawing = message(await self.coach.respond(PLATFORM, did.user, Step(procedure)), ALONE)
        if did.direct:
            await self.api.post(did.channel, drawing, did.thread)
        else:
            await self.api.whisper(did.channel, did.user, drawing, did.thread)

    async def tapped(self, did: Tapped) -> None:
        """Answer a button, where it was tapped."""
        card = await self.coach.tapped(PLATFORM, did.user, did.value)
        if did.kind == DETAILS:
            await self._unfolded(did, folded_card(card, did.number) or card)
            return
        card = await self._with_files(card, did.user)
        if isinstance(did.shown, View):
            if did.shown.home:
                await self.views.open(did.trigger, card)
            else:
                await self.views.redraw(did.shown, card)
        elif _is_private(did.shown):
            self.board.show(did.shown, message(card, ALONE), did.reply_to)
        elif did.reply_to:
            await self.api.reply(did.reply_to, Latest(message(card, ALONE)))

    async def _unfolded(self, did: Tapped, card: Card) -> None:
        if isinstance(did.shown, View) and not did.shown.home:
            await self.views.push(did.trigger, card)
        else:
            await self.views.open(did.trigger, card)

    async def _with_files(self, card: Card, person: str) -> Card:
        """A card whose pictures Slack knows, and whose files were sent to whoever asked."""
        blocks = [await self._sent(block, person) for block in card.blocks]
        return replace(card, blocks=tuple(blocks))

    async def _sent(self, block: Block, person: str) -> Block:
        """A block with its file sent; as it was, and told in words, where Slack takes none."""
        try:
            match block:
                case Picture():
                    return replace(block, file=await self._picture(block))
                case Download():
                    channel = await self.api.chat_with(person)
                    await self.api.upload(block.name, block.content.encode(), channel)
                    told = self.coach.guide.texts.gettext("Sent to you in our own chat: {name}")
                    return Text(told.format(name=block.name))
                case _:
                    return block
        except (Refused, Undelivered) as error:
            logged(error, f"send a file: {error}")
            return block

    async def _picture(self, block: Picture) -> str:
        """The file of a picture, once Slack can show it; empty where that takes too long."""
        file = await self.api.upload("progres.png", png(block.svg))
        for _ in range(int(READY_WITHIN / EVERY)):
            told = (await self.api.call_form("files.info", file=file)).get("file", {})
            if told.get("mimetype"):
                return file
            await asyncio.sleep(EVERY)
        return ""


def _is_private(shown: Message) -> bool:
    return shown.ephemeral or shown.channel.startswith("D")
