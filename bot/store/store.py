"""What is kept between two moves, in a database: threads, and the deliveries already answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Insert,
    RowMapping,
    and_,
    delete,
    insert,
    select,
    update,
)  # fmt: skip
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.conversation.threads import Place, Thread
from bot.errors import StoreUnavailable
from bot.store.pseudonyms import Pseudonyms
from bot.store.tables import deliveries, threads
from bot.store.worker import Worker

T = TypeVar("T")

DAY = 86_400
REDELIVERED_WITHIN = 2 * 3600
"""How long a delivery is remembered, in seconds: past that, no platform repeats it."""


@dataclass(frozen=True)
class Forgotten:
    """How many rows were deleted."""

    threads: int
    deliveries: int


class Store:
    """The `Threads` of a database, under pseudonyms; a method that returns has written for good."""

    def __init__(
        self,
        engine: Engine,
        worker: Worker,
        pseudonyms: Pseudonyms,
        clock: Callable[[], float],
    ) -> None:
        self._engine = engine
        self._worker = worker
        self._pseudonyms = pseudonyms
        self._clock = clock

    async def find(self, place: Place) -> Thread | None:
        """What is known of a thread."""
        found = select(threads).where(_at(place))
        row = await self._done(lambda connection: connection.execute(found).mappings().first())
        return self._thread(row) if row else None

    async def keep(self, place: Place, thread: Thread) -> bool:
        """Write a thread over the revision that it bears; False where it is no longer the last."""
        row = self._row(place, thread)
        if thread.revision == 0:
            return await self._inserted(insert(threads).values(row))
        unchanged = and_(_at(place), threads.c.revision == thread.revision)
        written = update(threads).where(unchanged).values(row)
        return await self._done(lambda connection: connection.execute(written).rowcount) == 1

    async def recent(self, platform: str, person: str, most: int) -> Sequence[tuple[Place, Thread]]:
        """The threads that a person opened, the latest first."""
        opener = self._pseudonyms.of(platform, person)
        theirs = and_(threads.c.platform == platform, threads.c.opened_by == opener)
        latest = select(threads).where(theirs).order_by(threads.c.at.desc()).limit(most)
        rows = await self._done(lambda connection: connection.execute(latest).mappings().all())
        return [(_place(row), self._thread(row)) for row in rows]

    async def is_new(self, delivery: str) -> bool:
        """Whether a delivery, by its platform's own id, is seen for the first time."""
        return await self._inserted(insert(deliveries).values(id=delivery, at=self._now()))

    async def forget(self, idle_days: int) -> Forgotten:
        """Delete the threads untouched for so many days, and deliveries past being repeated."""
        now = self._now()
        idle = delete(threads).where(threads.c.at < now - idle_days * DAY)
        old = delete(deliveries).where(deliveries.c.at < now - REDELIVERED_WITHIN)
        return await self._done(
            lambda connection: Forgotten(*(connection.execute(one).rowcount for one in (idle, old)))
        )

    async def _inserted(self, row: Insert) -> bool:
        """Whether a row was added; of two that bear one key, the second is not."""

        def insert_it(connection: Connection) -> bool:
            try:
                connection.execute(row)
            except IntegrityError:
                return False
            return True

        return await self._done(insert_it)

    async def _done(self, work: Callable[[Connection], T]) -> T:
        """What a transaction gives, once it is on the disk."""

        def transaction() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        try:
            return await self._worker.run(transaction)
        except (SQLAlchemyError, OSError):
            # The error itself could show what was to be written.
            raise StoreUnavailable("la base ne répond pas") from None

    def _now(self) -> int:
        return int(self._clock())

    def _row(self, place: Place, thread: Thread) -> dict[str, Any]:
        said_by = {
            fact: self._pseudonyms.of(place.platform, who) for fact, who in thread.said_by.items()
        }
        return {
            **asdict(place),
            "procedure": thread.procedure,
            "here": thread.here,
            "opened_by": self._pseudonyms.of(place.platform, thread.opened_by),
            "said_by": json.dumps(said_by),
            "card": thread.card,
            "announced": thread.announced,
            "revision": thread.revision + 1,
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


def _at(place: Place) -> ColumnElement[bool]:
    return and_(*(threads.c[name] == value for name, value in asdict(place).items()))


def _place(row: RowMapping) -> Place:
    return Place(row["platform"], row["channel"], row["thread"])
