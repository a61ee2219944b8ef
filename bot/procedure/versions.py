"""The dated versions of a procedure: its own folder, and each folder in it that holds one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.errors import Problem, ProcedureRefused, UnknownProcedure
from bot.procedure.document import read_document
from bot.procedure.loader import PROCEDURE, Edition, exists, load, procedures, reason
from bot.procedure.names import unknown

_FROM = re.compile(r"^in_force:[^#]*?\bfrom:\s*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)
_NAMED = re.compile(r"^(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class Version:
    """What is to answer from a day on, or why it cannot be read."""

    name: str
    folder: Path
    day: date
    content: Edition | ProcedureRefused


def in_force(versions: Sequence[Version], today: date) -> Version:
    """Of versions by date, the one whose day came last; the first, where none has come."""
    come = bisect_right([one.day for one in versions], today)
    return versions[max(come - 1, 0)]


def load_versions(folder: Path, name: str | None = None) -> tuple[Version, ...]:
    """Every version in a procedure's folder, by date; what a dated one lacks is taken from there.

    A dated version may be refused and the others stand. Everything is refused, by
    `ProcedureRefused`, where the procedure's own files are, or where a version is that does not
    even tell its day: it could be the one in force.
    """
    own = load(folder, name)
    versions = [Version(own.name, folder, own.procedure.in_force.start, own)]
    for inner in dated(folder):
        version = _version(inner, own.name, folder)
        same = next((one for one in versions if one.day == version.day), None)
        if same and isinstance(version.content, Edition):
            version = replace(version, content=_twice(version, same))
        versions.append(version)
    return tuple(sorted(versions, key=lambda one: one.day))


def load_named(dialogs: Path, name: str, today: date) -> Edition:
    """The version of the procedure called `name` that is in force on a day."""
    folders = procedures(dialogs)
    if name not in folders:
        raise UnknownProcedure(unknown("procédure inconnue :", name, folders))
    content = in_force(load_versions(folders[name], name), today).content
    if isinstance(content, ProcedureRefused):
        raise content
    return content


def called(version: Version, among: Sequence[Version]) -> str:
    """A procedure's name, with the day of its version where it has several."""
    return version.name if len(among) == 1 else f"{version.name} du {version.day.isoformat()}"


def dated(folder: Path) -> Iterator[Path]:
    """The folders in a procedure's own that hold a version; a hidden one holds none."""
    try:
        inner = sorted(folder.iterdir())
    except OSError as error:
        message = f"ce dossier ne se lit pas ({reason(error)})"
        raise ProcedureRefused([Problem(str(folder), 1, 1, message)]) from error
    for one in inner:
        if not one.name.startswith(".") and exists(one / PROCEDURE):
            yield one


def _version(folder: Path, name: str, own: Path) -> Version:
    try:
        edition = load(folder, name, shared=own)
    except ProcedureRefused as refused:
        day = _day_told(folder)
        if day is None:
            raise
        return Version(name, folder, day, _located(folder, refused))
    return Version(name, folder, edition.procedure.in_force.start, edition)


def _day_told(folder: Path) -> date | None:
    """The day of a version that is refused: what its file says of it, else its folder's name."""
    try:
        text = (folder / PROCEDURE).read_bytes().decode(errors="replace")
    except OSError:
        text = ""
    for found in (_FROM.search(text), _NAMED.match(folder.name)):
        try:
            if found:
                return date.fromisoformat(found[1])
        except ValueError:
            continue
    return None


def _located(folder: Path, refused: ProcedureRefused) -> ProcedureRefused:
    """The same, that says which version it is about where a file is the procedure's own."""
    told = f" (lu pour la version «\u00a0{folder.name}\u00a0», qui n’a pas ce fichier)"
    return ProcedureRefused(
        [
            one if Path(one.file).parent == folder else replace(one, message=one.message + told)
            for one in refused.problems
        ]
    )


def _twice(version: Version, same: Version) -> ProcedureRefused:
    """The refusal of a second version of one day."""
    file = version.folder / PROCEDURE
    document = read_document(str(file), file.read_bytes())
    message = f"{same.folder / PROCEDURE} est déjà en vigueur à partir de ce jour"
    document.report(("in_force", "from"), message)
    return ProcedureRefused(document.problems)
