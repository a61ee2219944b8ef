"""Vignettes are optional, change no verdict, and are refused where they cannot be told."""

import re
from pathlib import Path

import pytest

from bot.procedure.loader import load
from bot.procedure.typography import NBSP, french_spaces
from bot.procedure.vignettes import Tone, Vignettes
from tests.procedures import README, RETENTION, example_folder, place, planted, refusal, write

FILE = "vignettes.yaml"
_BLOCK = re.compile(
    r"^```yaml\n(# yaml-language-server: \$schema=\.\./vignettes.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def shown() -> str:
    """The vignettes that the README shows, for the example's procedure."""
    block = _BLOCK.search(README.read_text("utf-8"))
    assert block
    return block[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = example_folder(tmp_path)
    write(made / FILE, shown())
    return made


def read(folder: Path) -> Vignettes:
    """The vignettes of a folder that has some."""
    vignettes = load(folder).vignettes
    assert vignettes is not None
    return vignettes


def changed(folder: Path, *edits: tuple[str, str]) -> Path:
    """The folder itself, its vignettes edited."""
    return planted(folder, folder.parent, *edits, file=FILE)


# ── What is read ──────────────────────────────────────────────────────────────────────────────


def test_a_folder_without_vignettes_has_none(tmp_path: Path) -> None:
    """The procedure works all the same; nobody is trained."""
    assert load(example_folder(tmp_path)).vignettes is None


def test_vignettes_do_not_change_the_version(folder: Path) -> None:
    """They change no verdict: a case that was saved stays true."""
    version = load(folder).version
    (folder / FILE).unlink()
    assert load(folder).version == version


def test_the_vignettes_of_the_readme_tell_every_value(folder: Path) -> None:
    """What a reader learns to write loads, and shows every key of the form."""
    vignettes = read(folder)
    assert set(vignettes.model_fields_set) == set(Vignettes.model_fields)
    ways = [ways for values in vignettes.facts.values() for ways in values.values()]
    assert {key for one in ways for key in one.model_fields_set} == {"caller", "screen", "known"}
    assert all(one.is_always_told for one in ways)


def test_a_bare_text_of_a_caller_is_what_anybody_says(folder: Path) -> None:
    """One may stand for a list of one, and a list for the group that holds it."""
    told = read(folder).facts["objet"]
    assert told["papiers"].caller == {Tone.ANY: ("C’est un passeport.",)}
    assert len(told["autre"].caller[Tone.ANY]) == 2
    assert told["arme"].caller[Tone.PRESSED] == (f"Un couteau, là{NBSP}!",)
    assert (told["arme"].screen, told["arme"].known) == ((), ())


def test_texts_get_their_french_spaces(folder: Path) -> None:
    """A plain space typed before a colon or a mark is made non-breaking."""
    vignettes = read(changed(folder, (f"Quel vent, sur ce quai{NBSP}!", "Quel vent !")))
    assert vignettes.details.caller == (f"Quel vent{NBSP}!",)


def test_every_text_has_its_place_in_the_file() -> None:
    """The paths of the real vignettes lead to what they are said to hold."""
    vignettes = read(RETENTION)
    texts = list(vignettes.texts())
    assert len({path for path, _ in texts}) == len(texts) > 300
    for path, text in texts:
        at: object = vignettes.model_dump()
        for part in path:
            at = at[part]  # type: ignore[index]
        assert at == text


def test_the_real_vignettes_imitate_every_prescribed_phrase() -> None:
    """And no imitation is the phrase itself."""
    edition = load(RETENTION)
    near = read(RETENTION).near
    assert near.keys() == edition.procedure.phrases.keys()
    for name, texts in near.items():
        said = " ".join(edition.procedure.phrases[name].say)
        assert len(texts) >= 2
        assert said not in texts


# ── What is refused ───────────────────────────────────────────────────────────────────────────


MISPLACED = "« {} » mal placé : écrivez {{il|elle}}, [vous|tu] ou $liste"


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        (
            'animal: {caller: "C’est un chat."}',
            "animal: {}",
            "facts:",
            "« objet: animal » n’a pas de texte qui vaille pour tout ton",
        ),
        (
            '    animal: {caller: "C’est un chat."}\n',
            "",
            "facts:",
            "« objet: animal » n’a pas de texte qui vaille pour tout ton",
        ),
        (
            '{caller: "C’est un chat."}',
            '{caller: {angry: "C’est un chat !"}}',
            "facts:",
            "« objet: animal » n’a pas de texte qui vaille pour tout ton",
        ),
        (
            "J’ai trouvé un $objet.",
            "J’ai trouvé un $objets.",
            'caller: ["J’ai trouvé un $objets."',
            "liste de mots inconnue « objets » ; vouliez-vous dire « objet » ?",
        ),
        (
            "{objet: {parapluie: m, écharpe: f, ordinateur: m}}",
            "{}",
            'caller: ["J’ai trouvé un $objet."',
            "liste de mots inconnue « objet » ; il n’y en a pas encore",
        ),
        ("écharpe: f", "écharpe: x", "écharpe: x", "mot inconnu « x » ; au choix : m, f"),
        (
            "{pressé|pressée}",
            "{pressé}",
            'hello: "Vite, je suis {pressé}',
            MISPLACED.format("{"),
        ),
        (
            "{pressé|pressée}",
            "pressé|pressée",
            'hello: "Vite, je suis pressé',
            MISPLACED.format("|"),
        ),
        (
            "[pouvez-vous|peux-tu]",
            "[pouvez-vous|peux-tu|peut-on]",
            '"Bonjour, [pouvez-vous',
            MISPLACED.format("["),
        ),
        ("Voie : 4", "Voie : 4 $", 'screen: "Voie : 4 $"', MISPLACED.format("$")),
        (
            "near: {eloignez-vous",
            "near: {eloignez-moi",
            "eloignez-moi",
            "phrase inconnue « eloignez-moi » ; vouliez-vous dire « eloignez-vous » ?",
        ),
        (
            "  polite: {hello",
            "  any: {hello: Bonjour.}\n  polite: {hello",
            "any: {hello",
            "« any » n’est pas un ton : pressed, polite, angry, technical",
        ),
        (
            "  polite: {hello",
            "  polit: {hello",
            "polit: {hello",
            "mot inconnu « polit » ; vouliez-vous dire « polite » ?",
        ),
        (
            "{proprietaire: sans-preuve}",
            "{proprio: sans-preuve}",
            "proprio: sans-preuve",
            "fait inconnu « proprio » ; vouliez-vous dire « proprietaire » ?",
        ),
        (
            "{proprietaire: sans-preuve}",
            "{proprietaire: sans-preuves}",
            "proprietaire: sans-preuves",
            "valeur inconnue de « proprietaire » : « sans-preuves » ; "
            "vouliez-vous dire « sans-preuve » ?",
        ),
        (
            "  suspect: {oui",
            "  suspects: {oui",
            "suspects: {oui",
            "fait inconnu « suspects » ; vouliez-vous dire « suspect » ?",
        ),
        (
            "    papiers: {caller",
            "    papier: {caller",
            "papier: {caller",
            "valeur inconnue de « objet » : « papier » ; vouliez-vous dire « papiers » ?",
        ),
        (
            "details: {caller",
            "details: {callers",
            "callers",
            "clé inconnue « callers » ; vouliez-vous dire « caller » ?",
        ),
        (
            'hello: "Ah, enfin',
            'helo: "Ah, enfin',
            'helo: "Ah',
            "clé inconnue « helo » ; vouliez-vous dire « hello » ?",
        ),
        ('"C’est un chat."', '""', 'caller: ""', "ce texte est vide"),
        ("tones:", "ton:", "ton:", "clé inconnue « ton » ; vouliez-vous dire « tones » ?"),
    ],
)
def test_vignettes_that_cannot_be_told_are_refused_there(
    folder: Path, old: str, new: str, words: str, message: str
) -> None:
    """Each fault is told with its place in the file."""
    changed(folder, (french_spaces(old), french_spaces(new)))
    at = place(folder / FILE, french_spaces(words))
    assert f"{at}: {message}" in refusal(folder)


def test_one_tone_at_least_is_for_every_case(folder: Path) -> None:
    """Otherwise some case would have nobody to tell it."""
    when = "{when: {objet: animal}, hello"
    polite, pressed = "polite: {hello", "pressed: {hello"
    changed(
        folder,
        (polite, polite.replace("{hello", when)),
        (pressed, pressed.replace("{hello", when)),
    )
    told = "il faut un ton sans « when », que tout client puisse avoir"
    assert refusal(folder) == [f"{place(folder / FILE, 'tones:')}: {told}"]


def test_all_the_faults_of_the_vignettes_are_told_at_once(folder: Path) -> None:
    """Every fault, each at its place, in the order of the file."""
    changed(
        folder,
        ("{pressé|pressée}", "{pressé}"),
        ("  suspect: {oui", "  suspects: {oui"),
        ("near: {eloignez-vous", "near: {eloignez-moi"),
    )
    places = [problem.split(": ")[0] for problem in refusal(folder)]
    words = ['hello: "Vite', "facts:", "facts:", "suspects: {oui", "eloignez-moi"]
    assert places == [place(folder / FILE, one) for one in words]


def test_vignettes_must_be_a_group(folder: Path) -> None:
    """A list of texts says of no value what it tells."""
    write(folder / FILE, "- Bonjour\n")
    assert [one.split(": ")[0] for one in refusal(folder)] == [f"{FILE}:1:1"]
