"""What is remembered of a case between two moves: where it stands, and who stated what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Place:
    """Where a case is answered; `thread` tells apart the cases of one channel."""

    platform: str
    channel: str
    thread: str


@dataclass(frozen=True)
class Thread:
    """A case as its thread shows it. It holds facts and people, never a word that was typed.

    `here` is the tap that shows the card again, `card` the message that shows it. `said_by` gives,
    for each fact stated, the person who stated it, and `opened_by` who opened the case, as the
    platform names them. `announced` tells that the thread hangs from a message of ours, which tells
    the verdict. `revision` counts the writes and `at` dates the last, in seconds since the epoch:
    both are the store's to set.
    """

    procedure: str
    here: str
    opened_by: str
    said_by: Mapping[str, str] = field(default_factory=dict)
    card: str = ""
    announced: bool = False
    revision: int = 0
    at: int = 0


class Threads(Protocol):
    """A memory of threads; each method raises `StoreUnavailable` where it cannot answer."""

    async def find(self, place: Place) -> Thread | None:
        """What is known of a thread."""

    async def keep(self, place: Place, thread: Thread) -> bool:
        """Write a thread over the revision that it bears, 0 for a new one.

        False, and nothing is written, where another has been written meanwhile.
        """

    async def recent(self, platform: str, person: str, most: int) -> Sequence[tuple[Place, Thread]]:
        """The threads that a person opened, the latest first."""

    async def is_new(self, delivery: str) -> bool:
        """Whether a delivery, by its platform's own id, is seen for the first time."""
