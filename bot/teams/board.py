"""The messages being redrawn: each comes to show its latest card, and none an older one."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from bot.faults import logged
from bot.teams.connector import Connector, Refused, Undelivered
from bot.teams.elements import Drawing
from bot.teams.moves import Where

Spawn = Callable[[Coroutine[Any, Any, None]], None]
"""Runs what goes on after its caller has left."""


class Board:
    """Redraws messages, one of a message's looks at a time; those in between are never sent."""

    def __init__(self, connector: Connector, spawn: Spawn) -> None:
        self._connector = connector
        self._spawn = spawn
        self._wanted: dict[tuple[str, str], Drawing | None] = {}

    def show(self, where: Where, message: str, drawing: Drawing) -> None:
        """Have a message look so, as soon as Teams takes it."""
        shown = (where.conversation, message)
        busy = shown in self._wanted
        self._wanted[shown] = drawing
        if not busy:
            self._spawn(self._redraw(where, shown))

    async def _redraw(self, where: Where, shown: tuple[str, str]) -> None:
        try:
            while self._wanted[shown]:
                await self._connector.turn(where)
                drawing, self._wanted[shown] = self._wanted[shown], None
                if drawing:
                    await self._connector.update(where, shown[1], drawing)
        except (Refused, Undelivered) as error:
            logged(error, f"redraw a message: {error}")
        finally:
            del self._wanted[shown]
