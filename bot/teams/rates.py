"""How fast a bot may speak in one conversation.

Limits: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field

WINDOWS = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
"""So many messages in so many seconds."""
LONGEST = max(seconds for _, seconds in WINDOWS)
MOST = max(number for number, _ in WINDOWS)


@dataclass
class _Pace:
    """One conversation: when it was spoken in, and who is waiting to."""

    at: deque[float] = field(default_factory=lambda: deque(maxlen=MOST))
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Rates:
    """Holds back what would be too fast; each conversation by itself, in its order."""

    def __init__(self) -> None:
        self._paces: OrderedDict[str, _Pace] = OrderedDict()

    async def turn(self, conversation: str) -> None:
        """Wait until something more may be sent in a conversation."""
        pace = self._pace(conversation)
        async with pace.turn:
            await asyncio.sleep(_wait(pace.at, time.monotonic()))
            pace.at.append(time.monotonic())

    def _pace(self, conversation: str) -> _Pace:
        pace = self._paces.setdefault(conversation, _Pace())
        self._paces.move_to_end(conversation)
        oldest = next(iter(self._paces.values()))
        if oldest is not pace and oldest.at and oldest.at[-1] < time.monotonic() - LONGEST:
            self._paces.popitem(last=False)
        return pace


def _wait(at: deque[float], now: float) -> float:
    """The seconds before one more would keep within every window."""
    return max(
        (at[-number] + seconds - now for number, seconds in WINDOWS if len(at) >= number),
        default=0.0,
    )
