"""What a supervisor's words ask for, and what they say to no purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.card import Card, CardKind
from bot.conversation.frame import Frame
from bot.conversation.guide import Guide
from bot.conversation.inquiry import Inquiry, Look
from bot.conversation.opening import read_opening
from bot.conversation.orders import Order, read_order
from bot.decision.compiled import Compiled
from bot.procedure.loader import load
from tests.conversation.inquiries import Office
from tests.conversation.plain import plain
from tests.procedures import RETENTION, planted

STATE = "  file: {fact: retention-disponible, values: {saturee: non, disponible: oui}, minutes: 30}"
ALIKE = "  file-test: {fact: retention-disponible, values: {dispersee: non, disponible: oui}}"


@pytest.fixture
def frame(guide: Guide) -> Frame:
    return guide.frame("retention")


def lasting(frame: Frame, words: str) -> int | None:
    """The minutes that words come to after « file saturée », all of them understood."""
    order = read_order(frame, f"file saturée {words}")
    assert order is not None, words
    assert order.is_understood, words
    assert order.inquiry == Inquiry("retention", Look.STATE, {"file": "saturee"}, "file")
    return order.minutes


@pytest.mark.parametrize(
    ("text", "value", "minutes", "plain"),
    [
        ("file saturee 30 min", "saturee", 30, True),
        ("File Saturée 45min", "saturee", 45, True),
        ("file disponible 2 h", "disponible", 120, True),
        ("file saturée", "saturee", None, False),
        ("file saturée svp", "saturee", None, False),
        ("file saturée 30", "saturee", 30, False),
        ("file inconnue", "inconnu", None, True),
        ("file inconnu", "inconnu", None, True),
    ],
)
def test_a_state_is_said_in_a_few_words(
    frame: Frame, text: str, value: str, minutes: int | None, plain: bool
) -> None:
    """How long, where it is said; without that or its unit, it could be of one caller."""
    order = read_order(frame, text)
    assert order is not None
    assert order.inquiry.facts == {"file": value}
    assert (order.minutes, order.is_plain, order.is_understood) == (minutes, plain, True)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("30", 30),
        ("30 minutes", 30),
        ("30 mn", 30),
        ("30min", 30),
        ("1h", 60),
        ("1h30", 90),
        ("1 h 30", 90),
        ("1 h 30 min", 90),
        ("1 h 05", 65),
        ("1,5 h", 90),
        ("1.5 h", 90),
        ("0,25 h", 15),
        ("24 h", 1440),
        ("1 min", 1),
    ],
)
def test_how_long_is_said_in_digits(frame: Frame, words: str, minutes: int) -> None:
    """Without a unit, they are minutes."""
    assert lasting(frame, words) == minutes


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("une heure", 60),
        ("deux heures", 120),
        ("vingt et une minutes", 21),
        ("une dizaine de minutes", 10),
        ("une demi-heure", 30),
        ("demi-heure", 30),
        ("un quart d’heure", 15),
        ("un quart d'heure", 15),
        ("trois quarts d’heure", 45),
        ("une heure trente", 90),
        ("une heure et demie", 90),
        ("une heure et quart", 75),
    ],
)
def test_how_long_is_said_in_words(frame: Frame, words: str, minutes: int) -> None:
    """As one says it."""
    assert lasting(frame, words) == minutes


@pytest.mark.parametrize(
    "words",
    [
        "pendant 30 min",
        "pour 30 minutes svp",
        "durant trente minutes",
        "pour encore 30 min",
        "30 min s’il vous plaît",
        "30 min s'il te plait, merci",
        ", 30 min.",
        "(30 min)",
    ],
)
def test_how_long_is_said_politely_too(frame: Frame, words: str) -> None:
    """What stands around it changes nothing."""
    assert lasting(frame, words) == 30


@pytest.mark.parametrize(
    ("text", "value", "minutes"),
    [
        ("file dispo", "disponible", None),
        ("file dispo 1 h", "disponible", 60),
        ("file dis 30 min", "disponible", 30),
        ("file sat 30 min", "saturee", 30),
        ("file saturé", "saturee", None),
        ("file inc", "inconnu", None),
    ],
)
def test_the_beginning_of_a_value_stands_for_it(
    frame: Frame, text: str, value: str, minutes: int | None
) -> None:
    """From three letters."""
    order = read_order(frame, text)
    assert order is not None
    assert (order.inquiry.facts, order.minutes) == ({"file": value}, minutes)


@pytest.mark.parametrize("text", ["file sa 30 min", "file di", "file satx", "file saturees 1 h"])
def test_what_begins_no_value_stands_for_none(frame: Frame, text: str) -> None:
    """Two letters are too few, and one too many is no beginning."""
    assert read_order(frame, text) is None


def test_a_beginning_that_two_values_share_stands_for_neither(guide: Guide, tmp_path: Path) -> None:
    """One letter more, and it is one of them."""
    folder = planted(RETENTION, tmp_path, (STATE, f"{STATE}\n{ALIKE}"))
    procedures = {"retention": Compiled(load(folder))}
    frame = Guide(procedures, guide.links, guide.texts).frame("retention")
    assert read_order(frame, "file-test disp 30 min") is None
    order = read_order(frame, "file test dispo 30 min")
    assert order is not None
    assert order.inquiry.facts == {"file-test": "disponible"}


@pytest.mark.parametrize(
    "words",
    [
        "jusqu’à 15h",
        "jusqu'à 15:00",
        "jusqu'à nouvel ordre",
        "toute la journée",
        "depuis une heure",
        "2 jours",
        "0",
        "0 min",
        "zéro minute",
        "99 h",
        "24h01",
        "1441",
        "1 h 90",
        "1,05 h",
        "1.30 h",
        "1,5 min",
        "1,5 h 30",
        "20-30 min",
        "une ou deux heures",
        "12 appels en attente",
    ],
)
def test_how_long_may_not_be_understood(frame: Frame, words: str) -> None:
    """Neither guessed nor brought within bounds; and of whoever is no supervisor, it is a case."""
    for value in ("saturée", "sat"):
        order = read_order(frame, f"file {value} {words}")
        assert order is not None, words
        assert order.inquiry == Inquiry("retention", Look.STATE, {"file": "saturee"}, "file")
        assert (order.minutes, order.is_plain, order.is_understood) == (None, False, False)


@pytest.mark.parametrize(
    "text",
    [
        "file saturée, client veut résilier",
        "file saturée, on verra",
        "file saturée. On verra",
        "file saturée et client mécontent",
        "file saturée client mensuel",
        "file saturée 24 mois",
        "file dispo feu rouge",
        "file saturée peut-être inkasso",
        "file saturée et je ne sais pas si cela va durer",
        "file pleine",
        "dossier file",
        "la file",
        "",
        "x",
    ],
)
def test_other_words_say_no_state(frame: Frame, text: str) -> None:
    """They are of a case: they state something else, break off, or are many."""
    assert read_order(frame, text) is None


@pytest.mark.parametrize(
    ("typed", "example"),
    [
        ("file saturee jusqu'à 15h", "file saturee 30 min"),
        ("file dispo 99 h", "file disponible 30 min"),
        ("file inconnue 0 min", "file saturee 30 min"),
    ],
)
def test_how_long_badly_said_announces_nothing_and_that_is_told(
    guide: Guide, typed: str, example: str
) -> None:
    """With how to say it; what was announced before still holds."""
    office = Office(guide)
    office.typed("file disponible 1 h")
    card = office.typed(typed)
    assert plain(card).splitlines() == [
        "[notice] Rien n’a changé",
        "  (notice) Rien n’est annoncé\u00a0: la durée n’est pas comprise. Par exemple\u00a0: "
        f"«\u00a0{example}\u00a0», 24\u00a0h au plus.",
    ]
    (held,) = office.board.holding("retention")
    assert (held.value, held.left) == ("oui", 60)


def test_what_an_example_says_is_understood(guide: Guide) -> None:
    """Typed as it is shown, it announces."""
    office = Office(guide)
    told = plain(office.typed("file saturee jusqu'à 15h"))
    example = told.partition("«\u00a0")[2].partition("\u00a0»")[0]
    assert "annoncé pour tous, encore 30\u00a0min" in plain(office.typed(example))


def test_words_that_could_be_of_a_case_are_an_order_only_after_the_command(guide: Guide) -> None:
    """Said to the bot alone, without naming the procedure, they are a case."""
    for text in ("file saturée 30", "file saturée jusqu'à 15h", "plan client mensuel"):
        assert read_opening(guide, text, "retention").order is not None
        assert read_opening(guide, text).order is None
    assert read_opening(guide, "file saturée une heure").order is not None


@pytest.mark.parametrize("look", [Look.EXPLORE, Look.MAP])
@pytest.mark.parametrize(
    ("words", "facts"),
    [
        ("", {}),
        ("demande=downgrade", {"demande": "downgrade"}),
        ("Demande=downgrade", {"demande": "downgrade"}),
        ("DEMANDE = Résilier", {"demande": "resiliation"}),
        ("demande=downgrade,blocage=aucun", {"demande": "downgrade", "blocage": "aucun"}),
        ("Feu rouge=oui pre-actif=non", {"feu-rouge": "oui", "pre-actif": "non"}),
        (
            "demande=plainte formelle, statut pré-actif=Contrat pré-actif",
            {"demande": "plainte-formelle", "pre-actif": "oui"},
        ),
        ("demande= blocage=aucun", {"blocage": "aucun"}),
        ("pré actif=non", {"pre-actif": "non"}),
        ("truc=oui", {"truc": "oui"}),
        ("blocage=partiel", {"blocage": "partiel"}),
    ],
)
def test_facts_are_stated_by_their_names_or_their_labels(
    frame: Frame, look: Look, words: str, facts: dict[str, str]
) -> None:
    """In any case, with or without accents; what is no fact is kept, to be told of."""
    assert read_order(frame, f"{look} {words}") == Order(Inquiry("retention", look, facts))


@pytest.mark.parametrize(
    "words", ["client mensuel", "demande", "résiliation", "demande=downgrade et feu rouge", "=oui"]
)
def test_other_words_are_kept_to_be_read(frame: Frame, words: str) -> None:
    """For the map they may be an agent's: « plan mensuel » is what a caller has."""
    for look in (Look.EXPLORE, Look.MAP):
        order = read_order(frame, f"{look} {words}")
        assert order is not None
        assert (order.inquiry, order.text) == (Inquiry("retention", look), words)
        assert order.is_plain is (look is Look.EXPLORE)


def shown(card: Card) -> str:
    """What stands in a map's card above the map."""
    assert card.kind is CardKind.MAP
    return plain(card).partition("Les questions de la procédure")[0]


def test_the_map_shows_the_way_of_a_case_told_in_words(guide: Guide) -> None:
    """As the explorer reads them; the same as by its facts."""
    office = Office(guide)
    card = office.typed("plan plainte à la DGCCRF")
    assert "Que demande le client\u00a0? Plainte formelle → Remonter" in shown(card)
    assert card == office.typed("plan Demande=Plainte formelle")
    assert office.typed("plan client mensuel").here == "retention+plan*contrat.mensuel"


def test_words_that_state_nothing_show_the_whole_map_and_that_is_told(guide: Guide) -> None:
    """So does a value that is none."""
    office = Office(guide)
    whole = office.typed("plan")
    assert "pas compris" not in shown(whole)
    card = office.typed("plan de la salle")
    assert "Je n’ai pas compris\u00a0: voici le plan entier." in shown(card)
    assert card.blocks[1:] == whole.blocks
    assert "vouliez-vous dire «\u00a0downgrade\u00a0»" in shown(office.typed("plan demande=down"))
