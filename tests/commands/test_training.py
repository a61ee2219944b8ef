"""`aiguillage training`: what groups know, and nothing of anybody."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.config import Config
from bot.decision.compiled import Compiled
from bot.keeping import Keeping
from bot.procedure.loader import load
from bot.training.course import Course
from bot.training.learner import Learner, Trainee
from bot.training.schedule import Sure
from tests.commands.conftest import Run
from tests.procedures import RETENTION

EDITION = load(RETENTION)
assert EDITION.vignettes is not None
COURSE = Course(Compiled(EDITION), EDITION.vignettes)


def trained(config: Config, people: int) -> None:
    """So many people, each of whom answered one call, most of them right."""

    async def story() -> None:
        kept = Keeping(config)
        for n in range(people):
            now = int(time.time()) - 60
            learner = COURSE.next(Learner(seed=n), now)
            assert learner.asked is not None
            right = COURSE.situations.outcome(learner.asked.facts).destination
            chosen = right if n else next(one for one in learner.asked.choices if one != right)
            after, answer = COURSE.answered(learner, chosen, None, Sure.SURE, now)
            assert await kept.learnt(Trainee("slack", f"U0PERSON{n}", "retention"), after, answer)
        await kept.close()

    asyncio.run(story())


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    url = f"sqlite:///{tmp_path}/kept.db"
    monkeypatch.setenv("DATABASE_URL", url)
    return Config(database_url=url)


def test_a_week_of_five_people_is_told_with_its_uncertainty(config: Config, run: Run) -> None:
    """The section, how many they are, how many answers; no name and no time."""
    trained(config, 5)
    ran = run("training", "retention")
    assert ran.code == 0
    row = next(line for line in ran.out.splitlines() if "Quand transférer" in line)
    assert "5" in row
    assert "% à" in row
    assert "U0PERSON" not in ran.out


def test_four_people_are_too_few_to_be_told(config: Config, run: Run) -> None:
    """Nothing is shown of them."""
    trained(config, 4)
    ran = run("training", "retention")
    assert (ran.code, "%" in ran.out) == (0, False)
    assert "cinq" in ran.out or "5 personnes" in ran.out
