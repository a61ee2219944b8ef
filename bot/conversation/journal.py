"""The journal as verdicts are given: each written once; its store keeps none from an agent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from bot.conversation.card import Card
from bot.conversation.guide import Guide
from bot.conversation.noting import Whose, noted
from bot.errors import StoreUnavailable
from bot.journal.entry import Begun, Entries, Entry

PAUSE = 5.0
"""Seconds for which a store that did not answer is not asked again: nobody waits for it twice."""
MOST = 10_000
"""What waits to be written while the store is down; beyond, the oldest is lost, and counted."""
AT_ONCE = 500
"""What is written in one transaction."""


class Journal:
    """Writes what is noted, or keeps it until it can; `clock` and `today` give seconds."""

    def __init__(
        self,
        entries: Entries,
        clock: Callable[[], float],
        today: Callable[[], float],
        most: int = MOST,
    ) -> None:
        self._entries = entries
        self._clock = clock
        self._today = today
        self._most = most
        self._not_before = 0.0
        self._unsaved: OrderedDict[str, Entry | Begun] = OrderedDict()
        self.lost = 0
        """What could not be kept until it was written."""

    @property
    def waiting(self) -> int:
        """How much waits to be written."""
        return len(self._unsaved)

    async def note(self, guide: Guide, platform: str, person: str, before: str, card: Card) -> bool:
        """Note what a move came to; False where it is not written yet."""
        whose = Whose(platform, person, int(self._today()))
        one = noted(guide, whose, before, card)
        if one is None:
            return True
        self._keep(one)
        await self.write_what_waits()
        return _name(one) not in self._unsaved

    async def write_what_waits(self) -> None:
        """Write what waits, as far as the store takes it."""
        while self._unsaved and self._clock() >= self._not_before:
            waiting = tuple(self._unsaved.values())[:AT_ONCE]
            entries = [one for one in waiting if isinstance(one, Entry)]
            begun = [one for one in waiting if isinstance(one, Begun)]
            try:
                await self._entries.enter(entries, begun)
            except StoreUnavailable:
                self._not_before = self._clock() + PAUSE
                return
            for one in waiting:
                self._unsaved.pop(_name(one), None)

    def _keep(self, one: Entry | Begun) -> None:
        self._unsaved[_name(one)] = one
        while len(self._unsaved) > self._most:
            self._unsaved.popitem(last=False)
            self.lost += 1


def _name(one: Entry | Begun) -> str:
    return one.id if isinstance(one, Entry) else one.case
