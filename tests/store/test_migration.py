"""Tables that follow the program: from nothing, from each revision, and back."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from sqlite3 import connect

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect

from bot.errors import StoreUnavailable
from bot.store.migration import migrate, migrations_on
from bot.store.store import Store
from bot.store.tables import metadata
from tests.store.told import ANSWER, LEARNER, PLACE, THREAD, TRAINEE, told

REVISIONS = [one.revision for one in ScriptDirectory("bot/store/migrations").walk_revisions()]


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    """A connection to an empty database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


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


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_of_each_revision_opens(url: str, revision: str) -> None:
    """Whatever version left it, the store works on it, and opening it again changes nothing."""
    engine = create_engine(url)
    with engine.begin() as connection:
        command.upgrade(migrations_on(connection), revision)
    engine.dispose()
    assert told(url, lambda store: store.keep(PLACE, THREAD))
    assert told(url, lambda store: store.find(PLACE)) is not None


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_threads_of_each_revision_are_kept(url: str, revision: str) -> None:
    """An update of the program loses nothing of the cases under way, and training begins."""
    told(url, lambda store: store.keep(PLACE, THREAD))
    engine = create_engine(url)
    with engine.begin() as connection:
        command.downgrade(migrations_on(connection), revision)
    engine.dispose()
    found = told(url, lambda store: store.find(PLACE))
    assert found == replace(THREAD, revision=1, at=1_763_000_000)
    assert told(url, lambda store: store.learnt(TRAINEE, LEARNER, ANSWER))
    assert told(url, lambda store: store.answers(TRAINEE)) == [ANSWER]


async def _nothing(store: Store) -> None:
    raise AssertionError("the database should not have opened")


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """It is left as it is, and the person is told what to do."""
    url, file = f"sqlite:///{tmp_path}/store.db", tmp_path / "store.db"
    told(url, lambda store: store.keep(PLACE, THREAD))
    with closing(connect(file)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match="version plus récente"):
        told(url, _nothing)
    with closing(connect(file)) as other:
        assert other.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
        assert other.execute("SELECT count(*) FROM threads").fetchone() == (1,)


def test_a_migration_that_fails_halfway_changes_nothing(tmp_path: Path) -> None:
    """A file that holds another program's table keeps that one only."""
    with closing(connect(tmp_path / "store.db")) as other, other:
        other.execute("CREATE TABLE deliveries (parcel)")
    with pytest.raises(StoreUnavailable):
        told(f"sqlite:///{tmp_path}/store.db", _nothing)
    with closing(connect(tmp_path / "store.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("deliveries",)]
