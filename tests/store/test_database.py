"""Opening: what is refused, and what holds when many write, another locks, or all is killed."""

import asyncio
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from sqlite3 import connect
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import text

from bot.config import ROOT
from bot.conversation.threads import Place, Thread
from bot.errors import InvalidSetting, StoreUnavailable
from bot.journal.entry import Search
from bot.store.database import open_store
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import Store
from tests.store.told import PLACE, THREAD, Clock, told

MANY = 200


@pytest.mark.parametrize(
    "url", ["", "store.db", "mysql://localhost/x", "postgresql+psycopg://localhost/x", "é:/"]
)
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    """The setting is named."""
    with pytest.raises(InvalidSetting, match="DATABASE_URL"):
        told(url, lambda store: store.find(PLACE))


@pytest.mark.parametrize("where", ["file/store.db", "missing/store.db", "folder", "file"])
def test_a_database_that_cannot_be_written_is_refused(tmp_path: Path, where: str) -> None:
    """Under a file, in no folder, a folder, or no database: the person is told which, in French."""
    (tmp_path / "file").write_text("not a database, though it is as long as one " * 20)
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreUnavailable, match=f"sqlite:///.*/{where} ne s’ouvre pas"):
        told(f"sqlite:///{tmp_path}/{where}", lambda store: store.find(PLACE))


def test_a_database_in_memory_lasts_as_long_as_its_store() -> None:
    """To try the program, nothing need be written."""

    async def story(store: Store) -> Thread | None:
        assert await store.keep(PLACE, THREAD)
        return await store.find(PLACE)

    assert told("sqlite://", story) is not None
    assert told("sqlite://", lambda store: store.find(PLACE)) is None


def test_of_many_writers_of_one_revision_exactly_one_wins(url: str) -> None:
    """And so for each revision, though they come through two stores."""

    async def story() -> Thread | None:
        secret = Pseudonyms("a secret of tests")
        async with open_store(url, secret, Clock()) as one, open_store(url, secret, Clock()) as two:
            for revision in range(2):
                seen = replace(THREAD, revision=revision)
                writers = ((one, two)[n % 2].keep(PLACE, seen) for n in range(MANY))
                assert sum(await asyncio.gather(*writers)) == 1
            return await one.find(PLACE)

    found = asyncio.run(story())
    assert found is not None
    assert found.revision == 2


def test_many_writers_of_many_threads_all_succeed(url: str) -> None:
    """None is told that the database is locked."""

    async def story() -> int:
        secret = Pseudonyms("a secret of tests")
        async with open_store(url, secret, Clock()) as one, open_store(url, secret, Clock()) as two:
            places = [Place("slack", "C", str(n)) for n in range(MANY)]
            writers = ((one, two)[n % 2].keep(place, THREAD) for n, place in enumerate(places))
            assert all(await asyncio.gather(*writers))
            return len(await two.recent("slack", THREAD.opened_by, MANY + 1))

    assert asyncio.run(story()) == MANY


def test_of_one_delivery_received_many_times_at_once_one_is_new(url: str) -> None:
    """It is answered once."""

    async def story(store: Store) -> int:
        return sum(await asyncio.gather(*(store.is_new("Ev1") for _ in range(MANY))))

    assert told(url, story) == 1


def test_a_write_waits_for_another_program_to_finish_its_own(tmp_path: Path) -> None:
    """A copy or a look at the file delays an answer; it does not lose it."""

    async def story(store: Store) -> bool:
        with closing(connect(tmp_path / "store.db", check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            release = threading.Timer(0.2, other.rollback)
            release.start()
            kept = await store.keep(PLACE, THREAD)
            release.join()
        return kept

    assert told(f"sqlite:///{tmp_path}/store.db", story)


def test_a_database_that_another_program_is_writing_opens_once_it_has_written(
    tmp_path: Path,
) -> None:
    """SQLite refuses at once to change a journal in use: that is tried again."""
    with closing(connect(tmp_path / "store.db", check_same_thread=False)) as other:
        other.executescript("CREATE TABLE parcels (id); BEGIN IMMEDIATE")
        release = threading.Timer(0.2, other.rollback)
        release.start()
        assert told(f"sqlite:///{tmp_path}/store.db", lambda store: store.keep(PLACE, THREAD))
        release.join()


def test_a_thread_is_found_while_another_program_writes(tmp_path: Path) -> None:
    """Reading waits for nobody."""

    async def story(store: Store) -> Thread | None:
        assert await store.keep(PLACE, THREAD)
        with closing(connect(tmp_path / "store.db")) as other:
            other.execute("BEGIN EXCLUSIVE")
            return await asyncio.wait_for(store.find(PLACE), timeout=2)

    assert told(f"sqlite:///{tmp_path}/store.db", story) is not None


def test_a_store_closed_leaves_one_file(tmp_path: Path) -> None:
    """Its journal is put away, so that the file can be copied alone."""
    told(f"sqlite:///{tmp_path}/store.db", lambda store: store.keep(PLACE, THREAD))
    assert [file.name for file in tmp_path.iterdir()] == ["store.db"]


def test_a_write_reaches_the_disk_before_it_is_told(tmp_path: Path) -> None:
    """No test can cut the power: this one reads the setting that would matter then."""

    async def story(store: Store) -> object:
        return await store._done(lambda connection: connection.scalar(text("PRAGMA synchronous")))

    assert told(f"sqlite:///{tmp_path}/store.db", story) == 2  # FULL


def test_writes_given_up_leave_the_store_in_order(url: str) -> None:
    """A request cancelled in the middle of its write takes no connection with it."""

    async def story(store: Store) -> bool:
        for n in range(20):
            writing = asyncio.create_task(store.keep(Place("slack", "C", str(n)), THREAD))
            await asyncio.sleep(n / 10_000)
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
        return await store.keep(PLACE, THREAD)

    assert told(url, story)


def _printed_until_killed(url: str, channels: Sequence[str]) -> list[list[str]]:
    """What some programs print, all started at once and killed in the middle."""
    command = [sys.executable, "-m", "tests.store.writer", url]
    with ExitStack() as running:
        writers = []
        for channel in channels:
            writer = Popen([*command, *channel.split()], cwd=ROOT, stdout=PIPE, text=True)
            writers.append(running.enter_context(writer))
            running.callback(writer.kill)
        printed = [list(islice(one.stdout, 20)) for one in writers if one.stdout]
        for one in writers:
            one.kill()
        return [[*lines, *(one.stdout or ())] for lines, one in zip(printed, writers, strict=True)]


def test_programs_that_start_together_and_are_killed_lose_nothing_kept(url: str) -> None:
    """Two make the tables, write at once, and are killed; all that they were told is there."""
    printed = _printed_until_killed(url, ["C1", "C2"])
    assert all(len(lines) >= 20 for lines in printed)

    async def story(store: Store) -> list[str]:
        kept = [line for lines in printed for line in lines]
        places = [Place("slack", *line.split()) for line in kept]
        return [
            line for line, place in zip(kept, places, strict=True) if not await store.find(place)
        ]

    assert told(url, story) == []


def test_of_two_programs_that_write_one_thread_each_revision_has_one_author(url: str) -> None:
    """None is lost either: all of them were told to one, but for those of the last moment."""
    printed = _printed_until_killed(url, ["", ""])
    won = sorted(int(line) for lines in printed for line in lines)
    assert all(len(lines) >= 20 for lines in printed)
    assert len(set(won)) == len(won)
    found = told(url, lambda store: store.find(PLACE))
    assert found is not None
    assert 0 <= found.revision - len(won) <= len(printed)


def test_a_character_that_no_platform_sends_breaks_nothing(url: str) -> None:
    """PostgreSQL takes no NUL: a request that bears one is neither lost nor taken for a failure."""

    async def story(store: Store) -> None:
        odd = replace(PLACE, thread="\0")
        assert await store.keep(odd, replace(THREAD, card="a\0b"))
        found = await store.find(odd)
        assert found is not None
        assert found.card in ("a\0b", "a\ufffdb")
        assert [await store.is_new("Ev\0") for _ in range(2)] == [True, False]
        assert await store.count(Search("retention", {"contrat": "\0"})) == 0

    told(url, story)
