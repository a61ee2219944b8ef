"""What is kept of somebody who learns: where they are, what they remember, what they answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.training.schedule import Memory, Sure


@dataclass(frozen=True)
class Trainee:
    """Somebody who learns a procedure, as their platform knows them."""

    platform: str
    person: str
    procedure: str


@dataclass(frozen=True)
class Asked:
    """A situation being asked: the skill it calls for, its seed, and what it states.

    `twin` tells that it is the one before with a fact changed; `choices` are the destinations to
    choose from, and `phrased` tells that the sentence to say is part of the answer.
    """

    skill: str
    seed: int
    facts: Mapping[str, str]
    choices: tuple[str, ...]
    phrased: bool = False
    twin: bool = False


@dataclass(frozen=True)
class Answer:
    """An answer, once and for all; `number` counts the situations of a learner.

    `said` are the phrases chosen, or a sentence that looks like one; None where none was asked.
    `right` is of the whole answer. `at` is in seconds since the epoch.
    """

    number: int
    at: int
    version: str
    asked: Asked
    destination: str
    said: tuple[str, ...] | None
    sure: Sure
    right: bool

    @property
    def is_known(self) -> bool:
        """Whether the answer was right, and not by luck."""
        return self.right and self.sure is not Sure.GUESS


@dataclass(frozen=True)
class Learner:
    """Where somebody is; `number` is that of the situation asked, or of the last one answered.

    `sitting` are the answers of the sitting under way, and `memories` are by skill. `revision`
    counts the writes and is the store's to set.
    """

    seed: int
    number: int = 0
    asked: Asked | None = None
    sitting: tuple[Answer, ...] = ()
    memories: Mapping[str, Memory] = field(default_factory=dict)
    revision: int = 0

    def since(self, at: int) -> Learner:
        """The learner without what is older than a time, in seconds since the epoch."""
        memories = {skill: one for skill, one in self.memories.items() if one.seen >= at}
        sitting = tuple(answer for answer in self.sitting if answer.at >= at)
        return replace(self, memories=memories, sitting=sitting)


class Learners(Protocol):
    """A memory of learners; each method raises `StoreUnavailable` where it cannot answer."""

    async def learner(self, trainee: Trainee) -> Learner | None:
        """Where somebody is; None for whoever has never begun, or was forgotten."""

    async def learnt(self, trainee: Trainee, learner: Learner, answer: Answer | None) -> bool:
        """Write where somebody is over the revision that it bears, and their answer with it.

        False, and nothing is written, where another has been written meanwhile.
        """

    async def answers(self, trainee: Trainee) -> Sequence[Answer]:
        """Everything that somebody answered and that is still kept, the oldest first."""

    async def forget_learner(self, trainee: Trainee) -> None:
        """Erase everything of somebody."""
