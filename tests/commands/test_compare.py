"""`aiguillage compare`: the cases whose verdict changes, for a person and for a program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.procedures import RETENTION, planted

RULE = "then: support\n    passages: [mensuel-ouvert, insatisfaction, downgrade]"


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The procedure with the destination of one rule changed."""
    return planted(RETENTION, tmp_path, (RULE, RULE.replace("support", "retention")))


def test_a_person_reads_where_cases_go_and_why(run: Run, edited: Path) -> None:
    """Labels of teams and facts, how many cases, the rule, and what is written otherwise."""
    told = run("compare", "retention", str(RETENTION), str(edited))
    assert told.code == 0
    for words in (
        "Vont ailleurs\u00a0: 4 cas",
        "Traiter en Support → Transférer à Retention",
        "mensuel-non-ouvert",
        "Pas ouvert à une offre",
        "± règle « mensuel-non-ouvert » : then : support → retention",
    ):
        assert words in told.out.replace("\n", " ").replace("  ", " ")


def test_a_program_reads_a_class_a_line(run: Run, edited: Path) -> None:
    """Facts with their values, how many distinct cases, and both verdicts as told elsewhere."""
    told = run("compare", "retention", str(RETENTION), str(edited), "--json")
    lines = told.lines
    assert sum(line["cases"] for line in lines) == 4
    gone = [line for line in lines if line["change"] == "destination"]
    assert sum(line["cases"] for line in gone) == 4
    assert {line["before"]["destination"] for line in gone} == {"support"}
    assert all(line["facts"]["ouvert-offre"] == ["non"] for line in gone)


def test_nothing_changes_between_a_version_and_itself(run: Run, tmp_path: Path) -> None:
    """Which is said."""
    same = tmp_path / "retention"
    shutil.copytree(RETENTION, same)
    told = run("compare", "retention", str(RETENTION), str(same))
    assert told.code == 0
    assert "Aucun verdict ne change." in told.out


def test_a_folder_of_another_procedure_or_of_none_is_refused(run: Run, tmp_path: Path) -> None:
    """By what is wrong, and on standard error."""
    missing = run("compare", "retention", str(RETENTION), str(tmp_path / "absent"))
    assert missing.code == 1
    assert "ce fichier manque" in missing.err
    other = run("compare", "autre", str(RETENTION), str(RETENTION))
    assert other.code == 1
    assert "contient « retention », et non « autre »" in other.err
