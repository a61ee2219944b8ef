"""What is kept: opened when somebody needs it, and struck off after the days that are set."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import running
from bot.config import Config
from bot.errors import StoreUnavailable
from bot.keeping import keeping
from bot.training.learner import Learner, Trainee
from tests.store.told import ANSWER, LEARNER

DAY = 86_400
TRAINEE = Trainee("web", "quelqu-un", "retention")


def test_nothing_is_opened_before_it_is_needed(tmp_path: Path) -> None:
    """A page that keeps nothing leaves no file behind."""
    file = tmp_path / "kept.db"
    config = Config(database_url=f"sqlite:///{file}")

    async def story() -> None:
        async with keeping(config) as kept:
            assert not file.exists()
            opened = await asyncio.gather(kept.store(), kept.store())
            assert opened[0] is opened[1]

    asyncio.run(story())
    assert file.exists()


def test_serving_pages_leaves_no_file_behind(tmp_path: Path) -> None:
    """What is said for all, and which version is in force, is of no use before anything is kept."""
    file = tmp_path / "kept.db"

    async def story() -> None:
        async with running(Config(database_url=f"sqlite:///{file}")):
            await asyncio.sleep(0.2)

    asyncio.run(story())
    assert not file.exists()


def test_training_is_erased_after_the_days_that_are_set(tmp_path: Path) -> None:
    """At the next opening, whoever opens it."""
    config = Config(database_url=f"sqlite:///{tmp_path}/kept.db", training_days=30)
    now = int(time.time())
    answers = [
        (1, now - 31 * DAY),
        (2, now - 29 * DAY),
    ]

    async def write() -> None:
        async with keeping(config) as kept:
            learner: Learner | None = Learner(seed=1)
            for number, at in answers:
                assert learner is not None
                answer = replace(ANSWER, number=number, at=at)
                assert await kept.learnt(TRAINEE, learner, answer)
                learner = await kept.learner(TRAINEE)

    async def left() -> list[int]:
        async with keeping(config) as kept:
            await kept.store()
            for _ in range(100):
                found = [one.number for one in await kept.answers(TRAINEE)]
                if len(found) < 2:
                    break
                await asyncio.sleep(0.01)
            return found

    asyncio.run(write())
    assert asyncio.run(left()) == [2]


def test_a_database_that_cannot_be_opened_is_asked_again(tmp_path: Path) -> None:
    """Once its folder is there, training begins."""
    config = Config(database_url=f"sqlite:///{tmp_path}/later/kept.db")

    async def story() -> None:
        async with keeping(config) as kept:
            with pytest.raises(StoreUnavailable):
                await kept.learner(TRAINEE)
            (tmp_path / "later").mkdir()
            assert await kept.learner(TRAINEE) is None
            assert await kept.learnt(TRAINEE, LEARNER, None)

    asyncio.run(story())
