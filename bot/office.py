"""What the pages and the chats rest on alike: one journal, one board of states, one mailbox."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from bot.config import Config
from bot.conversation.case import NUMBERS
from bot.conversation.changes import Changes
from bot.conversation.coach import Coach
from bot.conversation.guide import Guide
from bot.conversation.journal import Journal
from bot.conversation.links import Links
from bot.conversation.reporting import Mailbox
from bot.conversation.states import Board, States
from bot.conversation.supervision import Supervision
from bot.decision.compiled import Compiled
from bot.journal.entry import Entries
from bot.texts import load_texts
from bot.training.learner import Learners

EVERY = 5.0
"""Seconds between two looks at what others said for all, and two attempts to write what waits."""


class Kept(Learners, Entries, States, Changes, Protocol):
    """All that is kept, but threads."""


class Office:
    """What both have in common, as long as the program runs."""

    def __init__(self, config: Config, procedures: Mapping[str, Compiled], kept: Kept) -> None:
        self.procedures = procedures
        self.kept = kept
        self.board = Board(time.time)
        self.mailbox = Mailbox()
        self.journal = Journal(kept, time.monotonic, time.time)
        self._config = config
        self._texts = load_texts(config.locales, config.language)

    def guide(self, public_url: str | None) -> Guide:
        """The guided cases; a passage is linked only where there is a page of it."""
        links = Links(self._config.procedure_url, public_url)
        platforms = (self._config.slack, self._config.teams)
        return Guide(
            self.procedures,
            links,
            self._texts,
            states=self.board.holding,
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
        supervision = self.supervision(self.guide(None))
        while not stopped.is_set():
            await supervision.refresh()
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), EVERY)
            await self.journal.write_what_waits()
