"""The named calls of a folder name what its procedure has, and each its own."""

from pathlib import Path

import pytest

from bot.procedure.loader import load
from bot.procedure.model import Ground
from tests.procedures import example_folder, place, planted, refusal

CASES = "cases.yaml"


def test_a_call_is_read_with_what_is_expected_of_it(tmp_path: Path) -> None:
    """What is not expected stays unsaid, which is not the same as nothing."""
    calls = load(example_folder(tmp_path)).calls
    assert len(calls) == 8
    complete = next(one for one in calls if one.call == "Un chat dans la salle d’attente")
    assert complete.facts == {"objet": "animal"}
    assert complete.expect.destination == "superviseur"
    assert complete.expect.basis is Ground.SILENT
    assert complete.expect.phrases == ()
    assert complete.expect.possible is None
    partial = next(one for one in calls if one.expect.possible)
    assert partial.expect.destination is None
    assert partial.expect.phrases is None


def test_a_single_phrase_may_be_written_without_its_list(tmp_path: Path) -> None:
    """As everywhere in the files, one item stands for a list of one."""
    edit = (
        'written, phrases: [eloignez-vous]}\n- call: "Un cou',
        'written, phrases: eloignez-vous}\n- call: "Un cou',
    )
    folder = planted(example_folder(tmp_path), tmp_path, edit, file=CASES)
    assert load(folder).calls[0].expect.phrases == ("eloignez-vous",)


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        (
            '- call: "Un chat dans la salle d’attente"',
            '- call: "Un couteau de chasse sous un siège"',
            'call: "Un couteau de chasse sous un siège"\n  facts: {objet: animal',
            "un autre appel s’appelle déjà « Un couteau de chasse sous un siège »",
        ),
        (
            "{objet: animal}",
            "{objets: animal}",
            "objets: animal",
            "fait inconnu « objets » ; vouliez-vous dire « objet » ?",
        ),
        (
            "{objet: animal}",
            "{objet: animaux}",
            "objet: animaux",
            "valeur inconnue de « objet » : « animaux » ; vouliez-vous dire « animal » ?",
        ),
        (
            "destination: coffre",
            "destination: coffres",
            "destination: coffres",
            "destination inconnue « coffres » ; vouliez-vous dire « coffre » ?",
        ),
        (
            "[perimetre, coffre]",
            "[perimetre, coffres]",
            "coffres]",
            "destination inconnue « coffres » ; vouliez-vous dire « coffre » ?",
        ),
        (
            "silent, phrases: []",
            "silent, phrases: [eloignez-vous, eloignez-moi]",
            "eloignez-moi",
            "phrase inconnue « eloignez-moi » ; vouliez-vous dire « eloignez-vous » ?",
        ),
        (
            "basis: silent",
            "basis: silence",
            "basis: silence",
            "mot inconnu « silence » ; vouliez-vous dire « silent » ?",
        ),
        (
            '- call: "Un chat dans la salle d’attente"',
            '- call: ""',
            'call: ""',
            "ce texte est vide",
        ),
        (
            "{objet: animal}",
            "{objet: [animal, arme]}",
            "objet: [animal",
            "un texte est attendu ici, non une liste ou un groupe",
        ),
        (
            "expect: {possible",
            "expects: {possible",
            "expects",
            "clé inconnue « expects » ; vouliez-vous dire « expect » ?",
        ),
    ],
)
def test_a_call_that_names_what_does_not_exist_is_refused_there(
    tmp_path: Path, old: str, new: str, words: str, message: str
) -> None:
    """A slip in an expected verdict would otherwise pass for a wrong rule."""
    folder = planted(example_folder(tmp_path), tmp_path, (old, new), file=CASES)
    assert f"{place(folder / CASES, words)}: {message}" in refusal(folder)


def test_all_the_faults_of_the_calls_are_told_at_once(tmp_path: Path) -> None:
    """Three calls, three faults, in the order of the file."""
    edits = [
        ("{objet: animal}", "{objet: animaux}"),
        ("destination: coffre", "destination: coffres"),
        ("[perimetre, coffre]", "[perimetres, coffre]"),
    ]
    folder = planted(example_folder(tmp_path), tmp_path, *edits, file=CASES)
    places = [problem.split(": ")[0] for problem in refusal(folder)]
    words = ["destination: coffres", "objet: animaux", "perimetres"]
    assert places == [place(folder / CASES, one) for one in words]


def test_the_calls_must_be_a_list(tmp_path: Path) -> None:
    """A group of calls has no order and no place for two of one name."""
    folder = example_folder(tmp_path)
    (folder / CASES).write_text("un-appel: {call: a}\n", "utf-8")
    assert refusal(folder) == [f"{CASES}:1:1: une liste est attendue ici : [un, deux]"]
