"""PostgreSQL as the store needs it: many writers at once, and no answer waited for without end."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import Connection, Engine, create_engine, text

from bot.errors import InvalidSetting
from bot.store.worker import PATIENCE

if TYPE_CHECKING:
    from psycopg.abc import Buffer, PQGen

CONNECTIONS = 8
"""How many transactions a program has under way at once."""
OPENING = 60
"""How long a program that starts waits for another's migrations, and for its own, in seconds."""
_UNLESS_TOLD = {"connect_timeout": PATIENCE, "application_name": "aiguillage"}
_TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
_LOCK = int.from_bytes(b"aiguille")
"""The advisory lock of whoever migrates; any number of 64 bits does, always the same."""

T = TypeVar("T")


def engine_of(address: str) -> Engine:
    """The engine of a server's database, by an address such as libpq reads; it opens nothing yet.

    Each statement sees what was written before it, whatever the server's own setting, so that a
    row written meanwhile is no longer as expected, and not an error.
    """
    given = _read(address)
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: _connected(given),
        isolation_level="READ COMMITTED",
        pool_size=CONNECTIONS,
        max_overflow=0,
        # A connection that the server has closed is replaced before it is used.
        pool_pre_ping=True,
        hide_parameters=True,
    )


def name_of(address: str) -> str:
    """An address without its password, or anything else that a person need not see."""
    given = _read(address)
    host, port = given.get("host") or "", given.get("port")
    user = f"{given['user']}@" if "user" in given else ""
    return f"postgresql://{user}{host}{f':{port}' if port else ''}/{given.get('dbname', '')}"


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other program is in; of two that start, one waits here."""
    with engine.begin() as connection:
        driver = cast(_Connection, connection.connection.driver_connection)
        driver.patience = OPENING + 1
        for name in _TIMEOUTS:
            connection.exec_driver_sql(f"SET LOCAL {name} = '{OPENING}s'")
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection
        driver.patience = _Connection.patience


class _Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that is given up where nothing comes from the server."""

    patience = PATIENCE + 0.5
    """In seconds: a little more than the server gives itself."""

    def wait(self, gen: PQGen[T], *how: Any, **more: Any) -> T:
        """Run an exchange with the server; `OperationalError` where it does not end in time."""
        return super().wait(self._in_time(gen), *how, **more)

    def _in_time(self, exchange: PQGen[T]) -> PQGen[T]:
        until = time.monotonic() + self.patience
        try:
            awaited = next(exchange)
            while True:
                ready = yield awaited
                if not ready and time.monotonic() > until:
                    self.pgconn.finish()
                    raise psycopg.OperationalError("nothing came from the server")
                awaited = exchange.send(ready)
        except StopIteration as ended:
            return ended.value  # type: ignore[no-any-return]


class _Words(StrDumperUnknown):
    """Text; PostgreSQL takes no NUL in it, which no platform sends either: U+FFFD stands for it."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\ufffd"))


def _connected(given: Mapping[str, Any]) -> _Connection:
    # Statements prepared on a connection would not outlive a change of the tables.
    connection = _Connection.connect(**{**_UNLESS_TOLD, **given}, prepare_threshold=None)
    connection.adapters.register_dumper(str, _Words)
    for name in _TIMEOUTS:
        connection.execute(f"SET {name} = '{PATIENCE}s'")
    connection.commit()
    return connection


def _read(address: str) -> Mapping[str, Any]:
    """What an address says; what is wrong with it is never quoted, for it may hold a password."""
    try:
        given = conninfo_to_dict(address)
    except psycopg.Error:
        raise InvalidSetting("DATABASE_URL n’est pas l’adresse d’une base") from None
    if any("@" in str(given.get(part, "")) for part in ("host", "port", "dbname")):
        raise InvalidSetting(
            "DATABASE_URL : dans le mot de passe, « @ » s’écrit %40, « / » %2F et « % » %25"
        )
    return given
