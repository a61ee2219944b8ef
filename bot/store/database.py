"""A database opened: reached, brought up to date, and closed at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import InvalidSetting, StoreUnavailable
from bot.store.migration import migrate
from bot.store.pseudonyms import Pseudonyms
from bot.store.sqlite import engine_of, reach
from bot.store.store import Store
from bot.store.worker import Worker


@asynccontextmanager
async def open_store(
    url: str, pseudonyms: Pseudonyms, clock: Callable[[], float]
) -> AsyncIterator[Store]:
    """Open the database of a URL such as `sqlite:///aiguillage.db`; `clock` gives seconds.

    Raises `InvalidSetting` for a URL of another kind, and `StoreUnavailable` for a database that
    cannot be written, or that a newer version of the program has changed.
    """
    engine, worker = _engine(url), Worker()
    try:
        await worker.run(lambda: _bring_up_to_date(engine))
        yield Store(engine, worker, pseudonyms, clock)
    finally:
        worker.close()
        engine.dispose()


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
    except ArgumentError:
        raise InvalidSetting("DATABASE_URL n’est pas l’adresse d’une base") from None
    if address.get_backend_name() != "sqlite":
        raise InvalidSetting("DATABASE_URL doit commencer par sqlite:///")
    return engine_of(address)


def _bring_up_to_date(engine: Engine) -> None:
    try:
        reach(engine)
        with engine.begin() as connection:
            migrate(connection)
    except (SQLAlchemyError, sqlite3.Error, OSError):
        address = engine.url.set(drivername=engine.url.get_backend_name())
        name = address.render_as_string(hide_password=True)
        raise StoreUnavailable(
            f"la base {name} ne s’ouvre pas : vérifiez DATABASE_URL, que le dossier existe, "
            "et que le programme peut y écrire"
        ) from None
