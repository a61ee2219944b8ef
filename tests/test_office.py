"""The office: a version come into force is written once, and told to whoever comes back."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from bot import office as module
from bot.config import Config
from bot.conversation.changes import Change
from bot.keeping import keeping
from bot.library import proved_procedures
from bot.office import Office
from bot.store.store import Store
from tests.procedures import RETENTION, planted, read, write

EDIT = WORDS, OTHERS = "Créez une Task pour l’équipe EST.", "Créez une Task pour l’EST."
LOOKS = 300

T = TypeVar("T")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    shutil.copytree(RETENTION, tmp_path / "dialogs" / "retention")
    return Config(dialogs=tmp_path / "dialogs", database_url=f"sqlite:///{tmp_path}/kept.db")


def edited(config: Config) -> None:
    """Write a step of the procedure otherwise."""
    file = config.dialogs / "retention" / "procedure.yaml"
    write(file, read(file).replace(WORDS, OTHERS))


def worked(config: Config, story: Callable[[Office, Store], Awaitable[T]]) -> T:
    """What a story of a running office ends with."""

    async def work() -> T:
        async with keeping(config) as kept:
            office = Office(config, proved_procedures(config), kept)
            store = await kept.store()
            async with office.open():
                return await story(office, store)

    return asyncio.run(work())


async def written(store: Store, count: int) -> list[Change]:
    """The versions in force, once there are so many."""
    for _ in range(LOOKS):
        if len(known := list(await store.changes())) >= count:
            return known
        await asyncio.sleep(0.1)
    raise AssertionError("no version more was written")


def test_a_changed_file_is_told_to_whoever_comes_back_and_nobody_else(config: Config) -> None:
    """While it runs: what changed, in a line; under the version that answers, nothing."""

    async def story(office: Office, store: Store) -> None:
        guide = office.guide(None)
        (first,) = await written(store, 1)
        assert guide.news("retention", first.version) is None
        edited(config)
        _, second = await written(store, 2)
        for _ in range(LOOKS):
            if len(guide.history("retention")) == 2:
                break
            await asyncio.sleep(0.1)
        assert guide.news("retention", second.version) is None
        news = guide.news("retention", first.version)
        assert news == (f"La procédure a changé depuis votre dernier cas\u00a0: {second.told}.")
        assert "consigne modifiée" in second.told

    worked(config, story)


def test_what_changed_while_it_was_stopped_is_told_too(config: Config) -> None:
    """Only that it changed: the version before is no longer there to be compared."""

    async def once(office: Office, store: Store) -> Change:
        return (await written(store, 1))[-1]

    first = worked(config, once)
    edited(config)

    async def again(office: Office, store: Store) -> str | None:
        await written(store, 2)
        return office.guide(None).news("retention", first.version)

    assert worked(config, again) == "La procédure a changé depuis votre dernier cas."


def test_two_programs_of_different_versions_do_not_contradict_each_other_for_ever(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one is replaced by the next, each says once which version it has."""
    monkeypatch.setattr(module, "EVERY", 0.02)
    ahead = replace(config, dialogs=planted(RETENTION, tmp_path / "ahead", EDIT).parent)

    async def story(office: Office, store: Store) -> list[Change]:
        await written(store, 1)
        other = Office(ahead, proved_procedures(ahead), store)
        async with other.open():
            await written(store, 2)
            await asyncio.sleep(1)
        return list(await store.changes())

    assert len(worked(config, story)) == 2


def test_a_version_that_goes_on_is_written_once(config: Config) -> None:
    """Started again, and of two programs at once."""

    async def story(office: Office, store: Store) -> list[Change]:
        other = Office(config, proved_procedures(config), store)
        async with other.open():
            await written(store, 1)
            await asyncio.sleep(0.5)
        return list(await store.changes())

    assert len(worked(config, story)) == 1
    assert len(worked(config, story)) == 1
