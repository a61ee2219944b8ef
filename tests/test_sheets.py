"""Tables read with a spreadsheet's habits, whatever they hold, and written without formulas."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import UnreadableSheet
from bot.lines import MAX_LINE, Fault
from bot.sheets import MAX_CELL, MAX_COLUMNS, Row, as_file, read, write

TABLE = 'Demande;Précision\nrésilier;"l’offre ; la ""mensuelle"""\n'
LONG = "trop longue (32\u202f767 caractères au plus)"
FORMULA = re.compile(r"[\s'\"]*[=+@＝＋－＠-]|[\t\r\n]")
"""What a spreadsheet may take for a formula at the start of a cell."""


def rows(content: bytes) -> list[tuple[str, ...] | str]:
    """The cells of each row, or what is told of it."""
    return [one.cells if isinstance(one, Row) else str(one) for one in read(content).rows]


# ── Reading ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        b"\xef\xbb\xbf" + TABLE.encode(),
        TABLE.encode("windows-1252"),
        b"\xff\xfe" + TABLE.encode("utf-16-le"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        f"sep=;\r\n{TABLE}".encode(),
        f"SEP=;\n{TABLE}".encode(),
        TABLE.replace(";", "\t").replace("offre \t", "offre ;").encode(),
        'Demande,Précision\nrésilier,"l’offre ; la ""mensuelle"""\n'.encode(),
        '"Demande";"Précision"\n "résilier" ;"l’offre ; la ""mensuelle""" \n'.encode(),
        f"\n{TABLE}\n;\n  \n;;;;\n".encode(),
        'Demande;Précision;;\nrésilier;"l’offre ; la ""mensuelle""";;\n'.encode(),
        TABLE.rstrip("\n").encode(),
    ],
)
def test_a_table_is_read_however_it_was_saved(content: bytes) -> None:
    """Any encoding, delimiter and line end; empty lines and columns are left out."""
    assert read(content).header == ("Demande", "Précision")
    assert rows(content) == [("résilier", 'l’offre ; la "mensuelle"')]


def test_what_separates_is_what_the_header_has_most_out_of_quotation_marks() -> None:
    """Unless the first line declares it."""
    assert read(b'"a,b,c";d\n').header == ("a,b,c", "d")
    assert read(b"sep=,\na;b;c,d\n").header == ("a;b;c", "d")
    assert read(b"a b\n").header == ("a b",)


def test_each_row_is_told_by_the_line_where_it_begins() -> None:
    """A cell may go over several lines."""
    found = list(read(b'a;b\n1;2\n\n"x\n\ny";3\n4\n5;6;7\n8;9\n').rows)
    assert found == [
        Row(2, ("1", "2")),
        Row(4, ("x\n\ny", "3")),
        Row(7, ("4", "")),
        Fault(8, "2 cellules attendues, 3 trouvées"),
        Row(9, ("8", "9")),
    ]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("1", ("1", "", "")),
        ("1;2", ("1", "2", "")),
        ('1;"2"', ("1", "2", "")),
        (";2", ("", "2", "")),
        ("1;2;;;", ("1", "2", "")),
        ("1;2;3;; ", ("1", "2", "3")),
        ("1;2;3;4", "ligne 2 : 3 cellules attendues, 4 trouvées"),
        ("1;2;3;;5", "ligne 2 : 3 cellules attendues, 5 trouvées"),
        (";;;4", "ligne 2 : 3 cellules attendues, 4 trouvées"),
    ],
)
def test_a_row_may_end_early_but_not_go_on(row: str, cells: tuple[str, ...] | str) -> None:
    """Empty cells at its end may be left out, or added; nothing else may stand there."""
    assert rows(f"a;b;c\n{row}\n".encode()) == [cells]


def test_a_row_that_goes_past_the_only_column_is_told() -> None:
    """In the singular."""
    assert rows(b"a\n1;2\n") == ["ligne 2 : 1 cellule attendue, 2 trouvées"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"1;\x00", "l’octet 0x00 n’est pas du texte"),
        (b"\xe9;\x81", "l’octet 0x81 n’est ni de l’UTF-8 ni du Windows-1252"),
        (b'1;"2', 'un guillemet droit (") n’y est pas refermé'),
        (b'"1"2;3', 'un guillemet droit (") n’y est pas refermé'),
        (b"1;" + b"x" * (MAX_CELL + 1), f"la cellule 2 est {LONG}"),
        (b'"' + b"x" * MAX_CELL + b'y";1', f"la cellule 1 est {LONG}"),
        (b";" * MAX_LINE, "cette ligne est trop longue (1\u202f000\u202f000 octets au plus)"),
        (b"1;2" + b";3" * 400_000, "2 cellules attendues, 400\u202f002 trouvées"),
    ],
    ids=["nul", "byte", "open", "text after", "long", "long quoted", "long line", "wide"],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_told_and_the_others_are_read(line: bytes, told: str) -> None:
    """With its number, wherever it stands."""
    assert rows(b"a;b\n\xe9;2\n" + line + b'\n3;"4"\n') == [
        ("é", "2"),
        f"ligne 3 : {told}",
        ("3", "4"),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xef\xbb\xbfa;b\n\xe9;1\n3;4\n", "ligne 2 : l’octet 0xE9 n’est pas de l’UTF-8"),
        (
            b"\xff\xfe" + "a;b\n".encode("utf-16-le") + b"\x00\xd8;\x001\x00\n\x00"
            + "3;4\n".encode("utf-16-le"),
            "ligne 2 : un caractère y est coupé en deux (UTF-16)",
        ),
    ],
)  # fmt: skip
def test_a_declared_encoding_is_held_to(content: bytes, told: str) -> None:
    """What is none of it is told, and not read as another."""
    assert rows(content) == [told, ("3", "4")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"\n \n\r\n", "vide"),
        (b"\xef\xbb\xbf", "vide"),
        (b";;\n1;2;3\n", "une colonne au moins"),
        (b"a;\x00\n1;2\n", "^ligne 1 : l’octet 0x00"),
        (b'\n"a;b\n1;2\n', "^ligne 2 : un guillemet"),
        (b"PK\x03\x04\x14\x00", "classeur"),
        (b"a;" * MAX_COLUMNS + b"a\n", "1\u202f000 au plus"),
        (b"a;" * 499_000 + b"a\n", "1\u202f000 au plus"),
    ],
)
def test_a_file_without_a_header_is_refused(content: bytes, told: str) -> None:
    """In French, and precisely."""
    with pytest.raises(UnreadableSheet, match=told):
        read(content)


@pytest.mark.parametrize("line", [b'"\n', b'"a""\n', b'x;"\n', b'"""\n', b'"\r', b'""\n'])
def test_quotation_marks_cannot_make_reading_slow(line: bytes) -> None:
    """Whichever are left open, line after line."""
    content = b'a;b\n"' + line * (200_000 // len(line))
    began = time.perf_counter()
    assert sum(1 for _ in read(content).rows) <= 200_000
    assert time.perf_counter() - began < 5


# ── Writing ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\tx", "\r=1", "\nx", " =1", '"=1', "'=1", "''=1",
     "\ufeff=1", "＝1", "＋1", "－1", "＠a", " \u3000＝1"],
)  # fmt: skip
def test_a_formula_is_written_so_that_it_is_none(cell: str) -> None:
    """With an apostrophe before it, which is left out when it is read again."""
    assert write([[cell]]).lstrip('"').startswith("'")
    assert rows(as_file([["a"], [cell]])) == [(cell,)]


def test_what_another_delimiter_would_make_a_formula_is_written_so_that_it_is_none() -> None:
    """Where « , » separates cells, or a quotation is cut at its line end."""
    cell = "x,=1+1,y;\t@z\n- un"
    assert write([[cell]]) == "\"x,'=1+1,y;'\t'@z\n'- un\"\r\n"
    assert rows(as_file([["a"], [cell]])) == [(cell,)]


@pytest.mark.parametrize("cell", ["l'offre", "a - b", "1+1=2", "12/24", "« = »", "?", "'"])
def test_other_words_are_written_as_they_are(cell: str) -> None:
    """Nothing is neutralised that a spreadsheet takes for text."""
    assert write([[cell, "z"]]) == f"{cell};z\r\n"


def test_a_file_is_what_a_french_spreadsheet_opens() -> None:
    """A mark, semicolons, and quotation marks where they are needed."""
    told = as_file([["é", "a;b", 'c"d', "e,f", " g"], ["\ud800", "", "", "", ""]])
    assert told == '\ufeffé;"a;b";"c""d";"e,f";" g"\r\n?;;;;\r\n'.encode()


# ── Whatever there is ─────────────────────────────────────────────────────────────────────────

_pieces = st.sampled_from(
    [b'"', b";", b",", b"\t", b"\n", b"\r", b"\r\n", b"a", b"\xe9", b"\xc3\xa9", b"\x81", b"\0",
     b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;", b"'", b"=", b" "]
)  # fmt: skip


@given(st.binary(max_size=200) | st.lists(_pieces, max_size=40).map(b"".join))
def test_whatever_bytes_are_rows_or_are_told(content: bytes) -> None:
    """Nothing else ever comes of them; lines are told in their order."""
    try:
        sheet = read(content)
    except UnreadableSheet:
        return
    found = list(sheet.rows)
    assert all(len(one.cells) == len(sheet.header) for one in found if isinstance(one, Row))
    numbers = [one.line for one in found]
    assert numbers == sorted(set(numbers))


_cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12) | st.lists(
    st.sampled_from([*"=+-@'\",;\t\r\n ax＝", "\ufeff"]), max_size=8
).map("".join)


@given(st.lists(st.tuples(_cells, _cells), max_size=5))
@example([(",\t=", "'")])
@example([("'=", ",'=")])
def test_what_is_written_is_read_again(told: list[tuple[str, str]]) -> None:
    """Every character of it, but for empty lines."""
    kept = [row for row in told if any(cell.strip() for cell in row)]
    assert rows(as_file([("a", "b"), *told])) == kept


@given(_cells)
def test_no_written_cell_begins_as_a_formula(cell: str) -> None:
    """Nor does what follows any delimiter inside it."""
    held = write([[cell]]).removesuffix("\r\n")
    if held.startswith('"'):
        held = held[1:-1].replace('""', '"')
    for piece in re.split(r"[,;\t\r\n]", held):
        assert not re.match(r"[ '\"\ufeff]*[=+@＝＋－＠-]", piece) or piece.startswith("'")
    assert not FORMULA.match(held) or held.startswith("'")
