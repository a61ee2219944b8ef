"""A course: which situation is asked next, and what an answer makes of what is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from random import Random

from bot.decision.compiled import Compiled
from bot.procedure.vignettes import Vignettes
from bot.training.learner import Answer, Asked, Learner
from bot.training.phrases import right_phrases, sayable
from bot.training.schedule import Sure, reviewed
from bot.training.situations import Situation, Situations
from bot.training.skills import Skill, Skills

SITTING = 10
"""Situations in a sitting."""
CHOICES = (3, 5)
"""Destinations to choose from before the first success on a skill, before the second; then all."""


class Course:
    """What is taught of one procedure."""

    def __init__(self, compiled: Compiled, vignettes: Vignettes) -> None:
        self.compiled = compiled
        self.vignettes = vignettes

    @cached_property
    def skills(self) -> Skills:
        """What there is to learn."""
        return Skills(self.compiled)

    @cached_property
    def situations(self) -> Situations:
        """How it is asked."""
        return Situations(self.compiled, self.vignettes, self.skills)

    def tell(self, asked: Asked) -> Situation:
        """The situation that is asked, in its words."""
        return self.situations.tell(asked.facts, asked.seed)

    def is_over(self, learner: Learner) -> bool:
        """Whether a sitting has come to its end; a miss at the end still has its twin."""
        done = learner.sitting
        return len(done) >= SITTING and not self.has_twin(done[-1])

    def has_twin(self, answer: Answer) -> bool:
        """Whether a call was missed, and is told again with a fact changed; a twin never is."""
        return self._twin(answer) is not None

    def begun(self, learner: Learner) -> Learner:
        """The next sitting."""
        return replace(learner, sitting=(), asked=None)

    def next(self, learner: Learner, now: int) -> Learner:
        """The learner with a situation to answer: after a miss its twin, else what is due, or new.

        The same skill is never asked twice in a row, where there is another.
        """
        last = learner.sitting[-1] if learner.sitting else None
        asked = self._twin(last) if last else None
        if asked is None:
            asked = self._asked(learner, self._due(learner, now), _seed(learner))
        return replace(learner, number=learner.number + 1, asked=asked)

    def answered(
        self, learner: Learner, destination: str, said: tuple[str, ...] | None, sure: Sure, now: int
    ) -> tuple[Learner, Answer]:
        """The learner after an answer, and the answer.

        A twin answered right was prompted: it changes nothing of what is remembered.
        """
        asked = learner.asked
        if asked is None:
            raise ValueError("aucune situation n’est posée")
        outcome = self.situations.outcome(asked.facts)
        right = destination == outcome.destination
        if said is not None:
            right = right and said == right_phrases(self.compiled, outcome)
        version = self.compiled.edition.version
        answer = Answer(learner.number, now, version, asked, destination, said, sure, right)
        memories = dict(learner.memories)
        if not asked.twin or not answer.is_known:
            memories[asked.skill] = reviewed(memories.get(asked.skill), right, sure, now)
        sitting = (*learner.sitting, answer)
        return replace(learner, asked=None, sitting=sitting, memories=memories), answer

    def is_phrased(self, asked: Asked, destination: str) -> bool:
        """Whether the sentence to say is still to be chosen, once the destination is."""
        return asked.phrased and destination in sayable(self.compiled)

    def still_valid(self, learner: Learner) -> Learner:
        """The learner under the procedure as it is now: what it no longer knows is left out."""
        skills = self.skills.by_id
        memories = {name: one for name, one in learner.memories.items() if name in skills}
        version = self.compiled.edition.version
        sitting = tuple(
            one for one in learner.sitting if one.version == version or self._is_valid(one.asked)
        )
        asked = learner.asked if learner.asked and self._is_valid(learner.asked) else None
        return replace(learner, asked=asked, sitting=sitting, memories=memories)

    def _is_valid(self, asked: Asked) -> bool:
        facts = self.compiled.space.facts
        known = all(f in facts and v in facts[f].values for f, v in asked.facts.items())
        if not (known and asked.skill in self.skills.by_id):
            return False
        there, whole = self.compiled.procedure.destinations, self.situations.is_whole(asked.facts)
        right = self.situations.outcome(asked.facts).destination if whole else None
        return right in asked.choices and all(one in there for one in asked.choices)

    def _due(self, learner: Learner, now: int) -> Skill:
        """The skill to ask: the longest due, else the most used that is new, else the next due."""
        skills, memories = self.skills.by_id, learner.memories
        last = learner.sitting[-1].asked.skill if learner.sitting else ""
        by_due = sorted((n for n in memories if n != last), key=lambda name: memories[name].due)
        due = [name for name in by_due if memories[name].due <= now]
        new = [name for name in skills if name not in memories]
        name = next(iter([*due, *self._varied(new, last), *by_due, last or next(iter(skills))]))
        return skills[name]

    def _varied(self, names: list[str], last: str) -> list[str]:
        """The names, those of another rule than the last first."""
        rule = last.partition(">")[0]
        return sorted(names, key=lambda name: name.partition(">")[0] == rule)

    def _asked(self, learner: Learner, skill: Skill, seed: int) -> Asked:
        memory = learner.memories.get(skill.id)
        successes = memory.successes if memory else 0
        facts = self.situations.drawn(skill, seed)
        choices = self._choices(skill, facts, successes, seed)
        return Asked(skill.id, seed, facts, choices, phrased=successes >= 1)

    def _choices(
        self, skill: Skill, facts: Mapping[str, str], successes: int, seed: int
    ) -> tuple[str, ...]:
        every = len(self.compiled.procedure.destinations)
        most = CHOICES[successes] if successes < len(CHOICES) else every
        return self.situations.choices(skill, facts, most, seed)

    def _twin(self, answer: Answer) -> Asked | None:
        """A situation missed, with the one fact changed that makes the verdict another."""
        asked = answer.asked
        if answer.right or asked.twin:
            return None
        flip = self.situations.twin(asked.facts, answer.destination, asked.seed)
        if flip is None:
            return None
        facts = {**asked.facts, flip.fact: flip.value}
        skill = self.skills.called_for(facts)
        choices = dict.fromkeys([*asked.choices, flip.outcome.destination])
        ordered = tuple(one for one in self.compiled.procedure.destinations if one in choices)
        return replace(asked, skill=skill.id, facts=facts, choices=ordered, twin=True)


def _seed(learner: Learner) -> int:
    """The seed of the next situation, which is its learner's alone."""
    return Random(f"{learner.seed} {learner.number + 1}").getrandbits(32)  # noqa: S311
