"""Everything that can go wrong, as one tree; each edge translates it once.

AiguillageError
├── ProcedureRefused      a procedure folder cannot be used; carries every problem found
├── ProcedureUnproved     a procedure that loads, and whose proof does not hold
├── TooManyCases          a procedure is too large to be proved by enumeration
├── UnknownProcedure      no folder of that name in the dialogs
├── InvalidCase           facts that the procedure does not know
├── InvalidTap            a tapped button that carries no case of ours
├── Malformed             a request whose form is none of its platform's
├── InvalidSetting        an environment variable that cannot be used
├── UnreadableSheet       a table of cases that is none, or too large
└── StoreUnavailable      what is to be remembered can be neither read nor written

Messages are in French: all of them can reach a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class AiguillageError(Exception):
    """Anything that this program refuses, with a message fit to be shown."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file, where it stands (lines and columns count from 1)."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class ProcedureRefused(AiguillageError):
    """A procedure that cannot be used, with every problem found in its files."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ProcedureUnproved(AiguillageError):
    """A procedure that can be read and does not hold, with every defect found."""

    def __init__(self, procedure: str, defects: Sequence[str]) -> None:
        self.defects = tuple(defects)
        lines = "\n".join(f"  {defect}" for defect in defects)
        super().__init__(f"la procédure « {procedure} » ne tient pas :\n{lines}")


class TooManyCases(AiguillageError):
    """A procedure whose distinct cases are too many to be enumerated."""


class UnknownProcedure(AiguillageError):
    """A procedure name that no folder bears."""


class InvalidCase(AiguillageError):
    """Facts or values that the procedure does not know."""


class InvalidTap(AiguillageError):
    """A button whose content is not a case of ours, whole and valid."""


class Malformed(AiguillageError):
    """A request whose form is none of its platform's."""


class InvalidSetting(AiguillageError):
    """An environment variable whose value cannot be used."""


class UnreadableSheet(AiguillageError):
    """A file that holds no table, or one too large to be read."""


class StoreUnavailable(AiguillageError):
    """A store that does not answer, or refuses to."""
