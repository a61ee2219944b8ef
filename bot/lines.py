"""A text's lines, whatever program wrote it; one that cannot be read is told with its number."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from bot.numbers import number

MOST = 50 * 1024 * 1024
"""Bytes of the largest file that is read."""
MAX_LINE = 1_000_000
"""Bytes of the longest line."""

_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text, its end kept; lines count from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line cannot be read."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"ligne {self.line} : {self.what}"


def lines(content: bytes) -> Iterator[Line | Fault]:
    """Each line of a text in UTF-8, in UTF-16 with its mark, or else in Windows-1252."""
    text, declared = _in_utf8(content)
    pieces = (piece for line in BytesIO(text) for piece in line.splitlines(keepends=True))
    for place, piece in enumerate(pieces, 1):
        if len(piece) > MAX_LINE:
            yield Fault(place, f"cette ligne est trop longue ({number(MAX_LINE)} octets au plus)")
        elif b"\0" in piece:
            yield Fault(place, "l’octet 0x00 n’est pas du texte")
        else:
            yield _decoded(place, piece, declared)


def _in_utf8(content: bytes) -> tuple[bytes, str]:
    """A text without its mark, and the encoding that this mark declares, if it has one."""
    for mark, codec in _UTF_16:
        if content.startswith(mark):
            odd = len(content) % 2
            text = content[len(mark) : len(content) - odd].decode(codec, "surrogatepass")
            # Half a character at the end becomes a byte that is none of UTF-8: its line is told.
            return text.encode("utf-8", "surrogatepass") + b"\xff" * odd, "UTF-16"
    if content.startswith(codecs.BOM_UTF8):
        return content.removeprefix(codecs.BOM_UTF8), "UTF-8"
    return content, ""


def _decoded(place: int, piece: bytes, declared: str) -> Line | Fault:
    try:
        return Line(place, piece.decode("utf-8"))
    except UnicodeDecodeError as error:
        if declared == "UTF-16":
            return Fault(place, "un caractère y est coupé en deux (UTF-16)")
        if declared:
            return Fault(place, f"l’octet {_hexadecimal(error)} n’est pas de l’UTF-8")
    # Line by line: where two programs wrote in one file, each line is read as it was written.
    try:
        return Line(place, piece.decode("cp1252"))
    except UnicodeDecodeError as error:
        byte = _hexadecimal(error)
        return Fault(place, f"l’octet {byte} n’est ni de l’UTF-8 ni du Windows-1252")


def _hexadecimal(error: UnicodeDecodeError) -> str:
    return f"0x{error.object[error.start]:02X}"
