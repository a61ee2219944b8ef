"""What the pages and the chats rest on alike: one journal, one board of states, one mailbox."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

from bot.config import Config
from bot.conversation.case import NUMBERS
from bot.conversation.changes import Change, Changes
from bot.conversation.coach import Coach
from bot.conversation.guide import Guide
from bot.conversation.journal import Journal
from bot.conversation.links import Links
from bot.conversation.memory import Memory
from bot.conversation.reporting import Mailbox
from bot.conversation.states import Board, States
from bot.conversation.supervision import Supervision
from bot.decision.compiled import Compiled
from bot.errors import StoreUnavailable, TooManyCases
from bot.journal.entry import Entries
from bot.library import Library
from bot.proof.comparison import compare_afresh
from bot.proof.telling import summary
from bot.texts import load_texts
from bot.training.learner import Learners

EVERY = 3.0
"""Seconds between two looks at the files and at what others said, and attempts to write."""


class Kept(Learners, Entries, States, Changes, Protocol):
    """All that is kept, but threads."""


class Office:
    """What both have in common, as long as the program runs."""

    def __init__(self, config: Config, library: Library, kept: Kept) -> None:
        self.library = library
        self.kept = kept
        self.board = Board(time.time)
        self.mailbox = Mailbox()
        self.journal = Journal(kept, time.monotonic, time.time)
        self._config = config
        self.memory: Memory | None = None
        """The chats' memory of threads, while they are served."""
        self._texts = load_texts(config.locales, config.language)
        self._changes: tuple[Change, ...] = ()
        self._entered: dict[str, str] = {}
        """The version of each procedure that is known to be written among the changes."""

    def guide(self, public_url: str | None) -> Guide:
        """The guided cases; a passage is linked only where there is a page of it."""
        links = Links(self._config.procedure_url, public_url)
        platforms = (self._config.slack, self._config.teams)
        return Guide(
            self.library,
            links,
            self._texts,
            states=self.board.holding,
            history=self._history,
            number=lambda: secrets.randbelow(NUMBERS - 1) + 1,
            reports=any(one.reports for one in platforms if one),
        )

    def coach(self, guide: Guide) -> Coach:
        """Who trains people, on the procedures that a guide knows."""
        days = self._config.training_days
        return Coach(guide, self.kept, time.time, lambda: secrets.randbits(32), days)

    def supervision(self, guide: Guide) -> Supervision:
        """Who answers supervisors."""
        return Supervision(guide, self.kept, self.board, self.kept, self.mailbox, time.time)

    def watched(self) -> Mapping[str, Any]:
        """What a watchman is told: what waits to be written, and what files were refused."""
        journal = {"waiting": self.journal.waiting, "lost": self.journal.lost}
        threads = {"waiting": self.memory.waiting if self.memory else 0}
        return {"journal": journal, "threads": threads, "refused": dict(self.library.refused)}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Follow what is said for all, and write what waits, until the end."""
        stopped = asyncio.Event()
        following = asyncio.create_task(self._follow(stopped))
        try:
            yield
        finally:
            stopped.set()
            await following

    async def _follow(self, stopped: asyncio.Event) -> None:
        while not stopped.is_set():
            await self.library.scan()
            await self._tell_changes()
            await self.board.refresh(self.kept)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), EVERY)
            await self.journal.write_what_waits()
            if self.memory:
                await self.memory.write_what_waits()

    def _history(self, procedure: str) -> list[Change]:
        """The versions of a procedure that were in force, the oldest first."""
        return [one for one in self._changes if one.procedure == procedure]

    async def _tell_changes(self) -> None:
        """Write each version that came into force here, once, with what agents are told of it.

        Of several replicas, the first to find it writes it; one that is behind keeps its peace.
        """
        with suppress(StoreUnavailable):
            for name, one in self.library.items():
                if self._entered.get(name) == one.edition.version:
                    continue
                self._changes = tuple(await self.kept.changes())
                known = self._history(name)
                if not known or known[-1].version != one.edition.version:
                    change = await asyncio.to_thread(self._change, known, one)
                    if not await self.kept.changed(change, len(known)):
                        continue
                    self._changes = tuple(await self.kept.changes())
                self._entered[name] = one.edition.version

    def _change(self, known: list[Change], new: Compiled) -> Change:
        name, version = new.edition.name, new.edition.version
        old = self.library.version(name, known[-1].version) if known else None
        told = _told(old, new) if old else ""
        return Change(name, version, int(time.time()), told)


def _told(old: Compiled, new: Compiled) -> str:
    """What changed, in one line; nothing where the versions are too far apart to be compared."""
    try:
        return summary(compare_afresh(old, new))
    except TooManyCases:
        return ""
