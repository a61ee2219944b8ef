"""`aiguillage understand`: French in, facts out, one JSON object a line, in the same order."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run, spawn

NOTHING: dict[str, dict[str, str]] = {"facts": {}, "unsure": {}}
RED = {"facts": {"feu-rouge": "oui"}, "unsure": {}}


def test_each_line_is_read_in_its_place(run: Run, tmp_path: Path) -> None:
    """An empty line states nothing, and is answered: line n of one is line n of the other."""
    file = tmp_path / "lignes.txt"
    file.write_text(
        "feu rouge\n\n  \t\nveut résilier, mensuel\nil fait beau\npas de blocage", "utf-8"
    )
    ran = run("understand", "retention", "--text", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert [one["facts"] for one in ran.lines] == [
        {"feu-rouge": "oui"},
        {},
        {},
        {"demande": "resiliation", "contrat": "mensuel"},
        {},
        {"blocage": "aucun"},
    ]
    assert all(list(one) == ["facts", "unsure"] for one in ran.lines)


def test_what_is_not_sure_is_told_with_the_values_left(run: Run) -> None:
    """As a list, and never among the facts."""
    (told,) = run(
        "understand", "retention", "--text", "-", stdin="je crois qu’il est mensuel"
    ).lines
    assert told == {"facts": {}, "unsure": {"contrat": ["mensuel"]}}


def test_a_line_owes_nothing_to_the_one_before(run: Run) -> None:
    """Each is an utterance of its own: the second corrects nothing."""
    one, two = run(
        "understand", "retention", "--text", "-", stdin="feu rouge\nnon pardon, mensuel\n"
    ).lines
    assert one == RED
    assert two["facts"] == {"contrat": "mensuel"}


def test_the_example_of_the_guide_is_understood(run: Run, example: Path) -> None:
    """Three facts at once, as its reader is told."""
    said = "sac fermé, rien de louche, proprio pas là"
    ran = run("understand", "objets-trouves", "--text", "-", stdin=said, dialogs=example)
    facts = {"objet": "bagage", "suspect": "non", "proprietaire": "absent"}
    assert ran.lines == [{"facts": facts, "unsure": {}}]


def test_a_procedure_without_a_vocabulary_understands_nothing(run: Run, example: Path) -> None:
    """And says so line by line."""
    (example / "objets-trouves" / "vocabulary.yaml").unlink()
    stdin = "sac fermé\nchat\n"
    ran = run("understand", "objets-trouves", "--text", "-", stdin=stdin, dialogs=example)
    assert (ran.code, ran.lines) == (0, [NOTHING] * 2)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (b"", []),
        (b"\n", [NOTHING]),
        (b"feu rouge", [RED]),
        (b"feu rouge\n", [RED]),
        (b"\xef\xbb\xbffeu rouge\r\n\r\nfeu rouge\r\n", [RED, NOTHING, RED]),
        (b"\xff\xfe \xe9\n\xe9t\xe9 feu rouge \xc3\nfeu rouge\n", [NOTHING, RED, RED]),
        (b"\0\nfeu\0 rouge\n\x1b[2J\n", [NOTHING, RED, NOTHING]),
        ("feu\u2028rouge\x0b\x0c\x85\n".encode(), [RED]),
    ],
    ids=["nothing", "blank", "no end", "end", "windows", "latin-1", "control", "separators"],
)
def test_bytes_of_any_kind_are_lines(run: Run, typed: bytes, expected: list[object]) -> None:
    """What is no UTF-8 is told, and hides nothing of the rest; a line ends at its end only."""
    ran = run("understand", "retention", "--text", "-", stdin=typed)
    assert (ran.code, ran.lines) == (0, expected)
    assert bool(ran.err) == (b"\xe9" in typed)


@pytest.mark.parametrize("noise", ["x" * 20_000, "il fait beau " * 2_000, "(" * 20_000])
def test_a_very_long_line_is_read_to_its_end(run: Run, noise: str) -> None:
    """A file is cut nowhere, unlike what is typed on a card."""
    ran = run("understand", "retention", "--text", "-", stdin=f"{noise}. feu rouge\nfeu rouge\n")
    assert (ran.code, ran.lines) == (0, [RED, RED])


def test_nothing_that_was_typed_comes_out(run: Run) -> None:
    """Names and numbers stay where they were: only the procedure’s own words are told."""
    stdin = "Mme Grandjean, 06 12 34 56 78, feu rouge\n\ud83d".encode(errors="surrogatepass")
    ran = run("understand", "retention", "--text", "-", stdin=stdin)
    assert ran.lines == [RED, NOTHING]
    assert "Grandjean" not in ran.out + ran.err


def test_a_procedure_mistyped_is_told_with_the_nearest(run: Run) -> None:
    """On standard error, with nothing on standard output."""
    ran = run("understand", "retenton", "--text", "-", stdin="feu rouge")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "procédure inconnue : « retenton » ; vouliez-vous dire « retention » ?\n"


def test_a_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    """One that is not there, or a folder."""
    for path in (tmp_path / "absent.txt", tmp_path):
        ran = run("understand", "retention", "--text", str(path))
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith(f"« {path} » ne se lit pas")


def test_a_broken_vocabulary_is_refused_where_it_is_broken(run: Run, example: Path) -> None:
    """File, line, column and what is wrong, and no traceback."""
    (example / "objets-trouves" / "vocabulary.yaml").write_text("facts: {objt: {values: {}}}\n")
    ran = run("understand", "objets-trouves", "--text", "-", stdin="chat", dialogs=example)
    assert (ran.code, ran.out) == (1, "")
    assert "vocabulary.yaml:1:9: fait inconnu « objt »" in ran.err
    assert "Traceback" not in ran.err


def test_a_text_is_needed(run: Run) -> None:
    """The command says what is missing."""
    ran = run("understand", "retention")
    assert (ran.code, ran.out) == (2, "")
    assert "--text" in ran.err


def test_it_runs_as_a_command_of_its_own() -> None:
    """From a pipe, as a script does."""
    ran = spawn("understand", "retention", "--text", "-", stdin=b"feu rouge\n\n")
    assert (ran.code, ran.err, ran.lines) == (0, "", [RED, NOTHING])
