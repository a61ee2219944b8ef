"""Made-up learners, who do not forget as the scheduler believes that they do.

What they remember of a skill is an activation (J. R. Anderson and L. J. Schooler, « Reflections of
the Environment in Memory », 1991): each time that it was met leaves a trace which fades as a power
of its age, and the traces add up. FSRS has neither this shape nor these parameters, which are each
learner's own. Besides recalling a rule they must notice the fact that decides; they do so more and
more often with the times that they were told of that fact.

Where a precedence is not recalled but a weaker rule is, they answer by the weaker rule and are sure
of it. Where nothing is, they guess among the choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log
from random import Random

from bot.training.schedule import Sure
from bot.training.skills import Skill

DAY = 86_400
FRESHEST = 1 / 48
"""Days: no trace is fresher than half an hour, which is the working memory's."""
ALL = 9
"""Destinations from which an examination lets choose."""


@dataclass
class Pupil:
    """Somebody, with a memory of their own and what it holds; `contrast` is worth so many tellings.

    `contrast` is what a twin adds, beyond one telling, to noticing the fact that it changes, and to
    nothing else: an assumption, which is why the measure is also made with 0.
    """

    random: Random
    contrast: int = 0
    traces: dict[str, list[float]] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    ease: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        draw = self.random.uniform
        self.decay, self.threshold, self.noise = draw(0.35, 0.6), draw(-0.6, 0.0), draw(0.3, 0.5)
        self.blindness, self.noticing = draw(0.3, 0.6), draw(0.5, 0.9)

    def recalls(self, skill: str, day: float) -> float:
        """How likely they are to recall a skill."""
        traces = self.traces.get(skill)
        if not traces:
            return 0.0
        held = log(sum(max(day - one, FRESHEST) ** -self.decay for one in traces))
        return 1 / (1 + exp((self.threshold - self._ease(skill) - held) / self.noise))

    def notices(self, fact: str) -> float:
        """How likely they are to see that a fact decides."""
        return float(1 - self.blindness * (1 + self.told.get(fact, 0)) ** -self.noticing)

    def knows(self, skill: Skill, fact: str, weaker: Sequence[str], day: float) -> float:
        """How likely they are to be right of a call never seen, all destinations to choose from."""
        known = self.recalls(skill.id, day)
        misled = 1.0
        for name in weaker:
            misled *= 1 - self.recalls(name, day)
        return known * self.notices(fact) + (1 - known) * misled / ALL

    def answers(self, asked: Question, day: float) -> tuple[str, Sure]:
        """What they answer, and how sure they say that they are."""
        random = self.random
        sure = Sure.SURE if random.random() < 0.8 else Sure.RATHER
        if random.random() < self.recalls(asked.skill.id, day):
            seen = random.random() < self.notices(asked.fact)
            return (asked.right if seen else asked.otherwise), sure
        for name, there in asked.weaker.items():
            if there in asked.choices and random.random() < self.recalls(name, day):
                return there, sure
        guessed = Sure.GUESS if random.random() < 0.8 else Sure.RATHER
        return random.choice(asked.choices), guessed

    def learns(self, asked: Question, day: float, changed: str | None = None) -> None:
        """They are told what was right, and which fact decided; of a twin, which one changed."""
        self.traces.setdefault(asked.skill.id, []).append(day)
        self.told[asked.fact] = self.told.get(asked.fact, 0) + 1
        if changed:
            self.told[changed] = self.told.get(changed, 0) + self.contrast

    def _ease(self, skill: str) -> float:
        """Some skills come easier to some; drawn by itself, whatever is met before."""
        if skill not in self.ease:
            own = Random(f"{self.decay} {skill}")
            self.ease[skill] = own.gauss(0.0, 0.3)
        return self.ease[skill]


@dataclass(frozen=True)
class Question:
    """What is asked: its skill, the fact that decides, and where each way of thinking leads."""

    skill: Skill
    fact: str
    choices: Sequence[str]
    right: str
    otherwise: str
    weaker: Mapping[str, str]
