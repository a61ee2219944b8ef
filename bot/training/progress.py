"""What somebody has learnt, and how far that can be told: by section, with its uncertainty.

Mastery is only claimed of what was answered right on situations never seen, at least a day after
the skill was last met. Everything else is practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.shares import bounds
from bot.training.learner import Answer
from bot.training.schedule import DAY
from bot.training.skills import Skill

APART = DAY
"""Seconds since a skill was last met, from which an answer tells what is remembered."""
LATEST = 3
"""Answers of a skill that still tell of it: the latest ones."""
TOLD_FROM = 5
"""Answers from which a share is worth telling."""


class Standing(StrEnum):
    """How a skill is known, from the least."""

    NEW = "new"
    FRAGILE = "fragile"
    KNOWN = "known"
    MASTERED = "mastered"


@dataclass(frozen=True)
class Share:
    """How many were known of how many tried, and between what the true share lies (95 %)."""

    known: int
    tried: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The two ends, from 0 to 1 (E. B. Wilson's interval, 1927)."""
        return bounds(self.known, self.tried)

    @property
    def is_telling(self) -> bool:
        """Whether there is enough to tell."""
        return self.tried >= TOLD_FROM


@dataclass(frozen=True)
class SectionProgress:
    """A section of the procedure: how each of its skills stands, and the share that is known."""

    section: str
    standings: tuple[tuple[str, Standing], ...]
    share: Share

    @property
    def mastered(self) -> int:
        """How many skills are mastered."""
        return sum(standing is Standing.MASTERED for _, standing in self.standings)


def unprompted(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that tell what is remembered, each counted once, in their order.

    They are no twins, their situation is not one already seen, and their skill had not been met
    for a day.
    """
    found: list[Answer] = []
    met: dict[str, int] = {}
    seen: set[tuple[object, ...]] = set()
    for answer in sorted({one.number: one for one in answers}.values(), key=lambda one: one.number):
        skill, at = answer.asked.skill, answer.at
        told = (answer.asked.seed, *sorted(answer.asked.facts.items()))
        rested = skill not in met or at - met[skill] >= APART
        if not answer.asked.twin and told not in seen and rested:
            found.append(answer)
        met[skill] = at
        seen.add(told)
    return found


def progress(skills: Iterable[Skill], answers: Sequence[Answer]) -> list[SectionProgress]:
    """Where somebody is, by section; `answers` are all that are kept of theirs."""
    tried, telling = _by_skill(answers), _by_skill(unprompted(answers))
    sections: dict[str, list[Skill]] = {}
    for skill in skills:
        sections.setdefault(skill.section, []).append(skill)
    return [_section(name, own, tried, telling) for name, own in sections.items()]


def _by_skill(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    """The answers on each skill, in their order, without the twins that were answered right."""
    found: dict[str, list[Answer]] = {}
    for one in sorted(answers, key=lambda one: one.number):
        if not (one.asked.twin and one.is_known):
            found.setdefault(one.asked.skill, []).append(one)
    return found


def _section(
    name: str,
    skills: Sequence[Skill],
    tried: Mapping[str, Sequence[Answer]],
    telling: Mapping[str, Sequence[Answer]],
) -> SectionProgress:
    latest = [one for skill in skills for one in telling.get(skill.id, ())[-LATEST:]]
    standings = tuple((s.id, _standing(tried.get(s.id, ()), telling.get(s.id, ()))) for s in skills)
    share = Share(sum(one.is_known for one in latest), len(latest))
    return SectionProgress(name, standings, share)


def _standing(tried: Sequence[Answer], telling: Sequence[Answer]) -> Standing:
    """How a skill is known; mastered, where the last two answers that tell, and all since, were."""
    if not tried:
        return Standing.NEW
    if not tried[-1].is_known:
        return Standing.FRAGILE
    since = telling[-2].number if len(telling) >= 2 else None
    if since is not None and all(one.is_known for one in tried if one.number >= since):
        return Standing.MASTERED
    return Standing.KNOWN
