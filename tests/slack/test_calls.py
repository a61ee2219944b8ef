"""Ten whole calls in Slack, over each transport: command, mention, shortcut, taps, typed words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.decision.oracle import oracle
from tests.slack.hands import (
    ACCOUNT,
    APPELS,
    CANCELLING,
    DEMAND,
    FIXED,
    NONE,
    SUPPORT,
    TERM,
    TRANSFER,
    USUAL,
    answers,
    button,
    cards,
    ill_drawn,
    installed,
    look,
    notices,
    opened,
    press,
    story,
    told,
    until,
    verdict,
    write,
)
from tests.slack.payload import shown
from tests.slack.wire import Json
from tests.slack.workspace import Workspace, eventually

REFUND = "Le client mentionne-t-il un remboursement ou une remise\u00a0?"
QUEUE = "L’équipe Retention est-elle disponible\u00a0?"
SEND = "Valider\u00a0: «\u00a0non\u00a0» pour le reste"
WHY, WHAT_IF, WHOLE = "Pourquoi\u00a0?", "Et si…\u00a0?", "Ce que dit la procédure"
TASK, BILLING = "📝 Créer une tâche pour “Retention General”", "💳 Régler la facturation d’abord"
FRAUD = "🛡️ Équipe Fraude"
WRITTEN = "✔ Écrit dans la procédure"

FIXED_TERM = USUAL | {"demande": "resiliation", "contrat": "determinee"}
UNWILLING = USUAL | {
    "demande": "resiliation", "contrat": "mensuel", "ouvert-offre": "non", "mecontent": "non",
}  # fmt: skip
DOWNGRADE = USUAL | {"demande": "downgrade"}


@pytest.fixture(scope="module", params=["HTTP", "Socket Mode"])
def workspace(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """The bot in a workspace; it says where it serves and, until its end, nothing else."""
    by_socket = request.param == "Socket Mode"
    with installed(tmp_path_factory.mktemp("slack"), by_socket) as (slack, bot):
        yield slack
    assert len(bot.said) == (2 if by_socket else 3), bot.said
    assert all(line.startswith("Aiguillage\u00a0: ") for line in bot.said), bot.said


@pytest.fixture
def slack(workspace: Workspace) -> Iterator[Workspace]:
    """Slack refuses nothing that the bot asks, and what it is given to show is well formed."""
    before = len(workspace.relay.calls)
    yield workspace
    calls = workspace.relay.calls[before:]
    assert [call for call in calls if not call.answer["ok"]] == []
    assert ill_drawn(calls) == []


def test_a_fixed_term_is_settled_by_taps(slack: Workspace) -> None:
    """One message in the channel, one card in its thread; both are redrawn in place."""
    root, card = opened(slack, "Marie")
    assert story(slack, root) == [
        "Aiguillage: Cas ouvert par @Marie",
        f"  Aiguillage: {DEMAND}",
    ]
    card = press(slack, "Marie", card, "Résilier", then=ACCOUNT)
    card = press(slack, "Marie", card, NONE, then=CANCELLING)
    card = press(slack, "Marie", card, NONE, then=TERM)
    card = press(slack, "Marie", card, FIXED, then=TRANSFER)
    until(slack, root, f"{TRANSFER} · {WRITTEN} · cas de @Marie")
    assert verdict(card) == oracle(FIXED_TERM)
    assert story(slack, root) == [
        f"Aiguillage: {TRANSFER} · {WRITTEN} · cas de @Marie",
        f"  Aiguillage: {TRANSFER}",
    ]


def test_a_line_opens_a_case_and_typed_words_settle_it(slack: Workspace) -> None:
    """Marie’s words stay in the thread, and the card above them follows."""
    root, card = opened(slack, "Marie", "client veut résilier, 24 mois, feu rouge, pas de blocage")
    assert told(card) == ACCOUNT
    assert notices(card) == [
        f"Compris\u00a0: Résilier · Aucun blocage · Feu rouge (drapeau rouge) · {FIXED}."
    ]
    card = write(slack, "Marie", card, "rien d’autre", then=REFUND)
    card = write(slack, "Marie", card, "1", then=TRANSFER)
    until(slack, root, f"{TRANSFER} · {WRITTEN} · cas de @Marie")
    assert verdict(card) == oracle(FIXED_TERM | {"feu-rouge": "oui"})
    assert story(slack, root) == [
        f"Aiguillage: {TRANSFER} · {WRITTEN} · cas de @Marie",
        f"  Aiguillage: {TRANSFER}",
        "  Marie: rien d’autre",
        "  Marie: 1",
    ]


def test_boxes_are_ticked_and_some_lines_are_not_known(slack: Workspace) -> None:
    """A queue that is full, a discount, and a flag that nobody sees: two sentences to say."""
    root, card = opened(slack, "Marie", "résilier")
    seen = {"ticks": ["retention-disponible.non"], "unsure": ["feu-rouge.oui"]}
    before = len(slack.relay.calls)
    slack.choose("Marie", card, "ticks", seen["ticks"])
    slack.choose("Marie", card, "unsure", seen["unsure"], state={"ticks": seen["ticks"]})
    card = press(slack, "Marie", card, SEND, then=CANCELLING, state=seen)
    assert [call.method for call in slack.relay.calls[before:]] == ["response_url"]
    said = {"ticks": ["remboursement-demande.remise"]}
    card = press(slack, "Marie", card, SEND, then=TASK, state=said)
    until(slack, root, f"{TASK} · {WRITTEN} · cas de @Marie")
    discount = {"retention-disponible": "non", "remboursement-demande": "remise"}
    for flag in ("oui", "non"):
        assert verdict(card) == oracle(FIXED_TERM | discount | {"feu-rouge": flag})
    assert verdict(card).phrases == ("phrase-remboursement", "phrase-transfert")
    assert "Feu rouge\u00a0: Je ne sais pas" in answers(card)[1]
    assert story(slack, root) == [
        f"Aiguillage: {TASK} · {WRITTEN} · cas de @Marie",
        f"  Aiguillage: {TASK}",
    ]


def test_a_mention_opens_a_case_in_somebodys_thread(slack: Workspace) -> None:
    """What hangs above it is not ours, and stays; a settled bill leads to another verdict."""
    asked = slack.say("Jean", APPELS, "Quelqu’un a déjà vu un downgrade avec une facture\u00a0?")
    slack.say("Marie", APPELS, "@Aiguillage downgrade, facture à régler", thread=asked["ts"])
    card = eventually(lambda: cards(slack, asked))[0]
    card = press(slack, "Marie", card, NONE, then=BILLING)
    assert verdict(card) == oracle(DOWNGRADE | {"facturation-a-regler": "oui"})
    card = press(slack, "Marie", card, "Facturation réglée", then=QUEUE)
    card = press(slack, "Marie", card, "Retention disponible", then=TRANSFER)
    assert verdict(card) == oracle(DOWNGRADE)
    assert story(slack, asked) == [
        "Jean: Quelqu’un a déjà vu un downgrade avec une facture\u00a0?",
        "  Marie: @Aiguillage downgrade, facture à régler",
        f"  Aiguillage: {TRANSFER}",
    ]


def test_a_shortcut_reads_the_message_that_it_is_chosen_on(slack: Workspace) -> None:
    """« Orienter cet appel »: what Jean wrote is understood, and Marie, who chose it, goes on."""
    words = "client mensuel qui veut résilier, pas ouvert à une offre, pas mécontent"
    asked = slack.say("Jean", APPELS, words)
    slack.shortcut("Marie", asked, "orienter.retention")
    card = eventually(lambda: cards(slack, asked))[0]
    card = press(slack, "Marie", card, NONE, then=CANCELLING)
    assert answers(card)[0] == "@Marie"
    card = press(slack, "Marie", card, NONE, then=SUPPORT)
    assert verdict(card) == oracle(UNWILLING)
    assert story(slack, asked) == [f"Jean: {words}", f"  Aiguillage: {SUPPORT}"]


def test_a_direct_message_is_answered_in_its_thread(slack: Workspace) -> None:
    """Without a mention; so are the words that follow there."""
    asked = slack.say("Marie", "Marie", "il veut résilier, 36 mois, demande un remboursement")
    card = eventually(lambda: cards(slack, asked))[0]
    assert told(card) == ACCOUNT
    card = write(slack, "Marie", card, "rien", then=TRANSFER)
    assert verdict(card) == oracle(FIXED_TERM | {"remboursement-demande": "remboursement"})
    assert story(slack, asked) == [
        "Marie: il veut résilier, 36 mois, demande un remboursement",
        f"  Aiguillage: {TRANSFER}",
        "  Marie: rien",
    ]


def test_a_private_case_is_seen_by_its_opener_alone(slack: Workspace) -> None:
    """Taps replace it in place; nobody else sees anything."""
    first = slack.say("Sofia", APPELS, "Bonjour à tous")
    slack.command("Marie", APPELS, "/retention", "privé résilier, 12 mois, remise")
    card = eventually(lambda: _after(first, slack.messages(APPELS, "Marie")))[0]
    assert told(card) == ACCOUNT
    card = press(slack, "Marie", card, NONE, then=TRANSFER)
    assert verdict(card) == oracle(FIXED_TERM | {"remboursement-demande": "remise"})
    assert story(slack, first, seen_by="Jean") == ["Sofia: Bonjour à tous"]
    assert story(slack, first, seen_by="Marie") == [
        "Sofia: Bonjour à tous",
        f"Aiguillage to Marie alone: {TRANSFER}",
    ]


def _after(first: Json, messages: list[Json]) -> list[Json]:
    return [one for one in messages if one["ts"] > first["ts"]]


def test_a_correction_changes_the_verdict_and_the_line_above(slack: Workspace) -> None:
    """« corriger », the number of what is wrong, then what it is."""
    root, card = opened(slack, "Marie", "downgrade")
    card = press(slack, "Marie", card, NONE, then=TRANSFER)
    until(slack, root, f"{TRANSFER} · {WRITTEN} · cas de @Marie")
    root = slack.message(root)
    card = write(slack, "Marie", card, "corriger", then="Que faut-il corriger\u00a0?")
    blocked = button(card, "Aucun blocage").partition("\u00a0")[0]
    card = write(slack, "Marie", card, blocked, then="Le compte est-il bloqué\u00a0?")
    card = write(slack, "Marie", card, "Inkasso", then=SUPPORT)
    until(slack, root, f"{SUPPORT} · {WRITTEN} · cas de @Marie")
    assert verdict(card) == oracle(DOWNGRADE | {"blocage": "recouvrement"})
    assert story(slack, root) == [
        f"Aiguillage: {SUPPORT} · {WRITTEN} · cas de @Marie",
        f"  Aiguillage: {SUPPORT}",
        "  Marie: corriger",
        f"  Marie: {blocked}",
        "  Marie: Inkasso",
    ]


def test_what_is_looked_at_beside_a_case_does_not_move_it(slack: Workspace) -> None:
    """Why, what if, a verdict tried and a passage read whole: in modals, by anybody."""
    root, card = opened(slack, "Marie", "insatisfaction")
    card = press(slack, "Marie", card, NONE, then=TRANSFER)
    until(slack, root, f"{TRANSFER} · {WRITTEN} · cas de @Marie")
    before = story(slack, root)
    why = look(slack, "Jean", card, WHY, then="Pourquoi\u00a0: Transférer à Retention")
    assert "À part\u00a0: le cas lui-même ne change pas." in shown(why)
    assert "Insatisfaction client ou menace de départ" in shown(why)
    what_if = look(slack, "Jean", why, WHAT_IF, then=WHAT_IF)
    tried = look(slack, "Jean", what_if, "Inkasso / Mindersaldo", then=SUPPORT)
    whole = look(slack, "Jean", tried, WHOLE, then=WHOLE)
    assert "Retention ne peut pas intervenir." in shown(whole)
    slack.close("Jean")
    look(slack, "Marie", card, WHAT_IF, then=WHAT_IF)
    slack.close("Marie")
    whole = look(slack, "Marie", card, WHOLE, then=WHOLE)
    assert "Le client exprime un mécontentement ou l’intention de partir." in shown(whole)
    slack.close("Marie")
    assert slack.message(card) == card
    assert story(slack, root) == before


def test_a_case_goes_from_the_home_page_to_its_verdict_in_a_modal(slack: Workspace) -> None:
    """Nobody else sees it, and it is then the first of one’s latest cases."""
    first = slack.say("Sofia", APPELS, "Bonjour")
    slack.open_home("Sofia")
    home = eventually(lambda: slack.home("Sofia"))
    assert "Aucun pour l’instant." in shown(home)
    view = look(slack, "Sofia", home, "Ouvrir un cas", then=DEMAND)
    view = look(slack, "Sofia", view, "Résilier", then=ACCOUNT)
    view = look(slack, "Sofia", view, SEND, then=FRAUD, state={"ticks": ["pre-actif.oui"]})
    assert verdict(view) == oracle(FIXED_TERM | {"pre-actif": "oui"})
    slack.close("Sofia")
    slack.open_home("Sofia")
    listed = f"{FRAUD} — Résilier, Contrat pré-actif"
    eventually(lambda: listed in shown(slack.home("Sofia") or {}))
    assert story(slack, first) == ["Sofia: Bonjour"]
