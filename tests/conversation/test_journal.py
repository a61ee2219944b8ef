"""The journal as verdicts are given: once each, whatever is tapped again or is down."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.case import read_case
from bot.conversation.guide import Guide, Request
from bot.conversation.journal import PAUSE, Journal
from bot.conversation.memory import Memory
from bot.conversation.noting import Whose, noted
from bot.conversation.shared import Moved, moved
from bot.conversation.threads import Place
from bot.journal.entry import Entry
from tests.conversation.fakes import Shelf
from tests.conversation.ledger import Ledger
from tests.conversation.plain import buttons

PLACE = Place("slack", "C1", "1.1")
NOW = 1_795_600_000
LINE = "plainte à la DGCCRF"


class Desk:
    """A thread in which people move, and what is noted of it."""

    def __init__(self, guide: Guide, most: int = 100) -> None:
        numbers = count(417)
        self.now = 0.0
        self.guide = replace(guide, number=lambda: next(numbers))
        self.ledger = Ledger()
        self.shelf = Shelf()
        self.journal = Journal(self.ledger, lambda: self.now, lambda: NOW, most)
        self.memory = Memory(self.shelf, lambda: self.now, journal=self.journal)

    def move(self, who: str = "Marie", place: Place = PLACE, **asked: str) -> Moved:
        request = Request("retention", **asked)
        afresh = not asked.get("tap") and place not in self.shelf.threads
        story = moved(self.guide, self.memory, place, request, who, afresh=afresh)
        return asyncio.run(story)

    @property
    def entries(self) -> list[Entry]:
        return list(self.ledger.entries.values())


@pytest.fixture
def desk(guide: Guide) -> Desk:
    return Desk(guide)


def test_a_verdict_is_noted_with_its_facts_and_no_word_of_the_caller(desk: Desk) -> None:
    """Who gave it, when, under which version, by which rule, after how many cards."""
    desk.move(text="résilie, feu rouge, zorglub")
    desk.move(text="plainte officielle, zorglub")
    (entry,) = desk.entries
    assert (entry.case, entry.platform, entry.person, entry.at) == ("slack:417", "slack", "Marie",
                                                                    NOW)  # fmt: skip
    assert entry.facts["demande"] == "plainte-formelle"
    assert (entry.destination, entry.rules) == ("est", ("plainte-formelle",))
    assert entry.version == desk.guide.procedures["retention"].edition.version
    assert entry.cards == 1
    assert "zorglub" not in repr(entry)


def test_a_case_is_noted_as_begun_once_something_is_known(desk: Desk) -> None:
    """Opening it is not enough; and once is enough."""
    first = desk.move()
    assert desk.ledger.begun == {}
    desk.move(tap=buttons(first.card)["Résilier"])
    desk.move(text="feu rouge")
    assert list(desk.ledger.begun) == ["slack:417"]
    assert desk.entries == []


def test_the_same_tap_again_is_the_same_verdict(desk: Desk) -> None:
    """By anybody, in the thread or after the program stopped before it was noted."""
    first = desk.move()
    tap = buttons(first.card)["Plainte formelle"]
    desk.move(tap=tap)
    desk.move(tap=tap)
    desk.move(tap=tap, who="Jean")
    assert len(desk.entries) == 1
    desk.ledger.entries.clear()
    desk.move(tap=tap)
    assert len(desk.entries) == 1


def test_what_is_only_looked_at_or_supposed_is_not_noted(desk: Desk) -> None:
    """Why, what if, and what follows from a supposition."""
    one = desk.move(text=LINE)
    what_if = desk.guide.respond(Request("retention", tap=buttons(one.card)["Et si…\u00a0?"]))
    supposed = next(iter(buttons(what_if).values()))
    for tap in (buttons(one.card)["Pourquoi\u00a0?"], supposed):
        desk.move(tap=tap)
    assert len(desk.entries) == 1


def test_a_case_corrected_is_one_case_with_two_verdicts(desk: Desk) -> None:
    """And the next case in the same thread is another."""
    desk.move(text=LINE)
    one = desk.move(text="non, il demande une explication PINC, pas pré-actif, aucun blocage")
    two = desk.move(tap=buttons(one.card)["Nouveau cas"])
    cases = [entry.case for entry in desk.entries]
    assert cases == ["slack:417"] * len(cases)
    assert len(cases) == 2
    assert read_case(two.thread.here.partition("*")[0]).number == 418


def test_what_nobody_knows_is_noted_without_a_destination(desk: Desk) -> None:
    """Where the verdict depends on it: neither a team nor a ground."""
    version = desk.guide.procedures["retention"].edition.version
    known = "demande.resiliation_pre-actif.non_blocage.aucun_feu-rouge.non_contrat.determinee"
    known += "_facturation-a-regler.non_situation-particuliere.non_remboursement-demande.non"
    case = f"retention.{version}.417001~texte_{known}_retention-disponible."
    card = desk.guide.respond(Request("retention", tap=case))
    entry = noted(desk.guide, Whose("slack", "x", NOW), "", card)
    assert isinstance(entry, Entry)
    assert (entry.destination, entry.basis, entry.rules) == ("", "", ())
    assert entry.unknown == ("retention-disponible",)


def test_a_store_that_is_down_keeps_no_verdict_from_anybody(desk: Desk) -> None:
    """What waits is counted, and written once the store is back."""
    desk.ledger.down = True
    one = desk.move(text=LINE)
    assert one.card.title == "Remonter par une Task à l’équipe EST"
    asked = desk.ledger.asked
    desk.move(place=Place("slack", "C1", "2.2"), text=LINE)
    assert desk.ledger.asked == asked
    assert (desk.journal.waiting, desk.journal.lost) == (2, 0)
    desk.ledger.down = False
    desk.now += PAUSE
    asyncio.run(desk.journal.write_what_waits())
    assert desk.journal.waiting == 0
    assert {entry.case for entry in desk.entries} == {"slack:417", "slack:418"}


def test_what_waits_is_bounded_and_what_is_lost_is_counted(guide: Guide) -> None:
    """The oldest goes."""
    desk = Desk(guide, most=3)
    desk.ledger.down = True
    for n in range(5):
        desk.move(place=Place("slack", "C1", str(n)), text=LINE)
    assert (desk.journal.waiting, desk.journal.lost) == (3, 2)
    desk.ledger.down = False
    desk.now += PAUSE
    asyncio.run(desk.journal.write_what_waits())
    assert {entry.case for entry in desk.entries} == {f"slack:{n}" for n in (419, 420, 421)}


@given(st.lists(st.integers(0, 30), max_size=12))
def test_whatever_is_tapped_each_verdict_is_noted_once(guide: Guide, choices: list[int]) -> None:
    """Of any walk through a case, as many entries as there are verdicts reached."""
    desk = Desk(guide)
    card = desk.move().card
    reached: set[str] = set()
    for choice in choices:
        taps = list(buttons(card).values())
        tap = taps[choice % len(taps)]
        card = desk.move(tap=tap).card
        entry = noted(desk.guide, Whose("slack", "x", NOW), "", card)
        if (
            isinstance(entry, Entry)
            and not read_case((card.here or "").partition("*")[0]).is_hypothesis
        ):
            reached.add(entry.id)
    assert {entry.id for entry in desk.entries} == reached


def test_cases_are_told_apart_only_where_they_are_numbered(guide: Guide) -> None:
    """Without a number nothing is noted: two callers would be one."""
    card = guide.respond(Request("retention", text=LINE))
    assert noted(guide, Whose("slack", "x", NOW), "", card) is None


def test_a_line_that_opens_a_case_is_no_card(desk: Desk) -> None:
    """The agent saw none."""
    desk.move(text=LINE)
    assert [entry.cards for entry in desk.entries] == [0]
