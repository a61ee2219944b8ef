"""What is kept, in its database: opened when it is first needed, and old rows struck off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING

from bot.config import Config
from bot.errors import StoreUnavailable
from bot.training.learner import Answer, Learner, Trainee

if TYPE_CHECKING:
    from bot.store.store import Store

KEPT_DAYS = 30
"""Days after which a case that nobody touches is forgotten."""
FORGET_EVERY = 6 * 3600.0
"""Seconds."""


class Keeping:
    """The store, for whoever needs it; these are the `Learners` of whoever trains."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._stack = AsyncExitStack()
        self._opening = asyncio.Lock()
        self._store: Store | None = None

    async def store(self) -> Store:
        """The store, opened once; `StoreUnavailable` where it cannot be."""
        async with self._opening:
            if self._store is None:
                self._store = await self._opened()
            return self._store

    async def close(self) -> None:
        """Let what is begun come to its end."""
        await self._stack.aclose()

    async def learner(self, trainee: Trainee) -> Learner | None:
        """Where somebody is."""
        return await (await self.store()).learner(trainee)

    async def learnt(self, trainee: Trainee, learner: Learner, answer: Answer | None) -> bool:
        """Write where somebody is, and their answer with it."""
        return await (await self.store()).learnt(trainee, learner, answer)

    async def answers(self, trainee: Trainee) -> Sequence[Answer]:
        """Everything that somebody answered and that is still kept."""
        return await (await self.store()).answers(trainee)

    async def forget_learner(self, trainee: Trainee) -> None:
        """Erase everything of somebody."""
        await (await self.store()).forget_learner(trainee)

    async def _opened(self) -> Store:
        # The libraries of the database take as long to import as all the rest.
        from bot.store.database import open_store
        from bot.store.pseudonyms import Pseudonyms

        config = self._config
        pseudonyms = Pseudonyms(config.pseudonym_key or _LOCAL)
        opened = open_store(config.database_url, pseudonyms, time.time)
        store = await self._stack.enter_async_context(opened)
        tidying = asyncio.create_task(_tidy(store, config.training_days))
        self._stack.callback(tidying.cancel)
        return store


_LOCAL = "aiguillage"
"""Seals the names of the browser's learners, which are drawn at random, where no secret is set."""


async def _tidy(store: Store, training_days: int) -> None:
    """Strike off what is old, from time to time."""
    while True:
        with suppress(StoreUnavailable):
            await store.forget(KEPT_DAYS, training_days)
        await asyncio.sleep(FORGET_EVERY)


@asynccontextmanager
async def keeping(config: Config) -> AsyncIterator[Keeping]:
    """What is kept, as long as the program runs."""
    kept = Keeping(config)
    try:
        yield kept
    finally:
        await kept.close()
