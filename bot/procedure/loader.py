"""A procedure's folder, read whole and refused whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Problem, ProcedureRefused, UnknownProcedure
from bot.procedure.calls import NamedCall, call_faults
from bot.procedure.document import decoded, read_document
from bot.procedure.form import validated
from bot.procedure.model import Procedure
from bot.procedure.names import unknown
from bot.procedure.references import faults
from bot.procedure.source import Source

PROCEDURE, SOURCE, CALLS = "procedure.yaml", "source.txt", "cases.yaml"


@dataclass(frozen=True)
class Edition:
    """A procedure as it stands in its folder: the rules, the page they quote, their version."""

    procedure: Procedure
    source: Source
    version: str
    calls: tuple[NamedCall, ...] = ()

    @property
    def name(self) -> str:
        """The procedure's id, which is also its folder's name."""
        return self.procedure.procedure


def load(folder: Path, name: str | None = None) -> Edition:
    """Read the procedure in `folder`, or raise `ProcedureRefused` with every problem found.

    With a `name`, the procedure must bear it.
    """
    _refuse_if_missing(folder / SOURCE, folder / PROCEDURE)
    source = Source(decoded(str(folder / SOURCE), _bytes(folder / SOURCE)))
    content = _bytes(folder / PROCEDURE)
    document = read_document(str(folder / PROCEDURE), content)
    procedure = validated(Procedure, document)
    if name not in (None, procedure.procedure):
        message = f"le dossier s’appelle « {name} » ; écrivez « procedure: {name} »"
        document.report(("procedure",), message)
    for path, message in faults(procedure, source):
        document.report(path, message)
    document.refuse_if_broken()
    digest = hashlib.sha256(content + b"\0" + source.text.encode()).hexdigest()
    return Edition(procedure, source, digest[:12], _calls(folder / CALLS, procedure))


def _calls(file: Path, procedure: Procedure) -> tuple[NamedCall, ...]:
    if not file.exists():
        return ()
    document = read_document(str(file), _bytes(file))
    calls = validated(tuple[NamedCall, ...], document)
    for path, message in call_faults(calls, procedure):
        document.report(path, message)
    document.refuse_if_broken()
    return calls


def procedures(dialogs: Path) -> dict[str, Path]:
    """The folders of `dialogs` that hold a procedure, by name."""
    return {file.parent.name: file.parent for file in sorted(dialogs.glob(f"*/{PROCEDURE}"))}


def load_named(dialogs: Path, name: str) -> Edition:
    """Load the procedure called `name`, or raise `UnknownProcedure` with the nearest name."""
    folders = procedures(dialogs)
    if name not in folders:
        raise UnknownProcedure(unknown("procédure inconnue :", name, folders))
    return load(folders[name], name)


def _refuse_if_missing(*files: Path) -> None:
    missing = [Problem(str(file), 1, 1, "ce fichier manque") for file in files if not file.exists()]
    if missing:
        raise ProcedureRefused(missing)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"ce fichier ne se lit pas ({error.strerror})"
        raise ProcedureRefused([Problem(str(file), 1, 1, message)]) from error
