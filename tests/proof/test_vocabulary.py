"""Whatever a vocabulary says twice, or not as it is heard, is named."""

from pathlib import Path

import pytest

from bot.decision.compiled import Compiled
from bot.language.understanding import Understanding
from bot.procedure.loader import Edition, load
from bot.proof.checks import defects
from bot.proof.defect import Kind
from bot.proof.vocabulary import vocabulary_defects
from tests.procedures import RETENTION, example_folder, planted
from tests.proof.plants import VOCABULARY_PLANTS


def misheard(edition: Edition) -> list[tuple[Kind, str]]:
    """What `check` says of a vocabulary."""
    understanding = Understanding(edition.procedure, edition.vocabulary)
    found = vocabulary_defects(edition.procedure, edition.vocabulary, understanding)
    return [(one.kind, one.message) for one in found]


def test_the_real_vocabulary_holds() -> None:
    """Each of its expressions is heard as it is written, and no two values claim one."""
    assert misheard(load(RETENTION)) == []


def test_the_example_s_vocabulary_holds(tmp_path: Path) -> None:
    """So is the one that teaches how to write another."""
    assert misheard(load(example_folder(tmp_path))) == []


@pytest.mark.parametrize("plant", VOCABULARY_PLANTS)
def test_a_defect_is_named_with_its_words(tmp_path: Path, plant: str) -> None:
    """And with the values between which the owner is to choose; the rules still hold."""
    edit, expected = VOCABULARY_PLANTS[plant]
    folder = planted(example_folder(tmp_path), tmp_path, edit, file="vocabulary.yaml")
    edition = load(folder)
    assert misheard(edition) == expected
    assert defects(Compiled(edition)) == []
