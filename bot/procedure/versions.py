"""The dated versions of a procedure: its own folder, and each folder in it that holds one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import Problem, ProcedureRefused, UnknownProcedure
from bot.procedure.loader import PROCEDURE, Edition, load, procedures
from bot.procedure.names import unknown


@dataclass(frozen=True)
class Versions:
    """The versions of a procedure that can be read, by date, and why others cannot.

    `own` is the one in the procedure's own folder.
    """

    own: Edition
    editions: tuple[Edition, ...]
    problems: tuple[Problem, ...] = ()


def in_force(editions: Sequence[Edition], today: date) -> Edition:
    """Of versions by date, the one whose day came last; the first, where none has come."""
    come = [one for one in editions if one.procedure.in_force.start <= today]
    return come[-1] if come else editions[0]


def load_versions(folder: Path, name: str | None = None) -> Versions:
    """Every version in a procedure's folder, or raise `ProcedureRefused` for its own files.

    A dated version that is broken does not keep the others from answering. What its folder lacks
    but `procedure.yaml` is taken from the procedure's own.
    """
    own = load(folder, name)
    editions = [own]
    problems: list[Problem] = []
    for file in sorted(folder.glob(f"*/{PROCEDURE}")):
        try:
            edition = load(file.parent, own.name, shared=folder)
        except ProcedureRefused as refused:
            problems += refused.problems
            continue
        if same := _of_the_day(editions, edition.procedure.in_force.start):
            message = f"la version « {same.version} » est déjà en vigueur le même jour"
            problems.append(Problem(str(file), 1, 1, message))
            continue
        editions.append(edition)
    by_date = sorted(editions, key=lambda one: one.procedure.in_force.start)
    return Versions(own, tuple(by_date), tuple(problems))


def load_named(dialogs: Path, name: str, today: date) -> Edition:
    """The version of the procedure called `name` that is in force on a day."""
    folders = procedures(dialogs)
    if name not in folders:
        raise UnknownProcedure(unknown("procédure inconnue :", name, folders))
    return in_force(load_versions(folders[name], name).editions, today)


def _of_the_day(editions: Sequence[Edition], day: date) -> Edition | None:
    return next((one for one in editions if one.procedure.in_force.start == day), None)
