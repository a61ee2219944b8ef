"""What is kept between two moves, in a database: threads, deliveries answered, and training."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import RowMapping, and_, delete, insert, select

from bot.conversation.threads import Place, Thread
from bot.store.journal import JournalStore, purged
from bot.store.learners import LearnerStore
from bot.store.states import StateStore
from bot.store.tables import answers, deliveries, learners, threads
from bot.store.transactions import at, written_over
from bot.training.schedule import DAY

REDELIVERED_WITHIN = 2 * 3600
"""How long a delivery is remembered, in seconds: past that, no platform repeats it."""


@dataclass(frozen=True)
class Forgotten:
    """How many rows were deleted."""

    threads: int
    deliveries: int
    answers: int
    learners: int
    verdicts: int = 0
    openings: int = 0


class Store(LearnerStore, JournalStore, StateStore):
    """Everything that a database keeps; a method that returns has written for good."""

    async def find(self, place: Place) -> Thread | None:
        """What is known of a thread."""
        found = select(threads).where(at(threads, asdict(place)))
        row = await self._done(lambda connection: connection.execute(found).mappings().first())
        return self._thread(row) if row else None

    async def keep(self, place: Place, thread: Thread) -> bool:
        """Write a thread over the revision that it bears; False where it is no longer the last."""
        key, content = asdict(place), self._content(place, thread)
        return await self._written(written_over(thread.revision, threads, key, content))

    async def recent(self, platform: str, person: str, most: int) -> Sequence[tuple[Place, Thread]]:
        """The threads that a person opened, the latest first."""
        opener = self._pseudonyms.of(platform, person)
        theirs = and_(threads.c.platform == platform, threads.c.opened_by == opener)
        latest = select(threads).where(theirs).order_by(threads.c.at.desc()).limit(most)
        rows = await self._done(lambda connection: connection.execute(latest).mappings().all())
        return [(_place(row), self._thread(row)) for row in rows]

    async def is_new(self, delivery: str) -> bool:
        """Whether a delivery, by its platform's own id, is seen for the first time."""
        return await self._written(insert(deliveries).values(id=delivery, at=self._now()))

    async def forget(self, idle_days: int, training_days: int, journal_days: int) -> Forgotten:
        """Delete what was untouched for so many days, and deliveries past being repeated.

        Of training, that is each answer by itself, and whoever has not come back. The journal has
        days of its own.
        """
        now = self._now()
        learning = now - training_days * DAY
        old = (
            delete(threads).where(threads.c.at < now - idle_days * DAY),
            delete(deliveries).where(deliveries.c.at < now - REDELIVERED_WITHIN),
            delete(answers).where(answers.c.at < learning),
            delete(learners).where(learners.c.at < learning),
            *purged(now - journal_days * DAY),
        )
        return await self._done(
            lambda connection: Forgotten(*(connection.execute(one).rowcount for one in old))
        )

    def _content(self, place: Place, thread: Thread) -> dict[str, Any]:
        said_by = {
            fact: self._pseudonyms.of(place.platform, who) for fact, who in thread.said_by.items()
        }
        return {
            "procedure": thread.procedure,
            "here": thread.here,
            "opened_by": self._pseudonyms.of(place.platform, thread.opened_by),
            "said_by": json.dumps(said_by),
            "card": thread.card,
            "announced": thread.announced,
            "at": self._now(),
        }

    def _thread(self, row: RowMapping) -> Thread:
        return Thread(
            procedure=row["procedure"],
            here=row["here"],
            opened_by=self._pseudonyms.person(row["platform"], row["opened_by"]) or "",
            said_by=self._people(row["platform"], json.loads(row["said_by"])),
            card=row["card"],
            announced=row["announced"],
            revision=row["revision"],
            at=row["at"],
        )

    def _people(self, platform: str, said_by: Mapping[str, str]) -> Mapping[str, str]:
        """Who said what; whoever was named under a former key is left out."""
        people = {fact: self._pseudonyms.person(platform, who) for fact, who in said_by.items()}
        return {fact: person for fact, person in people.items() if person is not None}


def _place(row: RowMapping) -> Place:
    return Place(row["platform"], row["channel"], row["thread"])
