"""A text is accepted up to its limit, and named with its length beyond."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.procedure.model import Procedure
from bot.proof.defect import Defect, Kind
from bot.proof.limits import limit_defects
from tests.decision.strategies import built
from tests.procedures import example_folder

CHOICE, HEADING, LINE, BLOCK = 75, 140, 300, 2_900

TEXTS = [
    ("title", HEADING, "title"),
    ("sections.remise", HEADING, "section « remise »"),
    ("passages.police.quote", BLOCK, "passage « police »"),
    ("facts.objet.label", CHOICE, "fait « objet »"),
    ("facts.objet.question", HEADING, "fait « objet », « question »"),
    ("facts.objet.where", LINE, "fait « objet », « where »"),
    ("facts.objet.values.arme", CHOICE, "fait « objet », valeur « arme »"),
    ("facts.objet.values.autre.label", CHOICE, "fait « objet », valeur « autre »"),
    ("facts.objet.values.autre.help", 150, "fait « objet », valeur « autre », « help »"),
    ("questions.situation.text", HEADING, "question « situation »"),
    ("questions.situation.where", LINE, "question « situation », « where »"),
    ("questions.trouvaille.choices.0.label", CHOICE, "question « trouvaille », choix"),
    ("destinations.police.label", HEADING, "destination « police »"),
    ("destinations.police.sign", 9, "destination « police », « sign »"),
    ("destinations.police.steps", LINE, "destination « police », « steps »"),
    ("destinations.perimetre.steps.1", LINE, "destination « perimetre », « steps »"),
    ("destinations.perimetre.settled.label", CHOICE, "destination « perimetre », « settled »"),
    ("rules.sans-preuve.because", LINE, "règle « sans-preuve », « because »"),
    ("rules.restitution.over.0.because", LINE, "règle « restitution », « over »"),
    ("rules.denrees.over.0.words", BLOCK, "règle « denrees », « words »"),
    ("silences.animal.because", LINE, "silence « animal », « because »"),
    ("phrases.eloignez-vous.say", BLOCK, "phrase « eloignez-vous »"),
    ("reminders.registre.text", LINE, "rappel « registre »"),
    ("grey_zones.objet-de-prix.question", LINE, "zone grise « objet-de-prix »"),
    ("grey_zones.objet-de-prix.reading", LINE, "zone grise « objet-de-prix », « reading »"),
]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example's file."""
    folder: Path = example_folder(tmp_path_factory.mktemp("limits"))
    return (folder / "procedure.yaml").read_text("utf-8")


def written(text: str, path: str, new: Any) -> Procedure:
    """The example with one of its parts written otherwise."""
    data = yaml.safe_load(text)
    part, *names = [int(name) if name.isdigit() else name for name in path.split(".")][::-1]
    inside = data
    for name in reversed(names):
        inside = inside[name]
    inside[part] = new
    return Procedure.model_validate(data)


def found(procedure: Procedure) -> list[str]:
    """What is said to be too long."""
    defects: list[Defect] = list(limit_defects(procedure))
    assert all(one.kind is Kind.TOO_LONG for one in defects)
    return [one.message for one in defects]


@pytest.mark.parametrize(("path", "most", "where"), TEXTS, ids=[path for path, _, _ in TEXTS])
def test_a_text_is_named_beyond_its_limit_only(text: str, path: str, most: int, where: str) -> None:
    """With where it stands, its length and what is allowed."""
    assert found(written(text, path, "é" * most)) == []
    message = f"{where} : {most + 1} caractères, {most} au plus"
    assert found(written(text, path, "é" * (most + 1))) == [message]


def test_fragments_are_counted_with_the_lines_between_them(text: str) -> None:
    """A quote in two fragments is shown on two lines."""
    half = "é" * (BLOCK // 2)
    assert found(written(text, "passages.police.quote", [half, half[1:]])) == []
    told = f"passage « police » : {BLOCK + 1} caractères, {BLOCK} au plus"
    assert found(written(text, "passages.police.quote", [half, half])) == [told]


def test_a_checklist_has_seven_lines_at_most(text: str) -> None:
    """More is not taken in at a glance."""
    tick = {"bureau-ouvert": "non"}
    assert found(written(text, "questions.situation.ticks", [tick] * 7)) == []
    told = "question « situation » : 8 lignes à cocher, 7 au plus"
    assert found(written(text, "questions.situation.ticks", [tick] * 8)) == [told]


def test_a_card_has_ninety_nine_choices_at_most(text: str) -> None:
    """With « je ne sais pas », a menu is full."""
    choice = {"set": {"objet": "arme"}}
    assert found(written(text, "questions.trouvaille.choices", [choice] * 99)) == []
    told = "question « trouvaille » : 99 choix au plus"
    assert found(written(text, "questions.trouvaille.choices", [choice] * 100)) == [told]


def test_a_fact_has_ninety_nine_values_at_most(text: str) -> None:
    """For the same reason."""
    values = {f"v{n}": "Valeur" for n in range(100)}
    assert found(written(text, "facts.objet.values", dict(list(values.items())[:99]))) == []
    told = "fait « objet » : 99 valeurs au plus"
    assert found(written(text, "facts.objet.values", values)) == [told]


def test_a_whole_case_fits_in_a_button() -> None:
    """The names of all facts twice, each with its longest value, and the signs between them."""
    facts = {f"{'f' * 16}{n}": {"values": ["a", "b"]} for n in range(10, 50)}
    assert found(built(facts=facts)) == []
    facts["g"] = facts.pop(f"{'f' * 16}10") | {"values": ["a", "b" * 36]}
    told = "un cas entier prend 1601 caractères, 1600 au plus : abrégez les noms"
    assert found(built(facts=facts)) == [told]
