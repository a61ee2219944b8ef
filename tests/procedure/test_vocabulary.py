"""A vocabulary is optional, changes no verdict, and is refused where it is wrong."""

from pathlib import Path

import pytest

from bot.procedure.loader import load
from bot.procedure.vocabulary import Vocabulary
from tests.procedures import RETENTION, example_folder, place, refusal, write

FILE = "vocabulary.yaml"
NO_EXPRESSION = "expression illisible : "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return example_folder(tmp_path)


def refused(folder: Path, text: str) -> list[str]:
    """The problems for which a folder with `text` as its vocabulary is refused."""
    write(folder / FILE, text)
    return refusal(folder)


def value(said: str, fact: str = "objet", name: str = "bagage") -> str:
    """A vocabulary with one value, on its fourth line."""
    return f"facts:\n  {fact}:\n    values:\n      {name}: {said}\n"


# ── What is read ──────────────────────────────────────────────────────────────────────────────


def test_a_folder_without_a_vocabulary_has_an_empty_one(folder: Path) -> None:
    """So has one whose vocabulary names nothing."""
    (folder / FILE).unlink()
    assert load(folder).vocabulary == Vocabulary()
    write(folder / FILE, "facts: {}\n")
    assert load(folder).vocabulary == Vocabulary()


@pytest.mark.parametrize("text", [None, "facts: {}\n", value("sac")])
def test_the_vocabulary_does_not_change_the_version(folder: Path, text: str | None) -> None:
    """It changes no verdict: a case that was saved stays true."""
    version = load(folder).version
    (folder / FILE).unlink() if text is None else write(folder / FILE, text)
    assert load(folder).version == version


@pytest.mark.parametrize("said", ["sac", "[sac]", "{says: sac}", "{says: [sac]}"])
def test_bare_expressions_are_what_is_said_outright(folder: Path, said: str) -> None:
    """One may stand for a list of one, and a list for the group that holds it."""
    write(folder / FILE, value(said))
    assert load(folder).vocabulary.facts["objet"].values["bagage"].says == ("sac",)


def test_every_way_to_say_is_read(folder: Path) -> None:
    """What stays unsaid is empty."""
    wording = "{denied: sac, answers: [a, b], unsure_with: peu, unless: {objet: [arme, papiers]}}"
    write(folder / FILE, "abbreviations: {ot: objets trouvés}\nlures: jouet\n" + value(wording))
    vocabulary = load(folder).vocabulary
    assert vocabulary.abbreviations == {"ot": "objets trouvés"}
    assert vocabulary.lures == ("jouet",)
    hearing = vocabulary.facts["objet"]
    assert (hearing.about, hearing.past, hearing.first, hearing.last) == ((), False, (), ())
    read = hearing.values["bagage"]
    assert (read.says, read.denied, read.answers) == ((), ("sac",), ("a", "b"))
    assert (read.unsure_with, read.unless) == (("peu",), ({"objet": ("arme", "papiers")},))


def test_a_group_may_use_those_above_it(folder: Path) -> None:
    """And an expression any of them."""
    groups = {"sac": ("valise",), "clos": ("$sac fermé",)}
    write(folder / FILE, f"groups: {{sac: valise, clos: $sac fermé}}\n{value('$clos')}")
    assert load(folder).vocabulary.groups == groups


def test_every_expression_has_its_place_in_the_file() -> None:
    """The paths of the real vocabulary lead to what they are said to hold."""
    vocabulary = load(RETENTION).vocabulary
    sayings = list(vocabulary.sayings())
    assert len({path for path, _ in sayings}) == len(sayings)
    for path, said in sayings:
        at: object = vocabulary.model_dump()
        for part in path:
            at = at[part]  # type: ignore[index]
        assert at == said


# ── What is refused ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        ("groupes: {}\n", "groupes", "clé inconnue « groupes » ; vouliez-vous dire « groups » ?"),
        (value("{say: sac}"), "say", "clé inconnue « say » ; vouliez-vous dire « says » ?"),
        (
            value("sac", fact="objt"),
            "objt",
            "fait inconnu « objt » ; vouliez-vous dire « objet » ?",
        ),
        (
            value("sac", name="bagages"),
            "bagages",
            "valeur inconnue de « objet » : « bagages » ; vouliez-vous dire « bagage » ?",
        ),
        (
            "facts: {objet: {first: [arme, armes], values: {}}}\n",
            "armes",
            "valeur inconnue de « objet » : « armes » ; vouliez-vous dire « arme » ?",
        ),
        (
            "facts: {objet: {last: [autres], values: {}}}\n",
            "autres",
            "valeur inconnue de « objet » : « autres » ; vouliez-vous dire « autre » ?",
        ),
        (
            value("{given: [{words: sac, when: {objt: bagage}}]}"),
            "objt",
            "fait inconnu « objt » ; vouliez-vous dire « objet » ?",
        ),
        (
            value("{given: [{words: sac, when: {objet: [arme, papier]}}]}"),
            "papier]",
            "valeur inconnue de « objet » : « papier » ; vouliez-vous dire « papiers » ?",
        ),
        (
            "facts: {objet: {about: objet, values: {}}}\n",
            "about",
            "« about » demande un fait dont les valeurs sont oui et non",
        ),
        ("facts: {objet: {past: true}}\n", "objet", "il manque « values »"),
        (
            'facts: {objet: {past: "peut-être", values: {}}}\n',
            "past",
            "« true » ou « false » est attendu ici",
        ),
        (
            'groups: {sac: valise, clos: [zip, "$sacs"]}\n',
            '"$sacs"',
            "groupe inconnu (ou écrit plus bas) « sacs » ; vouliez-vous dire « sac » ?",
        ),
        (
            "groups: {clos: [zip, $sac], sac: valise}\n",
            "$sac",
            "groupe inconnu (ou écrit plus bas) « sac » ; il n’y en a pas encore",
        ),
        ('lures: [""]\n', '""', "ce texte est vide"),
        ("abbreviations: {ot: }\n", "ot", "il manque un texte ici"),
        ("lures: [a, 12]\n", "12", "un texte est attendu ici, et ceci se lit comme un nombre ;"),
        (f"lures: [a, {'b' * 201}]\n", "bbb", "trop long : au plus 200 caractères ici"),
        ("lures: [a, … b]\n", "… b", f"{NO_EXPRESSION}« … » se place entre deux mots"),
        (
            value('{denied: [a, "<deux>"]}'),
            '"<deux>"',
            f"{NO_EXPRESSION}« <deux> » : écrivez <5>, <2+>, <0-4>, <12|24>, <0-30 jours>",
        ),
    ],
)
def test_a_fault_is_told_where_it_stands(folder: Path, text: str, words: str, message: str) -> None:
    """The file, the line, the column, and the nearest name."""
    (told,) = refused(folder, text)
    at = text.index(words)
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    assert told.startswith(f"{FILE}:{line}:{column}: {message}")


@pytest.mark.parametrize("text", ["", "# rien\n", "- facts\n", "facts\n"])
def test_a_vocabulary_must_be_a_group(folder: Path, text: str) -> None:
    """An empty file is a slip, where no file is a choice."""
    assert refused(folder, text) == [f"{FILE}:1:1: un groupe « nom: valeur » est attendu ici"]


def test_all_the_faults_are_told_at_once(folder: Path) -> None:
    """In the order of the file."""
    text = 'lures: ["…"]\n' + value("sac", name="bagages") + "  suspct: {values: {}}\n"
    places = [problem.split(": ")[0] for problem in refused(folder, text)]
    assert places == [place(folder / FILE, words) for words in ('"…"', "bagages", "suspct")]


@pytest.mark.parametrize("unless", ["{objt: arme}", "{objet: armes}"])
def test_what_excuses_a_wording_must_exist(folder: Path, unless: str) -> None:
    """A slip there would make it hold always."""
    write(folder / FILE, value(f"{{says: sac, unless: {unless}}}"))
    assert refusal(folder)


@pytest.mark.parametrize("said", ['[sac, "… clos"]', '[sac, ""]', "[sac, $malle]", "[sac, 12]"])
def test_a_fault_among_bare_expressions_is_told_where_it_stands(folder: Path, said: str) -> None:
    """And not at the value that they say, which may be lines above."""
    (told,) = refused(folder, value(said))
    assert told.startswith(f"{FILE}:4:{value(said).splitlines()[3].index(', ') + 3}: ")
