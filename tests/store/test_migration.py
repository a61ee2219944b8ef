"""Tables that follow the program: from nothing, from each revision, and back."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text

from bot.conversation.changes import Change
from bot.conversation.states import State
from bot.errors import StoreUnavailable
from bot.journal.entry import Entry, Search
from bot.store.database import database_of, open_store
from bot.store.migration import migrate, migrations_on
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import Store
from bot.store.tables import metadata
from tests.store.left import LEFT, leave
from tests.store.told import ANSWER, LEARNER, PLACE, THREAD, TRAINEE, Clock, told

REVISIONS = [one.revision for one in ScriptDirectory("bot/store/migrations").walk_revisions()]


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    """A connection to an empty database."""
    database = database_of(url)
    with database.alone(database.engine) as connection:
        yield connection
    database.engine.dispose()


def _tables(connection: Connection) -> dict[str, object]:
    seen = inspect(connection)
    return {
        name: (
            [(one["name"], str(one["type"]), one["nullable"]) for one in seen.get_columns(name)],
            seen.get_pk_constraint(name)["constrained_columns"],
            sorted((one["name"], one["column_names"]) for one in seen.get_indexes(name)),
        )
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


def test_the_migrations_make_the_tables_that_the_store_uses(connection: Connection) -> None:
    """Alembic finds no difference between what they leave and what is declared."""
    migrate(connection)
    assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert set(_tables(connection)) == set(metadata.tables)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_migration_undone_leaves_what_was_before_it(
    connection: Connection, revision: str
) -> None:
    """Each goes up, down, and up again to the same tables."""
    config = migrations_on(connection)
    _upgrade_below(config, revision)
    before = _tables(connection)
    command.upgrade(config, revision)
    after = _tables(connection)
    assert after != before
    command.downgrade(config, "-1")
    assert _tables(connection) == before
    command.upgrade(config, revision)
    assert _tables(connection) == after


def _upgrade_below(config: Config, revision: str) -> None:
    below = ScriptDirectory.from_config(config).get_revision(revision).down_revision
    if isinstance(below, str):
        command.upgrade(config, below)


FOUND: dict[str, list[tuple[Callable[[Store], Awaitable[object]], object]]] = {
    "0001": [
        (
            lambda store: store.find(PLACE),
            replace(THREAD, said_by={"demande": "U0CAMILLE"}, revision=3, at=1_763_000_000),
        ),
        (lambda store: store.is_new("Ev1"), False),
    ],
    "0002": [
        (lambda store: store.learner(TRAINEE), replace(LEARNER, revision=1)),
        (lambda store: store.answers(TRAINEE), [ANSWER]),
    ],
    "0003": [
        (
            lambda store: store.found(Search("retention", {"contrat": "pro"}), 9),
            [
                Entry(
                    id="c1.1",
                    case="c1",
                    procedure="retention",
                    version="0123456789ab",
                    platform="slack",
                    person=LEFT["0003"]["verdicts"]["person"],
                    at=1_763_000_000,
                    facts={"contrat": "pro", "demande": "resiliation"},
                    unknown=("blocage",),
                    destination="Ligne_Pro",
                    basis="written",
                    rules=("pro",),
                    phrases=(),
                    cards=2,
                )
            ],
        ),
    ],
    "0004": [
        (
            lambda store: store.states(),
            [
                State(
                    procedure="retention",
                    name="file",
                    fact="file-retention",
                    value="saturee",
                    since=1_763_000_000,
                    until=1_763_003_600,
                    platform="slack",
                    by="U0CAMILLE",
                )
            ],
        ),
        (
            lambda store: store.changes(),
            [Change("retention", "0123456789ab", 1_763_000_000)],
        ),
    ],
}
"""What the store finds of the rows that a revision added."""


def test_each_table_of_each_revision_has_its_row() -> None:
    """Or what follows would prove nothing of the latest."""
    assert sorted(LEFT) == sorted(FOUND) == sorted(REVISIONS)
    assert {table for added in LEFT.values() for table in added} == set(metadata.tables)


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_each_version_of_the_program_left_is_found_again(url: str, revision: str) -> None:
    """An update loses nothing, and what is new works from then on."""
    leave(url, revision)

    async def story(store: Store) -> None:
        for added in (one for one in REVISIONS if one <= revision):
            for find, left in FOUND[added]:
                assert await find(store) == left
        assert await store.keep(replace(PLACE, thread="new"), THREAD)
        again = replace(LEARNER, revision=int(revision >= "0002"), number=2)
        assert await store.learnt(TRAINEE, again, replace(ANSWER, number=2))

    told(url, story)
    assert told(url, lambda store: store.find(replace(PLACE, thread="new"))) is not None


@pytest.mark.parametrize("revision", REVISIONS)
def test_going_back_to_a_revision_keeps_its_rows(url: str, revision: str) -> None:
    """What is left out is what came after it; the way up again loses nothing more."""
    leave(url, max(REVISIONS))
    database = database_of(url)
    for way in (command.downgrade, command.upgrade):
        with database.alone(database.engine) as connection:
            way(migrations_on(connection), revision)
    with database.alone(database.engine) as connection:
        migrate(connection)
        for added, tables in LEFT.items():
            for table, row in tables.items():
                columns = [metadata.tables[table].c[name] for name in row]
                found = [dict(one) for one in connection.execute(select(*columns)).mappings()]
                assert found == ([dict(row)] if added <= revision else [])
    database.engine.dispose()


def test_programs_that_start_together_on_an_empty_database_all_open_it(url: str) -> None:
    """One makes the tables, and the others wait for it."""

    async def story() -> list[bool]:
        async with AsyncExitStack() as stack:
            secret = Pseudonyms("a secret of tests")
            opening = (open_store(url, secret, Clock()) for _ in range(6))
            stores = await asyncio.gather(*map(stack.enter_async_context, opening))
            places = [replace(PLACE, thread=str(n)) for n in range(len(stores))]
            pairs = zip(stores, places, strict=True)
            return list(await asyncio.gather(*(one.keep(place, THREAD) for one, place in pairs)))

    assert asyncio.run(story()) == [True] * 6


async def _nothing(store: Store) -> None:
    raise AssertionError("the database should not have opened")


def _ran(url: str, *statements: str) -> list[object]:
    """What the last of these statements gives, by another program."""
    database = database_of(url)
    with database.alone(database.engine) as connection:
        given = [connection.execute(text(one)) for one in statements]
        rows: list[object] = [tuple(row) for row in given[-1]] if given[-1].returns_rows else []
    database.engine.dispose()
    return rows


def test_a_database_of_a_newer_version_is_refused(url: str) -> None:
    """It is left as it is, and the person is told what to do."""
    told(url, lambda store: store.keep(PLACE, THREAD))
    _ran(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match="version plus récente"):
        told(url, _nothing)
    assert _ran(url, "SELECT version_num FROM alembic_version") == [("9999",)]
    assert _ran(url, "SELECT count(*) FROM threads") == [(1,)]


def test_a_migration_that_fails_halfway_changes_nothing(url: str) -> None:
    """A database that holds another program's table keeps that one only."""
    _ran(url, "CREATE TABLE deliveries (parcel TEXT)")
    with pytest.raises(StoreUnavailable, match="ne s’ouvre pas"):
        told(url, _nothing)
    database = database_of(url)
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["deliveries"]
    database.engine.dispose()
