"""Words typed on a card: what they name, and what they never guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.card import Card, CardKind
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
        ("résiliation", "Résilier"),
        ("downgrad", "Downgrade"),
        ("plainte", "Plainte formelle"),
        ("pinc", "Explication PINC"),
        ("l’explication PINC", "Explication PINC"),
        ("remboursement", "Remboursement ou ajustement de facture"),
        ("fonctionnalité", "Résilier une fonctionnalité incluse"),
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
    ["", "  ", "11", "0", "bla bla", "pas résilier", "1 2", "résilier downgrade", "🙂", "\x00"],
)
def test_what_is_not_plain_states_nothing(guide: Guide, typed: str) -> None:
    """An answer that names nothing, or several things, is not guessed at."""
    card = reach(guide, typed)
    assert card.title == "Que demande le client\u00a0?"
    assert changes(card) == {}


def test_naming_a_line_of_a_checklist_leaves_the_others_to_be_asked(guide: Guide) -> None:
    """Only a sent list affirms « non » for the rest."""
    card = reach(guide, "résilier", "feu rouge et soft-lock")
    assert set(changes(card)) == {
        "Résilier",
        "Feu rouge (drapeau rouge)",
        "Soft-lock / hard-lock / gesperrt Buha",
    }


@pytest.mark.parametrize("typed", ["2 4", "4, 2", "2 et 4", "2;4"])
def test_lines_are_named_by_their_numbers(guide: Guide, typed: str) -> None:
    """Several numbers name several lines."""
    card = reach(guide, "résilier", typed)
    assert {"Inkasso / Mindersaldo", "Feu rouge (drapeau rouge)"} < set(changes(card))


@pytest.mark.parametrize("typed", ["feu rouge, bidule", "2 9", "2 bidule", "1, 1 bis"])
def test_a_list_with_one_unknown_part_states_nothing(guide: Guide, typed: str) -> None:
    """Half understood is not understood."""
    assert set(changes(reach(guide, "résilier", typed))) == {"Résilier"}


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("pas ouvert", {"Pas ouvert à une offre"}),
        ("ouvert", {"Ouvert à une offre de fidélisation"}),
        ("mensuel", {"Mensuel"}),
        ("24 mois", {"Durée déterminée (12/24/36 mois)"}),
        ("pas mécontent", set()),
        ("jamais ouvert", set()),
        ("sans engagement", set()),
        ("48 mois", set()),
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
    assert reach(guide, "plainte", typed).kind is kind


def test_settled_billing_can_be_typed(guide: Guide) -> None:
    """A procedure's own button is named by its own words."""
    card = reach(guide, "insatisfaction", "soft-lock", "non")
    assert card.title == "Régler la facturation d’abord"
    card = guide.respond(Request("retention", card.here, text="facturation reglee"))
    assert "Aucun blocage" in changes(card)
    assert guide.respond(Request("retention", card.here, text="rien")).kind is CardKind.VERDICT


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
    card = reach(guide, "plainte", "corriger")
    (first, *_) = buttons(card)
    assert guide.respond(Request("retention", card.here, text=first)).kind is CardKind.QUESTION
