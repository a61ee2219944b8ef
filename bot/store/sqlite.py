"""SQLite as the store needs it: one writer at a time, on the disk before it is told."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.store.worker import PATIENCE

_PRAGMAS = (f"busy_timeout = {PATIENCE * 1000}", "synchronous = FULL", "foreign_keys = ON")


def engine_of(address: URL) -> Engine:
    """The engine of a file, or of a database in memory; it opens nothing yet."""
    engine = create_engine(address, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    return engine


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A transaction in which no other program writes; of two that start, one waits here.

    The file is created where there is none; `sqlite3.Error` where it cannot be.
    """
    _reach(engine)
    with engine.begin() as connection:
        # The driver opens no transaction before DDL.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _reach(engine: Engine) -> None:
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
