"""Pictures and files of cards: Slack is sent them before a message or a modal can show them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.conversation.card import Block, Card, Download, Picture, Text
from bot.conversation.guide import Guide
from bot.faults import logged
from bot.pictures import png
from bot.slack.api import Api, Refused, Undelivered

READY_WITHIN, EVERY = 3.0, 0.5
"""Seconds left to Slack to take a picture, before the words are shown alone; between two looks."""


@dataclass(frozen=True)
class Files:
    """The pictures and files of one workspace."""

    guide: Guide
    api: Api

    async def shown(self, card: Card, person: str, show: Callable[[Card], Awaitable[None]]) -> None:
        """Show a card with its files; in words alone where Slack refuses its pictures."""
        card = await self._with_files(card, person)
        try:
            await show(card)
        except Refused as refusal:
            if not has_pictures(card):
                raise
            logged(refusal, f"show a picture: {refusal}")
            rest = (one for one in card.blocks if not isinstance(one, Picture))
            await show(replace(card, blocks=tuple(rest)))

    async def _with_files(self, card: Card, person: str) -> Card:
        """A card whose pictures Slack knows, and whose files were sent to whoever asked.

        Whatever fails is shown in words.
        """
        blocks = [await self._sent(block, person) for block in card.blocks]
        return replace(card, blocks=tuple(blocks))

    async def _sent(self, block: Block, person: str) -> Block:
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
        told = self.guide.texts.gettext("Sent to you in our own chat: {name}")
        return Text(told.format(name=block.name))

    async def _picture(self, block: Picture) -> str:
        """The file of a picture, once Slack can show it; `TimeoutError` where that takes long."""
        drawn = await asyncio.to_thread(png, block.svg, 1.0 if block.is_large else 2.0)
        async with asyncio.timeout(READY_WITHIN):
            file = await self.api.upload(f"{block.name}.png", drawn)
            while not await self._is_ready(file):  # noqa: ASYNC110
                await asyncio.sleep(EVERY)
        return file

    async def _is_ready(self, file: str) -> bool:
        told = await self.api.call_form("files.info", file=file)
        return bool(told.get("file", {}).get("mimetype"))


def has_pictures(card: Card) -> bool:
    """Whether a card shows a picture that was sent."""
    return any(isinstance(block, Picture) and block.file for block in card.blocks)
