"""What comes in, honest or not, and the card that answers it."""

import random
import re
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.card import (
    Actions,
    Badge,
    Card,
    CardKind,
    Details,
    Progress,
    Say,
    Text,
)
from bot.conversation.guide import Guide, Request
from bot.conversation.states import Holding
from bot.decision.compiled import Compiled
from bot.errors import UnknownProcedure
from tests.conversation.callers import truthful
from tests.conversation.plain import buttons, changes
from tests.decision.oracle import FACTS, every_case, oracle

CASES = list(every_case())


def played(guide: Guide, case: dict[str, str]) -> list[Card]:
    """The cards of a call whose every fact is known, answered by tap."""
    cards = [guide.respond(Request("retention"))]
    while cards[-1].kind is CardKind.QUESTION:
        cards.append(guide.respond(truthful(cards[-1], case)))
    return cards


def test_every_sampled_call_played_by_taps_ends_at_its_verdict(
    guide: Guide, compiled: Compiled
) -> None:
    """Tapping what is true leads to the verdict of the reading, in four cards at most."""
    for case in random.Random(7).sample(CASES, 400):
        cards = played(guide, case)
        card, expected = cards[-1], oracle(case)
        assert card.kind is CardKind.VERDICT
        assert card.title == compiled.procedure.destinations[expected.destination].label
        said = [block.fragments for block in card.blocks if isinstance(block, Say)]
        assert said == [compiled.procedure.phrases[name].say for name in expected.phrases]
        assert len(cards) <= 5


def test_the_badge_never_claims_more_than_the_basis(guide: Guide, compiled: Compiled) -> None:
    """The ground shown is at least as weak as that of the whole case."""
    rank = ["written", "reading", "conflict", "silent"]
    for case in random.Random(11).sample(CASES, 400):
        card = played(guide, case)[-1]
        (badge,) = (block for block in card.blocks if isinstance(block, Badge))
        assert rank.index(badge.ground) >= rank.index(oracle(case).basis)


def test_the_questions_promised_are_never_exceeded(guide: Guide) -> None:
    """« Encore 3 questions au plus » is a promise, kept on the way to every sampled verdict."""
    for case in random.Random(13).sample(CASES, 100):
        promised = [_promised(card) for card in played(guide, case)[:-1]]
        assert all(most >= len(promised) - n for n, most in enumerate(promised))


def _promised(card: Card) -> int:
    (progress,) = (block for block in card.blocks if isinstance(block, Progress))
    found = re.search(r"\d+", progress.remaining)
    return int(found[0]) if found else 1


def test_a_button_of_another_procedure_decides_nothing(guide: Guide) -> None:
    """A foreign tap gets a clear card."""
    card = guide.respond(Request("retention", tap="fraude.0123456789ab.1~demande_demande.autre"))
    assert card.kind is CardKind.NOTICE
    assert "Nouveau cas" in buttons(card)


@pytest.mark.parametrize(
    "forgery",
    [
        "*answer_demande_demande.vip",
        "*answer_demande_blocage.aucun",
        "*answer_demande_",
        "*answer",
        "*answer_nulle-part_demande.autre",
        "*change_age",
        "*change",
        "*try_age.12",
        "*fly",
        "*answer_demande_demande.resiliation_pre-actif.oui",
    ],
)
def test_a_forged_tap_gets_a_clear_card(guide: Guide, compiled: Compiled, forgery: str) -> None:
    """What no button of ours can say is refused, and nothing is decided."""
    card = guide.respond(
        Request("retention", tap=f"retention.{compiled.edition.version}.0{forgery}")
    )
    assert card.kind is CardKind.NOTICE


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["retention", ".", "~", "_", "*", "answer", "tick", "change", "back"]),
            st.sampled_from([*FACTS, *(value for values in FACTS.values() for value in values)]),
            st.text(max_size=5),
        ),
        max_size=14,
    ).map("".join),
    st.one_of(st.none(), st.text(max_size=40)),
)
def test_whatever_comes_in_a_card_comes_out(guide: Guide, tap: str, text: str | None) -> None:
    """No tap and no text makes the conversation fail."""
    card = guide.respond(Request("retention", tap=tap, text=text))
    assert card.title


def test_an_unknown_procedure_is_refused(guide: Guide) -> None:
    """There is no card to show where there is no procedure."""
    with pytest.raises(UnknownProcedure):
        guide.respond(Request("autre"))


def test_a_tap_on_an_older_card_shows_where_the_case_is(guide: Guide) -> None:
    """Of two taps on one card the first wins, and the other redraws the current card."""
    first = guide.respond(Request("retention"))
    second = guide.respond(Request("retention", buttons(first)["Résilier"]))
    late = guide.respond(Request("retention", buttons(first)["Downgrade"], current=second.here))
    assert late.title == second.title
    assert late.here == second.here
    assert [b.text for b in late.blocks if isinstance(b, Text) and b.tone == "notice"] == [
        "Cette carte n’était plus à jour\u00a0: voici où en est le cas."
    ]


def test_a_case_opened_under_another_version_is_carried_over_and_told(guide: Guide) -> None:
    """The answers still valid are kept, and the agent is told."""
    card = guide.respond(
        Request("retention", tap="retention.0123456789ab.2~demande_demande.downgrade_age.12")
    )
    assert list(changes(card)) == ["Downgrade"]
    assert any(
        isinstance(block, Text) and block.text.startswith("La procédure a changé")
        for block in card.blocks
    )


@pytest.mark.parametrize(
    "said",
    [
        Holding("file", "file-retention", "non", 5, 25),
        Holding("file", "retention-disponible", "saturee", 5, 25),
        Holding("file", "blocage", "recouvrement", 5, 25),
        Holding("queue", "retention-disponible", "non", 5, 25),
    ],
)
def test_a_state_that_the_procedure_no_longer_knows_stops_nobody(
    guide: Guide, said: Holding
) -> None:
    """It may have changed since it was said: each case then asks, and is answered."""
    guide = replace(guide, states=lambda _: (said,))
    assert guide.frame("retention").states == ()
    card = guide.respond(Request("retention"))
    card = guide.respond(Request("retention", tap=buttons(card)["Downgrade"]))
    assert list(changes(card)) == ["Downgrade"]
    carried = (
        f"retention.0123456789ab.2~pour-tous_{said.fact}.{said.value}~demande_demande.downgrade"
    )
    assert "Downgrade" in changes(guide.respond(Request("retention", tap=f"{carried}*show")))


def test_a_line_both_ticked_and_unknown_is_asked_again(guide: Guide) -> None:
    """A contradiction states nothing."""
    card = guide.respond(Request("retention"))
    card = guide.respond(Request("retention", buttons(card)["Résilier"]))
    both = frozenset({"feu-rouge.oui"})
    send = buttons(card)["Valider\u00a0: «\u00a0non\u00a0» pour le reste"]
    again = guide.respond(Request("retention", send, both, both))
    assert again.here == card.here
    assert list(changes(again)) == ["Résilier"]


def test_a_checklist_affirms_no_for_what_is_not_ticked(guide: Guide) -> None:
    """A sent list says « non » for the rest, and shows it."""
    card = guide.respond(Request("retention"))
    card = guide.respond(Request("retention", buttons(card)["Résilier"]))
    send = buttons(card)["Valider\u00a0: «\u00a0non\u00a0» pour le reste"]
    card = guide.respond(
        Request("retention", send, frozenset({"feu-rouge.oui"}), frozenset({"pre-actif.oui"}))
    )
    assert set(changes(card)) == {
        "Résilier",
        "Feu rouge (drapeau rouge)",
        "Je ne sais pas",
        "Aucun blocage",
        "Pas d’autre problème de facturation",
        "Pas de situation particulière",
        "Retention disponible",
    }


def test_both_blocks_ticked_is_the_stronger_one(guide: Guide) -> None:
    """Inkasso and a soft-lock at once are Inkasso; a doubt about Inkasso leaves it unknown."""
    card = guide.respond(Request("retention"))
    card = guide.respond(Request("retention", buttons(card)["Résilier"]))
    send = buttons(card)["Valider\u00a0: «\u00a0non\u00a0» pour le reste"]
    both = frozenset({"blocage.recouvrement", "blocage.verrouille"})
    assert "Inkasso / Mindersaldo" in changes(guide.respond(Request("retention", send, both)))
    doubt = guide.respond(
        Request(
            "retention",
            send,
            frozenset({"blocage.verrouille"}),
            frozenset({"blocage.recouvrement"}),
        )
    )
    assert "Soft-lock / hard-lock / gesperrt Buha" not in changes(doubt)


def test_every_button_of_every_card_leads_to_a_card_that_is_no_refusal(guide: Guide) -> None:
    """No button of ours is ever taken for a forgery: a bounded walk through all of them."""
    seen: set[str] = set()
    waiting = [guide.respond(Request("retention"))]
    for _ in islice(iter(int, 1), 4000):
        if not waiting:
            break
        card = waiting.pop()
        assert card.kind is not CardKind.NOTICE
        for tap in [*buttons(card).values(), *changes(card).values()]:
            shape = tap.partition("~")[2]
            if shape not in seen and len(seen) < 1000:
                seen.add(shape)
                waiting.append(guide.respond(Request("retention", tap)))
    assert len(seen) == 1000


def test_each_card_says_how_to_show_itself_again(guide: Guide) -> None:
    """The `here` of a card redraws it, so that a typed answer finds its question."""
    card = guide.respond(Request("retention"))
    for label in ("Résilier", "Rien de tout cela", "Mentionne une remise"):
        assert guide.respond(Request("retention", card.here)) == card
        if label in buttons(card):
            card = guide.respond(Request("retention", buttons(card)[label]))
    row = [block for block in card.blocks if isinstance(block, Actions)]
    for button in row[-1].buttons if row else ():
        shown = guide.respond(Request("retention", button.tap))
        assert guide.respond(Request("retention", shown.here)).title == shown.title


def test_a_hypothesis_says_so_gives_no_note_and_is_taken_back(guide: Guide) -> None:
    """« Et si… ? » never passes for the real case, and « Retour » restores it whole."""
    card = guide.respond(Request("retention"))
    for label in ("Résilier", "Rien de tout cela", "Rien de tout cela"):
        card = guide.respond(Request("retention", buttons(card)[label]))
    verdict = guide.respond(Request("retention", buttons(card)["Durée déterminée (12/24/36 mois)"]))
    what_if = guide.respond(Request("retention", buttons(verdict)["Et si…\u00a0?"]))
    tried = guide.respond(Request("retention", buttons(what_if)["Plainte formelle"]))
    assert "Hypothèse\u00a0: Plainte formelle" in repr(tried).replace("\\xa0", "\u00a0")
    assert not any(isinstance(b, Details) and b.title == "Note à coller" for b in tried.blocks)
    back = guide.respond(Request("retention", buttons(tried)["Retour"]))
    assert changes(back).keys() == changes(verdict).keys()
    assert back.title == verdict.title


def test_a_checklist_sent_under_another_version_states_nothing(guide: Guide) -> None:
    """Its lines may not be those that the agent saw."""
    sent = "retention.0123456789ab.1~demande_demande.resiliation*tick_compte"
    card = guide.respond(Request("retention", sent, frozenset({"feu-rouge.oui"})))
    assert list(changes(card)) == ["Résilier"]
    gone = "retention.0123456789ab.1~demande_demande.resiliation*answer_compte_vip.oui"
    assert list(changes(guide.respond(Request("retention", gone)))) == ["Résilier"]


def test_a_new_case_is_newer_than_the_cards_before_it(guide: Guide) -> None:
    """A tap on the previous caller's card does not bring the previous caller back."""
    first = guide.respond(Request("retention"))
    second = guide.respond(Request("retention", buttons(first)["Plainte formelle"]))
    fresh = guide.respond(Request("retention", buttons(second)["Nouveau cas"]))
    late = guide.respond(
        Request("retention", buttons(second)["Pourquoi\u00a0?"], current=fresh.here)
    )
    assert late.here == fresh.here
