"""The messages being redrawn: each shows its latest card, never an older one over a newer.

A tapped message is replaced by that tap's own address, which Slack does not ration. `chat.update`,
about fifty a minute for a workspace, is for what nobody tapped: one at a time, what an agent waits
for before the lines that only tell of it.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from bot.faults import logged
from bot.slack.api import Api, Latest, Refused, Undelivered
from bot.slack.moves import Message
from bot.slack.rich import Drawing

Spawn = Callable[[Coroutine[Any, Any, None]], None]
"""Runs what goes on after its caller has left."""


class Board:
    """Redraws messages."""

    def __init__(self, api: Api, spawn: Spawn) -> None:
        self._api = api
        self._spawn = spawn
        self._looks: dict[Message, tuple[Latest, int]] = {}
        self._turns = _Turns()

    def show(
        self,
        message: Message,
        drawing: Drawing,
        reply_to: str | None = None,
        *,
        awaited: bool = True,
    ) -> None:
        """Have a message look so, as soon as Slack takes it."""
        latest, users = self._looks.get(message) or (Latest(drawing), 0)
        if users:
            latest.want(drawing)
        self._looks[message] = (latest, users + 1)
        self._spawn(self._show(message, latest, reply_to, awaited))

    async def _show(
        self, message: Message, latest: Latest, reply_to: str | None, awaited: bool
    ) -> None:
        try:
            if not reply_to or not await self._replaced(message, latest, reply_to):
                await self._updated(message, latest, awaited)
        finally:
            _, users = self._looks.pop(message)
            if users > 1:
                self._looks[message] = (latest, users - 1)

    async def _replaced(self, message: Message, latest: Latest, reply_to: str) -> bool:
        """Replace a tapped message; False where `chat.update` may still do it."""
        try:
            await self._api.reply(reply_to, latest, replace=True, alone=message.ephemeral)
        except (Refused, Undelivered) as error:
            logged(error, f"redraw a tapped message: {error}")
            return message.ephemeral
        return True

    async def _updated(self, message: Message, latest: Latest, awaited: bool) -> None:
        async with self._turns.one(urgent=awaited):
            try:
                await self._api.update(message.channel, message.ts, latest)
            except (Refused, Undelivered) as error:
                logged(error, f"redraw a message: {error}")


class _Turns:
    """One at a time; of those who wait, the urgent first, then in their order."""

    def __init__(self) -> None:
        self._busy = False
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._order = count()

    @asynccontextmanager
    async def one(self, *, urgent: bool) -> AsyncIterator[None]:
        if self._busy:
            turn = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (not urgent, next(self._order), turn))
            await turn
        self._busy = True
        try:
            yield
        finally:
            self._busy = bool(self._waiting)
            if self._waiting:
                heapq.heappop(self._waiting)[2].set_result(None)
