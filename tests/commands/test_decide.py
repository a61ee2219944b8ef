"""`aiguillage decide`: cases in, verdicts out, one JSON object a line, in the same order."""

import csv
import io
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from bot.lines import MOST
from bot.procedure.loader import load
from tests.commands.conftest import ROOT, Run, command, spawn
from tests.decision.oracle import FACTS, oracle
from tests.decision.retention import CASES, Case, outcomes, reminders
from tests.procedures import RETENTION, planted
from tests.proof.plants import PLANTS

PLAIN = {"demande": "insatisfaction", "pre-actif": "non", "blocage": "aucun", "feu-rouge": "non"}
PLAIN |= {"facturation-a-regler": "non", "retention-disponible": "oui"}
ARM = '{"objet": "arme"}'
KEYS = ["destination", "basis", "rules", "passages", "phrases", "reminders", "warnings"]


def jsonl(*cases: object) -> str:
    """Cases as JSON lines."""
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)


# ── Verdicts and questions ────────────────────────────────────────────────────────────────────


def test_all_cases_of_the_procedure_are_decided_as_the_reading_says(tmp_path: Path) -> None:
    """The 5,088 of them by a file, in their order, and nothing but JSON is printed."""
    file = tmp_path / "cas.jsonl"
    file.write_text(jsonl(*CASES), "utf-8")
    ran = spawn("decide", "retention", "--cases", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.lines) == len(CASES)
    for case, told in zip(CASES, ran.lines, strict=True):
        expected = oracle(case)
        found = (told["destination"], told["basis"], tuple(told["phrases"]))
        assert found == (expected.destination, expected.basis, expected.phrases), case
        assert set(told["reminders"]) == reminders(case)


def test_a_verdict_has_the_keys_of_the_contract(run: Run) -> None:
    """Scripts rely on them."""
    (told,) = run("decide", "retention", "--cases", "-", stdin=jsonl(PLAIN)).lines
    assert list(told) == KEYS
    assert told == {
        "destination": "retention",
        "basis": "written",
        "rules": ["insatisfaction"],
        "passages": ["insatisfaction"],
        "phrases": [],
        "reminders": ["mecontentement-ou-plainte"],
        "warnings": [],
    }


def test_a_case_left_open_gets_the_next_question(run: Run) -> None:
    """With the facts that it asks and where the call may still go."""
    known = {"demande": "resiliation", "blocage": "aucun"}
    (told,) = run("decide", "retention", "--cases", "-", stdin=jsonl(known)).lines
    assert list(told) == ["ask", "possible"]
    assert list(told["ask"]) == ["question", "facts"]
    assert set(told["ask"]["facts"]) <= set(FACTS) - set(known)
    assert set(told["possible"]) == {destination for destination, _ in outcomes(known)}


def test_a_reminder_that_depends_on_an_unknown_fact_is_given_with_its_condition(run: Run) -> None:
    """The destination being certain, nothing more is asked."""
    known = {"demande": "plainte-formelle"}
    (told,) = run("decide", "retention", "--cases", "-", stdin=jsonl(known)).lines
    assert (told["destination"], told["basis"]) == ("est", "reading")
    assert told["reminders"] == [
        "mecontentement-ou-plainte",
        {
            "reminder": "ne-jamais-lever-un-blocage",
            "if": [{"blocage": ["verrouille", "recouvrement"]}, {"facturation-a-regler": ["oui"]}],
        },
    ]


def test_a_fact_of_no_use_is_ignored_with_a_warning(run: Run) -> None:
    """In a verdict as in a question."""
    ignored = {**PLAIN, "contrat": "mensuel"}
    open_case = {"demande": "downgrade", "contrat": "mensuel"}
    one, two, three = run(
        "decide", "retention", "--cases", "-", stdin=jsonl(ignored, open_case, PLAIN)
    ).lines
    assert one["warnings"] == two["warnings"]
    assert "« contrat »" in one["warnings"][0]
    assert {**one, "warnings": []} == three


@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_value_is_a_fact_not_given(run: Run, empty: str | None) -> None:
    """A question, not « non »."""
    given = {**PLAIN, "blocage": empty}
    (told,) = run("decide", "retention", "--cases", "-", stdin=jsonl(given)).lines
    assert told["ask"]["facts"] == ["blocage"]


# ── Lines that are not valid ──────────────────────────────────────────────────────────────────


def test_a_line_that_is_not_valid_is_told_and_the_rest_answered(run: Run, example: Path) -> None:
    """In its place; the exit code says that there was one."""
    wrong = '{"objet": "arm", "bureau": "oui"}'
    lines = "\n".join([ARM, wrong, "pas du JSON", "[1, 2]", '"objet"', "{", ARM])
    ran = run("decide", "objets-trouves", "--cases", "-", stdin=lines, dialogs=example)
    assert ran.code == 2
    assert [set(one) == {"error"} for one in ran.lines] == [False, *[True] * 5, False]
    assert ran.lines[0] == ran.lines[-1]
    told = ran.lines[1]["error"]
    assert "vouliez-vous dire « arme » ?" in told
    assert "fait inconnu « bureau » ; vouliez-vous dire « bureau-ouvert » ?" in told


@pytest.mark.parametrize(
    "value", ["true", "false", "1", "0", "1.5", "[]", '["arme"]', "{}", '" arme"', '"ARME"']
)
def test_a_value_that_is_not_a_word_of_the_procedure_is_an_error(
    run: Run, example: Path, value: str
) -> None:
    """Nothing is guessed from a truth value, a number or a list."""
    line = f'{{"objet": {value}}}\n'
    ran = run("decide", "objets-trouves", "--cases", "-", stdin=line, dialogs=example)
    assert ran.code == 2
    assert list(ran.lines[0]) == ["error"]
    assert "objet" in ran.lines[0]["error"]


@pytest.mark.parametrize("depth", [100, 900, 950, 990, 1_000, 100_000])
def test_deep_json_is_an_error_like_another(run: Run, example: Path, depth: int) -> None:
    """And the next line is answered."""
    deep = '{"objet": ' + "[" * depth + "]" * depth + "}"
    lines = f"{deep}\n{ARM}\n"
    ran = run("decide", "objets-trouves", "--cases", "-", stdin=lines, dialogs=example)
    assert ran.code == 2
    assert list(ran.lines[0]) == ["error"]
    assert ran.lines[1]["destination"] == "police"


def test_a_very_long_value_is_told_shortened(run: Run, example: Path) -> None:
    """The error stays readable."""
    lines = jsonl({"objet": "x" * 100_000}, {"y" * 100_000: "oui"})
    ran = run("decide", "objets-trouves", "--cases", "-", stdin=lines, dialogs=example)
    assert ran.code == 2
    assert all(len(one["error"]) < 300 for one in ran.lines)


def test_blank_lines_are_skipped(run: Run, example: Path) -> None:
    """As a byte order mark is, and line ends of either kind are."""
    lines = b"\xef\xbb\xbf\n" + ARM.encode() + b"\r\n\r\n  \t\n" + ARM.encode()
    ran = run("decide", "objets-trouves", "--cases", "-", stdin=lines, dialogs=example)
    assert (ran.code, len(ran.lines)) == (0, 2)


def test_nothing_in_is_nothing_out(run: Run, example: Path) -> None:
    """An empty file is no error."""
    ran = run("decide", "objets-trouves", "--cases", "-", dialogs=example)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize(
    ("plant", "facts", "told"),
    [
        (
            "rules that disagree",
            '{"objet": "denrees", "proprietaire": "absent", "bureau-ouvert": "oui"}',
            "« denrees » et « bureau »",
        ),
        ("a case that nothing covers", '{"objet": "animal"}', "aucune règle"),
    ],
    ids=["two verdicts", "no verdict"],
)  # fmt: skip
def test_a_case_that_the_procedure_does_not_settle_is_an_error(
    run: Run, example: Path, plant: str, facts: str, told: str
) -> None:
    """Nothing is answered by chance, and the other cases are answered."""
    planted(example / "objets-trouves", example, *PLANTS[plant][0])
    stdin = f"{facts}\n{ARM}\n"
    ran = run("decide", "objets-trouves", "--cases", "-", stdin=stdin, dialogs=example)
    assert ran.code == 2
    assert ran.lines[0]["error"].endswith(f"à ce cas ({told})")
    assert ran.lines[1]["destination"] == "police"


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["cas.csv", "CAS.CSV"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
def test_a_csv_file_is_read_by_its_extension(
    run: Run, tmp_path: Path, name: str, mark: str
) -> None:
    """The header names the facts; an empty cell is a fact not given."""
    file = tmp_path / name
    header, cells = ",".join(PLAIN), ",".join(PLAIN.values())
    without = cells.replace("aucun", "")
    file.write_text(f"{mark}{header}\r\n{cells}\r\n{without}\r\n\r\n{cells}\r\n", "utf-8")
    ran = run("decide", "retention", "--cases", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert [one.get("destination") for one in ran.lines] == ["retention", None, "retention"]
    assert ran.lines[1]["ask"]["facts"] == ["blocage"]


def test_csv_and_json_lines_come_to_the_same(run: Run, tmp_path: Path) -> None:
    """Some cases of each kind, irrelevant facts being empty cells."""
    chosen: list[Case] = list(CASES[::97])
    csv_file, json_file = tmp_path / "cas.csv", tmp_path / "cas.jsonl"
    rows = [",".join(case.get(fact, "") for fact in FACTS) for case in chosen]
    csv_file.write_text("\n".join([",".join(FACTS), *rows]), "utf-8")
    json_file.write_text(jsonl(*chosen), "utf-8")
    one = run("decide", "retention", "--cases", str(csv_file))
    other = run("decide", "retention", "--cases", str(json_file))
    assert one == other
    assert len(one.lines) == len(chosen)


def test_a_row_that_is_longer_than_the_header_is_an_error(
    run: Run, example: Path, tmp_path: Path
) -> None:
    """In its place, and so are names and values that are not known; one that ends early is not."""
    file = tmp_path / "cas.csv"
    file.write_text(
        'objet,suspect\nbagage\nbagage,oui,non\n"bagage" , oui \nbagge,oui\n', encoding="utf-8"
    )
    ran = run("decide", "objets-trouves", "--cases", str(file), dialogs=example)
    assert ran.code == 2
    errors = [one.get("error", "") for one in ran.lines]
    assert ["cellules" in error for error in errors] == [False, True, False, False]
    assert ran.lines[0]["ask"]["facts"] == ["suspect"]
    assert ran.lines[2]["destination"] == "perimetre"
    assert "vouliez-vous dire « bagage » ?" in errors[3]


def test_a_spreadsheet_s_habits_are_understood(run: Run, tmp_path: Path) -> None:
    """Semicolons, labels, accents, capitals, Windows-1252, and columns of its own."""
    file = tmp_path / "cas.csv"
    table = (
        "# n°;DEMANDE;Statut pré-actif;Blocage;Remarque\r\n"
        "1;Plainte formelle;NON;Inkasso / Mindersaldo;=1+1\r\n"
        "2;resiliation;VRAI;;\r\n"
        ";;;;\r\n"
        "3;;;je ne sais pas;\r\n"
        "4;Résillier;;x;\r\n"
    )
    file.write_bytes(table.encode("windows-1252"))
    ran = run("decide", "retention", "--cases", str(file))
    same = [
        {"demande": "plainte-formelle", "pre-actif": "non", "blocage": "recouvrement"},
        {"demande": "resiliation", "pre-actif": "oui"},
        {},
    ]
    assert ran.lines[:3] == run("decide", "retention", "--cases", "-", stdin=jsonl(*same)).lines
    assert ran.code == 2
    told = ran.lines[3]["error"]
    assert told.startswith("ligne 6 : dans la colonne « DEMANDE », valeur inconnue « Résillier » ;")
    assert "vouliez-vous dire « Résilier » ?" in told
    assert "dans la colonne « Blocage », valeur inconnue « x » ; au choix : aucun" in told


@pytest.mark.parametrize("command", ["decide", "explain"])
def test_an_error_is_told_with_its_line(run: Run, example: Path, command: str) -> None:
    """Blank lines are counted, and a byte that is no text is named."""
    lines = b"\n" + ARM.encode() + b'\n{"objet": "arm"}\n\n{\n{"objet": "\x81"}\n'
    ran = run(command, "objets-trouves", "--cases", "-", stdin=lines, dialogs=example)
    assert [one["error"] for one in ran.lines[1:]] == [
        "ligne 3 : valeur inconnue de « objet » : « arm » ; vouliez-vous dire « arme » ?",
        "ligne 5 : cette ligne n’est pas du JSON",
        "ligne 6 : l’octet 0x81 n’est ni de l’UTF-8 ni du Windows-1252",
    ]


def test_a_sheet_whose_columns_are_not_understood_is_refused_whole(
    run: Run, example: Path, tmp_path: Path
) -> None:
    """On standard error, with every wrong name and the nearest valid one."""
    file = tmp_path / "cas.csv"
    file.write_text("objet,Suspet,zzz,Objet\narme,oui,,\n", "utf-8")
    ran = run("decide", "objets-trouves", "--cases", str(file), dialogs=example)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"« {file} » ne peut pas servir : colonne inconnue « Suspet » ;")
    assert "vouliez-vous dire « suspect » ?" in ran.err
    assert "colonne inconnue « zzz »" in ran.err
    assert "deux colonnes disent « objet »" in ran.err


def test_a_sheet_is_given_back_with_its_verdicts(run: Run, tmp_path: Path) -> None:
    """As a French spreadsheet opens it; given again, its verdicts are drawn up anew."""
    file, again = tmp_path / "cas.csv", tmp_path / "verdicts.csv"
    header, cells = ";".join(PLAIN), ";".join(PLAIN.values())
    file.write_text(f"id;{header}\n=7;{cells}\n8;downgrade\n9;;;;;;;z\n", "utf-8")
    ran = run("decide", "retention", "--cases", str(file), "--csv")
    assert ran.code == 2
    assert ran.out.startswith("\ufeff")
    one, two, three = csv.DictReader(io.StringIO(ran.out[1:], newline=""), delimiter=";")
    assert (one["id"], one["demande"], one["Erreur"]) == ("'=7", "insatisfaction", "")
    assert (one["Destination"], one["Règles"]) == ("Transférer à Retention", "insatisfaction")
    assert one["Fondement"] == "Écrit dans la procédure"
    question = load(RETENTION).procedure.questions["compte"].text
    assert (two["Destination"], two["À demander ensuite"]) == ("", question)
    assert three["Erreur"] == "ligne 4\u00a0: 7 cellules attendues, 8 trouvées"
    again.write_text(ran.out, "utf-8", newline="")
    redone = run("decide", "retention", "--cases", str(again), "--csv")
    assert redone.out.splitlines()[:3] == ran.out.splitlines()[:3]


def test_json_lines_are_given_back_with_their_verdicts(run: Run) -> None:
    """Each fact is a column; the phrase is the source's, to the letter."""
    queue = {**PLAIN, "demande": "downgrade", "retention-disponible": "non"}
    queue |= {"situation-particuliere": "non"}
    lines = jsonl(queue).encode() + b"{\n\x81\n"
    ran = run("decide", "retention", "--cases", "-", "--csv", stdin=lines)
    told, *wrong = csv.DictReader(io.StringIO(ran.out[1:], newline=""), delimiter=";")
    assert [one["Erreur"].partition("\u00a0")[0] for one in wrong] == ["ligne 2", "ligne 3"]
    assert {fact: told[fact] for fact in queue} == queue
    phrase = load(RETENTION).procedure.phrases["phrase-transfert"]
    assert told["Phrase à dire"] == " ".join(phrase.say)


@pytest.mark.parametrize("name", ["cas.json", "cas.csv"])
@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_comes_to_the_same_as_its_elements_on_lines(
    run: Run, tmp_path: Path, name: str, indent: int | None
) -> None:
    """One JSON line for each; a wrong one is told with its number."""
    told = [PLAIN, {"demande": "downgrade"}, {"demande": "Résilier"}, [PLAIN]]
    file = tmp_path / name
    file.write_text(json.dumps(told, indent=indent), "utf-8")
    ran = run("decide", "retention", "--cases", str(file))
    lines = run("decide", "retention", "--cases", "-", stdin=jsonl(*told))
    assert (ran.code, ran.err, ran.lines[:2]) == (2, "", lines.lines[:2])
    numbered = [one["error"].replace("élément", "ligne") for one in ran.lines[2:]]
    assert numbered == [one["error"] for one in lines.lines[2:]]
    assert ran.lines[3] == {"error": "élément 4 : un objet { fait: valeur } est attendu"}


@pytest.mark.parametrize("name", ["cas.csv", "cas.jsonl"])
def test_a_file_past_fifty_megabytes_is_refused_unread(run: Run, tmp_path: Path, name: str) -> None:
    """Its size alone is looked at: it would not fit in memory."""
    file = tmp_path / name
    with file.open("wb") as wide:
        wide.truncate(1 << 40)
    ran = run("decide", "retention", "--cases", str(file))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"« {file} » est trop gros : 50 Mo au plus\n"


def test_a_pipe_past_fifty_megabytes_is_refused(run: Run) -> None:
    """No more of it is read."""
    ran = run("decide", "retention", "--cases", "-", stdin=b"\n" * (MOST + 1))
    assert (ran.code, ran.out, ran.err) == (1, "", "« - » est trop gros : 50 Mo au plus\n")


def test_a_huge_cell_is_an_error_like_another(run: Run, example: Path, tmp_path: Path) -> None:
    """And the next row is answered."""
    file = tmp_path / "cas.csv"
    file.write_text(f"objet\n{'x' * 200_000}\narme\n", "utf-8")
    ran = run("decide", "objets-trouves", "--cases", str(file), dialogs=example)
    assert ran.code == 2
    assert ran.lines[0]["error"].startswith("ligne 2 : la cellule 1 est trop longue")
    assert ran.lines[1]["destination"] == "police"


# ── What cannot be run at all ─────────────────────────────────────────────────────────────────


def test_a_procedure_mistyped_is_told_with_the_nearest(run: Run) -> None:
    """On standard error, with nothing on standard output."""
    ran = run("decide", "retenton", "--cases", "-", stdin=jsonl(PLAIN))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "procédure inconnue : « retenton » ; vouliez-vous dire « retention » ?\n"


@pytest.mark.parametrize("name", ["../retention", "", "."])
def test_a_procedure_is_named_and_not_a_path(run: Run, name: str) -> None:
    """Only the folders of the dialogs can be reached."""
    ran = run("decide", name, "--cases", "-")
    assert ran.code == 1
    assert ran.err.startswith("procédure inconnue : ")


def test_a_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    """One that is not there, or a folder."""
    for path in (tmp_path / "absent.jsonl", tmp_path):
        ran = run("decide", "retention", "--cases", str(path))
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith(f"« {path} » ne se lit pas")


def test_a_broken_procedure_is_refused_where_it_is_broken(run: Run, example: Path) -> None:
    """File, line, column and what is wrong, and no traceback."""
    file = example / "objets-trouves" / "procedure.yaml"
    file.write_text(file.read_text("utf-8").replace("then: perimetre", "then: perimetr"), "utf-8")
    ran = run("decide", "objets-trouves", "--cases", "-", stdin=ARM, dialogs=example)
    assert (ran.code, ran.out) == (1, "")
    assert "vouliez-vous dire « perimetre » ?" in ran.err
    assert "Traceback" not in ran.err


def test_cases_are_needed(run: Run) -> None:
    """The command says what is missing."""
    ran = run("decide", "retention")
    assert (ran.code, ran.out) == (2, "")
    assert "--cases" in ran.err


# ── Pipes and terminals ───────────────────────────────────────────────────────────────────────


def test_what_is_printed_is_utf8_whatever_the_machine(tmp_path: Path) -> None:
    """Even half a character, which JSON can carry and UTF-8 cannot."""
    file = tmp_path / "cas.jsonl"
    file.write_text('{"demande": "\\ud800"}\n{"demande": "é"}\n', "utf-8")
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ran = spawn("decide", "retention", "--cases", str(file), env=env)
    assert (ran.code, ran.err) == (2, "")
    assert "« \ud800 »" in ran.lines[0]["error"]
    assert "« é »" in ran.lines[1]["error"]


def test_a_reader_that_leaves_early_is_no_accident(tmp_path: Path) -> None:
    """As `head` does."""
    file = tmp_path / "cas.jsonl"
    file.write_text(jsonl(*CASES), "utf-8")
    process = subprocess.Popen(
        command("decide", "retention", "--cases", str(file)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert told == b""


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    """On standard error, so that what is piped stays JSON."""
    file = tmp_path / "cas.jsonl"
    file.write_text(jsonl(*CASES[:200]), "utf-8")
    screen, terminal = pty.openpty()
    with subprocess.Popen(
        command("decide", "retention", "--cases", str(file)),
        stdout=subprocess.PIPE,
        stderr=terminal,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        os.close(terminal)
        shown = _read_to_the_end(screen)
        assert process.stdout is not None
        told = [json.loads(line) for line in process.stdout]
    assert (process.returncode, len(told)) == (0, 200)
    assert b"Cas" in shown


def _read_to_the_end(screen: int) -> bytes:
    shown = b""
    try:
        while part := os.read(screen, 65_536):
            shown += part
    except OSError:  # the terminal is closed
        pass
    os.close(screen)
    return shown
