"""Every name that a procedure says must exist, and every quote be in its source, word for word."""

from pathlib import Path

import pytest

from bot.procedure.loader import load
from tests.procedures import RETENTION, example_folder, place, planted, refusal

NBSP = "\N{NO-BREAK SPACE}"
NARROW_NBSP = "\N{NARROW NO-BREAK SPACE}"
OTHERWISE = "otherwise: {prevails: {remise-a-la-police: restitution}}"
SAY = 'Éloignez-vous sans rien toucher. Une équipe arrive."\n\n'


def told(tmp_path: Path, old: str, new: str, words: str, message: str) -> None:
    """Plant `new` for `old` in the example: it is refused for that alone, told at its words."""
    folder = planted(example_folder(tmp_path), tmp_path, (old, new))
    assert refusal(folder) == [f"{place(folder / 'procedure.yaml', words)}: {message}"]


def meant(kind: str, name: str, nearest: str) -> str:
    """The message for a name mistyped."""
    return f"{kind} « {name} » ; vouliez-vous dire « {nearest} » ?"


SECTIONS = ("section inconnue", "secrite", "securite")
FACTS = ("fait inconnu", "objets", "objet")
VALUES = ("valeur inconnue de « objet » :", "papier", "papiers")
DESTINATIONS = ("destination inconnue", "police-x", "police")
PASSAGES = ("passage inconnu", "denree", "denrees")
RULES = ("règle inconnue", "restitutions", "restitution")
PHRASES = ("phrase inconnue", "eloignez-moi", "eloignez-vous")


@pytest.mark.parametrize(
    ("old", "new", "words", "named"),
    [
        ("arme: {section: securite", "arme: {section: secrite", "section: secr", SECTIONS),
        # facts
        ("relevant: {objet: bagage}", "relevant: {objets: bagage}", "objets: bagage", FACTS),
        ("relevant: {objet: bagage}", "relevant: {objet: papier}", "objet: papier}", VALUES),
        ("[papiers, argent, denrees, autre]", "[argent, papier]", "papier]}, {sus", VALUES),
        ("}, {suspect: non}]\n", "}, {objet: papier}]\n", "objet: papier}]", VALUES),
        ("[arme, papiers, argent]", "[arme, papier]", "papier]", VALUES),
        # questions
        ("{set: {objet: arme}}", "{set: {objets: arme}}", "objets: arme", FACTS),
        ("{set: {objet: arme}}", "{set: {objet: papier}}", "objet: papier}", VALUES),
        ("      - {bureau-ouvert: non}", "      - {objets: arme}", "objets: arme", FACTS),
        # rules
        ("when: {objet: arme}", "when: {objets: arme}", "objets: arme", FACTS),
        ("{objet: arme}, t", "[{objet: arme}, {objet: papier}], t", "objet: papier}]", VALUES),
        ("when: {objet: arme}", "when: {objet: [arme, papier]}", "papier]}", VALUES),
        ("    then: guichet", "    then: police-x", "then: police-x", DESTINATIONS),
        ("police\n    over", "denree\n    over", "passages: denree\n", PASSAGES),
        ("[restitution, bureau]", "[restitution, denree]", "denree]", PASSAGES),
        ("instead_of: bureau", "instead_of: police-x", "instead_of: police-x", DESTINATIONS),
        ("rules: denrees", "rules: restitutions", "rules: restitutions", RULES),
        ("- rules: remise-a-la-police", "- rules: [denrees-x, remise-a-la-police]", "denrees-x",
         ("règle inconnue", "denrees-x", "denrees")),
        # silences
        ("when: {objet: animal}", "when: {objets: animal}", "objets: animal", FACTS),
        ("then: superviseur", "then: police-x", "then: police-x", DESTINATIONS),
        # sayings
        ("{objet: arme}]\n", "{objet: papier}]\n", "objet: papier}]", VALUES),
        ("    say: ", "    destinations: [police, police-x]\n    say: ", "police-x", DESTINATIONS),
        ("[bureau, coffre]", "[police-x, coffre]", "police-x", DESTINATIONS),
        ("text: \"Faites", "when: {objets: arme}, text: \"Faites", "objets: arme", FACTS),
        ("passages: registre", "passages: [registre, denree]", "denree]", PASSAGES),
        # settled
        ("sets: {suspect: non}", "sets: {objets: arme}", "objets: arme", FACTS),
        ("sets: {suspect: non}", "sets: {objet: papier}", "objet: papier}", VALUES),
        # grey zones
        ("passages: [police, restitution]", "passages: [police, denree]", "denree]", PASSAGES),
        (OTHERWISE, "otherwise: {without: [denrees, restitutions]}", "restitutions]", RULES),
        (OTHERWISE, "otherwise: {prevails: {restitutions: denrees}}", "restitutions: d", RULES),
        (OTHERWISE, "otherwise: {prevails: {denrees: restitutions}}", "denrees: restit", RULES),
        (OTHERWISE, "otherwise: {phrases: {eloignez-moi: {}}}", "eloignez-moi", PHRASES),
        (
            OTHERWISE,
            "otherwise: {phrases: {eloignez-vous: {destinations: police-x}}}",
            "destinations: police-x",
            DESTINATIONS,
        ),
        (
            OTHERWISE,
            "otherwise: {phrases: {eloignez-vous: {when: {objets: arme}}}}",
            "objets: arme",
            FACTS,
        ),
        (
            OTHERWISE,
            "otherwise: {rules: {neuve: {when: {objet: papier}, then: police}}}",
            "objet: papier}, then",
            VALUES,
        ),
        (
            OTHERWISE,
            "otherwise: {rules: {neuve: {when: {objet: arme}, then: police-x}}}",
            "then: police-x",
            DESTINATIONS,
        ),
        (
            OTHERWISE,
            "otherwise:\n      rules: {neuve: {when: {objet: arme}, then: police, "
            "over: [{rules: [denrees, restitutions]}]}}",
            "restitutions]",
            RULES,
        ),
        # weights
        ("suspect: {oui: .10}", "objets: {oui: .10}", "objets: {oui", FACTS),
        ("denrees: .05", "papier: .05", "papier: .05", VALUES),
    ],
)  # fmt: skip
def test_a_name_that_is_not_declared_is_told_where_it_stands_with_the_nearest(
    tmp_path: Path, old: str, new: str, words: str, named: tuple[str, str, str]
) -> None:
    """In a group the place is that of the name; in a list, that of the very item."""
    told(tmp_path, old, new, words, meant(*named))


def test_a_rule_that_a_grey_zone_adds_can_be_named_in_it(tmp_path: Path) -> None:
    """The rules of the other reading count among those that it names, there and only there."""
    added = "rules: {bagages: {when: {objet: bagage}, then: police}}"
    zone = f"otherwise: {{{added}, prevails: {{arme: bagages}}, without: bagages}}"
    other = "{question: a, reading: b, passages: police, otherwise: {without: bagages}}"
    told(
        tmp_path,
        OTHERWISE,
        f"{zone}\n  vide: {other}",
        "without: bagages}}\n  objet",
        meant("règle inconnue", "bagages", "bagage-suspect"),
    )


@pytest.mark.parametrize(
    ("relevant", "facts"),
    [
        ("relevant: {suspect: oui}", ["suspect"]),
        ("relevant: {bureau-ouvert: oui}", ["suspect", "proprietaire", "bureau-ouvert"]),
    ],
)
def test_a_fact_whose_relevance_rests_on_itself_is_refused(
    tmp_path: Path, relevant: str, facts: list[str]
) -> None:
    """A circle is told at each of the facts that make it."""
    edit = ("relevant: {objet: bagage}", relevant)
    folder = planted(example_folder(tmp_path), tmp_path, edit)
    messages = [problem.split(": ", 1)[1] for problem in refusal(folder)]
    assert messages == [f"« {fact} » dépend de lui-même" for fact in facts]
    assert refusal(folder)[0].startswith(place(folder / "procedure.yaml", relevant))


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        (
            "    ticks:\n",
            "    choices: [{set: {suspect: oui}}]\n    ticks:\n",
            "situation:",
            "une question a des « ticks » ou des « choices », l’un des deux",
        ),
        (
            "questions:\n",
            "questions:\n  rien: {text: a, where: b}\n",
            "rien:",
            "une question a des « ticks » ou des « choices », l’un des deux",
        ),
        (
            'suspect: non}, label: "Bagage ordinaire"}',
            "suspect: non}}",
            "{set: {objet: bagage, suspect: non}}",
            "un choix qui dit plusieurs faits a besoin d’un « label »",
        ),
        (
            "      - {proprietaire: sans-preuve}\n",
            "",
            "ticks:",
            "« proprietaire » : une valeur, et une seule, doit rester sans coche",
        ),
        (
            "      - {bureau-ouvert: non}\n",
            "      - {bureau-ouvert: non}\n      - {bureau-ouvert: oui}\n",
            "ticks:",
            "« bureau-ouvert » : une valeur, et une seule, doit rester sans coche",
        ),
    ],
)
def test_a_card_must_be_answerable(
    tmp_path: Path, old: str, new: str, words: str, message: str
) -> None:
    """A card is a checklist or a choice, and a line left unticked says something."""
    told(tmp_path, old, new, words, message)


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        (
            "then: guichet\n    passages: restitution\n",
            "then: guichet\n",
            "restitution:\n",
            "il manque « passages » : les mots sur lesquels la règle repose",
        ),
        (
            "    passages: police\n    over",
            "    passages: police\n    ground: reading\n    over",
            "remise-a-la-police:\n",
            "« ground: reading » demande un « because »",
        ),
        (
            ', ground: reading, because: "Rendre tout de suite n’est pas garder."',
            "",
            "{rules: denrees}",
            "« ground: reading » demande un « because »",
        ),
        (
            "ground: conflict\n        because: ",
            "ground: conflict\n        words: ",
            "rules: remise-a-la-police\n",
            "« ground: conflict » demande un « because »",
        ),
        (
            ', ground: written, words: "ne se gardent jamais"',
            ', ground: written, because: "C’est ainsi."',
            "{rules: [bureau, sans-preuve], ground: written, because",
            "« ground: written » demande les « words » qui le disent",
        ),
    ],
)
def test_a_rule_and_a_precedence_say_what_they_rest_on(
    tmp_path: Path, old: str, new: str, words: str, message: str
) -> None:
    """Words of the page where it decides, a reason where we do."""
    folder = planted(example_folder(tmp_path), tmp_path, (old, new))
    assert f"{place(folder / 'procedure.yaml', words)}: {message}" in refusal(folder)


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        (
            "- rules: remise-a-la-police",
            "- rules: [remise-a-la-police, remise-a-la-police]",
            "over:\n      - rules: [remise",
            "« remise-a-la-police » est dit deux fois",
        ),
        (
            "rules: denrees,",
            "rules: restitution,",
            "over:\n      - rules: rem",
            "une règle ne prévaut pas sur elle-même",
        ),
        (
            '[bureau, sans-preuve], ground: written, words: "ne',
            '[bureau, restitution], ground: written, words: "ne',
            "restitution], ground",
            "« denrees » et « restitution » prévalent chacune sur l’autre",
        ),
        (
            "then: coffre, passages: bureau-ferme",
            "then: coffre, passages: bureau-ferme, over: [{rules: arme, because: a}]",
            "rules: arme",
            "« bureau-ferme » joue au lieu de « bureau » : inutile de la placer sur « arme »",
        ),
    ],
)
def test_a_precedence_that_says_nothing_or_two_things_is_refused(
    tmp_path: Path, old: str, new: str, words: str, message: str
) -> None:
    """Each pair is ordered once, one way, between rules that can meet."""
    told(tmp_path, old, new, words, message)


def test_a_rule_may_prevail_over_one_that_takes_the_place_of_its_destination(
    tmp_path: Path,
) -> None:
    """It spares the call what would be done first; the real procedure has such a rule."""
    rule = "sur-le-champ: {when: {objet: autre}, then: bureau, passages: bureau, over: [%s]}"
    over = "{rules: bureau-ferme, because: a}"
    edit = ("rules:\n  bagage-suspect:", f"rules:\n  {rule % over}\n  bagage-suspect:")
    load(planted(example_folder(tmp_path), tmp_path, edit))


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        (
            "{absent: .70, prouve: .25}",
            "{absent: .80, prouve: .25}",
            "proprietaire: {absent: .8",
            "la somme dépasse 1 (1.05)",
        ),
        (
            "suspect: {oui: .10}",
            "suspect: {oui: .10, non: .8}",
            "suspect: {oui: .10, n",
            "la somme doit faire 1 (elle fait 0.9)",
        ),
    ],
)
def test_weights_are_shares_of_one(
    tmp_path: Path, old: str, new: str, words: str, message: str
) -> None:
    """They sum to one, or to less where a value takes the rest."""
    told(tmp_path, old, new, words, message)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (f"dire{NBSP}:", "dire :", "Dans les deux cas, dire⍽:"),
        (f"dire{NBSP}:", f"dire{NARROW_NBSP}:", "Dans les deux cas, dire⍽:"),
        ("Dans les deux", "dans les deux", "Dans les deux cas, dire⍽:"),
    ],
)
def test_a_space_that_must_not_break_is_drawn_in_the_message(
    tmp_path: Path, old: str, new: str, shown: str
) -> None:
    """What cannot be seen on a screen can be seen in the refusal."""
    words = f'"{new}' if "dans" in new else '"Dans les deux cas'
    message = f"pas mot pour mot dans source.txt, qui dit « {shown} » (⍽ : espace insécable)"
    told(tmp_path, old, new, words, message)


def test_a_space_of_any_kind_is_drawn_where_the_source_has_it_unbreakable(tmp_path: Path) -> None:
    """A narrow space of the source is drawn too, since it looks like any other."""
    folder = example_folder(tmp_path)
    edit = (f"dire{NBSP}: «", f"dire{NARROW_NBSP}: «")
    planted(folder, tmp_path, edit, file="source.txt")
    (problem,) = refusal(folder)
    assert "qui dit « Dans les deux cas, dire⍽: »" in problem


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        (
            "est inscrit au registre",
            "s’inscrit au registre",
            'quote: "Tout objet gardé',
            "pas mot pour mot dans source.txt, "
            "qui dit « Tout objet gardé est inscrit au registre. »",
        ),
        (
            'quote: "Tout objet gardé est inscrit au registre."',
            'quote: ["Tout objet gardé", "Les chiens aboient, la caravane passe."]',
            '"Les chiens',
            "ces mots ne sont pas dans source.txt",
        ),
        (
            'words: "ne se gardent jamais',
            'words: "ne se garde jamais',
            'words: "ne se garde jamais',
            "pas mot pour mot dans source.txt, qui dit « ne se gardent jamais »",
        ),
        (
            '    say: "Éloignez-vous sans rien toucher.',
            '    say: "Eloignez-vous sans rien toucher.',
            "say: ",
            "pas mot pour mot dans source.txt, qui dit "
            "« Éloignez-vous sans rien toucher. Une équipe arrive. »",
        ),
        (
            '    say: "Éloignez-vous sans rien toucher. Une',
            '    say: ["Une équipe arrive.", "appeler la police"]\n    #',
            '"appeler',
            "ces mots ne sont pas dans le passage « eloignez-vous »",
        ),
    ],
)  # fmt: skip
def test_words_that_are_not_the_source_s_are_told_with_those_that_are(
    tmp_path: Path, old: str, new: str, words: str, message: str
) -> None:
    """Quotes, the words of a precedence and phrases are all held to the page."""
    told(tmp_path, old, new, words, message)


def test_a_phrase_without_a_passage_of_its_name_is_refused(tmp_path: Path) -> None:
    """The passage is what the phrase cites when it is shown."""
    told(
        tmp_path,
        "phrases:\n  eloignez-vous:",
        "phrases:\n  eloignez-moi:",
        "eloignez-moi",
        "une phrase porte le nom de son passage ; "
        "passage inconnu « eloignez-moi » ; vouliez-vous dire « eloignez-vous » ?",
    )


def test_faults_of_every_kind_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    """In the real procedure too, a person mends everything in one pass."""
    edits = [
        ("section: introduction\n", "section: introdution\n"),
        ("    relevant: {contrat: mensuel}", "    relevant: {contrat: mensuelle}"),
        ("    then: fraude", "    then: fraudes"),
        ("destinations: [retention]\n    text", "destinations: [retentions]\n    text"),
        ("pre-actif: {oui: .04}", "preactif: {oui: .04}"),
    ]
    folder = planted(RETENTION, tmp_path, *edits)
    file = folder / "procedure.yaml"
    assert refusal(folder) == [
        f"{place(file, words)}: {message}"
        for words, message in [
            ("section: introdution", meant("section inconnue", "introdution", "introduction")),
            (
                "contrat: mensuelle",
                meant("valeur inconnue de « contrat » :", "mensuelle", "mensuel"),
            ),
            ("then: fraudes", meant("destination inconnue", "fraudes", "fraude")),
            ("retentions]\n    text", meant("destination inconnue", "retentions", "retention")),
            ("preactif: {oui", meant("fait inconnu", "preactif", "pre-actif")),
        ]
    ]
