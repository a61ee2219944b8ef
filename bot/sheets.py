"""A spreadsheet's text files: read as spreadsheets write them, written so that French ones open.

A line that cannot be read is told with its number, and the others are read all the same.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.errors import UnreadableSheet
from bot.lines import Fault, Line, lines
from bot.numbers import number

MAX_CELL = 32_767
"""Characters of the longest cell, which is also what Excel holds."""
MAX_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a record, and the line on which it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The names of the columns, and the rows under them, each as long as the header."""

    header: tuple[str, ...]
    rows: Iterator[Row | Fault]


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────

_DELIMITERS = (";", "\t", ",")
_DECLARED = re.compile(r"sep=([;,\t])[\r\n]*", re.IGNORECASE)
_OPENING = re.compile(' *"')
_INSIDE = re.compile(r'((?:[^"]++|"")*+)("?)')
_CLOSED = {one: re.compile(rf" *(?:({one})|[\r\n]*$)") for one in _DELIMITERS}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(content: bytes) -> Sheet:
    """The rows under a header; raise `UnreadableSheet` where no header can be read."""
    if content.startswith(_WORKBOOKS):
        raise UnreadableSheet("c’est un classeur : enregistrez-le au format CSV")
    source = lines(content)
    first = _not_blank(source)
    declared = _DECLARED.fullmatch(first.text) if isinstance(first, Line) else None
    if declared:
        first = _not_blank(source)
    if not isinstance(first, Line):
        raise UnreadableSheet(str(first or "il est vide : il y faut une ligne d’en-tête"))
    records = _records(source, first, declared[1] if declared else _delimiter(first.text))
    header = next(records)
    if isinstance(header, Fault):
        raise UnreadableSheet(str(header))
    width = len(_trimmed(header.cells, 0))
    if not 0 < width <= MAX_COLUMNS:
        raise UnreadableSheet(f"il faut une colonne au moins, et {number(MAX_COLUMNS)} au plus")
    return Sheet(header.cells[:width], _fitted(records, width))


def _not_blank(source: Iterator[Line | Fault]) -> Line | Fault | None:
    return next((one for one in source if isinstance(one, Fault) or one.text.strip()), None)


def _delimiter(header: str) -> str:
    """What separates most of the cells of a header, out of quotation marks."""
    outside = re.sub(r'"[^"]*(?:"|$)', "", header)
    return max(_DELIMITERS, key=outside.count)


def _records(source: Iterator[Line | Fault], first: Line, delimiter: str) -> Iterator[Row | Fault]:
    """Each record; after a quotation mark that is not closed, the next line begins another."""
    waiting = deque[Line | Fault]([first])
    while line := waiting.popleft() if waiting else next(source, None):
        if isinstance(line, Fault):
            yield line
            continue
        record, taken = _Record(delimiter), list[Line | Fault]()
        record.take(line.text)
        while record.is_open and (more := waiting.popleft() if waiting else next(source, None)):
            taken.append(more)
            if isinstance(more, Fault):
                break
            record.take(more.text)
        if record.is_open or record.is_broken:
            waiting.extendleft(reversed(taken))
            yield Fault(line.number, 'un guillemet droit (") n’y est pas refermé')
        else:
            yield Row(line.number, tuple(record.cells))


@dataclass
class _Record:
    """A record being read: it takes lines as long as a quoted cell is open."""

    delimiter: str
    cells: list[str] = field(default_factory=list)
    is_broken: bool = False
    _quoted: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it goes on with the next line."""
        return self._quoted is not None and not self.is_broken

    def take(self, text: str) -> None:
        """Read one more line."""
        if '"' not in text and self._quoted is None:
            self.cells = text.rstrip("\r\n").split(self.delimiter)
            return
        at: int | None = 0 if self._quoted is None else self._inside(text, 0)
        while at is not None:
            at = self._cell(text, at)

    def _cell(self, text: str, at: int) -> int | None:
        """Read a cell from its start; where the next one starts, if there is one."""
        if opening := _OPENING.match(text, at):
            self._quoted = ""
            return self._inside(text, opening.end())
        end = text.find(self.delimiter, at)
        self.cells.append(text[at:end] if end >= 0 else text[at:].rstrip("\r\n"))
        return end + 1 if end >= 0 else None

    def _inside(self, text: str, at: int) -> int | None:
        """Read what a quoted cell holds, and its end if it is there."""
        held = _INSIDE.match(text, at)
        assert held is not None  # noqa: S101  (what is matched may be empty)
        self._quoted = (self._quoted or "") + held[1].replace('""', '"')
        if not held[2]:
            self.is_broken = len(self._quoted) > MAX_CELL
            return None
        after = _CLOSED[self.delimiter].match(text, held.end())
        if after is None:
            self.is_broken = True
            return None
        self.cells.append(self._quoted)
        self._quoted = None
        return after.end() if after[1] else None


def _fitted(records: Iterator[Row | Fault], width: int) -> Iterator[Row | Fault]:
    """The records that hold something, each with as many cells as the header or told as wrong.

    Programs leave out the empty cells at the end of a row: those that it lacks are empty.
    """
    for one in records:
        if isinstance(one, Fault):
            yield one
        elif any(cell.strip() for cell in one.cells):
            cells = _trimmed(one.cells, width)
            long = [n for n, cell in enumerate(cells, 1) if len(cell) > MAX_CELL]
            if len(cells) > width:
                yield Fault(one.line, _too_many(width, len(cells)))
            elif long:
                most = f"{number(MAX_CELL)} caractères au plus"
                yield Fault(one.line, f"la cellule {long[0]} est trop longue ({most})")
            else:
                missing = ("",) * (width - len(cells))
                yield Row(one.line, (*map(_restored, cells), *missing))


def _trimmed(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Cells without the empty ones that a spreadsheet adds past the last column."""
    last = len(cells)
    while last > width and not cells[last - 1].strip():
        last -= 1
    return cells[:last]


def _too_many(width: int, found: int) -> str:
    expected = "1 cellule attendue" if width == 1 else f"{number(width)} cellules attendues"
    return f"{expected}, {number(found)} trouvées"


# ── Writing ───────────────────────────────────────────────────────────────────────────────────

_RUN = re.compile(r"""(?:^|[,;\t\r\n])[\s,;'"\ufeff]*+([=+@＝＋－＠-]?)""")
"""From the start of a cell, or of what another delimiter would make a cell, to a formula's sign."""


def write(rows: Iterable[Sequence[str]]) -> str:
    """Rows as a French spreadsheet opens them: « ; » between cells, since « , » is for decimals.

    What it would take for a formula begins with an apostrophe, that `read` takes away (OWASP, CSV
    Injection).
    """
    return "".join(";".join(map(_written, row)) + "\r\n" for row in rows)


def as_file(rows: Iterable[Sequence[str]]) -> bytes:
    """The same as a file, with the mark without which Excel reads no accent."""
    return codecs.BOM_UTF8 + write(rows).encode("utf-8", "replace")


def _written(cell: str) -> str:
    cell = _RUN.sub(_neutralised, cell)
    if re.search(r'[",;\t\r\n]|^\s|\s$', cell):
        cell = cell.replace('"', '""')
        return f'"{cell}"'
    return cell


def _restored(cell: str) -> str:
    """What a cell held before `write` neutralised it."""
    return _RUN.sub(_live, cell) if "'" in cell else cell


def _neutralised(run: re.Match[str]) -> str:
    told = re.sub(r"[,;\t\r\n]", r"\g<0>'", run[0]) if run[1] else run[0]
    return f"'{told}" if _begins(run) else told


def _live(run: re.Match[str]) -> str:
    told = run[0].removeprefix("'") if _begins(run) else run[0]
    return re.sub(r"([,;\t\r\n])'", r"\1", told) if run[1] else told


def _begins(run: re.Match[str]) -> bool:
    """Whether a cell itself begins as a formula may."""
    return run.start() == 0 and bool(run[1] or re.search(r"[\t\r\n]", run[0]))
