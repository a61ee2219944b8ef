"""SQLite as the store needs it: one writer at a time, on the disk before it is told."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

from sqlalchemy import URL, AsyncAdaptedQueuePool, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

PATIENCE = 2
"""How long a request waits for its turn, then for another program's, in seconds."""

_PRAGMAS = (f"busy_timeout = {PATIENCE * 1000}", "synchronous = FULL", "foreign_keys = ON")


def engine_of(address: URL) -> AsyncEngine:
    """The engine of a file, or of a database in memory; it opens nothing yet."""
    # Waiting for the only connection is fair, and faster than waiting for the file's lock.
    engine = create_async_engine(
        address.set(drivername="sqlite+aiosqlite"), hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, pool_timeout=PATIENCE,
        pool_reset_on_return=None,
    )  # fmt: skip
    event.listen(engine.sync_engine, "connect", _prepare)
    return engine


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def reach(engine: AsyncEngine) -> None:
    """Create the file where there is none, or raise `sqlite3.Error`."""
    # Not through aiosqlite: the thread of a connection that fails outlives it, and complains.
    arguments, options = engine.dialect.create_connect_args(engine.url)
    with closing(sqlite3.connect(arguments[0], **{**options, "timeout": PATIENCE})) as connection:
        _keep_readers_from_waiting(connection)


def _keep_readers_from_waiting(connection: sqlite3.Connection) -> None:
    """Give the file a write-ahead journal, once and for all."""
    # Of two programs that do so together, SQLite refuses one at once, lest each wait for the other.
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)
