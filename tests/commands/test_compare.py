"""`aiguillage compare`: the cases whose verdict changes, for a person and for a program."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.config import Config
from tests.commands.conftest import Run
from tests.commands.test_weights import journal
from tests.journal.calls import NOT_OPEN
from tests.procedures import RETENTION, planted

RULE = "then: support\n    passages: [mensuel-ouvert, insatisfaction, downgrade]"
PHRASE = "  phrase-transfert:\n    destinations: [retention-general]"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The procedure with the destination of one rule changed, and where a phrase is said."""
    return planted(
        RETENTION,
        tmp_path,
        (RULE, RULE.replace("support", "retention")),
        (PHRASE, PHRASE.replace("[retention-general]", "[retention-general, support]")),
    )


def test_a_person_reads_where_cases_go_and_why(run: Run, edited: Path) -> None:
    """Labels of teams and facts, how many cases, the rule, and what is written otherwise."""
    told = run("compare", "retention", str(RETENTION), str(edited))
    assert told.code == 0
    assert told.err == ""
    text = re.sub(r"[ \n]+", " ", told.out)
    for words in (
        "cas changent sur 5\u202f088",
        f"Vont ailleurs{NBSP}: 4{NBSP}cas",
        "Traiter en Support → Transférer à Retention",
        "+ facturation-avant-transfert",
        "Pas ouvert à une offre",
        f"Traiter en Support{NBSP}: rien à dire → «{NBSP}Je vais transférer votre demande à…",
        f"± règle «{NBSP}mensuel-non-ouvert{NBSP}» "
        f"destination{NBSP}: Traiter en Support → Transférer à Retention",
    ):
        assert words in text


def test_what_goes_elsewhere_is_told_first(run: Run, edited: Path) -> None:
    """Then what is said otherwise, then what is written otherwise."""
    told = run("compare", "retention", str(RETENTION), str(edited)).out
    headings = ("Vont ailleurs", "autre phrase à dire", "Ce qui est écrit autrement")
    places = [told.index(heading) for heading in headings]
    assert places == sorted(places)


def test_a_program_reads_a_class_a_line(run: Run, edited: Path) -> None:
    """Facts with their values, how many distinct cases, and both verdicts as told elsewhere."""
    lines = run("compare", "retention", str(RETENTION), str(edited), "--json").lines
    gone = [line for line in lines if line["change"] == "destination"]
    assert sum(line["cases"] for line in gone) == 4
    assert {line["before"]["destination"] for line in gone} == {"support"}
    assert {line["after"]["destination"] for line in gone} == {
        "retention", "retention-general", "facturation-d-abord",
    }  # fmt: skip
    assert all(line["facts"]["ouvert-offre"] == ["non"] for line in gone)
    assert 0.02 < sum(line["share"] for line in gone) < 0.03
    said = [line for line in lines if line["change"] == "phrases"]
    assert said
    assert all("phrase-transfert" in line["after"]["phrases"] for line in said)


def test_nothing_changes_between_a_version_and_itself(run: Run, tmp_path: Path) -> None:
    """Which is said, and nothing else is."""
    same = tmp_path / "retention"
    shutil.copytree(RETENTION, same)
    told = run("compare", "retention", str(RETENTION), str(same))
    assert told.code == 0
    assert told.out.rstrip().endswith("Aucun verdict ne change.")
    assert run("compare", "retention", str(RETENTION), str(same), "--json").out == ""


def test_a_dated_version_takes_what_it_lacks_from_the_folder_around_it(
    run: Run, edited: Path
) -> None:
    """As where it answers: it may hold `procedure.yaml` alone."""
    dated = edited / "2027-01-01"
    dated.mkdir()
    (edited / "procedure.yaml").rename(dated / "procedure.yaml")
    shutil.copy(RETENTION / "procedure.yaml", edited)
    told = run("compare", "retention", str(edited), str(dated))
    assert told.code == 0
    assert f"Vont ailleurs{NBSP}: 4{NBSP}cas" in told.out


def test_a_folder_of_another_procedure_or_of_none_is_refused(run: Run, tmp_path: Path) -> None:
    """By what is wrong, and on standard error."""
    missing = run("compare", "retention", str(RETENTION), str(tmp_path / "absent"))
    assert missing.code == 1
    assert "ce fichier manque" in missing.err
    other = run("compare", "autre", str(RETENTION), str(RETENTION))
    assert other.code == 1
    assert f"contient «{NBSP}retention{NBSP}», et non «{NBSP}autre{NBSP}»" in other.err


def test_a_version_that_does_not_hold_is_refused(run: Run, tmp_path: Path) -> None:
    """By its defects: a case without a verdict has none to compare."""
    silence = "    when: {demande: autre}\n    then: superviseur\n"
    broken = planted(RETENTION, tmp_path, (silence, silence.replace("autre", "explication-pinc")))
    told = run("compare", "retention", str(RETENTION), str(broken))
    assert told.code == 1
    assert "aucune règle, et aucun silence déclaré" in told.err


def test_changes_are_weighed_by_the_journal_where_it_holds_enough(
    run: Run, edited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many real calls as there are, beside the declared weights; else it says why not."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/kept.db")
    config = Config(database_url=f"sqlite:///{tmp_path}/kept.db")
    asked = ("compare", "retention", str(RETENTION), str(edited), "--days", "30")
    told = run(*asked)
    assert told.code == 0
    assert "pas encore assez" in told.err
    assert "appels réels (" not in told.out
    facts = {fact.replace("-", "_"): value for fact, value in NOT_OPEN.items()}
    journal(config, verdicts=250, **facts)
    told = run(*asked)
    assert told.err == ""
    assert f"250 appels réels (100,00{NBSP}%)" in told.out
    assert f"Appels réels pesés{NBSP}: 250." in told.out


@pytest.mark.parametrize("days", ["0", "-1", "3651", "999999999", "9" * 40])
def test_real_calls_are_those_of_ten_years_at_most(run: Run, days: str) -> None:
    """More is no date, and none is not to be asked for."""
    told = run("compare", "retention", str(RETENTION), str(RETENTION), "--days", days)
    assert (told.code, told.out) == (2, "")
    assert f"«\u00a0{days}\u00a0»\u00a0: de 1 à 3\u202f650 jours" in told.err


def test_values_in_another_order_are_told(run: Run, tmp_path: Path) -> None:
    """The version is another, though no verdict is."""
    red, none = 'oui: "Feu rouge (drapeau rouge)"', 'non: "Pas de feu rouge"'
    other = planted(RETENTION, tmp_path, (f"{{{red}, {none}}}", f"{{{none}, {red}}}"))
    told = run("compare", "retention", str(RETENTION), str(other)).out
    assert "Aucun verdict ne change." in told
    assert told.splitlines()[-2:] == [
        f"± fait «{NBSP}feu-rouge{NBSP}»",
        f"    ordre des valeurs{NBSP}: Feu rouge (drapeau rouge) / Pas de feu rouge → "
        "Pas de feu rouge / Feu rouge (drapeau rouge)",
    ]


def test_real_calls_are_not_asked_for_in_json(run: Run) -> None:
    """Nothing is ignored in silence."""
    told = run("compare", "retention", str(RETENTION), str(RETENTION), "--json", "--days", "30")
    assert told.code == 2
    assert "--json" in told.err
