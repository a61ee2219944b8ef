"""What is kept, in its database: opened when it is first needed, and old rows struck off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Config
from bot.conversation.changes import Change
from bot.conversation.states import State
from bot.errors import StoreUnavailable
from bot.journal.entry import Begun, Entry, Search, Tally, Week
from bot.training.learner import Answer, Learner, Trainee

if TYPE_CHECKING:
    from bot.store.store import Store

KEPT_DAYS = 30
"""Days after which a case that nobody touches is forgotten."""
FORGET_EVERY = 6 * 3600.0
"""Seconds."""


class Keeping:
    """The store, for whoever needs it: the `Learners`, `Entries`, `States` and `Changes` kept."""

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

    async def enter(self, entries: Sequence[Entry], begun: Sequence[Begun]) -> None:
        """Write in the journal what is not written yet."""
        await (await self.store()).enter(entries, begun)

    async def found(self, search: Search, most: int, after: int = 0) -> Sequence[Entry]:
        """What is looked for in the journal."""
        return await (await self.store()).found(search, most, after)

    async def count(self, search: Search) -> int:
        """How much there is of it."""
        return await (await self.store()).count(search)

    async def tallies(self, procedure: str, since: int, until: int) -> Sequence[Tally]:
        """The verdicts of a time, alike ones together."""
        return await (await self.store()).tallies(procedure, since, until)

    async def people(self, procedure: str, since: int, until: int) -> Mapping[int, int]:
        """How many people each week of a time had."""
        return await (await self.store()).people(procedure, since, until)

    async def weeks(self, procedure: str, since: int, until: int) -> Sequence[Week]:
        """The weeks of a time."""
        return await (await self.store()).weeks(procedure, since, until)

    async def states(self) -> Sequence[State]:
        """What was said for all; nothing, and nothing is opened, where nothing was ever kept."""
        return await (await self.store()).states() if self._is_there() else ()

    async def say(self, state: State) -> None:
        """Say something for all."""
        await (await self.store()).say(state)

    async def changes(self) -> Sequence[Change]:
        """The versions that were in force."""
        return await (await self.store()).changes() if self._is_there() else ()

    async def changed(self, change: Change, after: int) -> bool:
        """Write a version that came into force; where nothing was ever kept, nobody saw another."""
        return await (await self.store()).changed(change, after) if self._is_there() else False

    def _is_there(self) -> bool:
        """Whether there is a database, opened or to be opened."""
        scheme, _, path = self._config.database_url.partition(":///")
        return self._store is not None or scheme != "sqlite" or Path(path).exists()

    async def _opened(self) -> Store:
        # The libraries of the database take as long to import as all the rest.
        from bot.store.database import open_store
        from bot.store.pseudonyms import Pseudonyms

        config = self._config
        pseudonyms = Pseudonyms(config.pseudonym_key or _LOCAL)
        opened = open_store(config.database_url, pseudonyms, time.time)
        store = await self._stack.enter_async_context(opened)
        tidying = asyncio.create_task(_tidy(store, config))
        self._stack.callback(tidying.cancel)
        return store


_LOCAL = "aiguillage"
"""Seals the names of the browser's learners, which are drawn at random, where no secret is set."""


async def _tidy(store: Store, config: Config) -> None:
    """Strike off what is old, from time to time."""
    while True:
        with suppress(StoreUnavailable):
            await store.forget(KEPT_DAYS, config.training_days, config.journal_days)
        await asyncio.sleep(FORGET_EVERY)


@asynccontextmanager
async def keeping(config: Config) -> AsyncIterator[Keeping]:
    """What is kept, as long as the program runs."""
    if not config.database_url.startswith("sqlite:"):
        # A wrong address is told at once, and not when it is first needed.
        from bot.store.database import database_of

        database_of(config.database_url)
    kept = Keeping(config)
    try:
        yield kept
    finally:
        await kept.close()
