"""What a line states, what it leaves unsure, and what it says nothing of."""

import pytest

from bot.language.understanding import Understanding

STATED = [
    ("client veut résilier, 24 mois, feu rouge, pas de blocage",
     {"demande": "resiliation", "contrat": "determinee", "feu-rouge": "oui", "blocage": "aucun"}),
    # accents, elisions, capitals, spaces, abbreviations
    ("L\u2019ABONNÉ VEUT RÉSILIER", {"demande": "resiliation"}),
    ("blocage\u00a0: aucun\u202f; feu rouge\u00a0: non", {"blocage": "aucun", "feu-rouge": "non"}),
    ("clt veut resil son ctr, 12m", {"demande": "resiliation", "contrat": "determinee"}),
    # SMS, slips, spelling by ear, jargon
    ("el ve rézilié, pa de blokage", {"demande": "resiliation", "blocage": "aucun"}),
    ("Inkaso, Mindersaldo", {"blocage": "recouvrement"}),
    ("gesperrt Buha", {"blocage": "verrouille"}),
    ("Kündigung, kein Lock, no red flag",
     {"demande": "resiliation", "blocage": "aucun", "feu-rouge": "non"}),
    # numbers and durations
    ("résilie 2 domaines", {"demande": "resiliation", "plusieurs-domaines": "oui"}),
    ("résilie trois ndd", {"demande": "resiliation", "plusieurs-domaines": "oui"}),
    ("résilie un seul domaine", {"demande": "resiliation", "plusieurs-domaines": "non"}),
    ("engagé jusqu’en mars 2027", {"contrat": "determinee"}),
    ("souscrit il y a 12 jours", {"mbg": "oui"}),
    ("souscrit il y a dix-neuf semaines", {"mbg": "non"}),
    ("6 appels en attente", {"retention-disponible": "non"}),
    ("plus de cinq appels en file", {"retention-disponible": "non"}),
    ("2 appels en attente chez Retention", {"retention-disponible": "oui"}),
    # negation
    ("pas ouvert à une offre", {"ouvert-offre": "non"}),
    ("sans blocage", {"blocage": "aucun"}),
    ("n’est plus en Inkasso ni verrouillé", {"blocage": "aucun"}),
    ("aucun drapeau", {"feu-rouge": "non"}),
    ("il n’est pas mécontent, mais il est mensuel", {"mecontent": "non", "contrat": "mensuel"}),
    ("ni remise ni remboursement", {"remboursement-demande": "non"}),
    ("il ne résilie qu’un domaine", {"demande": "resiliation", "plusieurs-domaines": "non"}),
    ("pas seulement mécontent, il veut résilier",
     {"demande": "resiliation", "mecontent": "oui"}),
    ("sans engagement", {"contrat": "mensuel"}),
    ("feu rouge : non, pré-actif : oui", {"feu-rouge": "non", "pre-actif": "oui"}),
    ("le feu rouge n’y est plus", {"feu-rouge": "non"}),
    ("Inkasso levé hier", {"blocage": "aucun"}),
    ("drapeau rouge levé", {"feu-rouge": "oui"}),
    ("feu rouge : ✗", {"feu-rouge": "non"}),
    ("[x] feu rouge", {"feu-rouge": "oui"}),
    ("moins de 5 appels en attente", {"retention-disponible": "oui"}),
    # the last word counts
    ("12 mois, non pardon, mensuel", {"contrat": "mensuel"}),
    ("feu rouge, ah non, il n’y est plus", {"feu-rouge": "non"}),
    ("pas de feu rouge, attends, si, il y est", {"feu-rouge": "oui"}),
    ("résil, non pardon downgrade", {"demande": "downgrade"}),
    ("je croyais qu’il était mensuel, c’est un 24 mois", {"contrat": "determinee"}),
    # reported speech
    ("il dit que ce n’est pas une plainte formelle, il veut résilier",
     {"demande": "resiliation"}),
    ("elle affirme être au mois", {"contrat": "mensuel"}),
]  # fmt: skip
NOTHING = [
    "",
    "?",
    "RAS",
    "rien à signaler",
    "quelle est l’adresse de facturation ?",
    "il appelle de sa voiture, arrêté à un feu rouge",
    "il paie au mois",
    "il appelle pour son site fr",
    "il annule sa demande de résiliation",
    "il a douze domaines",
    "mon client d’avant voulait résilier",
    "est-ce qu’il y a un blocage ?",
    "si le client veut résilier, je fais quoi",
    "Il y a 40 minutes d’attente à la poste",
]
UNSURE = [
    ("je crois qu’il est mensuel", {"contrat": ("mensuel",)}),
    ("il est mensuel ?", {"contrat": ("mensuel",)}),
    ("compte bloqué", {"blocage": ("verrouille", "recouvrement")}),
    ("inkasso ou soft-lock", {"blocage": ("verrouille", "recouvrement")}),
    ("le feu rouge n’a pas disparu", {"feu-rouge": ("oui",)}),
    ("12 mois, attends non", {"contrat": ("determinee",)}),
]


@pytest.mark.parametrize(("text", "facts"), STATED)
def test_a_line_states_what_it_says(
    retention: Understanding, text: str, facts: dict[str, str]
) -> None:
    """All of it, and nothing else."""
    assert retention.read(text).facts == facts


@pytest.mark.parametrize("text", NOTHING)
def test_a_line_beside_the_point_states_nothing(retention: Understanding, text: str) -> None:
    """What is not said is unknown, never « non »."""
    assert retention.read(text).facts == {}


@pytest.mark.parametrize(("text", "unsure"), UNSURE)
def test_what_is_doubted_is_left_unsure(
    retention: Understanding, text: str, unsure: dict[str, tuple[str, ...]]
) -> None:
    """With the values between which the agent is to say."""
    found = retention.read(text)
    assert (found.facts, found.unsure) == ({}, unsure)


def test_what_nobody_knows_is_said_so(retention: Understanding) -> None:
    """« je ne sais pas » is an answer."""
    found = retention.read("feu rouge, je ne sais pas pour le blocage")
    assert (found.facts, found.unknown) == ({"feu-rouge": "oui"}, ("blocage",))


@pytest.mark.parametrize(
    ("asked", "text", "facts"),
    [
        ("feu-rouge", "oui", {"feu-rouge": "oui"}),
        ("feu-rouge", "non", {"feu-rouge": "non"}),
        ("feu-rouge", "oui et la file est libre",
         {"feu-rouge": "oui", "retention-disponible": "oui"}),
        ("blocage", "les deux", {"blocage": "recouvrement"}),
        ("blocage", "aucun", {"blocage": "aucun"}),
        ("contrat", "plutôt mensuel", {"contrat": "mensuel"}),
        ("contrat", "attends non, 12 mois", {"contrat": "determinee"}),
        ("contrat", "24", {"contrat": "determinee"}),
        ("plusieurs-domaines", "3", {"plusieurs-domaines": "oui"}),
        ("plusieurs-domaines", "un seul", {"plusieurs-domaines": "non"}),
        ("mbg", "hier", {"mbg": "oui"}),
        ("feu-rouge", "non, contrat mensuel", {"feu-rouge": "non", "contrat": "mensuel"}),
        ("feu-rouge", "le client s’appelle Noël", {}),
    ],
)  # fmt: skip
def test_a_question_gives_an_answer_its_meaning(
    retention: Understanding, asked: str, text: str, facts: dict[str, str]
) -> None:
    """« 24 » or « oui » mean nothing elsewhere."""
    assert retention.read(text, (asked,)).facts == facts
    if text in ("oui", "non", "24", "3"):
        assert retention.read(text).facts == {}


def test_not_knowing_answers_the_question_asked(retention: Understanding) -> None:
    """And no other."""
    assert retention.read("je sais pas", ("contrat",)).unknown == ("contrat",)
    assert retention.read("je sais pas").unknown == ()


def test_a_value_that_gives_way_does_not_replace_what_is_known(retention: Understanding) -> None:
    """Both kinds of block are the debt, in whatever order they are said; a correction corrects."""
    known = {"blocage": "recouvrement"}
    assert retention.read("soft-lock", (), known).facts == known
    assert retention.read("non pardon, soft-lock", (), known).facts == {"blocage": "verrouille"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("sac fermé, rien de louche, proprio pas là",
         {"objet": "bagage", "suspect": "non", "proprietaire": "absent"}),
        ("une valise d’où sortent des fils, non pardon, un chat", {"objet": "animal"}),
        ("enveloppe de 300 euros, bureau fermé", {"objet": "argent", "bureau-ouvert": "non"}),
        ("il cherche son passeport", {}),
    ],
)  # fmt: skip
def test_another_procedure_is_understood_by_its_words_alone(
    example: Understanding, text: str, facts: dict[str, str]
) -> None:
    """The same code, the vocabulary that teaches how to write one."""
    found = example.read(text).facts
    assert {fact: value for fact, value in found.items() if fact in facts} == facts
    assert facts or not found
