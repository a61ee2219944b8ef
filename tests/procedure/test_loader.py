"""A procedure’s folder is read whole, or refused whole with every problem at its place."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Problem, ProcedureRefused, UnknownProcedure
from bot.procedure.loader import load, procedures
from bot.procedure.versions import load_named
from tests.procedures import (
    DIALOGS,
    RETENTION,
    example_folder,
    place,
    planted,
    read,
    refusal,
    write,
)

SOURCE, PROCEDURE, CASES = "source.txt", "procedure.yaml", "cases.yaml"
LINES = read(RETENTION / PROCEDURE).split("\n")


def test_the_real_procedure_loads_with_its_calls() -> None:
    """The edition bears the name of its folder, its page and its calls."""
    edition = load(RETENTION)
    assert edition.name == RETENTION.name == "retention"
    assert edition.source.text == read(RETENTION / SOURCE)
    assert len(edition.calls) > 100


def test_a_folder_without_calls_loads(tmp_path: Path) -> None:
    """Calls are an advice; a procedure can stand without."""
    folder = example_folder(tmp_path)
    (folder / CASES).unlink()
    assert load(folder).calls == ()


def test_the_version_follows_the_rules_and_the_page_and_nothing_else(tmp_path: Path) -> None:
    """Twelve digits, the same from the same words wherever they stand."""
    one = load(example_folder(tmp_path / "a")).version
    assert load(example_folder(tmp_path / "b")).version == one
    assert len(one) == 12
    assert set(one) <= set("0123456789abcdef")
    base = example_folder(tmp_path / "c")
    rule = load(planted(base, tmp_path / "d", ("{oui: .10}", "{oui: .11}"))).version
    page = load(planted(base, tmp_path / "e", ("En vigueur", "Valable"), file=SOURCE)).version
    call = load(planted(base, tmp_path / "f", ("Un chat", "Un chien"), file=CASES)).version
    assert len({one, rule, page}) == 3
    assert call == one


def test_the_words_of_the_version_cannot_move_from_one_file_to_the_other(tmp_path: Path) -> None:
    """A line cut from the rules and pasted in the page is another version."""
    base = example_folder(tmp_path)
    write(base / PROCEDURE, read(base / PROCEDURE) + "# fin\n")
    one = load(base).version
    write(base / PROCEDURE, read(base / PROCEDURE).removesuffix("# fin\n"))
    write(base / SOURCE, "# fin\n" + read(base / SOURCE))
    assert load(base).version != one


def test_each_missing_file_is_told(tmp_path: Path) -> None:
    """The rules and the page are both needed, and both told."""
    folder = tmp_path / "vide"
    folder.mkdir()
    missing = [f"{PROCEDURE}:1:1: ce fichier manque", f"{SOURCE}:1:1: ce fichier manque"]
    assert refusal(folder) == missing


@pytest.mark.parametrize("file", [SOURCE, PROCEDURE, CASES])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, file: str) -> None:
    """Something else than a file under its name is not « missing »."""
    folder = example_folder(tmp_path)
    (folder / file).unlink()
    (folder / file).mkdir()
    (problem,) = refusal(folder)
    assert problem.startswith(f"{file}:1:1: ce fichier ne se lit pas (")


@pytest.mark.parametrize("file", [SOURCE, PROCEDURE, CASES])
def test_every_file_must_be_utf_8(tmp_path: Path, file: str) -> None:
    """The refusal points at the first byte that is not."""
    folder = example_folder(tmp_path)
    (folder / file).write_bytes("# é\nà ".encode() + b"\xe9t\xe9")
    told = f"{file}:2:3: ce fichier n’est pas en UTF-8 ; enregistrez-le en UTF-8"
    assert refusal(folder) == [told]


@pytest.mark.parametrize("file", [SOURCE, PROCEDURE, CASES])
def test_no_file_may_be_over_large(tmp_path: Path, file: str) -> None:
    """A million bytes is far more than a page of procedure."""
    folder = example_folder(tmp_path)
    (folder / file).write_bytes(b"#" * 1_000_001)
    told = f"{file}:1:1: fichier trop grand : 1000001 octets, 1000000 au plus"
    assert refusal(folder) == [told]


def test_a_yaml_fault_is_told_where_it_stands_in_the_file(tmp_path: Path) -> None:
    """A quote left open, in the real procedure."""
    edit = ('title: "Transfert vers Retention :', "title: Transfert vers Retention :")
    folder = planted(RETENTION, tmp_path, edit)
    colon = place(folder / PROCEDURE, ': quand et comment transférer"\n')
    assert refusal(folder) == [f"{colon}: un « : » de trop, ou des guillemets oubliés"]


def test_a_repeated_rule_and_a_wrong_name_are_told_together(tmp_path: Path) -> None:
    """A repetition does not hide the faults of form."""
    edits = [
        ("  feu-rouge:\n    when:", "  downgrade:\n    when:"),
        ("    then: fraude", "    them: fraude"),
    ]
    messages = [one.split(": ", 1)[1] for one in refusal(planted(RETENTION, tmp_path, *edits))]
    assert messages == [
        "il manque « then »",
        "clé inconnue « them » ; vouliez-vous dire « then » ?",
        "« downgrade » est écrit deux fois",
    ]


def test_the_procedures_are_the_folders_that_hold_one(tmp_path: Path) -> None:
    """A file beside them, or a folder of something else, is none."""
    shutil.copytree(RETENTION, tmp_path / "retention")
    example_folder(tmp_path)
    (tmp_path / "images").mkdir()
    (tmp_path / "README.md").touch()
    assert list(procedures(tmp_path)) == ["objets-trouves", "retention"]
    assert procedures(DIALOGS)["retention"] == RETENTION


def test_a_procedure_is_loaded_by_its_name(tmp_path: Path) -> None:
    """A wrong name is told with the nearest, or with all."""
    example_folder(tmp_path)
    assert load_named(tmp_path, "objets-trouves", date(2026, 11, 26)).name == "objets-trouves"
    with pytest.raises(UnknownProcedure, match="« objet-trouve » ; vouliez-vous dire « objets-"):
        load_named(tmp_path, "objet-trouve", date(2026, 11, 26))
    with pytest.raises(UnknownProcedure, match="« x » ; au choix : objets-trouves"):
        load_named(tmp_path, "x", date(2026, 11, 26))
    with pytest.raises(UnknownProcedure, match="« x » ; il n’y en a pas encore"):
        load_named(tmp_path / "rien", "x", date(2026, 11, 26))


def test_a_procedure_bears_the_name_of_its_folder(tmp_path: Path) -> None:
    """Two folders could otherwise answer to one name."""
    folder = example_folder(tmp_path).rename(tmp_path / "objets-perdus")
    assert load(folder).name == "objets-trouves"
    with pytest.raises(ProcedureRefused) as refused:
        load_named(tmp_path, "objets-perdus", date(2026, 11, 26))
    told = "le dossier s’appelle « objets-perdus » ; écrivez « procedure: objets-perdus »"
    assert str(refused.value) == f"{folder / PROCEDURE}:2:1: {told}"


@pytest.fixture(scope="module")
def example() -> Iterator[Path]:
    """The example’s folder, to be copied."""
    with tempfile.TemporaryDirectory() as into:
        yield example_folder(Path(into))


@given(st.sampled_from([SOURCE, PROCEDURE, CASES]), st.binary(max_size=200), st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_the_bytes_of_a_file_only_a_refusal_is_raised(
    example: Path, file: str, content: bytes, data: st.DataObject
) -> None:
    """Bytes in place of a file, or spliced anywhere into it, load or are refused."""
    original = (example / file).read_bytes()
    start = data.draw(st.integers(0, len(original)))
    splice = data.draw(st.booleans())
    with tempfile.TemporaryDirectory() as into:
        folder = planted(example, Path(into))
        kept = (original[:start], original[start + len(content) :]) if splice else (b"", b"")
        (folder / file).write_bytes(content.join(kept))
        assert all(one.line >= 1 and one.column >= 1 for one in problems_of(folder))


CHANGES: dict[str, Callable[[str], list[str]]] = {
    "deleted": lambda line: [],
    "doubled": lambda line: [line, line],
    "moved in": lambda line: ["  " + line],
    "moved out": lambda line: [line.removeprefix("  ")],
    "emptied": lambda line: [line.partition(":")[0] + ":"],
    "without quotes": lambda line: [line.replace('"', "")],
    "without a letter": lambda line: [line.replace("e", "", 1)],
    "with a tab": lambda line: ["\t" + line],
    "cut": lambda line: [line[: len(line) // 2]],
    "in capitals": lambda line: [line.upper()],
    "with plain spaces": lambda line: [line.replace("\N{NO-BREAK SPACE}", " ")],
    "in brackets": lambda line: ["[" + line + "]"],
}


@given(st.integers(0, len(LINES) - 1), st.sampled_from(sorted(CHANGES)))
@settings(max_examples=80, deadline=None)
def test_any_one_line_of_the_real_procedure_may_change(number: int, change: str) -> None:
    """Each change gives a procedure, or a refusal at places that are in the file."""
    with tempfile.TemporaryDirectory() as into:
        folder = planted(RETENTION, Path(into))
        lines = [*LINES[:number], *CHANGES[change](LINES[number]), *LINES[number + 1 :]]
        write(folder / PROCEDURE, "\n".join(lines))
        problems = problems_of(folder)
    assert list(problems) == sorted(problems)
    for problem in problems:
        assert Path(problem.file).name in (PROCEDURE, CASES)
        assert "\n" not in problem.message
        if problem.file.endswith(PROCEDURE):
            assert 1 <= problem.line <= len(lines) + 1
            line = lines[problem.line - 1] if problem.line <= len(lines) else ""
            assert 1 <= problem.column <= len(line) + 1


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """The problems for which `folder` is refused, none where it loads."""
    try:
        load(folder)
    except ProcedureRefused as refused:
        return refused.problems or (Problem(str(folder), 0, 0, "refused without a problem"),)
    return ()
