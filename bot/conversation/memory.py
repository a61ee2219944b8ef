"""The memory of threads: a store, and what it could not take meanwhile."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from bot.conversation.threads import Place, Thread, Threads
from bot.errors import StoreUnavailable

MOST = 1_000
"""Threads, and deliveries, remembered here while the store is down."""


class Memory:
    """Threads as the store knows them; while it does not answer, as this process does.

    What it could not write is written when the thread is next looked for.
    """

    def __init__(self, threads: Threads, most: int = MOST) -> None:
        self._threads = threads
        self._most = most
        self._unsaved: OrderedDict[Place, Thread] = OrderedDict()
        self._seen: OrderedDict[str, None] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many threads wait to be written."""
        return len(self._unsaved)

    async def find(self, place: Place) -> Thread | None:
        """What is known of a thread."""
        unsaved = self._unsaved.get(place)
        try:
            if unsaved:
                await self._threads.keep(place, unsaved)
                self._unsaved.pop(place, None)
            return await self._threads.find(place)
        except StoreUnavailable:
            return unsaved

    async def keep(self, place: Place, thread: Thread) -> bool:
        """Write a thread over the revision it bears; False where another was written meanwhile."""
        try:
            return await self._threads.keep(place, thread)
        except StoreUnavailable:
            _remember(self._unsaved, place, thread, self._most)
            return True

    def is_unsaved(self, place: Place) -> bool:
        """Whether what is known of a thread would be lost with this process."""
        return place in self._unsaved

    async def recent(self, platform: str, person: str, most: int) -> Sequence[tuple[Place, Thread]]:
        """The threads that a person opened, the latest first; none while the store is down."""
        try:
            return await self._threads.recent(platform, person, most)
        except StoreUnavailable:
            return ()

    async def is_new(self, delivery: str) -> bool:
        """Whether a delivery is seen for the first time, by this process at least."""
        if delivery in self._seen:
            return False
        _remember(self._seen, delivery, None, self._most)
        try:
            return await self._threads.is_new(delivery)
        except StoreUnavailable:
            return True


def _remember(known: OrderedDict, key: object, value: object, most: int) -> None:  # type: ignore[type-arg]
    known[key] = value
    known.move_to_end(key)
    while len(known) > most:
        known.popitem(last=False)
