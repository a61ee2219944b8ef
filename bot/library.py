"""The procedures in force, as their files are: changed while the program runs, each one whole."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.config import Config
from bot.decision.compiled import Compiled
from bot.errors import AiguillageError, ProcedureUnproved
from bot.language.understanding import understanding_of
from bot.procedure.loader import procedures
from bot.procedure.versions import Versions, in_force, load_versions
from bot.proof.checks import defects

Stamp = frozenset[tuple[str, int, int, int]]
"""The files of a folder: their names, inodes, sizes and times of change."""

_log = logging.getLogger("aiguillage")


@dataclass(frozen=True)
class Taken:
    """A version come into force, and the one before."""

    old: Compiled
    new: Compiled


class Library(Mapping[str, Compiled]):
    """The version of each procedure that is in force, by its name; `today` gives the day.

    What is changed is loaded and proved before it takes the place of what it was, and refused with
    its errors where it does not hold: the version before goes on answering.
    """

    def __init__(self, dialogs: Path, today: Callable[[], date] = date.today) -> None:
        self._dialogs = dialogs
        self._today = today
        self._shelves: dict[str, _Shelf] = {}
        self._seen: dict[str, Stamp] = {}
        self._replaced: dict[tuple[str, str], Compiled] = {}
        self.refused: dict[str, str] = {}
        """Why the files of a procedure, as they are, do not answer."""
        for name, folder in procedures(dialogs).items():
            self._seen[name] = _stamp(folder)
            self._shelves[name] = _Shelf(load_versions(folder, name), today(), self._seen[name])
            self._note(name)

    def __getitem__(self, name: str) -> Compiled:
        return self._shelves[name].current

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelves)

    def __len__(self) -> int:
        return len(self._shelves)

    def version(self, name: str, version: str) -> Compiled | None:
        """A version in the files as they are, or one that was replaced since the start."""
        shelf = self._shelves.get(name)
        found = shelf.of(version) if shelf else None
        return found or self._replaced.get((name, version))

    def versions(self, name: str) -> tuple[Compiled, ...]:
        """The versions in the files of a procedure, by date."""
        return self._shelves[name].compiled

    async def scan(self) -> list[Taken]:
        """Take what has changed since the last scan but one, and what comes into force today.

        An editor may write in several goes: a folder is read once two scans find it the same.
        """
        taken = []
        folders = await asyncio.to_thread(procedures, self._dialogs)
        for name, folder in folders.items():
            stamp = await asyncio.to_thread(_stamp, folder)
            settled, self._seen[name] = self._seen.get(name) == stamp, stamp
            shelf = self._shelves.get(name)
            if settled and (shelf is None or shelf.stamp != stamp):
                taken += await self._read(name, folder, stamp)
            elif shelf and (new := shelf.in_force(self._today())) is not shelf.current:
                taken.append(self._put(name, new))
        for name in self._shelves.keys() - folders.keys():
            self._refuse(name, f"le dossier de « {name} » a disparu : sa version reste en vigueur")
        return taken

    async def _read(self, name: str, folder: Path, stamp: Stamp) -> list[Taken]:
        before = self._shelves.get(name)
        try:
            shelf = await asyncio.to_thread(self._shelf, name, folder, stamp)
        except AiguillageError as error:
            if before:
                before.stamp = stamp
            self._refuse(name, str(error))
            return []
        self.refused.pop(name, None)
        self._shelves[name] = shelf
        self._note(name)
        if before is None or before.current.edition == shelf.current.edition:
            return []
        old, new = before.current, shelf.current
        self._replaced[name, old.edition.version] = old
        return [Taken(old, new)]

    def _shelf(self, name: str, folder: Path, stamp: Stamp) -> _Shelf:
        """The versions of a folder, read and proved, with all that is slow to make."""
        shelf = _Shelf(load_versions(folder, name), self._today(), stamp)
        prove(name, shelf.current)
        command = shelf.current.procedure.command
        for other, one in self._shelves.items():
            if other != name and one.current.procedure.command == command:
                raise AiguillageError(f"deux procédures ont la commande « {command} »")
        understanding_of(shelf.current)
        _ = shelf.current.planner.step(shelf.current.outcomes)
        return shelf

    def _put(self, name: str, new: Compiled) -> Taken:
        """A dated version whose day has come."""
        shelf = self._shelves[name]
        old, shelf.current = shelf.current, new
        self._replaced[name, old.edition.version] = old
        return Taken(old, new)

    def _note(self, name: str) -> None:
        if told := self._shelves[name].told:
            self._refuse(name, told)

    def _refuse(self, name: str, told: str) -> None:
        """Tell once why files do not answer."""
        if self.refused.get(name) != told:
            _log.error("%s", told)
        self.refused[name] = told


class _Shelf:
    """The versions of one procedure, of which one answers.

    A dated version that does not hold is left out, and `told` says why.
    """

    def __init__(self, versions: Versions, today: date, stamp: Stamp) -> None:
        self.stamp = stamp
        told, compiled = [str(problem) for problem in versions.problems], []
        for edition in versions.editions:
            one = Compiled(edition)
            found = [] if edition is versions.own else defects(one)
            if found:
                day = edition.procedure.in_force.start.isoformat()
                told += [f"{edition.name}, version du {day} : {defect}" for defect in found]
            else:
                compiled.append(one)
        self.told = "\n".join(told)
        self.compiled = tuple(compiled)
        self.current = self.in_force(today)

    def in_force(self, today: date) -> Compiled:
        edition = in_force([one.edition for one in self.compiled], today)
        return next(one for one in self.compiled if one.edition is edition)

    def of(self, version: str) -> Compiled | None:
        return next((one for one in self.compiled if one.edition.version == version), None)


def proved_procedures(config: Config) -> Library:
    """Every procedure of the dialogs, or raise with all that does not hold."""
    library = Library(config.dialogs)
    if not library:
        raise AiguillageError(f"aucune procédure dans {config.dialogs}")
    for name, one in library.items():
        prove(name, one)
    commands = [one.procedure.command for one in library.values()]
    if twice := sorted({command for command in commands if commands.count(command) > 1}):
        raise AiguillageError(f"deux procédures ont la commande « {twice[0]} »")
    return library


def prove(name: str, compiled: Compiled) -> None:
    """Raise `ProcedureUnproved` with all that does not hold."""
    if found := defects(compiled):
        raise ProcedureUnproved(name, [str(defect) for defect in found])


def _stamp(folder: Path) -> Stamp:
    """What tells whether anything changed in a folder; a file gone meanwhile is not there."""
    found = set()
    for file in folder.glob("**/*"):
        try:
            told = file.stat()
        except OSError:
            continue
        if file.is_file():
            found.add((str(file), told.st_ino, told.st_size, told.st_mtime_ns))
    return frozenset(found)
