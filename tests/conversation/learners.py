"""A memory of learners in dictionaries, and somebody who trains by it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from bot.config import ROOT
from bot.conversation.card import Card
from bot.conversation.coach import Coach
from bot.conversation.guide import Guide
from bot.conversation.lesson import Lesson, Step
from bot.conversation.links import Links
from bot.decision.compiled import Compiled
from bot.errors import StoreUnavailable
from bot.procedure.loader import load
from bot.texts import load_texts
from bot.training.learner import Answer, Learner, Trainee
from bot.training.schedule import Sure
from tests.conversation.plain import buttons
from tests.procedures import RETENTION

Told = TypeVar("Told")
FRENCH = load_texts(ROOT / "locales", "fr")
COMPILED = Compiled(load(RETENTION))
GUIDE = Guide({"retention": COMPILED}, Links(None, ""), FRENCH)
NOW = 1_790_000_000
DAY = 86_400


class Notebook:
    """The learners of a store, without a store; while `down`, it answers nothing.

    `lost` writes are kept although it says, as a connection cut short does, that they are not.
    """

    def __init__(self) -> None:
        self.learners: dict[Trainee, Learner] = {}
        self.kept: dict[Trainee, list[Answer]] = {}
        self.down = False
        self.lost = 0
        self.written = 0

    async def learner(self, trainee: Trainee) -> Learner | None:
        self._answer()
        return self.learners.get(trainee)

    async def learnt(self, trainee: Trainee, learner: Learner, answer: Answer | None) -> bool:
        self._answer()
        known = self.learners.get(trainee)
        if learner.revision != (known.revision if known else 0):
            return False
        self.learners[trainee] = replace(learner, revision=learner.revision + 1)
        self.written += 1
        if answer:
            self.kept.setdefault(trainee, []).append(answer)
        if self.lost:
            self.lost -= 1
            raise StoreUnavailable("coupé")
        return True

    async def answers(self, trainee: Trainee) -> Sequence[Answer]:
        self._answer()
        return list(self.kept.get(trainee, ()))

    async def forget_learner(self, trainee: Trainee) -> None:
        self._answer()
        self.learners.pop(trainee, None)
        self.kept.pop(trainee, None)

    def _answer(self) -> None:
        if self.down:
            raise StoreUnavailable("hors service")


class Hurried(Notebook):
    """A store in which another replica writes between each reading and its writing."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    async def learner(self, trainee: Trainee) -> Learner | None:
        found = await super().learner(trainee)
        if found and self.times:
            self.times -= 1
            self.learners[trainee] = replace(found, revision=found.revision + 1)
        return found


@dataclass
class Pupil:
    """Somebody who trains: what they see, and the next thing that they tap."""

    guide: Guide
    notebook: Notebook = field(default_factory=Notebook)
    now: float = NOW
    person: str = "U0CAMILLE"
    card: Card | None = None

    @property
    def coach(self) -> Coach:
        """A coach of any replica: it remembers nothing itself."""
        return Coach(self.guide, self.notebook, lambda: self.now, lambda: 42)

    @property
    def trainee(self) -> Trainee:
        return Trainee("test", self.person, "retention")

    @property
    def learner(self) -> Learner:
        """Where the store has them."""
        return self.notebook.learners[self.trainee]

    @property
    def answers(self) -> list[Answer]:
        """What the store has of their answers."""
        return self.notebook.kept.get(self.trainee, [])

    async def open(self, action: Lesson = Lesson.START, number: int = 0) -> Card:
        """Ask for training, or for something of it."""
        step = Step("retention", action, number)
        self.card = await self.coach.respond("test", self.person, step)
        return self.card

    async def tap(self, tap: str) -> Card:
        """Tap a button by its content."""
        self.now += 10
        self.card = await self.coach.tapped("test", self.person, tap)
        return self.card

    async def press(self, *labels: str) -> Card:
        """Tap the first of these buttons that is on the card."""
        assert self.card is not None
        shown = buttons(self.card)
        return await self.tap(next(shown[label] for label in labels if label in shown))

    def step(self, right: bool = True, sure: Sure = Sure.SURE) -> Step:
        """The whole answer to what is asked."""
        asked, course = self.learner.asked, self.coach.courses["retention"]
        assert asked is not None
        outcome = course.situations.outcome(asked.facts)
        wrong = [one for one in asked.choices if one != outcome.destination]
        chosen = outcome.destination if right else wrong[0]
        here = Step("retention", Lesson.SHOW, self.learner.number)
        option = self._option(chosen) if course.is_phrased(asked, chosen) else None
        return here.chosen(chosen, option, sure)

    def _option(self, chosen: str) -> int:
        from bot.conversation.teaching import sentences

        asked, course = self.learner.asked, self.coach.courses["retention"]
        assert asked is not None
        outcome = course.situations.outcome(asked.facts)
        said = [set(one.ids) for one in sentences(course, asked)]
        return said.index(set(outcome.phrases))

    async def answer(self, right: bool = True, sure: Sure = Sure.SURE) -> Card:
        """Answer what is asked tap by tap: where it goes, what is said, how sure."""
        whole = self.step(right, sure)
        here = Step("retention", Lesson.SHOW, whole.number)
        for tap in (
            here.chosen(whole.destination),
            *([here.chosen(whole.destination, whole.option)] if whole.option is not None else []),
            whole,
        ):
            assert self.card is not None
            assert tap.token() in buttons(self.card).values(), tap
            await self.tap(tap.token())
        assert self.card is not None
        return self.card

    async def following(self) -> Card:
        """Go on to the next call."""
        return await self.tap(Step("retention", Lesson.NEXT, self.learner.number).token())


def played(story: Coroutine[Any, Any, Told]) -> Told:
    """The end of a story."""
    return asyncio.run(story)


async def begun() -> Pupil:
    """Somebody before their first call."""
    pupil = Pupil(GUIDE)
    await pupil.open()
    await pupil.tap("retention!0*next")
    return pupil
