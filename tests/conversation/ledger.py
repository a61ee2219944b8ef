"""A journal and states in dictionaries, which can be put out of order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.states import State
from bot.errors import StoreUnavailable
from bot.journal.entry import Begun, Entry, Search, Tally, Week, monday


class Ledger:
    """What a store keeps of verdicts and states, without a store; while `down`, nothing."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.begun: dict[str, Begun] = {}
        self.said: dict[tuple[str, str], State] = {}
        self.counted: tuple[list[Week], list[Tally]] = ([], [])
        self.down = False
        self.asked = 0
        self.times: list[int] = []

    async def enter(self, entries: Sequence[Entry], begun: Sequence[Begun]) -> None:
        self._answer()
        for one in entries:
            self.entries.setdefault(one.id, one)
        for case in begun:
            self.begun.setdefault(case.case, case)

    async def found(self, search: Search, most: int, after: int = 0) -> Sequence[Entry]:
        self._answer()
        within = [one for one in self.entries.values() if search.since <= one.at < search.until]
        return within[after : after + most]

    async def count(self, search: Search) -> int:
        self._answer()
        return sum(search.since <= one.at < search.until for one in self.entries.values())

    async def tallies(self, procedure: str, since: int, until: int) -> Sequence[Tally]:
        self._answer()
        return [one for one in self.counted[1] if monday(since) <= one.week < until]

    async def people(self, procedure: str, since: int, until: int) -> Mapping[int, int]:
        self._answer()
        self.times.append(since)
        weeks = (one for one in self.counted[0] if monday(since) <= one.week < until)
        return {one.week: one.people for one in weeks}

    async def weeks(self, procedure: str, since: int, until: int) -> Sequence[Week]:
        self._answer()
        return self.counted[0]

    async def states(self) -> Sequence[State]:
        self._answer()
        return list(self.said.values())

    async def say(self, state: State) -> None:
        self._answer()
        self.said[state.procedure, state.name] = state

    def _answer(self) -> None:
        self.asked += 1
        if self.down:
            raise StoreUnavailable("hors service")
