"""Transactions: done whole or not at all, each in its turn, and told once they are on the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Insert,
    Table,
    Update,
    and_,
    insert,
    update,
)  # fmt: skip
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.errors import StoreUnavailable
from bot.store.pseudonyms import Pseudonyms
from bot.store.worker import Worker

T = TypeVar("T")
_COUNTED = {"preserve_rowcount": True}
"""Else, an inserted row is counted by some drivers only."""


class Transactions:
    """A database, and what each row needs: whose it is, under a pseudonym, and when."""

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

    async def _written(self, *rows: Insert | Update) -> bool:
        """Whether each row was written; where one is no longer as expected, none is."""

        def write(connection: Connection) -> bool:
            try:
                written = all(
                    connection.execute(row, execution_options=_COUNTED).rowcount == 1
                    for row in rows
                )
            except IntegrityError:
                written = False
            if not written:
                connection.rollback()
            return written

        return await self._done(write)

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


def written_over(
    revision: int, table: Table, key: Mapping[str, str], content: Mapping[str, Any]
) -> Insert | Update:
    """The write of a row over the revision that was seen of it; 0 where there was none."""
    row = {**content, "revision": revision + 1}
    if revision == 0:
        return insert(table).values({**key, **row})
    return update(table).where(at(table, key), table.c.revision == revision).values(row)


def at(table: Table, key: Mapping[str, str]) -> ColumnElement[bool]:
    """The rows of a table that bear a key, or a part of one."""
    return and_(*(table.c[name] == value for name, value in key.items()))
