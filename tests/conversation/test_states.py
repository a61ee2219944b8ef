"""What is said once for all cases: when it holds, and what it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.card import Answers
from bot.conversation.case import read_case
from bot.conversation.guide import Guide, Request
from bot.conversation.states import Board, State
from bot.conversation.tap import read_tap
from tests.conversation.inquiries import NOW, Office
from tests.conversation.plain import buttons, plain

FULL = State("retention", "file", "retention-disponible", "non", NOW, NOW + 1_800)


@pytest.fixture
def office(guide: Guide) -> Office:
    return Office(guide)


def test_a_state_holds_from_its_beginning_to_its_end(guide: Guide) -> None:
    """Not before, and not at its end."""
    now = [NOW - 1]
    board = Board(lambda: now[0])
    board.show([FULL, replace(FULL, procedure="autre")])
    assert board.holding("retention") == ()
    now[0] = NOW + 61
    (held,) = board.holding("retention")
    assert (held.minutes, held.left) == (1, 29)
    now[0] = NOW + 1_799
    assert [one.left for one in board.holding("retention")] == [1]
    now[0] = NOW + 1_800
    assert board.holding("retention") == ()


def test_a_case_keeps_what_was_said_when_it_came_to_its_verdict(office: Office) -> None:
    """Shown again later, it is the same; moved again, it is of the moment."""
    office.typed("file saturee 30 min")
    text = "résilie, 24 mois, pas pré-actif, aucun blocage, pas de feu rouge, pas de souci de "
    text += "facturation, pas de situation particulière, pas de remboursement"
    decided = office.guide.respond(Request("retention", text=text))
    assert decided.title == "Créer une tâche pour “Retention General”"
    office.now += 3_600
    again = office.guide.respond(Request("retention", tap=decided.here))
    assert again.title == decided.title
    assert "un superviseur peut le changer" not in plain(again)
    moved = office.guide.respond(Request("retention", tap=decided.here, text="client mécontent"))
    assert moved.title == "L’équipe Retention est-elle disponible\u00a0?"


def test_whoever_knows_better_says_so_in_their_case(office: Office) -> None:
    """What is said of one case prevails there, and nowhere else."""
    office.typed("file saturee 30 min")
    card = office.guide.respond(Request("retention", text="Retention est disponible"))
    assert read_case(card.here or "").said_for_all() == frozenset()
    values = [one.value for block in card.blocks if isinstance(block, Answers)
              for one in block.answers]  # fmt: skip
    assert values == ["Retention disponible"]
    assert "annoncé pour tous" not in plain(card)


def test_where_it_changes_nothing_it_is_not_told(office: Office) -> None:
    """A formal complaint goes the same way."""
    office.typed("file saturee 30 min")
    card = office.guide.respond(Request("retention", text="plainte à la DGCCRF"))
    assert card.title == "Remonter par une Task à l’équipe EST"
    assert "annoncé pour tous" not in plain(card)


def test_a_step_back_goes_back_to_before_the_answer(office: Office) -> None:
    """And not to before what was said for all."""
    office.typed("file saturee 30 min")
    first = office.guide.respond(Request("retention"))
    assert "Retour" not in buttons(first)
    second = office.guide.respond(Request("retention", tap=buttons(first)["Résilier"]))
    back = office.guide.respond(Request("retention", tap=buttons(second)["Retour"]))
    assert back.title == first.title
    assert read_tap(back.here or "").case.said_for_all() == {"retention-disponible"}


def test_with_the_store_down_nothing_is_said_and_that_is_told(office: Office) -> None:
    """What was said before holds until its time is over."""
    office.typed("file saturee 30 min")
    office.ledger.down = True
    refused = office.typed("file disponible 30 min")
    assert "Réessayez" in plain(refused)
    held = office.board.holding("retention")
    assert [one.value for one in held] == ["non"]
