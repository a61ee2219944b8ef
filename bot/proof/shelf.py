"""The versions of a procedure, each proved or refused, and the one that is to answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.decision.compiled import Compiled
from bot.errors import AiguillageError, ProcedureRefused, ProcedureUnproved
from bot.procedure.versions import Version, called, in_force
from bot.proof.checks import defects


class Shelf:
    """The versions of one procedure as its files are, and what each comes to."""

    def __init__(self, versions: Sequence[Version], before: Sequence[Compiled]) -> None:
        self._versions = versions
        self._made = [_made(one, called(one, versions), before) for one in versions]
        self.compiled = tuple(one for one in self._made if isinstance(one, Compiled))
        self.commands = {one.procedure.command for one in self.compiled}
        """What people type, of whatever version."""

    @property
    def left_out(self) -> str:
        """Why versions do not hold."""
        return "\n".join(str(one) for one in self._made if isinstance(one, AiguillageError))

    def in_force(self, today: date) -> Compiled | AiguillageError:
        """The version of a day, or why it does not hold: an older one never stands in for it."""
        return self._made[self._versions.index(in_force(self._versions, today))]


def _made(version: Version, name: str, before: Sequence[Compiled]) -> Compiled | AiguillageError:
    """A version proved, or why it does not hold; what did not change is not made again."""
    if isinstance(version.content, ProcedureRefused):
        return version.content
    if same := next((one for one in before if one.edition == version.content), None):
        return same
    try:
        compiled = Compiled(version.content)
        found = defects(compiled)
    except AiguillageError as error:
        return error
    return ProcedureUnproved(name, [str(defect) for defect in found]) if found else compiled
