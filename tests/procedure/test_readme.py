"""The README teaches with an example that works, and shows what the program really says."""

import re
from pathlib import Path

import pytest

from bot.decision.compiled import Compiled
from bot.decision.decide import decide, read_facts
from bot.decision.verdict import Decided
from bot.errors import ProcedureRefused
from bot.procedure.loader import load
from bot.procedure.typography import NBSP, french_spaces
from tests.procedures import README, example_folder, planted

TEXT = README.read_text("utf-8")


def test_the_example_is_whole(tmp_path: Path) -> None:
    """Its four files are there, and everything that a file can hold is shown once."""
    folder = example_folder(tmp_path)
    assert sorted(file.name for file in folder.iterdir()) == [
        "cases.yaml",
        "procedure.yaml",
        "source.txt",
        "vocabulary.yaml",
    ]
    edition = load(folder)
    procedure, vocabulary = edition.procedure, edition.vocabulary
    assert set(procedure.model_fields_set) == set(type(procedure).model_fields)
    assert {"ticks", "choices"} == {
        kind
        for question in procedure.questions.values()
        for kind in question.model_fields_set & {"ticks", "choices"}
    }
    assert any(rule.instead_of for rule in procedure.rules.values())
    assert vocabulary.facts.keys() == procedure.facts.keys()
    assert any(fact.if_several for fact in procedure.facts.values())
    assert any(destination.settled for destination in procedure.destinations.values())


def test_each_call_of_the_example_comes_to_what_is_expected(tmp_path: Path) -> None:
    """What a reader learns to write is right."""
    compiled = Compiled(load(example_folder(tmp_path)))
    for call in compiled.edition.calls:
        decision = decide(compiled, read_facts(compiled, call.facts).facts)
        if isinstance(decision, Decided):
            found = decision.verdict
            assert call.expect.destination == found.destination, call.call
            assert call.expect.basis == found.basis, call.call
            assert call.expect.phrases == found.phrases, call.call
        else:
            assert set(call.expect.possible or ()) == set(decision.possible), call.call


def test_every_case_of_the_example_has_one_verdict(tmp_path: Path) -> None:
    """Counted as the README counts them."""
    compiled = Compiled(load(example_folder(tmp_path)))
    counts = [cases.bit_count() for cases in compiled.routing.destinations.values()]
    assert sum(counts) == compiled.space.size
    assert f"(ici {compiled.space.size})" in TEXT


def test_the_refusal_shown_is_the_one_that_the_loader_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same faults, at the same places, in the same words."""
    edits = [
        (f"Arme{NBSP}:", "Arme :"),
        ("{objet: [papiers, argent]}", "{objet: [papier, argent]}"),
    ]
    planted(example_folder(tmp_path / "dialogs"), tmp_path / "dialogs", *edits)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProcedureRefused) as refused:
        load(Path("dialogs/objets-trouves"))
    shown = re.search(r"^```text\n(.*?)\n```$", TEXT, re.MULTILINE | re.DOTALL)
    assert shown
    assert str(refused.value) == shown[1]


def test_its_french_has_the_spaces_that_it_teaches() -> None:
    """Everywhere but in the refusal, which is shown as the terminal prints it."""
    prose = re.sub(r"^```text\n.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    assert french_spaces(prose) == prose
    assert "'" not in prose
