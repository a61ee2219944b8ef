"""A case that several people answer in one thread."""

import asyncio
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.card import Answers, Card, CardKind, Text, Tone
from bot.conversation.changes import Change
from bot.conversation.guide import Guide, Request
from bot.conversation.memory import Memory
from bot.conversation.shared import Moved, as_it_is, facts_of, listens_to, move, moved
from bot.conversation.threads import Place, Thread
from bot.errors import StoreUnavailable
from tests.conversation.callers import truthful
from tests.conversation.fakes import Shelf
from tests.conversation.plain import buttons
from tests.decision.oracle import every_case, oracle

PLACE = Place("slack", "C1", "1.1")
OLD = "0123456789ab"
CHANGED = "La procédure a changé depuis votre dernier cas"
CASES = list(every_case())


def _opened(guide: Guide, text: str | None = None, who: str = "Marie") -> Moved:
    return move(guide, Thread("retention", "", who), Request("retention", text=text), who)


def _notices(card: Card) -> list[str]:
    return [one.text for one in card.blocks if isinstance(one, Text) and one.tone is Tone.NOTICE]


def _by(card: Card) -> dict[str, str | None]:
    (answers,) = (one for one in card.blocks if isinstance(one, Answers))
    return {one.fact: one.by for one in answers.answers}


def test_each_answer_shows_who_gave_it(guide: Guide) -> None:
    """Marie opens, Jean taps, Marie corrects: each fact bears the name of the last to change it."""
    first = _opened(guide, "veut résilier, mensuel")
    tap = buttons(first.card)["Rien de tout cela"]
    second = move(guide, first.thread, Request("retention", tap=tap), "Jean")
    third = move(guide, second.thread, Request("retention", text="il a un feu rouge"), "Sofia")
    assert _by(third.card)["demande"] == "Marie"
    assert _by(third.card)["pre-actif"] == "Jean"
    assert _by(third.card)["feu-rouge"] == "Sofia"
    again = move(guide, third.thread, Request("retention", text="feu rouge"), "Marie")
    assert _by(again.card)["feu-rouge"] == "Sofia"


def test_the_same_tap_twice_shows_the_same_card_and_says_nothing_of_it(guide: Guide) -> None:
    """A double tap is one answer, and no reproach."""
    first = _opened(guide)
    tap = Request("retention", tap=buttons(first.card)["Résilier"])
    once = move(guide, first.thread, tap, "Marie")
    twice = move(guide, once.thread, tap, "Marie")
    assert twice.card == once.card
    assert twice.thread == once.thread


def test_of_two_taps_on_one_card_the_first_wins_and_the_other_is_told(guide: Guide) -> None:
    """The second sees where the case is, and that its card was out of date."""
    first = _opened(guide)
    won = move(guide, first.thread, Request("retention", tap=buttons(first.card)["Résilier"]), "A")
    lost = Request("retention", tap=buttons(first.card)["Downgrade"])
    late = move(guide, won.thread, lost, "B")
    assert facts_of(guide, "retention", late.thread.here)["demande"] == "resiliation"
    assert _notices(late.card) == ["Cette carte n’était plus à jour\u00a0: voici où en est le cas."]
    assert late.thread.said_by == {"demande": "A"}


def test_a_text_that_says_nothing_leaves_the_thread_as_it_is(guide: Guide) -> None:
    """Two people chat: the case does not move, and the card knows that it was not understood."""
    first = _opened(guide, "veut résilier")
    chat = move(guide, first.thread, Request("retention", text="tu viens manger"), "Marie")
    assert not chat.card.understood
    assert chat.thread == first.thread


def test_a_case_opened_by_a_text_that_says_nothing_is_opened_all_the_same(guide: Guide) -> None:
    """The first question is asked, with a word about the text."""
    first = _opened(guide, "bonjour")
    assert first.card.kind is CardKind.QUESTION
    assert first.thread.here


@pytest.mark.parametrize(
    ("person", "text", "heard"),
    [
        ("Marie", "mensuel", True),
        ("Jean", "pas de feu rouge", True),
        ("Sofia", "mensuel", False),
        ("Marie", "tu en penses quoi ?", False),
        ("Marie", "OK !", False),
        ("Marie", "rien d’autre", True),
    ],
)
def test_a_thread_listens_to_those_who_take_part_and_ask_nothing(
    person: str, text: str, heard: bool
) -> None:
    """Marie opened the case and Jean answered in it; Sofia is talking to them."""
    thread = Thread("retention", "x", "Marie", {"demande": "Jean"})
    assert listens_to(thread, person, text) is heard


def test_another_case_in_the_same_thread_makes_the_older_card_out_of_date(guide: Guide) -> None:
    """A tap on the first case's card does not bring its facts into the second."""
    memory = Memory(Shelf(), float)

    async def played() -> tuple[Moved, Moved]:
        opening = Request("retention", text="veut résilier, mensuel, feu rouge")
        old = await moved(guide, memory, PLACE, opening, "Marie", afresh=True)
        tap = buttons(old.card)["Rien de tout cela"]
        await moved(guide, memory, PLACE, Request("retention", tap=tap), "Marie")
        text = Request("retention", text="un downgrade")
        await moved(guide, memory, PLACE, text, "Jean", afresh=True)
        return old, await moved(guide, memory, PLACE, Request("retention", tap=tap), "Marie")

    _, late = asyncio.run(played())
    assert facts_of(guide, "retention", late.thread.here) == {"demande": "downgrade"}
    assert late.thread.opened_by == "Jean"


def _history(guide: Guide, *told: str) -> Guide:
    """A guide whose procedure changed, the last time into what it is now."""
    now = guide.procedures["retention"].edition.version
    versions = [OLD, *(f"{n:012x}" for n in range(1, len(told))), now]
    changes = [
        Change("retention", version, at, words)
        for at, (version, words) in enumerate(zip(versions, ["", *told], strict=True))
    ]
    return replace(guide, history=lambda _: changes)


def _opened_before(shelf: Shelf, version: str, procedure: str = "retention") -> None:
    here = f"{procedure}.{version}.1*show"
    at = Place("slack", "C1", f"{len(shelf.threads)}")
    shelf.threads[at] = Thread(procedure, here, "Marie", revision=1)


def _at_next_case(guide: Guide, shelf: Shelf, thread: str = "2.0", who: str = "Marie") -> list[str]:
    opening = moved(
        guide, Memory(shelf, float), Place("slack", "C1", thread), Request("retention"), who,
        afresh=True,
    )  # fmt: skip
    return _notices(asyncio.run(opening).card)


def test_what_changed_is_told_once_at_the_next_case(guide: Guide) -> None:
    """In one line, to whoever had opened one before, and to nobody else."""
    guide, shelf = _history(guide, "2 cas changent d’équipe"), Shelf()
    _opened_before(shelf, OLD)
    assert _at_next_case(guide, shelf) == [f"{CHANGED}\u00a0: 2 cas changent d’équipe."]
    assert _at_next_case(guide, shelf, "3.0") == []
    assert _at_next_case(guide, shelf, "4.0", "Jean") == []


def test_a_case_of_another_procedure_does_not_hide_what_changed(guide: Guide) -> None:
    """What counts is one's last case of this one."""
    guide, shelf = _history(guide, "1 règle modifiée"), Shelf()
    _opened_before(shelf, OLD)
    _opened_before(shelf, "ffffffffffff", "autre")
    assert _at_next_case(guide, shelf) == [f"{CHANGED}\u00a0: 1 règle modifiée."]


def test_of_several_changes_the_last_is_told_and_how_many_there_were(guide: Guide) -> None:
    """Counted since one's own last case."""
    guide, shelf = _history(guide, "a", "b", "c"), Shelf()
    _opened_before(shelf, "000000000001")
    (news,) = _at_next_case(guide, shelf)
    assert news.startswith("La procédure a changé 2\u00a0fois depuis votre dernier cas")
    assert news.endswith("\u00a0; la dernière fois\u00a0: c.")


def test_a_change_of_which_nothing_is_known_is_told_all_the_same(guide: Guide) -> None:
    """The store may be behind, or the version before may be gone."""
    shelf = Shelf()
    _opened_before(shelf, OLD)
    assert _at_next_case(guide, shelf) == [f"{CHANGED}."]


def test_a_version_that_came_back_has_not_changed(guide: Guide) -> None:
    """What was there at one's last case is there again."""
    now = guide.procedures["retention"].edition.version
    changes = [Change("retention", one, 0, "x") for one in (now, OLD, now)]
    shelf = Shelf()
    _opened_before(shelf, now)
    assert _at_next_case(replace(guide, history=lambda _: changes), shelf) == []


def test_what_is_supposed_is_not_the_case(guide: Guide) -> None:
    """A thread that looks at what would change its verdict still has its verdict."""
    one = _opened(guide, "plainte formelle, pas pré-actif")
    what_if = move(guide, one.thread, Request("retention", text="et si"), "Marie")
    supposed = move(guide, what_if.thread, Request("retention", text="1"), "Marie")
    assert supposed.card.title != one.card.title
    for thread in (one.thread, what_if.thread, supposed.thread):
        assert guide.respond(as_it_is(thread)).title == one.card.title


def test_fifty_taps_at_once_make_one_answer(guide: Guide) -> None:
    """Each is made on what the last left: one revision, one fact, nothing lost."""
    shelf = Shelf()
    memory = Memory(shelf, float)

    async def played() -> list[Moved]:
        first = await moved(guide, memory, PLACE, Request("retention"), "Marie", afresh=True)
        tap = Request("retention", tap=buttons(first.card)["Résilier"])
        return await asyncio.gather(*(moved(guide, memory, PLACE, tap, f"P{n}") for n in range(50)))

    cards = {one.card.here for one in asyncio.run(played())}
    assert len(cards) == 1
    assert shelf.threads[PLACE].revision == 2


def test_a_thread_that_others_never_leave_alone_is_given_up(guide: Guide) -> None:
    """Rather than for ever."""

    class Contested(Shelf):
        async def keep(self, place: Place, thread: Thread) -> bool:
            return False

    played = moved(guide, Memory(Contested(), float), PLACE, Request("retention"), "Marie")
    with pytest.raises(StoreUnavailable):
        asyncio.run(played)  # type: ignore[arg-type]


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_taps_in_any_order_by_anyone_never_show_a_wrong_verdict(
    guide: Guide, chance: random.Random
) -> None:
    """Of taps true to a case, late, doubled or shuffled, every verdict shown is the reading's."""
    case = chance.choice(CASES)
    memory = Memory(Shelf(), float)

    async def played() -> None:
        one = await moved(guide, memory, PLACE, Request("retention"), "Marie", afresh=True)
        made: list[Request] = []
        for _ in range(12):
            if one.card.kind is not CardKind.QUESTION:
                break
            made.append(truthful(one.card, case))
            again = [chance.choice(made) for _ in range(chance.randrange(3))]
            for tap in chance.sample([made[-1], *again], 1 + len(again)):
                one = await moved(guide, memory, PLACE, tap, chance.choice("AB"))
                if one.card.kind is CardKind.VERDICT:
                    assert one.card.title == _label(guide, oracle(case).destination)

    asyncio.run(played())


def _label(guide: Guide, destination: str) -> str:
    return guide.procedures["retention"].procedure.destinations[destination].label
