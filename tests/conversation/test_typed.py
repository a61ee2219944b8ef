"""Words typed on a card: what they name, and what they never guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.card import Card, CardKind, Checklist, Text, Tone
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
    ["", "  ", "11", "0", "bla bla", "pas résilier", "1 2", "facture", "demande", "pas",
     "résilier ?", "🙂", "\x00", "oui", "non", "le client appelle de sa voiture"],
)  # fmt: skip
def test_what_is_not_plain_states_nothing(guide: Guide, typed: str) -> None:
    """An answer that names nothing, or several things, is not guessed at."""
    card = reach(guide, typed)
    assert card.title == "Que demande le client\u00a0?"
    assert changes(card) == {}


LOCK, DEBT = "Soft-lock / hard-lock / gesperrt Buha", "Inkasso / Mindersaldo"
FLAG = "Feu rouge (drapeau rouge)"
BUSY = "Retention indisponible ou file saturée (5+ appels)"


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("feu rouge et soft-lock", {FLAG, LOCK}),
        ("drapeau rouge", {FLAG}),
        ("hard lock", {LOCK}),
        ("inkasso et soft-lock", {DEBT}),
        ("2 4", {DEBT, FLAG}),
        ("4, 2", {DEBT, FLAG}),
        ("2 et 4", {DEBT, FLAG}),
        ("2 3", {DEBT}),
        ("file saturée", {BUSY}),
        ("pas de feu rouge, compte sans blocage", {"Pas de feu rouge", "Aucun blocage"}),
        ("feu rouge : je ne sais pas", {"Je ne sais pas"}),
        ("feu rouge, bidule", {FLAG}),
        ("contrat actif", {"Pas en statut pré-actif"}),
    ],
)
def test_lines_of_a_checklist_are_stated_in_words_or_numbers(
    guide: Guide, typed: str, stated: set[str]
) -> None:
    """Only what is said is stated: the other lines are still to be asked."""
    card = reach(guide, "résilier", typed)
    assert set(changes(card)) == {"Résilier", *stated}
    assert isinstance(next(b for b in card.blocks if isinstance(b, Checklist)), Checklist)


@pytest.mark.parametrize("typed", ["2 9", "9", "contrat", "les deux", "oui", "feu rouge ?", "plus"])
def test_what_a_checklist_does_not_say_is_not_guessed(guide: Guide, typed: str) -> None:
    """A number too high, a word that several lines share, a question."""
    assert set(changes(reach(guide, "résilier", typed))) == {"Résilier"}


@pytest.mark.parametrize(
    "typed", ["valider", "rien", "rien d’autre", "aucun", "RAS", "rien à signaler"]
)
def test_the_rest_of_a_checklist_is_denied_by_a_word(guide: Guide, typed: str) -> None:
    """As its button does: « non » for the lines that nothing was said of."""
    card = reach(guide, "résilier", "feu rouge", typed)
    assert {FLAG, "Aucun blocage", "Retention disponible"} <= set(changes(card))


def test_both_kinds_of_block_are_inkasso_whichever_was_typed_first(guide: Guide) -> None:
    """What gives way is not taken for a correction; a correction says so."""
    for typed in (["soft-lock", "inkasso"], ["inkasso", "soft-lock"]):
        assert DEBT in changes(reach(guide, "résilier", *typed))
    assert LOCK in changes(reach(guide, "résilier", "inkasso", "non pardon, soft-lock"))


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("pas ouvert à une offre", {"Pas ouvert à une offre"}),
        ("ouvert à une offre de fidélisation", {"Ouvert à une offre de fidélisation"}),
        ("mensuel", {"Mensuel"}),
        ("plutôt mensuel", {"Mensuel"}),
        ("36 mois", {"Durée déterminée (12/24/36 mois)"}),
        ("mensuel, non pardon, 12 mois", {"Durée déterminée (12/24/36 mois)"}),
        ("sans engagement", {"Mensuel"}),
        ("48 mois", set()),
        ("un mois", set()),
        ("payé au mois", set()),
        ("mécontent", {"Exprime un mécontentement"}),
        ("pas mécontent", {"N’exprime pas de mécontentement"}),
        ("n", set()),
    ],
)
def test_a_denial_is_never_taken_for_what_it_denies(
    guide: Guide, typed: str, stated: set[str]
) -> None:
    """« pas ouvert » and « ouvert » are opposite; what is not said is not stated."""
    before = set(changes(reach(guide, "résilier", "rien", "rien")))
    card = reach(guide, "résilier", "rien", "rien", typed)
    assert set(changes(card)) - before == stated


LINE = "client veut résilier, 24 mois, feu rouge, pas de blocage"


def test_one_line_opens_a_case_and_is_shown_back(guide: Guide) -> None:
    """What was understood is told and can be changed; the rest is asked."""
    card = guide.respond(Request("retention", text=LINE))
    read = {"Résilier", "Aucun blocage", FLAG, "Durée déterminée (12/24/36 mois)"}
    assert set(changes(card)) == read
    (told,) = [b.text for b in card.blocks if isinstance(b, Text) and b.tone is Tone.NOTICE]
    assert all(one in told for one in read)
    assert "veut" not in repr(card)
    assert guide.respond(Request("retention", card.here)) == card


def test_going_back_forgets_the_whole_line(guide: Guide) -> None:
    """One text is one step."""
    card = guide.respond(Request("retention", text=LINE))
    card = guide.respond(Request("retention", card.here, text="retour"))
    assert changes(card) == {}


def test_what_a_line_leaves_unsure_is_asked_first(guide: Guide) -> None:
    """With what is to be settled told; an answer settles it."""
    card = guide.respond(Request("retention", text="veut résilier, je crois qu’il est mensuel"))
    assert card.title == "Quel est l’engagement du contrat\u00a0?"
    assert "À préciser\u00a0: Contrat" in card.blocks[0].text
    card = guide.respond(Request("retention", card.here, text="12 mois"))
    assert card.title == "Que voyez-vous sur le compte\u00a0?"


def test_a_case_with_something_unsure_travels_in_its_button(guide: Guide) -> None:
    """A reload asks the same question."""
    card = guide.respond(Request("retention", text="veut résilier, compte bloqué"))
    assert "blocage.?" in card.here
    assert guide.respond(Request("retention", card.here)) == card


def test_a_line_on_a_verdict_corrects_it(guide: Guide) -> None:
    """« attends non, 12 mois » changes a fact answered three cards ago."""
    card = reach(guide, "résilier", "rien", "rien", "4")
    assert card.title == "Traiter en Support"
    card = guide.respond(Request("retention", card.here, text="attends non, 12 mois"))
    assert card.title == "Transférer à Retention"


def test_what_does_not_matter_is_said_not_to(guide: Guide) -> None:
    """A commitment changes nothing in a formal complaint."""
    card = reach(guide, "plainte formelle", "contrat de 24 mois")
    assert card.blocks[0].text.startswith("Sans effet ici\u00a0: Durée déterminée")


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
    card = reach(guide, "insatisfaction", "soft-lock", "pas pré-actif")
    assert card.title == "Régler la facturation d’abord"
    for vague in ("facturation", "facturation à régler", "facturation réglée"):
        assert guide.respond(Request("retention", card.here, text=vague)).title == card.title
    settled = "facturation reglee, compte deverrouille"
    card = guide.respond(Request("retention", card.here, text=settled))
    assert card.title == "Que voyez-vous sur le compte\u00a0?"
    card = guide.respond(Request("retention", card.here, text="valider"))
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
