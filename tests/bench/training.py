"""Training: how many sittings until nine calls in ten go right, beside questions at random.

Our course (twins after a miss, then what FSRS says is due) is compared with as many questions drawn
at random, without twins, told right or wrong in the same way. All the learners are made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from random import Random
from statistics import median
from time import perf_counter

from bot.decision.compiled import Compiled
from bot.procedure.loader import Edition
from bot.procedure.vignettes import Vignettes
from bot.training.course import CHOICES, Course
from bot.training.learner import Asked, Learner
from bot.training.phrases import right_phrases
from bot.training.schedule import Sure
from bot.training.situations import Flip, Situations
from bot.training.skills import Skill
from tests.bench.learners import ALL, DAY, Pupil, Question
from tests.bench.report import Report, Row, seconds, table
from tests.bench.timing import Tell, undisturbed

START = 1_790_000_000
GOAL = 0.9
CONTRAST = 2
"""Tellings that a twin is worth, beyond its own, of the fact that it changes; 0 is measured too."""


@dataclass(frozen=True)
class Size:
    """How much is simulated and timed: learners, days of one sitting each, situations."""

    learners: int = 45
    days: int = 60
    told: int = 2_000


Curve = Sequence[tuple[float, float]]
"""By day, before its sitting: the share of the calls that go right, and that of the skills."""


class Remembered(Situations):
    """Situations of which what is costly is done once; each skill has so many."""

    EACH = 24

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self._known: dict[tuple[tuple[str, str], ...], list[Flip]] = {}
        self._drawn = cache(lambda name, n: super(Remembered, self).drawn(name, n))

    def drawn(self, skill: Skill, seed: int) -> dict[str, str]:
        return dict(self._drawn(skill, seed % self.EACH))

    def flips(self, facts: Mapping[str, str]) -> list[Flip]:
        key = tuple(facts.items())
        if key not in self._known:
            self._known[key] = super().flips(facts)
        return self._known[key]


class Plain(Course):
    """The course without twins: what is due, else what is new."""

    def _twin(self, missed: object) -> Asked | None:
        return None


def measure(edition: Edition, tell: Tell, size: Size | None = None) -> Report:
    """The simulation with and without the assumption that favours twins, and the time to tell."""
    size, compiled = size or Size(), Compiled(edition)
    if edition.vignettes is None:
        return Report()
    school = School(compiled, edition.vignettes)
    curves = _curves(school, size, tell)
    rows = _rows(curves)
    told = _telling(Course(compiled, edition.vignettes), size.told)
    rows.append(Row("a situation drawn and told", seconds(told), "1 ms", told / 1e-3, 1.0))
    headings = (
        "median learner",
        *(f"{what} {d}" for what in WHAT for d in SHOWN),
        *(f"{what} ≥ {LESS:.0%}" for what in WHAT),
    )
    shown = table("Right, before the sitting of a day (%)", headings, _lines(curves, size))
    return Report(rows, [shown], NOTES)


WHAT = ("calls", "skills")
LESS = 0.8
SHOWN = (10, 20, 30, 60)
NOTES = [
    "Learners are made up: what they recall fades as a power of time (ACT-R), with parameters of "
    "their own, which is not FSRS’s formula; but they learn skill by skill, as the course counts.",
    "One sitting a day, within two hours of the same time. The others are asked as many questions, "
    "drawn at random, by the declared weights or evenly over skills, without twins.",
    f"« Contrast »: a twin is worth {CONTRAST} tellings more of the fact that it changes, and of "
    "it alone. That is assumed, not shown; « our course » alone is without.",
    f"A goal never reached is counted as the day after the last. Goal: {GOAL:.0%} of calls never "
    "seen, the day after, with every destination to choose from.",
]


class School:
    """A procedure taught, in one way or another, to one learner at a time."""

    def __init__(self, compiled: Compiled, vignettes: Vignettes) -> None:
        self.compiled = compiled
        self.ours, self.plain = Course(compiled, vignettes), Plain(compiled, vignettes)
        skills = self.ours.skills
        situations = Remembered(compiled, vignettes, skills)
        for course in (self.ours, self.plain):
            course.__dict__ |= {"skills": skills, "situations": situations}
        self.skills, self.situations = skills.by_id, situations
        every = sum(one.chance for one in self.skills.values())
        self.shares = {name: one.chance / every for name, one in self.skills.items()}

    def scheduled(self, pupil: Pupil, course: Course, days: int) -> tuple[Curve, list[int]]:
        """What a course makes of a learner, and how many questions each sitting had."""
        learner, curve, asked = Learner(pupil.random.getrandbits(32)), [], []
        for day in range(days):
            at = START + day * DAY + pupil.random.randrange(7_200)
            curve.append(self.examined(pupil, at / DAY))
            learner = course.begun(learner)
            for n in count(1):
                learner = self._one(pupil, course, learner, at + 30 * n)
                if course.is_over(learner) or n > 2 * ALL:
                    break
            asked.append(len(learner.sitting))
        return curve, asked

    def _one(self, pupil: Pupil, course: Course, learner: Learner, now: int) -> Learner:
        last = learner.sitting[-1].asked.facts if learner.sitting else {}
        learner = course.next(learner, now)
        assert learner.asked is not None
        asked = learner.asked
        question = self.question(self.skills[asked.skill], asked.facts, asked.choices, pupil.random)
        chosen, sure = pupil.answers(question, now / DAY)
        changed = [one for one in asked.facts if asked.facts[one] != last.get(one)]
        pupil.learns(question, now / DAY, changed[0] if asked.twin else None)
        said = right_phrases(self.compiled, self.situations.outcome(asked.facts))
        phrased = course.is_phrased(asked, chosen)
        return course.answered(learner, chosen, said if phrased else None, sure, now)[0]

    def at_random(self, pupil: Pupil, weights: Mapping[str, float], asked: Sequence[int]) -> Curve:
        """What as many questions, drawn at random, make of a learner."""
        curve, successes = [], dict.fromkeys(self.skills, 0)
        for day, questions in enumerate(asked):
            at = START + day * DAY + pupil.random.randrange(7_200)
            curve.append(self.examined(pupil, at / DAY))
            for n in range(questions):
                (name,) = pupil.random.choices(list(weights), list(weights.values()))
                skill, seed = self.skills[name], pupil.random.getrandbits(32)
                facts = self.situations.drawn(skill, seed)
                most = [*CHOICES, ALL][min(successes[name], len(CHOICES))]
                choices = self.situations.choices(skill, facts, most, seed)
                question = self.question(skill, facts, choices, pupil.random)
                chosen, sure = pupil.answers(question, (at + 30 * n) / DAY)
                successes[name] += chosen == question.right and sure is not Sure.GUESS
                pupil.learns(question, (at + 30 * n) / DAY)
        return curve

    def question(
        self, skill: Skill, facts: Mapping[str, str], choices: Sequence[str], random: Random
    ) -> Question:
        """A situation as a learner thinks of it."""
        right = self.situations.outcome(facts).destination
        fact = self.deciding(skill)
        flips = [
            flip.outcome.destination for flip in self.situations.flips(facts) if flip.fact == fact
        ]
        elsewhere = [one for one in flips if one in choices and one != right]
        others = [one for one in choices if one != right]
        return Question(
            skill, fact, choices, right, random.choice(elsewhere or others), self.weaker(skill)
        )

    def weaker(self, skill: Skill) -> Mapping[str, str]:
        """The rules that a skill sets aside, with where they lead."""
        rules = self.compiled.procedure.rules
        return {name: rules[name].then for name in skill.over if name in self.skills}

    def deciding(self, skill: Skill) -> str:
        """The fact that decides: the most particular of the rule."""
        return self.situations.spoken_of(skill)[-1]

    def examined(self, pupil: Pupil, day: float) -> tuple[float, float]:
        """How many calls would go right, and how many if each skill were called for as often."""
        known = {
            name: pupil.knows(skill, self.deciding(skill), [*self.weaker(skill)], day)
            for name, skill in self.skills.items()
        }
        calls = sum(share * known[name] for name, share in self.shares.items())
        return calls, sum(known.values()) / len(known)


OURS, CONTRASTED = "our course", "our course, contrast"
WAYS = (OURS, "without twins", "random, by weight", "random, evenly", CONTRASTED)


def _curves(school: School, size: Size, tell: Tell) -> dict[str, list[Curve]]:
    """Every way of teaching, to the same learners."""
    curves: dict[str, list[Curve]] = {way: [] for way in WAYS}
    even = dict.fromkeys(school.skills, 1.0)
    for n in range(size.learners):
        tell(f"learner {n + 1} of {size.learners}")
        ours, asked = school.scheduled(Pupil(Random(n)), school.ours, size.days)
        told = [
            ours,
            school.scheduled(Pupil(Random(n)), school.plain, size.days)[0],
            school.at_random(Pupil(Random(n)), school.shares, asked),
            school.at_random(Pupil(Random(n)), even, asked),
            school.scheduled(Pupil(Random(n), CONTRAST), school.ours, size.days)[0],
        ]
        for way, curve in zip(WAYS, told, strict=True):
            curves[way].append(curve)
    return curves


def _reached(curves: Sequence[Curve], which: int, goal: float = GOAL) -> float:
    """The median of the sittings after which a goal is met."""
    return median(
        next((day for day, told in enumerate(curve) if told[which] >= goal), len(curve))
        for curve in curves
    )


def _rows(curves: Mapping[str, Sequence[Curve]]) -> list[Row]:
    rows = []
    for which, what in enumerate(WHAT):
        for us in (OURS, CONTRASTED):
            ours = _reached(curves[us], which)
            for other in WAYS[1:4]:
                theirs = _reached(curves[other], which)
                measure = f"sittings to {GOAL:.0%} of {what}: {us} / {other}"
                rows.append(Row(measure, f"{ours:g}", f"{theirs:g}", ours / max(theirs, 1), 1.0))
    return rows


def _lines(curves: Mapping[str, Sequence[Curve]], size: Size) -> list[tuple[str, ...]]:
    """What the median learner knows, day by day, in each way, and when they know most of it."""
    lines = []
    for way, theirs in curves.items():
        told = [
            f"{100 * median(curve[min(day, size.days) - 1][which] for curve in theirs):.0f}"
            for which in range(len(WHAT))
            for day in SHOWN
        ]
        less = [f"{_reached(theirs, which, LESS):g}" for which in range(len(WHAT))]
        lines.append((way, *told, *less))
    return lines


def _telling(course: Course, times: int) -> float:
    """The seconds in which a situation is drawn and told, one skill after the other."""
    skills = list(course.skills.by_id.values())
    asked = [Asked(one.id, n, {}, ()) for n, one in enumerate(skills * (times // len(skills) + 1))]
    with undisturbed():
        start = perf_counter()
        for one in asked[:times]:
            facts = course.situations.drawn(course.skills.by_id[one.skill], one.seed)
            course.tell(replace(one, facts=facts))
        return (perf_counter() - start) / times
