"""`aiguillage check`: the figures of a procedure that holds, the defects of one that does not."""

import json
import shutil
from pathlib import Path

import pytest

from bot.decision.compiled import Compiled
from bot.procedure.loader import load
from tests.commands.conftest import Run, spawn
from tests.decision.interpreter import interpret
from tests.procedures import planted
from tests.proof.plants import PLANTS

NARROW = "\N{NARROW NO-BREAK SPACE}"


def test_the_real_procedure_is_proved_and_its_figures_told() -> None:
    """On standard output, with no progress where it is piped."""
    ran = spawn("check", "retention")
    assert (ran.code, ran.err) == (0, "")
    assert "« retention » tient" in ran.out
    assert f"5{NARROW}088 cas distincts, 14 faits" in ran.out
    rows = {" ".join(line.split()[:-1]): line.split()[-1] for line in ran.out.splitlines() if line}
    assert rows["superviseur"] == "8"
    assert rows["plainte-et-pre-actif"] == "24"
    assert "article-perdu sans effet" in rows
    assert "optimum prouvé" in ran.out
    assert "une hypothèse" in ran.out
    assert "Traceback" not in ran.out


def test_every_grey_zone_is_listed_with_the_cases_that_it_moves(run: Run, example: Path) -> None:
    """Also those that no rule can tell."""
    ran = run("check", "objets-trouves", dialogs=example)
    assert ran.code == 0
    rows = dict(line.split(maxsplit=1) for line in ran.out.splitlines() if " " in line)
    assert rows["papiers-reclames"].strip() == "2"
    assert rows["objet-de-prix"].strip() == "sans effet calculable"


def test_without_a_name_all_are_checked(run: Run, example: Path) -> None:
    """One after another, and one that fails does not hide the others."""
    shutil.copytree(example / "objets-trouves", example / "autre")
    file = example / "autre" / "procedure.yaml"
    text = file.read_text("utf-8").replace("procedure: objets-trouves", "procedure: autre")
    file.write_text(text, "utf-8")
    planted(example / "autre", example, *PLANTS["rules that disagree"][0])
    ran = run("check", dialogs=example)
    assert ran.code == 1
    assert "« autre » ne tient pas : 2 défaut(s)." in ran.out
    assert "« objets-trouves » tient" in ran.out


def test_what_does_not_hold_is_told_with_a_case_to_replay(run: Run, example: Path) -> None:
    """Exit code 1, and the case as `decide` reads it."""
    folder = planted(example / "objets-trouves", example, *PLANTS["rules that disagree"][0])
    ran = run("check", "objets-trouves", dialogs=example)
    assert (ran.code, ran.err) == (1, "")
    assert "tient :" not in ran.out
    heads = [line for line in ran.out.splitlines() if line.startswith("- ")]
    cases = [json.loads(line) for line in ran.out.splitlines() if line.startswith("    {")]
    assert [line.split(" : ")[0] for line in heads] == ["- désaccord non déclaré"] * 2
    assert len(cases) == 2
    procedure = Compiled(load(folder)).procedure
    for case in cases:
        assert len(interpret(procedure, case).destinations) == 2


def test_brackets_in_a_defect_are_printed_as_they_are(run: Run, example: Path) -> None:
    """A call's name is not markup."""
    planted(
        example / "objets-trouves",
        example,
        ('"Un chat dans la salle d’attente"', '"Un [bold]chat[/] [/red]"'),
        ("{destination: superviseur, basis: silent, phrases: []}", "{destination: police}"),
        file="cases.yaml",
    )
    ran = run("check", "objets-trouves", dialogs=example)
    assert ran.code == 1
    assert "- appel nommé : « Un [bold]chat[/] [/red] » : trouvé superviseur" in ran.out


def test_every_dated_version_is_checked_under_its_day(run: Run, example: Path) -> None:
    """Which one answers is told; one that is broken or does not hold hides no other."""
    folder = example / "objets-trouves"
    text = (folder / "procedure.yaml").read_text("utf-8")
    for day, edit in (
        ("2026-06-15", ("then: police", "then: polise")),
        (
            "2999-12-01",
            (
                "\nrules:\n",
                "\nrules:\n  chat: {when: {objet: animal}, then: police, passages: arme}\n",
            ),
        ),
        ("2999-12-31", ("", "")),
    ):
        (folder / day).mkdir()
        dated = text.replace("from: 2026-03-01", f"from: {day}").replace(*edit, 1)
        (folder / day / "procedure.yaml").write_text(dated, "utf-8")
    ran = run("check", "objets-trouves", dialogs=example)
    assert (ran.code, ran.err) == (1, "")
    days = (
        "2026-03-01 (passée), 2026-06-15 (en vigueur), 2999-12-01 (à venir), 2999-12-31 (à venir)"
    )
    assert ran.out.startswith(f"«\u00a0objets-trouves\u00a0», par date\u00a0: {days}.\n")
    assert "« objets-trouves du 2026-03-01 » tient" in ran.out
    assert "«\u00a0objets-trouves du 2026-06-15\u00a0» est refusée\u00a0:\n" in ran.out
    assert "2026-06-15/procedure.yaml:" in ran.out
    assert "« objets-trouves du 2999-12-01 » ne tient pas" in ran.out
    assert "« objets-trouves du 2999-12-31 » tient" in ran.out


def test_a_procedure_that_is_not_in_force_yet_is_told(run: Run, example: Path) -> None:
    """It answers all the same: there is no other."""
    planted(example / "objets-trouves", example, ("from: 2026-03-01", "from: 2999-03-01"))
    ran = run("check", "objets-trouves", dialogs=example)
    assert ran.code == 0
    told = (
        "«\u00a0objets-trouves\u00a0», par date\u00a0: 2999-03-01 (à venir, répond faute d’autre)."
    )
    assert ran.out.startswith(told)
    assert "« objets-trouves » tient" in ran.out


def test_a_procedure_mistyped_is_told_with_the_nearest(run: Run) -> None:
    """On standard error."""
    ran = run("check", "retentio")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "procédure inconnue : « retentio » ; vouliez-vous dire « retention » ?\n"


def test_a_folder_without_procedures_is_told(run: Run, tmp_path: Path) -> None:
    """Rather than proving nothing."""
    ran = run("check", dialogs=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"aucune procédure dans {tmp_path}\n"


def test_a_procedure_too_large_to_be_proved_is_told(run: Run, example: Path) -> None:
    """With the reason, and no traceback."""
    values = ", ".join(f'v{n}: "V"' for n in range(40))
    fact = f'label: "A", question: "A", where: "A", values: {{{values}}}'
    facts = "\n".join(f"  f{n}: {{{fact}}}" for n in range(4))
    planted(example / "objets-trouves", example, ("\nfacts:\n", f"\nfacts:\n{facts}\n"))
    ran = run("check", "objets-trouves", dialogs=example)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"plus de 1{NARROW}000{NARROW}000 cas distincts")


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["decide", "--help"], ["explain", "--help"], ["check", "--help"],
     ["schema", "--help"]],
)  # fmt: skip
def test_help_is_everywhere(run: Run, arguments: list[str]) -> None:
    """On standard output."""
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert "Usage" in ran.out
