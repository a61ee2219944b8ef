"""Many cases at once: a sheet's rows, JSON lines or an array, and what is decided of each.

A sheet is read as its writer meant it: facts and values by their ids or their labels, whatever the
case, accents, spaces and hyphens. Nothing else is guessed, and an empty cell is never a « non ».
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.decision.compiled import Compiled
from bot.decision.decide import Known, decide, read_facts
from bot.decision.labels import LONGEST, plain, unknown, words
from bot.decision.verdict import Ask, Decided, Decision
from bot.errors import InvalidCase, UnreadableSheet
from bot.lines import Fault, lines
from bot.procedure.model import Ground, Procedure
from bot.procedure.typography import french_spaces
from bot.sheets import Row, read

KEPT = frozenset({
    "id", "identifiant", "n", "no", "numero", "ref", "reference", "ligne", "nom", "cas", "appel",
    "date", "commentaire", "commentaires", "remarque", "remarques", "note", "notes",
})  # fmt: skip
"""Columns that state nothing and are given back untouched, as is any that begins with « # »."""
COLUMNS = (
    "Destination", "Fondement", "Phrase à dire", "Règles", "Passages", "À demander ensuite",
    "Erreur",
)  # fmt: skip
"""The columns of a verdict; in a sheet that is read, they are replaced."""
_GROUNDS = {
    Ground.WRITTEN: "Écrit dans la procédure",
    Ground.READING: "Notre lecture",
    Ground.CONFLICT: "Passages en conflit",
    Ground.SILENT: "Silence de la procédure",
}
_YES_NO = {
    **dict.fromkeys(("o", "vrai", "true", "yes"), "oui"),
    **dict.fromkeys(("n", "faux", "false", "no"), "non"),
}
_NOT_KNOWN = frozenset({
    "inconnu", "inconnue", "je ne sais pas", "ne sait pas", "nsp", "n a", "sans objet",
})  # fmt: skip
_BLANK = re.compile(r"[?\s–—-]*")
MOST_TOLD = 5
"""Columns that are told as wrong."""
_VERDICT = frozenset(plain(name) for name in COLUMNS)


@dataclass(frozen=True)
class Case:
    """A line of a batch: the facts that it states, or what is wrong with it.

    `cells` are given back as they came; `asides` are those of them that state nothing. In an array,
    each element counts as a line.
    """

    line: int
    stated: Mapping[str, object] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    wrong: str = ""
    unit: str = "ligne"


@dataclass(frozen=True)
class Batch:
    """Cases in their order, under the names of the columns that are given back."""

    header: tuple[str, ...]
    cases: Iterator[Case]


@dataclass(frozen=True)
class Answered:
    """A case, and what is decided of it, or why nothing is."""

    case: Case
    known: Known = field(default_factory=lambda: Known({}))
    decision: Decision | None = None
    error: str = ""


def answered(compiled: Compiled, case: Case) -> Answered:
    """What is decided of a case; each error begins with its line, or its place in an array."""
    try:
        if case.wrong:
            raise InvalidCase(case.wrong)
        known = read_facts(compiled, case.stated)
        _refuse_unsettled(compiled, known)
    except InvalidCase as error:
        return Answered(case, error=f"{case.unit} {case.line} : {error}")
    return Answered(case, known, decide(compiled, known.facts))


def _refuse_unsettled(compiled: Compiled, known: Known) -> None:
    """Raise `InvalidCase` where the procedure itself does not settle a case."""
    unsettled = compiled.routing.unsettled
    if unsettled and (found := unsettled & compiled.space.matching(known.facts)):
        shown = found & -found
        rules = [name for name, where in compiled.routing.deciding.items() if where & shown]
        told = " et ".join(f"« {name} »" for name in rules) or "aucune règle"
        raise InvalidCase(f"la procédure ne donne pas un verdict et un seul à ce cas ({told})")


def as_cells(procedure: Procedure, one: Answered) -> tuple[str, ...]:
    """What is decided of a case, under `COLUMNS`."""
    decision, error = one.decision, french_spaces(one.error)
    if isinstance(decision, Decided):
        verdict = decision.verdict
        label = procedure.destinations[verdict.destination].label
        said = "\n".join(" ".join(procedure.phrases[name].say) for name in verdict.phrases)
        rules, passages = ", ".join(verdict.rules), ", ".join(verdict.passages)
        return (label, _GROUNDS[verdict.basis], said, rules, passages, "", error)
    return ("", "", "", "", "", question(procedure, decision) if decision else "", error)


def question(procedure: Procedure, decision: Decision) -> str:
    """What is to be asked in an open case, in the words of the procedure."""
    if isinstance(decision, Decided):
        return ""
    if isinstance(decision, Ask) and (asked := procedure.questions.get(decision.question)):
        return asked.text
    return " ".join(procedure.facts[fact].question for fact in decision.facts)


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────

_ARRAY = re.compile(rb'[\xef\xbb\xbf\xff\xfe\0\s]*+\[[\0\s]*+[]{["\d-]')
"""How a file begins that is no sheet, in any encoding."""
_EMPTY = re.compile(r"\s*\[\s*\]\s*")
_FIRST, _NEXT, _LAST = (re.compile(one) for one in (r"\s*\[\s*", r"\s*,\s*", r"\s*\]\s*\Z"))
_NO_OBJECT = "un objet { fait: valeur } est attendu"


def json_batch(procedure: Procedure, content: bytes) -> Batch:
    """Cases of which each is a line, an object of facts by their exact ids.

    An array of such objects, if it is one from end to end, has a case in each of its elements.
    """
    read_by = _array_cases if _is_array(content) else _json_cases
    return Batch(tuple(procedure.facts), read_by(procedure, content))


def _is_array(content: bytes) -> bool:
    if not _ARRAY.match(content):
        return False
    try:
        return any([isinstance(one, dict) for one in _elements(content)])  # noqa: C419  (all of it)
    except UnreadableSheet:
        return False


def _array_cases(procedure: Procedure, content: bytes) -> Iterator[Case]:
    for place, one in enumerate(_elements(content), 1):
        told = one if isinstance(one, dict) else _NO_OBJECT
        yield _json_case(procedure, place, told, "élément")


def _elements(content: bytes) -> Iterator[object]:
    """Each element of an array, one at a time; `UnreadableSheet` at what is not JSON."""
    text = content.decode(json.detect_encoding(content), "replace")
    if _EMPTY.fullmatch(text):
        raise UnreadableSheet("ce tableau JSON est vide")
    decoder, end, place = json.JSONDecoder(), 0, 0
    begun = _FIRST.match(text)
    while begun:
        place += 1
        try:
            one, end = decoder.raw_decode(text, begun.end())
        except (ValueError, RecursionError) as error:
            what = f"l’élément {place} de ce tableau n’est pas du JSON"
            raise UnreadableSheet(what) from error
        yield one
        begun = _NEXT.match(text, end)
    if not _LAST.match(text, end):
        raise UnreadableSheet(f"après l’élément {place} de ce tableau, il manque « , » ou « ] »")


def _json_cases(procedure: Procedure, content: bytes) -> Iterator[Case]:
    for line in lines(content):
        if isinstance(line, Fault):
            yield _json_case(procedure, line.line, line.what)
        elif line.text.strip():
            yield _json_case(procedure, line.number, _json(line.text))


def _json(text: str) -> dict[str, object] | str:
    """The object that a line is, or what is wrong with it."""
    try:
        stated = json.loads(text)
    except (ValueError, RecursionError):
        return "cette ligne n’est pas du JSON"
    return stated if isinstance(stated, dict) else _NO_OBJECT


def _json_case(
    procedure: Procedure, line: int, told: dict[str, object] | str, unit: str = "ligne"
) -> Case:
    stated, wrong = (told, "") if isinstance(told, dict) else ({}, told)
    values = (stated.get(fact) for fact in procedure.facts)
    cells = tuple(value if isinstance(value, str) else "" for value in values)
    return Case(line, stated, cells, wrong=wrong, unit=unit)


# ── Sheets ────────────────────────────────────────────────────────────────────────────────────


def sheet_batch(procedure: Procedure, content: bytes) -> Batch:
    """Cases of which each is a row; `UnreadableSheet` where the columns are not understood.

    What begins as an array is read as one, up to what of it is not JSON, which is then refused.
    """
    if _ARRAY.match(content):
        return Batch(tuple(procedure.facts), _array_cases(procedure, content))
    sheet = read(content)
    columns = _columns(procedure, sheet.header)
    kept = [n for n, name in enumerate(sheet.header) if plain(name) not in _VERDICT or n in columns]
    header = tuple(sheet.header[n] for n in kept)
    return Batch(header, (_row_case(columns, kept, row) for row in sheet.rows))


@dataclass(frozen=True)
class _Column:
    """A column that states a fact, and what each word there means."""

    name: str
    fact: str
    values: Mapping[str, str]
    words: Mapping[str, str]

    def value(self, cell: str) -> str:
        """The value that a cell states, empty where it is not known, or raise `InvalidCase`."""
        if cell in self.values:
            return cell
        # « oui ? » is no yes.
        said = plain(cell) if len(cell) <= LONGEST and "?" not in cell else ""
        if said in self.words:
            return self.words[said]
        if _BLANK.fullmatch(cell) or said in _NOT_KNOWN:
            return ""
        told = unknown("valeur inconnue", cell, self.values)
        raise InvalidCase(f"dans la colonne « {self.name} », {told}")


def _columns(procedure: Procedure, header: tuple[str, ...]) -> dict[int, _Column]:
    """The columns that state facts, by their places; `UnreadableSheet` tells all the wrong ones."""
    labels = {name: fact.label for name, fact in procedure.facts.items()}
    facts, columns, wrong = words(labels), dict[int, _Column](), list[str]()
    for place, name in enumerate(header):
        fact = facts.get(plain(name))
        if fact in [column.fact for column in columns.values()]:
            wrong.append(f"deux colonnes disent « {fact} »")
        elif fact:
            columns[place] = _column(procedure, name.strip(), fact)
        elif not name.strip():
            wrong.append(f"la colonne {place + 1} n’a pas de nom")
        elif not name.lstrip().startswith("#") and plain(name) not in KEPT | _VERDICT:
            wrong.append(unknown("colonne inconnue", name.strip(), labels, listed=not wrong))
    if wrong:
        told = " ; ".join(wrong[:MOST_TOLD])
        raise UnreadableSheet(
            f"{told} (un nom qui commence par « # » garde sa colonne sans la lire)"
        )
    if not columns:
        raise UnreadableSheet(f"aucune colonne ne porte le nom d’un fait : {', '.join(labels)}")
    return columns


def _column(procedure: Procedure, name: str, fact: str) -> _Column:
    values = {value: one.label for value, one in procedure.facts[fact].values.items()}
    yes_no = _YES_NO if {"oui", "non"} <= values.keys() else {}
    return _Column(name, fact, values, yes_no | words(values))


def _row_case(columns: Mapping[int, _Column], kept: list[int], row: Row | Fault) -> Case:
    if isinstance(row, Fault):
        return Case(row.line, cells=("",) * len(kept), wrong=row.what)
    stated, wrong = {}, []
    for place, column in columns.items():
        try:
            stated[column.fact] = column.value(row.cells[place].strip())
        except InvalidCase as error:
            wrong.append(str(error))
    asides = tuple(row.cells[n] for n in kept if n not in columns)
    cells = tuple(row.cells[n] for n in kept)
    return Case(row.line, stated, cells, asides, " ; ".join(wrong))
