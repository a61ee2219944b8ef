"""What goes on after a platform has been answered."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.faults import logged

MOST = 2_000
"""Errands at a time; beyond, the platform is told to come back."""


class Errands:
    """Tasks that their starter does not wait for."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    @property
    def is_full(self) -> bool:
        """Whether no more should be taken on."""
        return len(self._running) >= MOST

    def spawn(self, errand: Coroutine[Any, Any, None]) -> None:
        """Run an errand; what it raises is logged."""
        task = asyncio.get_running_loop().create_task(errand)
        self._running.add(task)
        task.add_done_callback(self._done)

    async def finish(self, seconds: float) -> None:
        """Let what is running come to its end, for so long at most."""
        while self._running:
            done, left = await asyncio.wait(tuple(self._running), timeout=seconds)
            if not done:
                for task in left:
                    task.cancel()
                return

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logged(error, "errand")
