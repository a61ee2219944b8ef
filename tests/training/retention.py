"""What is taught of the real procedure, and the situations to look at."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bot.decision.compiled import Compiled
from bot.decision.verdict import Outcome
from bot.training.course import Course
from bot.training.learner import Answer, Asked, Learner
from bot.training.schedule import Sure
from bot.training.situations import Situation
from tests.training.test_vignettes import EDITION, VIGNETTES

COMPILED = Compiled(EDITION)
COURSE = Course(COMPILED, VIGNETTES)
SKILLS = COURSE.skills.by_id
SITUATIONS = COURSE.situations
NOW = 1_790_000_000
DAY = 86_400

skills = st.sampled_from(list(SKILLS))
seeds = st.integers(0, 2**32 - 1)


def outcomes(facts: dict[str, str]) -> set[Outcome]:
    """Where the cases that agree with facts lead, each case decided by itself."""
    space = COMPILED.space
    return {COMPILED.verdict(case).outcome for case in space.each_of(space.matching(facts))}


def lines(situation: Situation) -> list[str]:
    """Everything that is told: the speech, then each line."""
    return [situation.speech, *situation.screen, *situation.known]


def answered(
    learner: Learner, right: bool = True, sure: Sure = Sure.SURE, now: int = NOW
) -> tuple[Learner, Answer]:
    """The learner who answers, right with its sentence, or wrong by the destination."""
    asked = learner.asked
    assert asked is not None
    outcome = SITUATIONS.outcome(asked.facts)
    wrong = next(one for one in asked.choices if one != outcome.destination)
    chosen = outcome.destination if right else wrong
    said = outcome.phrases if COURSE.is_phrased(asked, chosen) else None
    return COURSE.answered(learner, chosen, said, sure, now)


def one_more(
    learner: Learner, right: bool = True, sure: Sure = Sure.SURE, now: int = NOW
) -> Learner:
    """The learner after one more situation."""
    return answered(COURSE.next(learner, now), right, sure, now)[0]


ASKED = Asked("mensuel-ouvert", 1, {"demande": "resiliation"}, ("retention", "support"))
ANSWER = Answer(1, NOW, "0123456789ab", ASKED, "retention", None, Sure.SURE, right=True)


def an_answer(number: int, at: int = NOW, right: bool = True, **asked: object) -> Answer:
    """An answer to a situation of its own, unless told otherwise."""
    told = replace(ASKED, **{"seed": number, **asked})  # type: ignore[arg-type]
    return replace(ANSWER, number=number, at=at, right=right, asked=told)
