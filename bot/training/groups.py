"""What supervisors see of training: weeks and sections of five learners or more, and nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.shares import FEWEST
from bot.training.learner import Answer
from bot.training.progress import unprompted
from bot.training.skills import Skill


@dataclass(frozen=True)
class Group:
    """What a week's learners answered of a section, without who did.

    `week` is its Monday, in ISO 8601; `tried` counts the first answers on situations never seen,
    of which `known` were right and not guessed.
    """

    week: str
    section: str
    learners: int
    tried: int
    known: int


def weekly(skills: Mapping[str, Skill], answers: Iterable[tuple[str, Answer]]) -> list[Group]:
    """The groups that are large enough, by week and section; each answer comes with its learner."""
    by_learner: dict[str, list[Answer]] = {}
    for learner, answer in answers:
        by_learner.setdefault(learner, []).append(answer)
    told: dict[tuple[str, str], dict[str, list[bool]]] = {}
    for learner, theirs in by_learner.items():
        for answer in unprompted(theirs):
            skill = skills.get(answer.asked.skill)
            if skill is not None:
                group = told.setdefault((_monday(answer.at), skill.section), {})
                group.setdefault(learner, []).append(answer.is_known)
    return [
        Group(
            week, section, len(known), sum(map(len, known.values())), sum(map(sum, known.values()))
        )
        for (week, section), known in sorted(told.items())
        if len(known) >= FEWEST
    ]


def _monday(at: int) -> str:
    day = datetime.fromtimestamp(at, UTC).date()
    return (day - timedelta(days=day.weekday())).isoformat()
