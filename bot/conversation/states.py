"""What a supervisor says once for all cases: « la file est saturée », for so many minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from bot.errors import StoreUnavailable
from bot.procedure.model import Procedure

MINUTE = 60


@dataclass(frozen=True)
class State:
    """What holds of a fact in all cases, from `since` and before `until`, in seconds.

    `name` is the state's in the procedure, and `by` who said it, as their platform names them.
    """

    procedure: str
    name: str
    fact: str
    value: str
    since: int
    until: int
    platform: str = ""
    by: str = ""


class States(Protocol):
    """What was said for all; each method raises `StoreUnavailable` where it cannot answer."""

    async def states(self) -> Sequence[State]:
        """The last that was said of each state, whether it still holds or not."""

    async def say(self, state: State) -> None:
        """Say something for all, in the place of what was said."""


@dataclass(frozen=True)
class Holding:
    """A state as it holds now: for how long, and for how long still, in minutes."""

    name: str
    fact: str
    value: str
    minutes: int
    left: int


class Board:
    """The states as they were last read; `clock` gives seconds since the epoch.

    With the store down, what was read holds until its time is over.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._read: tuple[State, ...] = ()

    def show(self, states: Sequence[State]) -> None:
        """Have these hold, and no others."""
        self._read = tuple(states)

    async def refresh(self, states: States) -> None:
        """Read again what was said; what was read before holds where that fails."""
        with suppress(StoreUnavailable):
            self.show(await states.states())

    def holding(self, procedure: str) -> tuple[Holding, ...]:
        """What holds now in the cases of a procedure."""
        now = int(self._clock())
        return tuple(
            Holding(
                one.name,
                one.fact,
                one.value,
                _minutes(now - one.since),
                _minutes(one.until - now + 59),
            )
            for one in self._read
            if one.procedure == procedure and one.since <= now < one.until
        )


def sayable(procedure: Procedure, holding: Sequence[Holding]) -> tuple[Holding, ...]:
    """What can still be said of all cases, and taken back, as the procedure now is.

    It may have changed since: a state or a value that it no longer knows holds no more.
    """
    states = procedure.states
    return tuple(
        one
        for one in holding
        if one.name in states
        and one.fact == states[one.name].fact
        and one.value in procedure.facts[one.fact].values
    )


def _minutes(seconds: int) -> int:
    return seconds // MINUTE
