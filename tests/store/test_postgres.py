"""PostgreSQL alone: addresses, and what holds when the server is slow, frozen, or stopped."""

import asyncio
import sys
import threading
import time
import traceback
from contextlib import closing
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import Connection, text

from bot.conversation.threads import Place
from bot.errors import InvalidSetting, StoreUnavailable
from bot.store import postgres as module
from bot.store.database import database_of
from bot.store.store import Store
from bot.store.worker import PATIENCE
from tests.postgres import LOCKED, PASSWORD, Postgres
from tests.store.told import PLACE, THREAD, told

MANY = 50
SECRET = "xyzzy-plugh"  # noqa: S105 - it opens nothing
PLACES = [replace(PLACE, thread=str(n)) for n in range(2 * module.CONNECTIONS)]


@pytest.fixture
def url(postgres: Postgres) -> str:
    """An empty database."""
    return postgres.empty()


def _refused(url: str, kind: type[Exception]) -> str:
    with pytest.raises(kind, match="DATABASE_URL") as refused:
        told(url, lambda store: store.find(PLACE))
    shown = "".join(traceback.format_exception(refused.value))
    for part in (SECRET, SECRET[:5], SECRET[-5:], PASSWORD):
        assert part not in shown
    return str(refused.value)


@pytest.mark.parametrize(
    ("url", "told_how"),
    [
        (f"postgresql://camille:{SECRET[:5]}@{SECRET[-5:]}@hote/base", "%40"),
        (f"postgresql://camille:{SECRET[:5]}/{SECRET[-5:]}@hote/base", "%2F"),
        (f"postgresql://camille:{SECRET[:5]}%{SECRET[-5:]}@hote/base", "pas l’adresse"),
        (f"postgres://camille:{SECRET}@[hote/base", "pas l’adresse"),
        (f"postgresql://camille:{SECRET}@hote/base?inconnu={SECRET}", "pas l’adresse"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_and_not_shown(url: str, told_how: str) -> None:
    """A password that is not written as a URL wants it would be taken for a host."""
    assert told_how in _refused(url, InvalidSetting)


def test_without_its_driver_the_person_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SQLite, which needs none, goes on working."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "bot.store.postgres")
    monkeypatch.delattr("bot.store.postgres")
    assert "uv run --extra postgres aiguillage" in _refused("postgresql:///x", InvalidSetting)
    assert told("sqlite://", lambda store: store.keep(PLACE, THREAD))


def test_a_server_that_lets_nobody_in_is_told_without_the_password(postgres: Postgres) -> None:
    """Nothing there, no such base, a wrong password, or no right to make tables."""
    wrong = postgres.url(user=f"{LOCKED}:{SECRET}")
    right = postgres.url(user=f"{LOCKED}:{PASSWORD.replace(' ', '%20')}")
    for url in (f"postgresql://camille:{SECRET}@/base?host=/nulle-part", wrong, right):
        assert "ne s’ouvre pas" in _refused(url, StoreUnavailable)
    named = _refused(f"postgresql://camille:{SECRET}@localhost:1/base", StoreUnavailable)
    assert "la base postgresql://camille@localhost:1/base ne s’ouvre pas" in named
    assert "/absente ne s’ouvre pas" in _refused(postgres.url("absente"), StoreUnavailable)


def test_both_ways_to_begin_an_address_are_one(url: str) -> None:
    """Hosts that rent servers give either."""
    assert told(url, lambda store: store.keep(PLACE, THREAD))
    assert told(url.replace("postgresql", "postgres"), lambda store: store.find(PLACE))


def test_writers_of_one_revision_are_told_who_won_whatever_the_server_is_set_to(url: str) -> None:
    """Where it isolates by default in another way, losing is no error."""

    async def story(store: Store) -> None:
        for revision in range(3):
            seen = replace(THREAD, revision=revision)
            assert sum(await asyncio.gather(*(store.keep(PLACE, seen) for _ in range(MANY)))) == 1

    told(f"{url}%20-cdefault_transaction_isolation%3Dserializable", story)


def test_a_row_that_another_program_holds_is_waited_for_and_keeps_nobody_else(url: str) -> None:
    """For a while; then it is the store that does not answer."""

    async def story(store: Store) -> None:
        other = replace(PLACE, thread="other")
        assert await store.keep(PLACE, THREAD)
        with closing(psycopg.connect(url)) as holder:
            holder.execute("UPDATE threads SET card = 'held'")
            late = asyncio.create_task(store.keep(PLACE, replace(THREAD, revision=1)))
            await asyncio.sleep(0.1)
            assert await asyncio.wait_for(store.keep(other, THREAD), 1)
            assert not late.done()
            with pytest.raises(StoreUnavailable):
                await asyncio.wait_for(late, PATIENCE + 1)
            release = threading.Timer(0.2, holder.rollback)
            release.start()
            assert await store.keep(PLACE, replace(THREAD, revision=1))
            release.join()

    told(url, story)


async def _asked_by_all(store: Store) -> list[object]:
    return await asyncio.gather(*map(store.find, PLACES), return_exceptions=True)


def test_a_server_that_answers_nothing_keeps_nobody_waiting(postgres: Postgres, url: str) -> None:
    """Whoever asks is told in a few seconds, and it serves again once it answers."""

    async def story(store: Store) -> None:
        assert await store.keep(PLACES[0], THREAD)
        await _asked_by_all(store)
        with postgres.frozen():
            begun = time.monotonic()
            found = await _asked_by_all(store)
            assert {type(one) for one in found} == {StoreUnavailable}
            assert time.monotonic() - begun < 3 * PATIENCE
        assert [one is not None for one in await _asked_by_all(store)] == [True] + [False] * 15

    told(url, story)


def test_a_server_that_stops_is_told_at_once_and_found_again(postgres: Postgres, url: str) -> None:
    """All that was kept before is there after."""

    async def story(store: Store) -> None:
        for place in PLACES:
            assert await store.keep(place, THREAD)
        postgres.stop()
        try:
            begun = time.monotonic()
            found = await _asked_by_all(store)
            assert {type(one) for one in found} == {StoreUnavailable}
            assert time.monotonic() - begun < 1
        finally:
            postgres.start()
        assert all(isinstance(one, type(THREAD)) for one in await _asked_by_all(store))
        assert await store.keep(PLACE, THREAD)

    told(url, story)


def test_connections_that_the_server_closed_meanwhile_are_opened_again(
    postgres: Postgres, url: str
) -> None:
    """A restart between two requests is seen by nobody."""

    async def story(store: Store) -> None:
        assert await store.keep(PLACE, THREAD)
        await _asked_by_all(store)
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'aiguillage'"
        )
        assert set(await _asked_by_all(store)) == {None}
        assert await store.keep(PLACE, replace(THREAD, revision=1))

    told(url, story)


def test_a_connection_lost_between_two_writes_undoes_the_first(
    postgres: Postgres, url: str
) -> None:
    """The transaction is as if it had never been."""

    def half(connection: Connection) -> None:
        connection.execute(text("INSERT INTO deliveries VALUES ('half', 0)"))
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async def story(store: Store) -> None:
        with pytest.raises(StoreUnavailable):
            await store._done(half)
        assert await store.is_new("half")

    told(url, story)


def test_who_starts_while_another_migrates_waits_for_longer_than_a_request(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a migration may take its time; requests have theirs again afterwards."""
    monkeypatch.setattr(module._Connection, "patience", 0.3)
    first, second = database_of(url), database_of(url)

    def let_go() -> None:
        time.sleep(0.6)
        holding.rollback()

    with closing(psycopg.connect(url)) as holding:
        holding.execute(f"SELECT pg_advisory_xact_lock({module._LOCK})")
        release = threading.Thread(target=let_go)
        release.start()
        begun = time.monotonic()
        with first.alone(first.engine) as connection:
            assert time.monotonic() - begun > 0.5
            assert connection.scalar(text("SHOW statement_timeout")) == "1min"
        release.join()
    with first.engine.connect() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "2s"
        assert connection.scalar(text("SHOW lock_timeout")) == "2s"
    for one in (first, second):
        one.engine.dispose()


def test_an_answer_is_kept_by_the_server_before_it_is_told(url: str) -> None:
    """Another connection sees it; how safe that is, the server's `synchronous_commit` says."""

    async def story(store: Store) -> object:
        assert await store.keep(Place("slack", "C", "1"), THREAD)
        with psycopg.connect(url) as other:
            return other.execute("SELECT count(*) FROM threads").fetchone()

    assert told(url, story) == (1,)
