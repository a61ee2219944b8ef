"""The procedures in force, as their files are: changed while the program runs, each one whole."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.config import Config
from bot.decision.compiled import Compiled
from bot.errors import AiguillageError, ProcedureRefused
from bot.faults import logged
from bot.language.understanding import understanding_of
from bot.procedure.loader import FILES, procedures
from bot.procedure.versions import dated, load_versions
from bot.proof.shelf import Shelf

Stamp = frozenset[tuple[str, int, int, int]]
"""The files of a folder: their names, inodes, sizes and times of change."""

REMEMBERED = 16
"""Versions that were replaced, to be compared with what replaced them."""

_log = logging.getLogger("aiguillage")


@dataclass(frozen=True)
class Taken:
    """A version come into force, and the one before, if any."""

    old: Compiled | None
    new: Compiled


class Library(Mapping[str, Compiled]):
    """The version of each procedure that is in force, by its name; `today` gives the day.

    What is changed is loaded and proved before it takes the place of what it was, and refused with
    its errors where it does not hold: the version before goes on answering. There is none before at
    the start: there, whatever is to be in force and does not hold is raised.
    """

    def __init__(self, dialogs: Path, today: Callable[[], date] = date.today) -> None:
        self._dialogs = dialogs
        self._today = today
        self._day = today()
        self._current: dict[str, Compiled] = {}
        self._shelves: dict[str, Shelf] = {}
        self._replaced: deque[Compiled] = deque(maxlen=REMEMBERED)
        self._seen = _stamps(dialogs)
        self._read = dict(self._seen)
        self.refused: dict[str, str] = {}
        """Why files of a procedure, as they are, do not answer."""
        self._told: dict[str, str] = {}
        for name, folder in procedures(dialogs).items():
            shelf = self._shelf(name, folder)
            made = shelf.in_force(self._day)
            if isinstance(made, AiguillageError):
                raise made
            self._shelves[name], self._current[name] = shelf, made
            self._tell_left_out(name)

    def __getitem__(self, name: str) -> Compiled:
        return self._current[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._current))

    def __len__(self) -> int:
        return len(self._current)

    def version(self, name: str, version: str) -> Compiled | None:
        """A version that is in force, in the files, or among the last replaced since the start."""
        return next((one for one in self.known(name) if one.edition.version == version), None)

    def known(self, name: str) -> tuple[Compiled, ...]:
        """Those of before the one in force, the last replaced the last; it; and those to come."""
        now, held = self._current.get(name), self.versions(name)
        place = held.index(now) if now in held else 0
        replaced = (one for one in self._replaced if one.edition.name == name)
        after = held[place:] if now in held or not now else (now, *held)
        every = (*held[:place], *replaced, *after)
        last = {one.edition.version: n for n, one in enumerate(every)}
        return tuple(every[n] for n in sorted(last.values()))

    def versions(self, name: str) -> tuple[Compiled, ...]:
        """The versions that hold in the files of a procedure, by date."""
        shelf = self._shelves.get(name)
        return shelf.compiled if shelf else ()

    async def scan(self) -> list[Taken]:
        """Take what has changed since the last scan but one, and what comes into force today.

        An editor may write in several goes: a folder is read once two scans find it the same. One
        that is gone goes on answering, for its callers are on the phone.
        """
        found = await asyncio.to_thread(_stamps, self._dialogs)
        taken = []
        if self._day != (today := self._today()):
            self._day = today
            self._forget_reading(self.refused)  # another version of the same files is to answer
        for name, stamp in found.items():
            settled, self._seen[name] = self._seen.get(name) == stamp, stamp
            if settled and self._read.get(name) != stamp:
                taken += await self._read_anew(name, stamp)
        for name in self._current:
            taken += await self._come(name)
        for name in self._seen.keys() - found.keys():
            self._gone(name)
        return taken

    async def _read_anew(self, name: str, stamp: Stamp) -> list[Taken]:
        """Take the files of a procedure as they are, unless they are being written."""
        folder = self._dialogs / name
        made = await asyncio.to_thread(self._prepared, name, folder)
        if await asyncio.to_thread(_stamp, folder) != stamp:
            return []
        self._read[name] = stamp
        if isinstance(made, AiguillageError):
            self._refuse(name, str(made))
            return []
        shelf, new = made
        self._forget_reading(self.refused.keys() - {name})  # for what may just have changed
        self._shelves[name] = shelf
        self._tell_left_out(name)
        return self._put(name, new)

    async def _come(self, name: str) -> list[Taken]:
        """Take the dated version whose day has come; one that does not hold was told of before."""
        new = self._shelves[name].in_force(self._day)
        if new is self._current[name] or isinstance(new, AiguillageError):
            return []
        await asyncio.to_thread(_warm, new)
        return self._put(name, new)

    def _put(self, name: str, new: Compiled) -> list[Taken]:
        old = self._current.get(name)
        if new is old:
            return []
        self._current[name] = new
        if old:
            self._replaced.append(old)
        return [Taken(old, new)]

    def _prepared(self, name: str, folder: Path) -> tuple[Shelf, Compiled] | AiguillageError:
        """The versions of a folder and the one in force, with all that is slow to make."""
        try:
            shelf = self._shelf(name, folder)
            new = shelf.in_force(self._day)
            if isinstance(new, AiguillageError):
                return new
            _warm(new)
        except AiguillageError as error:
            return error
        except Exception as error:
            # A fault of ours on one procedure's files must not stop the others from being read.
            reference = logged(error, f"reading {name}")
            return AiguillageError(f"{folder}\u00a0: incident {reference}, voir le journal")
        return shelf, new

    def _shelf(self, name: str, folder: Path) -> Shelf:
        shelf = Shelf(load_versions(folder, name), self.versions(name))
        for other, known in self._shelves.items():
            if other != name and (twice := sorted(shelf.commands & known.commands)):
                message = f"deux procédures ont la commande «\u00a0{twice[0]}\u00a0»"
                raise AiguillageError(
                    f"{message}\u00a0: «\u00a0{other}\u00a0» et «\u00a0{name}\u00a0»"
                )
        return shelf

    def _gone(self, name: str) -> None:
        self._seen.pop(name, None)
        self._read.pop(name, None)
        if name in self._current:
            told = f"le dossier de «\u00a0{name}\u00a0» a disparu, ou ne se lit plus"
            self._tell(name, "la version d’avant reste en vigueur", told)
        else:
            self.refused.pop(name, None)

    def _refuse(self, name: str, told: str) -> None:
        """Tell once why files are not taken."""
        after = "\u00a0; la version d’avant reste en vigueur" if name in self._current else ""
        self._tell(name, f"fichiers refusés{after}", told)

    def _tell_left_out(self, name: str) -> None:
        """Tell once which dated versions do not hold; none of them is to answer today."""
        if told := self._shelves[name].left_out:
            self._tell(name, "version écartée, les autres restent", told)
        else:
            self.refused.pop(name, None)

    def _tell(self, name: str, what: str, told: str) -> None:
        line = f"{name}\u00a0: {what}\n{told}"
        if name not in self.refused or self._told[name] != line:
            _log.error("%s", line)
        self.refused[name], self._told[name] = told, line

    def _forget_reading(self, names: Iterable[str]) -> None:
        """Have files read again that did not change."""
        for name in names:
            self._read.pop(name, None)


def proved_procedures(config: Config) -> Library:
    """Every procedure of the dialogs, or raise with all that does not hold."""
    library = Library(config.dialogs)
    if not library:
        raise AiguillageError(f"aucune procédure dans {config.dialogs}")
    return library


def _warm(compiled: Compiled) -> None:
    """Make what is slow at its first use, so that nobody waits for it."""
    _ = understanding_of(compiled).book
    compiled.planner.step(compiled.outcomes)


def _stamps(dialogs: Path) -> dict[str, Stamp]:
    """What tells whether anything changed in each procedure's folder."""
    try:
        return {name: _stamp(folder) for name, folder in procedures(dialogs).items()}
    except OSError:  # a disk that is away: nothing is found on it
        return {}


def _stamp(folder: Path) -> Stamp:
    found = set()
    try:
        places = [folder, *dated(folder)]
    except ProcedureRefused:
        places = [folder]
    for file in (place / name for place in places for name in FILES):
        try:
            told = file.stat()
        except OSError:
            continue
        found.add((str(file), told.st_ino, told.st_size, told.st_mtime_ns))
    return frozenset(found)
