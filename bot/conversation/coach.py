"""Training in a conversation: what a step comes to, written before anything of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.conversation import standing
from bot.conversation.card import Card
from bot.conversation.frame import Frame
from bot.conversation.guide import Guide
from bot.conversation.lesson import Lesson, Step, read_step
from bot.conversation.shared import TRIES
from bot.conversation.teaching import feedback_card, sentences, situation_card
from bot.decision.compiled import Compiled
from bot.errors import InvalidTap, StoreUnavailable
from bot.training.course import Course
from bot.training.learner import Answer, Learner, Learners, Trainee
from bot.training.schedule import DAY

HOUR = 3_600


_COURSES: dict[str, Course] = {}
"""The last that was made of each procedure: one of a version that is no more is let go."""


def _course(name: str, compiled: Compiled) -> Course | None:
    """What is taught of a procedure, made at its first use; None where it has no vignettes."""
    vignettes = compiled.edition.vignettes
    if vignettes is None:
        return None
    if name not in _COURSES or _COURSES[name].compiled is not compiled:
        _COURSES[name] = Course(compiled, vignettes)
    return _COURSES[name]


@dataclass(frozen=True)
class Coach:
    """Trains people on every procedure that has vignettes.

    `clock` gives seconds since the epoch, `seed` a number for each new learner; what is kept is
    erased after `days`.
    """

    guide: Guide
    learners: Learners
    clock: Callable[[], float]
    seed: Callable[[], int]
    days: int = 90

    @property
    def courses(self) -> Mapping[str, Course]:
        """What is taught of each procedure."""
        made = ((name, _course(name, one)) for name, one in self.guide.procedures.items())
        return {name: course for name, course in made if course}

    async def tapped(self, platform: str, person: str, content: str) -> Card:
        """The card that answers a button; `InvalidTap` where it is not of training."""
        step = read_step(content)
        if step.procedure not in self.guide.procedures:
            raise InvalidTap("ce bouton est d’une procédure qui n’est plus là")
        return await self.respond(platform, person, step)

    async def respond(self, platform: str, person: str, step: Step) -> Card:
        """The card that answers a step; to begin with, where somebody was, or how it goes."""
        frame = self.guide.frame(step.procedure)
        course = self.courses.get(step.procedure)
        if course is None:
            return standing.no_training_card(frame)
        lesson = _Turn(self, frame, course, Trainee(platform, person, step.procedure))
        try:
            return await lesson.card(step)
        except StoreUnavailable:
            return standing.unavailable_card(frame, step)


@dataclass(frozen=True)
class _Turn:
    """One step of one learner being answered."""

    coach: Coach
    frame: Frame
    course: Course
    trainee: Trainee

    async def card(self, step: Step) -> Card:
        for _ in range(TRIES):
            known = await self.coach.learners.learner(self.trainee)
            if known is None and (step.action is not Lesson.NEXT or step.number):
                return standing.welcome_card(self.frame, self.coach.days)
            learner = self.course.still_valid(known or Learner(self.coach.seed()))
            learner = learner.since(self._now() - self.coach.days * DAY)
            if (looked := await self._looked_at(learner, step)) is not None:
                return looked
            after, answer = self._moved(learner, step)
            if after == learner or await self.coach.learners.learnt(self.trainee, after, answer):
                return self._shown(after, step)
        raise StoreUnavailable("l’apprentissage change sans cesse")

    async def _looked_at(self, learner: Learner, step: Step) -> Card | None:
        """What changes nothing of training, or everything."""
        learners, frame = self.coach.learners, self.frame
        match step.action:
            case Lesson.PROGRESS:
                answers = await learners.answers(self.trainee)
                return standing.progress_card(frame, self.course, learner, answers)
            case Lesson.DATA:
                return standing.data_card(frame, learner, self.coach.days)
            case Lesson.EXPORT:
                return standing.export_card(frame, learner, await learners.answers(self.trainee))
            case Lesson.ERASE:
                return standing.erasing_card(frame, learner)
            case Lesson.ERASED:
                await learners.forget_learner(self.trainee)
                return standing.erased_card(frame)
            case _:
                return None

    def _moved(self, learner: Learner, step: Step) -> tuple[Learner, Answer | None]:
        """The learner after a step; one that is of another situation changes nothing."""
        course, now, late = self.course, self._now(), step.number != learner.number
        match step.action:
            case Lesson.ANSWER if learner.asked and step.sure and not late:
                return self._answered(learner, step)
            case Lesson.NEXT if learner.asked is None and not late and not course.is_over(learner):
                return course.next(learner, now), None
            case Lesson.START if learner.asked is None:
                begun = course.begun(learner) if course.is_over(learner) else learner
                return course.next(begun, now), None
            case _:
                return learner, None

    def _answered(self, learner: Learner, step: Step) -> tuple[Learner, Answer | None]:
        asked, said = learner.asked, None
        if asked is None or step.sure is None or step.destination not in asked.choices:
            return learner, None
        if self.course.is_phrased(asked, step.destination):
            shown = sentences(self.course, asked)
            if step.option is None or step.option >= len(shown):
                return learner, None
            said = shown[step.option].ids
        return self.course.answered(learner, step.destination, said, step.sure, self._now())

    def _shown(self, learner: Learner, step: Step) -> Card:
        """Where somebody is."""
        if step.action is Lesson.STOP:
            return standing.summary_card(self.frame, self.course, learner, self._now())
        if learner.asked:
            mine = step.number == learner.number and step.action is Lesson.SHOW
            chosen = step.destination in learner.asked.choices
            here = Step(step.procedure, Lesson.SHOW, learner.number)
            shown = step if mine and chosen else here
            return situation_card(self.frame, self.course, learner, learner.asked, shown)
        if not learner.sitting or self._is_done(learner, step):
            return standing.summary_card(self.frame, self.course, learner, self._now())
        return feedback_card(self.frame, self.course, learner, learner.sitting[-1])

    def _is_done(self, learner: Learner, step: Step) -> bool:
        return step.action is Lesson.NEXT and self.course.is_over(learner)

    def _now(self) -> int:
        """The hour: nothing that is kept tells how long somebody took."""
        return int(self.coach.clock()) // HOUR * HOUR
