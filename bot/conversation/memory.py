"""The memory of threads: a store, and what it could not take meanwhile."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from bot.conversation.journal import PAUSE, Journal
from bot.conversation.threads import Place, Thread, Threads
from bot.errors import StoreUnavailable

MOST = 1_000
"""Threads, and deliveries, remembered here while the store is down."""

_READ, _WRITE = "read", "write"
"""A full disk can still be read."""

T = TypeVar("T")


class Memory:
    """Threads as the store knows them; while it does not answer, as this process does.

    `clock` gives seconds. What could not be written is written once the store is back. The
    `journal`, where there is one, is told of each move.
    """

    def __init__(
        self,
        threads: Threads,
        clock: Callable[[], float],
        most: int = MOST,
        journal: Journal | None = None,
    ) -> None:
        self.journal = journal
        self._threads = threads
        self._clock = clock
        self._most = most
        self._not_before = {_READ: 0.0, _WRITE: 0.0}
        self._unsaved: OrderedDict[Place, Thread] = OrderedDict()
        self._seen: OrderedDict[str, None] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many threads wait to be written."""
        return len(self._unsaved)

    async def find(self, place: Place) -> Thread | None:
        """What is known of a thread."""
        await self._written(place)
        if unsaved := self._unsaved.get(place):
            return unsaved
        return await self._asked(_READ, lambda: self._threads.find(place), None)

    async def keep(self, place: Place, thread: Thread) -> bool:
        """Write a thread over the revision it bears; False where another was written meanwhile."""
        kept = await self._asked(_WRITE, lambda: self._threads.keep(place, thread), None)
        if kept is None:
            _remember(self._unsaved, place, thread, self._most)
        return kept is not False

    def is_unsaved(self, place: Place) -> bool:
        """Whether what is known of a thread would be lost with this process."""
        return place in self._unsaved

    async def recent(self, platform: str, person: str, most: int) -> Sequence[tuple[Place, Thread]]:
        """The threads that a person opened, the latest first; none while the store is down."""
        return await self._asked(_READ, lambda: self._threads.recent(platform, person, most), ())

    async def is_new(self, delivery: str) -> bool:
        """Whether a delivery is seen for the first time, by this process at least."""
        if delivery in self._seen:
            return False
        _remember(self._seen, delivery, None, self._most)
        return await self._asked(_WRITE, lambda: self._threads.is_new(delivery), True)

    async def write_what_waits(self) -> None:
        """Write what waits to be written, as far as the store takes it."""
        for place in tuple(self._unsaved):
            await self._written(place)

    async def _written(self, place: Place) -> None:
        """Write what waits of a thread; where another replica wrote it meanwhile, that prevails."""
        unsaved = self._unsaved.get(place)
        if unsaved is None:
            return
        done = await self._asked(_WRITE, lambda: self._threads.keep(place, unsaved), None)
        if done is not None and self._unsaved.get(place) is unsaved:
            del self._unsaved[place]

    async def _asked(self, kind: str, ask: Callable[[], Awaitable[T]], otherwise: T) -> T:
        """What the store answers; `otherwise` where it does not, or has not lately."""
        if self._clock() < self._not_before[kind]:
            return otherwise
        try:
            return await ask()
        except StoreUnavailable:
            self._not_before[kind] = self._clock() + PAUSE
            return otherwise


def _remember(known: OrderedDict, key: object, value: object, most: int) -> None:  # type: ignore[type-arg]
    known[key] = value
    known.move_to_end(key)
    while len(known) > most:
        known.popitem(last=False)
