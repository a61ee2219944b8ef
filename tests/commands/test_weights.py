"""`aiguillage weights`: what the journal teaches, told before anything is changed by it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
import yaml

from bot.config import Config
from bot.journal.entry import Entry
from bot.journal.figures import FEWEST
from bot.journal.traffic import FEWEST_VERDICTS
from bot.keeping import Keeping
from bot.procedure.loader import load
from tests.commands.conftest import Run
from tests.procedures import RETENTION, read, write

DAY = 86_400


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    url = f"sqlite:///{tmp_path}/kept.db"
    monkeypatch.setenv("DATABASE_URL", url)
    return Config(database_url=url)


def journal(
    config: Config,
    verdicts: int = FEWEST_VERDICTS,
    people: int = FEWEST,
    age: int = 0,
    **facts: str,
) -> None:
    """So many verdicts of the same facts, by so many people, some days ago."""
    known = {fact.replace("_", "-"): value for fact, value in facts.items()}
    entries = [
        Entry(
            id=f"{age}.{sorted(facts)}.{n}",
            case=f"{age}.{sorted(facts)}.{n}",
            procedure="retention",
            version="0123456789ab",
            platform="slack",
            person=f"U0PERSON{n % people}",
            at=int(time.time()) - age * DAY - 60,
            facts=known,
            unknown=(),
            destination="support",
            basis="written",
            rules=(),
            phrases=(),
            cards=2,
        )
        for n in range(verdicts)
    ]

    async def story() -> None:
        kept = Keeping(config)
        await kept.enter(entries, [])
        await kept.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("verdicts", "people"), [(FEWEST_VERDICTS - 1, FEWEST), (FEWEST_VERDICTS, FEWEST - 1)]
)
def test_too_little_teaches_nothing_and_says_so(
    config: Config, run: Run, verdicts: int, people: int
) -> None:
    """It is no error; and where a block is asked for, none is written."""
    journal(config, verdicts, people, feu_rouge="oui")
    ran = run("weights", "retention")
    assert ran.code == 0
    assert "pas encore assez" in ran.out
    assert "0,12" not in ran.out
    block = run("weights", "retention", "--yaml")
    assert (block.code, block.out) == (0, "")
    assert "pas encore assez" in block.err


def test_weights_are_told_as_declared_as_counted_and_as_learnt(config: Config, run: Run) -> None:
    """With how many verdicts they come from, and the facts of which nothing is known."""
    journal(config, 300, feu_rouge="oui")
    ran = run("weights", "retention")
    assert ran.code == 0
    row = next(line for line in ran.out.splitlines() if line.startswith("feu-rouge"))
    assert row.split("  ")[0] == "feu-rouge"
    for told in ("0,120", "0,945", "300", "98,7 à 100,0"):
        assert told in row
    assert "Gardés tels quels, faute de verdicts\u00a0: demande, pre-actif" in ran.out
    assert "U0PERSON" not in ran.out


def test_what_would_change_in_the_order_is_told_where_it_would(config: Config, run: Run) -> None:
    """The facts that lead there, the question of today, and the one that would come."""
    journal(config, 300, plusieurs_domaines="oui")
    out = run("weights", "retention").out
    assert "changerait dans 1 état sur" in out
    move = next(line for line in out.splitlines() if line.startswith("- "))
    assert "demande = resiliation" in move
    assert move.endswith("engagement → paroles")
    assert "gain" in out


def test_an_order_that_stays_is_told_to_stay(config: Config, run: Run) -> None:
    """As many calls of a fact as were declared change nothing."""
    journal(config, 300, demande="plainte-formelle")
    assert "L’ordre des questions ne changerait pas." in run("weights", "retention").out


def test_only_the_latest_days_teach(config: Config, run: Run) -> None:
    """Those asked for, ninety where none are."""
    journal(config, 300, age=97, feu_rouge="oui")
    assert "pas encore assez" in run("weights", "retention").out
    assert "feu-rouge" in run("weights", "retention", "--days", "100").out


@pytest.mark.parametrize("days", ["0", "-1", "3651", "999999999", "9" * 40])
@pytest.mark.parametrize("more", [[], ["--yaml"]])
def test_a_journal_is_read_over_ten_years_at_most(
    config: Config, run: Run, days: str, more: list[str]
) -> None:
    """More is no date, and less than a day is nothing."""
    ran = run("weights", "retention", "--days", days, *more)
    assert (ran.code, ran.out) == (2, "")
    assert f"«\u00a0{days}\u00a0»\u00a0: de 1 à 3\u202f650 jours" in ran.err
    assert run("weights", "retention", "--days", "3650", *more).code == 0


def test_an_answer_that_no_call_had_keeps_a_weight(config: Config, run: Run) -> None:
    """The smallest that is told: it might be given yet."""
    journal(config, 4_000, feu_rouge="non")
    assert "0,001" in run("weights", "retention").out
    block = yaml.safe_load(run("weights", "retention", "--yaml").out)
    assert block["weights"]["feu-rouge"] == {"oui": 0.001, "non": 0.999}


def test_the_block_can_be_pasted_in_the_procedure(config: Config, run: Run, tmp_path: Path) -> None:
    """It is loaded, has the weights told, and leaves the others as they were."""
    journal(config, 300, feu_rouge="oui")
    block = run("weights", "retention", "--yaml").out
    assert block.startswith("# Appris du journal\u00a0: 300 verdicts, du ")
    folder = tmp_path / "retention"
    folder.mkdir()
    for file in RETENTION.iterdir():
        if file.is_file():
            write(folder / file.name, read(file))
    text = read(folder / "procedure.yaml")
    start = text.index("\nweights:\n") + 1
    assert all(line.startswith("  ") for line in text[start:].splitlines()[1:])
    write(folder / "procedure.yaml", text[:start] + block)
    loaded, before = load(folder).procedure.weights, load(RETENTION).procedure.weights
    assert loaded == {**before, "feu-rouge": {"oui": 0.945, "non": 0.055}}
    assert yaml.safe_load(block)["weights"]["feu-rouge"] == {"oui": 0.945, "non": 0.055}
