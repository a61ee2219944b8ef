"""Words typed on a card: what they name, and what they never guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.card import Card, CardKind, Checklist
from bot.conversation.guide import Guide, Request
from tests.conversation.plain import buttons, changes


def reach(guide: Guide, *typed: str) -> Card:
    """The card after these words."""
    card = guide.respond(Request("retention"))
    for text in typed:
        card = guide.respond(Request("retention", tap=card.here, text=text))
    return card


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1", "Résilier"),
        ("le 1", "Résilier"),
        ("n° 2", "Downgrade"),
        ("résilier", "Résilier"),
        ("RESILIER", "Résilier"),
        ("resilliation", "Résilier"),
        ("insatisfacton", "Insatisfaction ou menace de partir"),
        ("résiliation", "Résilier"),
        ("downgrad", "Downgrade"),
        ("plainte formelle", "Plainte formelle"),
        ("menace de partir", "Insatisfaction ou menace de partir"),
        ("l’explication PINC", "Explication PINC"),
        ("remboursement", "Remboursement ou ajustement de facture"),
        ("Résilier une fonctionnalité incluse", "Résilier une fonctionnalité incluse"),
        ("autre", "Autre demande"),
        ("je ne sais pas", "Je ne sais pas"),
        ("10", "Je ne sais pas"),
    ],
)
def test_a_choice_is_named_by_its_number_or_its_words(guide: Guide, typed: str, value: str) -> None:
    """Accents, case, articles and one slip in a long word are forgiven."""
    card = reach(guide, typed)
    card = guide.respond(Request("retention", tap=card.here.partition("*")[0]))
    assert value in changes(card)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "11",
        "0",
        "bla bla",
        "pas résilier",
        "1 2",
        "facture",
        "demande",
        "pas",
        "résilier ?",
        "annuler",
        "résilier downgrade",
        "🙂",
        "\x00",
    ],
)
def test_what_is_not_plain_states_nothing(guide: Guide, typed: str) -> None:
    """An answer that names nothing, or several things, is not guessed at."""
    card = reach(guide, typed)
    assert card.title == "Que demande le client\u00a0?"
    assert changes(card) == {}


def marks(card: Card) -> tuple[set[str], set[str]]:
    """The lines of a card's checklist shown ticked, and those shown as not known."""
    (checklist,) = (block for block in card.blocks if isinstance(block, Checklist))
    ticked = {line.label for line in checklist.lines if line.ticked}
    return ticked, {line.label for line in checklist.lines if line.unsure}


LOCK, DEBT = "Soft-lock / hard-lock / gesperrt Buha", "Inkasso / Mindersaldo"
FLAG = "Feu rouge (drapeau rouge)"


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [
        ("feu rouge et soft-lock", {FLAG, LOCK}),
        ("drapeau rouge", {FLAG}),
        ("hard lock", {LOCK}),
        ("inkasso et soft-lock", {DEBT, LOCK}),
        ("2 4", {DEBT, FLAG}),
        ("4, 2", {DEBT, FLAG}),
        ("2;4", {DEBT, FLAG}),
        ("file saturée", {"Retention indisponible ou file saturée (5+ appels)"}),
        ("pré-actif", {"Contrat pré-actif"}),
    ],
)
def test_lines_named_in_words_are_marked_and_nothing_is_stated(
    guide: Guide, typed: str, ticked: set[str]
) -> None:
    """Only a sent checklist states anything."""
    card = reach(guide, "résilier", typed)
    assert set(changes(card)) == {"Résilier"}
    assert marks(card) == (ticked, set())


def test_marks_add_up_and_are_sent_by_a_word(guide: Guide) -> None:
    """Both kinds of block are Inkasso, whichever was named first."""
    for order in (["soft-lock", "inkasso"], ["inkasso", "soft-lock"]):
        card = reach(guide, "résilier", *order, "valider")
        assert DEBT in changes(card)
        assert "Pas de feu rouge" in changes(card)


def test_a_line_can_be_said_not_to_be_known(guide: Guide) -> None:
    """« feu rouge : je ne sais pas » is the line's own « je ne sais pas »."""
    card = reach(guide, "résilier", "feu rouge : je ne sais pas, soft-lock")
    assert marks(card) == ({LOCK}, {FLAG})


@pytest.mark.parametrize(
    "typed",
    [
        "feu rouge, bidule",
        "2 9",
        "2 bidule",
        "contrat",
        "contrat actif",
        "actif",
        "aucun",
        "non",
        "facturation réglée",
        "feu rouge ?",
        "pas de feu rouge",
        "plus",
    ],
)
def test_a_list_not_understood_whole_marks_and_states_nothing(guide: Guide, typed: str) -> None:
    """Half understood is not understood."""
    card = reach(guide, "résilier", typed)
    assert set(changes(card)) == {"Résilier"}
    assert marks(card) == (set(), set())


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("pas ouvert à une offre", {"Pas ouvert à une offre"}),
        ("ouvert à une offre de fidélisation", {"Ouvert à une offre de fidélisation"}),
        ("ouvert", set()),
        ("mensuel", {"Mensuel"}),
        ("36 mois", {"Durée déterminée (12/24/36 mois)"}),
        ("pas mécontent", set()),
        ("jamais ouvert", set()),
        ("sans engagement", set()),
        ("48 mois", set()),
        ("un mois", set()),
        ("mécontent", {"Exprime un mécontentement"}),
        ("n", set()),
    ],
)
def test_a_denial_is_never_taken_for_what_it_denies(
    guide: Guide, typed: str, stated: set[str]
) -> None:
    """« pas ouvert » and « ouvert » are opposite; an unknown denial states nothing."""
    before = set(changes(reach(guide, "résilier", "rien", "rien")))
    card = reach(guide, "résilier", "rien", "rien", typed)
    assert set(changes(card)) - before == stated


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("pourquoi", CardKind.WHY),
        ("Pourquoi ?", CardKind.WHY),
        ("et si", CardKind.WHAT_IF),
        ("Et si… ?", CardKind.WHAT_IF),
        ("corriger", CardKind.CORRECT),
        ("retour", CardKind.QUESTION),
        ("nouveau cas", CardKind.QUESTION),
        ("nouveau", CardKind.QUESTION),
    ],
)
def test_the_actions_of_a_verdict_can_be_typed(guide: Guide, typed: str, kind: CardKind) -> None:
    """Typed words work wherever a tap does."""
    assert reach(guide, "plainte formelle", typed).kind is kind


def test_settled_billing_can_be_typed(guide: Guide) -> None:
    """A procedure's own button is named by its own words."""
    card = reach(guide, "insatisfaction", "soft-lock", "valider")
    assert card.title == "Régler la facturation d’abord"
    for vague in ("facturation", "facturation à régler", "facturation réglée"):
        assert guide.respond(Request("retention", card.here, text=vague)).title == card.title
    settled = "facturation reglee, compte deverrouille"
    card = guide.respond(Request("retention", card.here, text=settled))
    assert card.title == "Transférer à Retention"


@pytest.mark.parametrize("opened", ["pourquoi", "et si", "corriger"])
def test_going_back_from_a_card_about_the_case_closes_that_card(guide: Guide, opened: str) -> None:
    """« retour » there undoes no answer."""
    verdict = reach(guide, "plainte formelle")
    assert reach(guide, "plainte formelle", opened, "retour") == verdict


def test_a_change_is_answered_in_words_on_its_own_card(guide: Guide) -> None:
    """The question that a typed answer belongs to is the one on the card."""
    card = reach(guide, "résilier", "rien", "rien", "mensuel")
    card = guide.respond(Request("retention", changes(card)["Pas de feu rouge"]))
    card = guide.respond(Request("retention", card.here, text="oui"))
    assert card.title == "Transférer à Retention"


@given(st.text(max_size=200))
def test_any_text_gets_a_card_and_is_never_shown_back(guide: Guide, text: str) -> None:
    """What was not understood is not repeated: it may be about the caller."""
    card = reach(guide, text)
    marked = f"zqx{text}zqx"
    assert "zqx" not in repr(reach(guide, marked))
    assert card.title


def test_a_long_text_takes_no_time(guide: Guide) -> None:
    """100 KB is read no further than a sentence."""
    assert reach(guide, "résilier " * 12_000).kind is CardKind.QUESTION


def test_buttons_are_found_by_words_on_every_card(guide: Guide) -> None:
    """Whatever a card's button is called can be typed."""
    card = reach(guide, "plainte formelle", "corriger")
    (first, *_) = buttons(card)
    assert guide.respond(Request("retention", card.here, text=first)).kind is CardKind.QUESTION
