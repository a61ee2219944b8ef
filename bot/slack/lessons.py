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
from bot.slack.views import Views

READY_WITHIN, EVERY = 3.0, 0.5
"""Seconds left to Slack to take a picture, before the words are shown alone; between two looks."""


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
            return
        if isinstance(did.shown, View) and did.shown.home:
            # What opens a modal is good for three seconds: no file is sent before.
            await self.views.or_said(self.views.open(did.trigger, card), card, did)
            return
        card = await self._with_files(card, did.user)
        try:
            await self._shown(did, card)
        except Refused as refusal:
            if not _pictures(card):
                raise
            logged(refusal, f"show a picture: {refusal}")
            rest = (one for one in card.blocks if not isinstance(one, Picture))
            await self._shown(did, replace(card, blocks=tuple(rest)))

    async def _shown(self, did: Tapped, card: Card) -> None:
        """Show a card in the place of the one tapped, or beside it where others see that one."""
        if isinstance(did.shown, View):
            await self.views.redraw(did.shown, card)
            return
        drawing, private = message(card, ALONE), _is_private(did.shown)
        if private and not (did.reply_to and _pictures(card)):
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

    async def _with_files(self, card: Card, person: str) -> Card:
        """A card whose pictures Slack knows, and whose files were sent to whoever asked."""
        blocks = [await self._sent(block, person) for block in card.blocks]
        return replace(card, blocks=tuple(blocks))

    async def _sent(self, block: Block, person: str) -> Block:
        """A block with its file sent; as it was, and told in words, whatever fails."""
        try:
            match block:
                case Picture():
                    return replace(block, file=await self._picture(block))
                case Download():
                    return await self._downloaded(block, person)
                case _:
                    return block
        except Exception as error:
            told = f": {error}" if isinstance(error, Refused | Undelivered) else ""
            logged(error, f"send a file{told}")
            return block

    async def _downloaded(self, block: Download, person: str) -> Text:
        channel = await self.api.chat_with(person)
        await self.api.upload(block.name, block.content.encode(), channel)
        told = self.coach.guide.texts.gettext("Sent to you in our own chat: {name}")
        return Text(told.format(name=block.name))

    async def _picture(self, block: Picture) -> str:
        """The file of a picture, once Slack can show it; `TimeoutError` where that takes long."""
        drawn = await asyncio.to_thread(png, block.svg)
        async with asyncio.timeout(READY_WITHIN):
            file = await self.api.upload("progres.png", drawn)
            while not await self._is_ready(file):  # noqa: ASYNC110
                await asyncio.sleep(EVERY)
        return file

    async def _is_ready(self, file: str) -> bool:
        told = await self.api.call_form("files.info", file=file)
        return bool(told.get("file", {}).get("mimetype"))


def _pictures(card: Card) -> bool:
    return any(isinstance(block, Picture) and block.file for block in card.blocks)


def _is_private(shown: Message) -> bool:
    return shown.ephemeral or shown.channel.startswith("D")
