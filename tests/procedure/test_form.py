"""A file whose form is wrong is refused in French, at the very word, with the nearest one."""

from pathlib import Path

import pytest

from tests.procedures import example_folder, place, planted, refusal

SIGN = 'sign: "👮"'
DESK = 'values: {oui: "Bureau ouvert", non: "Bureau fermé"}'
START = "{from: 2026-03-01}"
SHARE = "{absent: .70"
TICK = "      - {proprietaire: prouve}\n"
NAME = "un nom s’écrit en minuscules sans accent, chiffres et tirets"


def told(tmp_path: Path, old: str, new: str, *found: tuple[str, str]) -> None:
    """Plant `new` for `old` in the example: the refusal tells each message at its words."""
    folder = planted(example_folder(tmp_path), tmp_path, (old, new))
    file = folder / "procedure.yaml"
    assert refusal(folder) == [f"{place(file, words)}: {message}" for words, message in found]


@pytest.mark.parametrize(
    ("old", "new", "words", "ending"),
    [
        ('help: "Ce', 'aide: "Ce', "aide: ", "« aide » ; au choix : label, help"),
        ("glossary", "glosary", "glosary", "« glosary » ; vouliez-vous dire « glossary » ?"),
        ("{prevails", "{prevail", "prevail:", "« prevail » ; vouliez-vous dire « prevails » ?"),
        ("ticks:", "tics: []\n    ticks:", "tics", "« tics » ; vouliez-vous dire « ticks » ?"),
        (
            ", ground: reading, because",
            ", ground: reading, becose: A, because",
            "becose",
            "« becose » ; vouliez-vous dire « because » ?",
        ),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_or_with_all(
    tmp_path: Path, old: str, new: str, words: str, ending: str
) -> None:
    """The keys offered are those of the very group in which the unknown one stands."""
    told(tmp_path, old, new, (words, f"clé inconnue {ending}"))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "    then: guichet",
            "    them: guichet",
            [
                ("restitution:\n", "il manque « then »"),
                ("them:", "clé inconnue « them » ; vouliez-vous dire « then » ?"),
            ],
        ),
        (
            "{from: ",
            "{form: ",
            [
                ("in_force", "il manque « from »"),
                ("form:", "clé inconnue « form » ; vouliez-vous dire « from » ?"),
            ],
        ),
        (
            "title:",
            "titre:",
            [
                ("procedure: objets", "il manque « title »"),
                ("titre:", "clé inconnue « titre » ; vouliez-vous dire « title » ?"),
            ],
        ),
    ],
)
def test_what_is_missing_is_told_at_what_should_hold_it(
    tmp_path: Path, old: str, new: str, found: list[tuple[str, str]]
) -> None:
    """A misspelt key that is required is two faults: the one that lacks, the one too many."""
    told(tmp_path, old, new, *found)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("17", "un nombre"),
        (".5", "un nombre"),
        ("2026-03-01", "une date"),
        ("no", "oui ou non"),
        ("on", "oui ou non"),
        ("2026-03-01 12:00:00", "une date"),
    ],
)
def test_what_yaml_takes_for_something_else_than_a_text_asks_for_quotes(
    tmp_path: Path, given: str, taken: str
) -> None:
    """The message says what the words were taken for."""
    message = f"un texte est attendu ici, et ceci se lit comme {taken} ; mettez-le entre guillemets"
    told(tmp_path, SIGN, f"sign: {given}", (f"sign: {given}", message))


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        (SIGN, "sign: null", "sign: null", "il manque un texte ici"),
        (SIGN, "sign: [a]", "sign: [", "un texte est attendu ici, non une liste ou un groupe"),
        (SIGN, "sign: {a: b}", "sign: {", "un texte est attendu ici, non une liste ou un groupe"),
        ("{oui: .10}", "[]", "suspect: []", "un groupe « nom: valeur » est attendu ici"),
        ("{oui: .10}", "1", "suspect: 1", "un groupe « nom: valeur » est attendu ici"),
        ("{set: {objet: arme}}", "abc", "abc", "un groupe « nom: valeur » est attendu ici"),
        ("[arme, papiers, argent]", "a", "if_several", "une liste est attendue ici : [un, deux]"),
        (DESK, 'values: {oui: "A"}', 'values: {oui: "A"}', "il en faut au moins 2 ici"),
        ("{set: {objet: arme}}", "{set: {}}", "set: {}", "il en faut au moins 1 ici"),
        (TICK, "      - {a: b, c: d}\n", "{a: b", "il en faut au plus 1 ici"),
        (SHARE, "{absent: souvent", "absent: souvent", "un nombre est attendu ici"),
        (SHARE, "{absent: [.7]", "absent: [", "un nombre est attendu ici"),
        (SHARE, "{absent: 70", "absent: 70", "un nombre d’au plus 1 est attendu ici"),
        (SHARE, "{absent: -.7", "absent: -", "un nombre d’au moins 0 est attendu ici"),
        (START, "{from: mars}", "from: m", "une date est attendue ici (2025-08-13)"),
        (START, "{from: [mars]}", "from: [", "une date est attendue ici (2025-08-13)"),
        (
            START,
            "{from: 2026-03-01 12:00:00}",
            "from: 2",
            "une date sans heure est attendue ici (2025-08-13)",
        ),
        (
            START,
            "{from: 2026-03-01, to_confirm: oui}",
            "to_confirm",
            "« true » ou « false » est attendu ici",
        ),
        (
            START,
            "{from: 2026-03-01, to_confirm: [true]}",
            "to_confirm",
            "« true » ou « false » est attendu ici",
        ),
        ("{PCS: null}", '{PCS: ""}', "PCS: ", "ce texte est vide"),
        ("objets\nin", "a" * 32 + "\nin", "command", "trop long : au plus 31 caractères ici"),
    ],
)
def test_each_kind_of_value_is_asked_for_in_plain_words(
    tmp_path: Path, old: str, new: str, words: str, message: str
) -> None:
    """A list, a group, a number, a date or a size: the message says which is wanted."""
    told(tmp_path, old, new, (words, message))


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        (
            "  bureau-ferme: {instead",
            "  Bureau fermé: {instead",
            "Bureau fermé: {",
            f"« Bureau fermé » : {NAME} ; écrivez « bureau-ferme »",
        ),
        ("objets\nin", "/objets\nin", "command", f"« /objets » : {NAME} ; écrivez « objets »"),
        ("[papiers, argent, d", "[papiers, Œ_1, d", "Œ_1", f"« Œ_1 » : {NAME} ; écrivez « 1 »"),
        ("      - {bureau-", "      - {“”: oui, bureau-", "“”: oui", f"« “” » : {NAME}"),
    ],
)
def test_a_name_that_is_none_is_told_with_the_one_to_write(
    tmp_path: Path, old: str, new: str, words: str, message: str
) -> None:
    """Accents, capitals and spaces are taken out of the name proposed."""
    folder = planted(example_folder(tmp_path), tmp_path, (old, new))
    assert f"{place(folder / 'procedure.yaml', words)}: {message}" in refusal(folder)


@pytest.mark.parametrize(
    ("ground", "message"),
    [
        ("conflit", "mot inconnu « conflit » ; vouliez-vous dire « conflict » ?"),
        ("silent", "mot inconnu « silent » ; au choix : written, reading, conflict"),
        ("1", "mot inconnu « 1 » ; au choix : written, reading, conflict"),
    ],
)
def test_a_ground_is_one_of_three_words(tmp_path: Path, ground: str, message: str) -> None:
    """A verdict may rest on silence; a rule may not."""
    told(tmp_path, "ground: conflict", f"ground: {ground}", (f"ground: {ground}", message))


def test_what_we_have_no_words_for_is_told_as_the_model_tells_it(tmp_path: Path) -> None:
    """A rare fault keeps its place, with words in English."""
    folder = planted(example_folder(tmp_path), tmp_path, (SIGN, "sign: !!binary gA=="))
    (problem,) = refusal(folder)
    start = f"{place(folder / 'procedure.yaml', 'sign: !!')}: ce qui est écrit ici est refusé ("
    assert problem.startswith(start)


def test_a_huge_name_is_shown_cut(tmp_path: Path) -> None:
    """A refusal stays readable whatever stands in the file."""
    folder = planted(example_folder(tmp_path), tmp_path, ("glossary", "é" * 5000))
    (problem,) = refusal(folder)
    assert len(problem) < 300


@pytest.mark.parametrize("content", ["", "# rien\n", "[]\n", "texte\n", "null\n"])
def test_a_file_that_holds_no_group_is_refused_at_its_start(tmp_path: Path, content: str) -> None:
    """An empty file is a procedure that lacks everything."""
    folder = example_folder(tmp_path)
    (folder / "procedure.yaml").write_text(content, "utf-8")
    told_once = "procedure.yaml:1:1: un groupe « nom: valeur » est attendu ici"
    assert refusal(folder) == [told_once]


def test_all_the_faults_of_form_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    """A person mends a file in one pass."""
    edits = [
        (SIGN, "sign: 17"),
        (START, "{from: mars}"),
        ("glossary", "glosary"),
        ("  bureau-ferme: {instead", "  bureau: {instead"),
    ]
    folder = planted(example_folder(tmp_path), tmp_path, *edits)
    file = folder / "procedure.yaml"
    found = refusal(folder)
    words = ["from: mars", "sign: 17", "bureau: {instead", "glosary"]
    assert [one.split(": ")[0] for one in found] == [place(file, one) for one in words]
