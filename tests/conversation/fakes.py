"""A memory of threads in a dictionary, which can be put out of order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.threads import Place, Thread
from bot.errors import StoreUnavailable


class Shelf:
    """The threads of a store, without a store; while `down`, it answers nothing."""

    def __init__(self) -> None:
        self.threads: dict[Place, Thread] = {}
        self.deliveries: set[str] = set()
        self.down = False
        self.asked = 0

    async def find(self, place: Place) -> Thread | None:
        self._answer()
        return self.threads.get(place)

    async def keep(self, place: Place, thread: Thread) -> bool:
        self._answer()
        known = self.threads.get(place)
        if thread.revision != (known.revision if known else 0):
            return False
        self.threads[place] = replace(thread, revision=thread.revision + 1)
        return True

    async def recent(self, platform: str, person: str, most: int) -> Sequence[tuple[Place, Thread]]:
        self._answer()
        mine = [pair for pair in self.threads.items() if pair[1].opened_by == person]
        return mine[::-1][:most]

    async def is_new(self, delivery: str) -> bool:
        self._answer()
        seen = delivery in self.deliveries
        self.deliveries.add(delivery)
        return not seen

    def _answer(self) -> None:
        self.asked += 1
        if self.down:
            raise StoreUnavailable("hors service")
