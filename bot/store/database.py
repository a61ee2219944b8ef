"""A database opened: reached, brought up to date, and closed at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import InvalidSetting, StoreUnavailable
from bot.store import sqlite
from bot.store.migration import migrate
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import Store
from bot.store.worker import Worker

_POSTGRES = ("postgresql://", "postgres://")


@dataclass(frozen=True)
class Database:
    """A database of one kind; `alone` begins the transaction that migrates it.

    `name` and `advice`, in French, are for whoever cannot open it.
    """

    name: str
    advice: str
    engine: Engine
    threads: int
    alone: Callable[[Engine], AbstractContextManager[Connection]]


@asynccontextmanager
async def open_store(
    url: str, pseudonyms: Pseudonyms, clock: Callable[[], float]
) -> AsyncIterator[Store]:
    """Open the database of a URL, `sqlite:///aiguillage.db` or `postgresql://…`.

    `clock` gives seconds. Raises `InvalidSetting` for a URL of another kind, and `StoreUnavailable`
    for a database that cannot be reached or written, or that a newer version of the program has
    changed.
    """
    database = database_of(url)
    worker = Worker(database.threads)
    try:
        await worker.run(lambda: _bring_up_to_date(database))
        yield Store(database.engine, worker, pseudonyms, clock)
    finally:
        worker.close()
        database.engine.dispose()


def database_of(url: str) -> Database:
    """The database of a URL, not opened yet, or raise `InvalidSetting`."""
    if url.startswith(_POSTGRES):
        return _on_a_server(url)
    try:
        address = make_url(url)
    except ArgumentError:
        raise InvalidSetting("DATABASE_URL n’est pas l’adresse d’une base") from None
    if address.drivername != "sqlite":
        raise InvalidSetting("DATABASE_URL doit commencer par sqlite:/// ou postgresql://")
    return Database(
        name=address.render_as_string(hide_password=True),
        advice="que le dossier existe, et que le programme peut y écrire",
        engine=sqlite.engine_of(address),
        threads=1,
        alone=sqlite.alone,
    )


def _on_a_server(url: str) -> Database:
    try:
        from bot.store import postgres
    except ImportError:
        raise InvalidSetting(
            "DATABASE_URL : pour PostgreSQL, installez aiguillage[postgres], "
            "par exemple avec : uv run --extra postgres aiguillage"
        ) from None
    return Database(
        name=postgres.name_of(url),
        advice="que le serveur répond, que la base existe, que le mot de passe est le bon, "
        "et que cet utilisateur peut y créer des tables",
        engine=postgres.engine_of(url),
        threads=postgres.CONNECTIONS,
        alone=postgres.alone,
    )


def _bring_up_to_date(database: Database) -> None:
    try:
        with database.alone(database.engine) as connection:
            migrate(connection)
    except (SQLAlchemyError, sqlite3.Error, OSError):
        raise StoreUnavailable(
            f"la base {database.name} ne s’ouvre pas : vérifiez DATABASE_URL, {database.advice}"
        ) from None
