"""The threads in which a database is asked: each transaction is a single errand to one of them.

SQLite has one writer at a time, so that one thread loses nothing there; a transaction of an
asynchronous driver would cross from thread to thread ten times.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.errors import StoreUnavailable

PATIENCE = 2
"""How long a request waits for its turn, then for another program, in seconds."""

T = TypeVar("T")


class Worker:
    """Runs what takes its time, so many at once, the others in their turn."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, "store")

    async def run(self, work: Callable[[], T]) -> T:
        """Do something in its turn; `StoreUnavailable` where its turn comes too late."""
        due = time.monotonic() + PATIENCE

        def in_turn() -> T:
            if time.monotonic() > due:
                raise StoreUnavailable("la base ne répond pas à temps")
            return work()

        return await asyncio.get_running_loop().run_in_executor(self._threads, in_turn)

    def close(self) -> None:
        """Let what is begun come to its end."""
        self._threads.shutdown()
