"""A procedure's folder, read whole and refused whole."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import Problem, ProcedureRefused
from bot.procedure.calls import NamedCall, call_faults
from bot.procedure.document import Path as DocumentPath
from bot.procedure.document import decoded, read_document
from bot.procedure.form import Model, validated
from bot.procedure.model import Procedure
from bot.procedure.references import faults
from bot.procedure.source import Source
from bot.procedure.vignettes import Vignettes, vignettes_faults
from bot.procedure.vocabulary import Vocabulary, vocabulary_faults

PROCEDURE, SOURCE = "procedure.yaml", "source.txt"
CALLS, VOCABULARY, VIGNETTES = "cases.yaml", "vocabulary.yaml", "vignettes.yaml"
FILES = (PROCEDURE, SOURCE, CALLS, VOCABULARY, VIGNETTES)

_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EISDIR: "c’est un dossier",
    errno.ENOENT: "c’est un lien vers rien",
    errno.ELOOP: "c’est un lien qui tourne en rond",
}


@dataclass(frozen=True)
class Edition:
    """A procedure as it stands in its folder: the rules, the page they quote, their version.

    The vocabulary and the vignettes change no verdict: the version does not depend on them.
    Without vignettes, there is no training.
    """

    procedure: Procedure
    source: Source
    version: str
    calls: tuple[NamedCall, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    vignettes: Vignettes | None = None

    @property
    def name(self) -> str:
        """The procedure's id, which is also its folder's name."""
        return self.procedure.procedure


def load(folder: Path, name: str | None = None, shared: Path | None = None) -> Edition:
    """Read the procedure in `folder`, or raise `ProcedureRefused` with every problem found.

    With a `name`, the procedure must bear it. Other files that the folder lacks are taken from
    `shared`.
    """

    def file(called: str) -> Path:
        own = folder / called
        return own if shared is None or exists(own) else shared / called

    _refuse_if_missing(file(SOURCE), folder / PROCEDURE)
    source = Source(decoded(str(file(SOURCE)), _bytes(file(SOURCE))))
    content = _bytes(folder / PROCEDURE)
    document = read_document(str(folder / PROCEDURE), content)
    procedure = validated(Procedure, document)
    if name not in (None, procedure.procedure):
        what = "la procédure" if shared else "le dossier"
        message = f"{what} s’appelle « {name} » ; écrivez « procedure: {name} »"
        document.report(("procedure",), message)
    for path, message in faults(procedure, source):
        document.report(path, message)
    document.refuse_if_broken()
    digest = hashlib.sha256(content + b"\0" + source.text.encode()).hexdigest()
    calls = _checked(file(CALLS), tuple[NamedCall, ...], call_faults, procedure)
    vocabulary = _checked(file(VOCABULARY), Vocabulary, vocabulary_faults, procedure)
    vignettes = _checked(file(VIGNETTES), Vignettes, vignettes_faults, procedure)
    return Edition(
        procedure, source, digest[:12], calls or (), vocabulary or Vocabulary(), vignettes
    )


def _checked(
    file: Path,
    model: type[Model],
    faults_of: Callable[[Model, Procedure], Iterator[tuple[DocumentPath, str]]],
    procedure: Procedure,
) -> Model | None:
    """What a file that may be missing holds, or raise `ProcedureRefused` with all its faults."""
    if not exists(file):
        return None
    document = read_document(str(file), _bytes(file))
    read = validated(model, document)
    for path, message in faults_of(read, procedure):
        document.report(path, message)
    document.refuse_if_broken()
    return read


def procedures(dialogs: Path) -> dict[str, Path]:
    """The folders of `dialogs` that hold a procedure, by name; a hidden one holds none."""
    folders = (file.parent for file in sorted(dialogs.glob(f"*/{PROCEDURE}")))
    return {folder.name: folder for folder in folders if not folder.name.startswith(".")}


def exists(file: Path) -> bool:
    """Whether something bears that name, be it a link to nothing or what nobody may look at."""
    try:
        os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def reason(error: OSError) -> str:
    """Why a file or a folder cannot be read, in a few words."""
    return _REASONS.get(error.errno or 0, error.strerror or "raison inconnue")


def _refuse_if_missing(*files: Path) -> None:
    missing = [Problem(str(file), 1, 1, "ce fichier manque") for file in files if not exists(file)]
    if missing:
        raise ProcedureRefused(missing)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"ce fichier ne se lit pas ({reason(error)})"
        raise ProcedureRefused([Problem(str(file), 1, 1, message)]) from error
