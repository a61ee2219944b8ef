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


def since(history: Sequence[Change], version: str) -> Sequence[Change]:
    """What came into force after a version last was; nothing where it is not known of."""
    places = [place for place, change in enumerate(history) if change.version == version]
    return history[places[-1] + 1 :] if places else ()


def changed_line(texts: NullTranslations, missed: Sequence[Change]) -> str:
    """What changed in a procedure, as far as it is known, to whoever comes back to it.

    Of several changes it tells how many, and the last: there is one line, and a caller waits.
    """
    if not missed or not missed[-1].told:
        return texts.gettext("The procedure has changed since your last case.")
    last = missed[-1].told
    if len(missed) == 1:
        told = texts.gettext("The procedure has changed since your last case: {told}.")
        return told.format(told=last)
    told = texts.gettext(
        "The procedure has changed {count} times since your last case; the last time: {told}."
    )
    return told.format(count=len(missed), told=last)
