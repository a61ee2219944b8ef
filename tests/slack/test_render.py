"""A card becomes what Slack takes, and shows what it says as it is."""

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.conversation.card import Card, CardKind, Say
from bot.conversation.case import GuidedCase, Step
from bot.conversation.guide import Guide, Request
from bot.conversation.notices import aside, folded_card
from bot.conversation.packing import packed, unpacked
from bot.conversation.tap import Action, read_tap, tap
from bot.errors import InvalidTap
from bot.slack.render import ALONE, VALUE, announcement, message, modal
from tests.conversation.largest import TICKS, met, vast_guide
from tests.conversation.plain import buttons
from tests.slack.lint import faults, texts, view_faults

Json = dict[str, Any]


@pytest.fixture(scope="module")
def vast() -> Guide:
    """The largest procedure, whose passages can be opened."""
    return vast_guide()


def test_every_card_of_the_largest_procedure_is_one_that_slack_takes(vast: Guide) -> None:
    """As a message on each of its pages, as a modal, and each folded part by itself."""
    kinds = set()
    for card in met(vast, random.Random(1), 120):
        kinds.add(card.kind)
        for page in range(6):
            assert faults(message(card, page=page).blocks) == []
        assert faults(message(card, ALONE).blocks) == []
        assert view_faults(modal(aside(vast, card))) == []
        if part := folded_card(card, 0):
            assert view_faults(modal(part)) == []
    assert {CardKind.QUESTION, CardKind.VERDICT, CardKind.WHY, CardKind.WHAT_IF} <= kinds


def test_every_choice_of_a_long_question_is_on_some_page(vast: Guide) -> None:
    """Under its own number; the last page leads to the first."""
    card = next(
        card for card in met(vast, random.Random(2), 300)
        if card.kind is CardKind.QUESTION and len(buttons(card)) > 90
    )  # fmt: skip
    taps: dict[str, str] = {}
    page, pages = 0, 0
    while pages == 0 or page:
        shown = list(_elements(message(card, page=page).blocks))
        taps |= {one["text"]["text"]: unpacked(one["value"]) for one in shown}
        (page,) = (int(o["action_id"][5:]) for o in shown if o["action_id"].startswith("page."))
        pages += 1
    assert pages == 5
    numbers = {int(found[1]) for label in taps if (found := re.match(r"(\d+)\u00a0· ", label))}
    assert numbers == set(range(1, 100))
    assert set(buttons(card).values()) <= set(taps.values())


def test_what_a_message_has_no_room_for_is_one_tap_away(vast: Guide) -> None:
    """The whole card opens beside it."""
    verdict = next(
        card for card in met(vast, random.Random(3), 300) if card.kind is CardKind.VERDICT
    )
    labels = {one["text"]["text"]: one for one in _elements(message(verdict).blocks)}
    more = labels["…"]
    assert more["action_id"] == "details.99"
    assert unpacked(more["value"]) == verdict.here
    assert folded_card(verdict, 99) is None
    assert len("".join(texts(modal(verdict)["blocks"]))) > 20_000


def test_a_prescribed_sentence_is_shown_byte_for_byte_and_without_markup(vast: Guide) -> None:
    """Stars, underscores, angle brackets and all."""
    verdict = next(
        card for card in met(vast, random.Random(4), 300) if card.kind is CardKind.VERDICT
    )
    said = next(block for block in verdict.blocks if isinstance(block, Say))
    quoted = [
        piece["elements"][0]["text"]
        for block in message(verdict).blocks if block["type"] == "rich_text"
        for piece in block["elements"] if piece["type"] == "rich_text_quote"
    ]  # fmt: skip
    assert f"«\u00a0{said.fragments[0]}\u00a0»" in quoted
    assert "mrkdwn" not in json.dumps(message(verdict).blocks)


def test_the_boxes_stay_ticked_while_the_case_stands_still(guide: Guide) -> None:
    """They have the same names on the same card, and other names once it has moved."""
    card = guide.respond(Request("retention", text="veut résilier"))
    again = guide.respond(Request("retention", tap=card.here))
    assert _named(card) == _named(again)
    later = guide.respond(Request("retention", text="un downgrade", tap=card.here))
    assert not _named(card) & _named(later)


def test_what_may_be_typed_is_said_only_where_it_is_heard(guide: Guide) -> None:
    """In a thread, and not on a card that one person sees."""
    card = guide.respond(Request("retention"))
    assert "⌨" in json.dumps(message(card).blocks, ensure_ascii=False)
    assert "⌨" not in json.dumps(message(card, ALONE).blocks, ensure_ascii=False)
    assert "⌨" not in json.dumps(modal(card), ensure_ascii=False)


def test_a_line_above_a_thread_names_a_person() -> None:
    """By Slack's own name for them, wherever the line has them."""
    drawing = announcement("cas de @", "U1")
    assert faults(drawing.blocks) == []
    assert drawing.text == "cas de <@U1>"
    assert {"type": "user", "user_id": "U1"} in drawing.blocks[0]["elements"][0]["elements"]


def test_a_long_tap_is_pressed_and_comes_back_whole(vast: Guide) -> None:
    """And what no one could have pressed is no tap."""
    (compiled,) = vast.procedures.values()
    procedure = compiled.procedure
    stated = {fact: max(one.values, key=len) for fact, one in procedure.facts.items()}
    asked = next(name for name, one in procedure.questions.items() if one.ticks)
    steps = tuple(Step(asked, (pair,)) for pair in stated.items())
    case = GuidedCase(compiled.edition.name, compiled.edition.version, 999_999_999, steps)
    ticked = dict(list(stated.items())[-TICKS:])
    longest = tap(case, Action.ANSWER, asked, ticked)
    assert len(longest) > 2_000
    assert len(packed(longest, VALUE)) <= 2_000
    assert unpacked(packed(longest, VALUE)) == longest
    assert read_tap(longest)
    for wrong in ("=", "=x", "=é", "=" + "A" * 1_999):
        with pytest.raises(InvalidTap):
            read_tap(unpacked(wrong))
    bomb = packed("a" * 10_000_000, VALUE)
    assert len(unpacked(bomb)) <= 8_000


def _elements(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] == "actions":
            yield from (one for one in block["elements"] if one["type"] == "button")


def _named(card: Card) -> set[str]:
    return {block["block_id"] for block in message(card).blocks if "block_id" in block}
