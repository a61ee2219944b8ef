"""When a skill is to be seen again: the FSRS scheduler, told of what was answered.

FSRS: J. Ye and others, « A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling », KDD 2022; its parameters are the published ones. Nothing is drawn at random and no
clock is read: the same answers at the same times give the same days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from fsrs import Card, Rating, Scheduler, State

DAY = 86_400
"""Seconds."""
LONGEST = 60
"""Days after which a skill is seen again at the latest: before what is kept of it is erased."""

_SCHEDULER = Scheduler(
    learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False
)


class Sure(StrEnum):
    """How sure somebody is of an answer, before knowing whether it is right."""

    SURE = "sure"
    RATHER = "rather"
    GUESS = "guess"


@dataclass(frozen=True)
class Memory:
    """What is remembered of a skill; `due` and `seen` are in seconds since the epoch.

    `stability` is the number of days in which the chance to answer right falls to 90 %; `successes`
    counts the answers that were right and not guessed.
    """

    stability: float
    difficulty: float
    due: int
    seen: int
    successes: int = 0


def reviewed(memory: Memory | None, right: bool, sure: Sure, now: int) -> Memory:
    """A memory after an answer; what is guessed right is not known."""
    known = right and sure is not Sure.GUESS
    rating = Rating.Again if not known else Rating.Good if sure is Sure.SURE else Rating.Hard
    at = datetime.fromtimestamp(now, UTC)
    card, _ = _SCHEDULER.review_card(_card(memory, at), rating, at)
    successes = memory.successes if memory else 0
    return Memory(
        stability=float(card.stability or 0.0),
        difficulty=float(card.difficulty or 0.0),
        due=int(card.due.timestamp()),
        seen=now,
        successes=successes + known,
    )


def _card(memory: Memory | None, now: datetime) -> Card:
    if memory is None:
        return Card(card_id=0, due=now)
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=datetime.fromtimestamp(memory.due, UTC),
        last_review=datetime.fromtimestamp(memory.seen, UTC),
    )
