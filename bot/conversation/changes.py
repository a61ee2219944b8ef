"""What changed in a procedure, told in one line to whoever opened their last case before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Protocol


@dataclass(frozen=True)
class Change:
    """A version come into force; `at` is in seconds, and `told` what agents are told of it."""

    procedure: str
    version: str
    at: int
    told: str = ""


class Changes(Protocol):
    """The versions that were in force; each method raises `StoreUnavailable` on failure."""

    async def changes(self) -> Sequence[Change]:
        """The versions that were in force, the oldest first."""

    async def changed(self, change: Change, after: int) -> bool:
        """Write a version that came into force after so many; False where another has been."""


def changed_line(texts: NullTranslations, change: Change | None) -> str:
    """What changed in a procedure, as far as it is known, to whoever comes back to it."""
    if change is None or not change.told:
        return texts.gettext("The procedure has changed since your last case.")
    told = texts.gettext("The procedure has changed since your last case: {told}.")
    return told.format(told=change.told)
