"""A card becomes what Teams takes, and shows what it says as it is."""

import json
import random
import re
from typing import Any

import pytest

from bot.conversation.card import (
    Actions,
    Button,
    Card,
    CardKind,
    Choices,
    Item,
    Items,
    Picture,
    Say,
)
from bot.conversation.guide import Guide, Request
from bot.conversation.packing import unpacked
from bot.conversation.tap import read_tap
from bot.conversation.weeks import weeks_card
from bot.journal.entry import WEEK
from bot.journal.figures import Figures
from bot.teams import elements
from bot.teams.render import LIMIT, Surface, drawn, size
from tests.conversation.largest import met, vast_guide
from tests.conversation.plain import buttons
from tests.journal.calls import MONDAY
from tests.teams.lint import faults, pieces
from tests.teams.schema import unlike_the_schema

Json = dict[str, Any]
CASE, DIALOG = Surface("1700000000000"), Surface("1700000000000", dialog=True)


@pytest.fixture(scope="module")
def vast() -> Guide:
    """The largest procedure, whose passages can be opened."""
    return vast_guide()


def test_every_card_of_the_largest_procedure_is_one_that_teams_takes(vast: Guide) -> None:
    """As a message on several of its pages, and in a dialog."""
    kinds = set()
    for card in met(vast, random.Random(1), 120):
        kinds.add(card.kind)
        for page in (0, 7):
            drawing = drawn(card, CASE, page)
            assert size(drawing.card) <= LIMIT
            assert faults(drawing.card) == []
        assert faults(drawn(card, DIALOG).card, dialog=True) == []
    assert {CardKind.QUESTION, CardKind.VERDICT, CardKind.WHY, CardKind.WHAT_IF} <= kinds


@pytest.mark.official_schema
def test_the_cards_of_the_largest_procedure_are_valid_against_the_schema(vast: Guide) -> None:
    """However little room there is."""
    for card in met(vast, random.Random(2), 25):
        assert unlike_the_schema(drawn(card, CASE).card) == []


def test_every_choice_of_a_long_question_is_on_some_page(vast: Guide) -> None:
    """Under its own number; the last page leads to the first."""
    card = next(
        card for card in met(vast, random.Random(2), 300)
        if card.kind is CardKind.QUESTION and len(buttons(card)) > 90
    )  # fmt: skip
    taps: dict[str, str] = {}
    page, pages = 0, 0
    while pages == 0 or page:
        shown = [one["selectAction"] for one in _tappable(drawn(card, CASE, page).card)]
        taps |= {unpacked(one["data"]["tap"]): one["title"] for one in shown}
        (page,) = (one["data"]["page"] for one in shown if "page" in one["data"])
        pages += 1
    assert pages > 5
    choices = [
        one.tap for block in card.blocks if isinstance(block, Choices) for one in block.buttons
    ]
    assert set(choices) <= set(taps)


def test_nine_choices_are_one_tap_each(guide: Guide) -> None:
    """Though a set of buttons shows six; each is called by its words."""
    card = guide.respond(Request("retention"))
    tappable = list(_tappable(drawn(card, CASE).card))
    assert [one["selectAction"]["title"] for one in tappable] == list(buttons(card))
    assert len(tappable) == 10
    for one in tappable:
        assert one["selectAction"]["type"] == "Action.Execute"
        assert read_tap(one["selectAction"]["data"]["tap"]).stated


def test_a_button_for_an_old_client_does_the_same(guide: Guide) -> None:
    """In a message `Action.Submit` stands behind `Action.Execute`; in a dialog it stands alone."""
    card = guide.respond(Request("retention", text="un downgrade"))
    executed = [
        one for one in pieces(drawn(card, CASE).card) if one.get("type") == "Action.Execute"
    ]
    assert executed
    assert all(one["fallback"]["type"] == "Action.Submit" for one in executed)
    kinds = {one.get("type") for one in pieces(drawn(card, DIALOG).card)}
    assert "Action.Execute" not in kinds
    assert "Action.Submit" in kinds


def test_a_prescribed_sentence_is_shown_byte_for_byte_and_without_markup(vast: Guide) -> None:
    """Stars, underscores, angle brackets and all, however little room there is."""
    verdict = next(
        card for card in met(vast, random.Random(4), 300) if card.kind is CardKind.VERDICT
    )
    sayings = [block for block in verdict.blocks if isinstance(block, Say)]
    runs = [
        one["text"] for one in pieces(drawn(verdict, CASE).card) if one.get("type") == "TextRun"
    ]
    for fragment in (one for saying in sayings for one in saying.fragments):
        assert f"«\u00a0{fragment}\u00a0»" in runs


@pytest.mark.parametrize("title", ["2. Résilier", "a_b_c", "*Urgent*", "[ici](x)", "- un", "a < b"])
def test_a_title_that_teams_would_take_for_markup_is_shown_as_it_is(title: str) -> None:
    """As rich text; any other is a heading, which screen readers announce."""
    assert elements.heading(title)["inlines"][0]["text"] == title
    assert elements.heading("Que demande le client\u00a0?")["style"] == "heading"


def test_what_is_folded_opens_without_asking_the_bot(guide: Guide) -> None:
    """Passages and note are in the card, hidden until a button of the card shows them."""
    card = guide.respond(Request("retention", text="plainte formelle"))
    while card.kind is not CardKind.VERDICT:
        card = guide.respond(Request("retention", text="rien", tap=card.here))
    whole = drawn(card, CASE).card
    toggles = [one for one in pieces(whole) if one.get("type") == "Action.ToggleVisibility"]
    hidden = {one["id"]: one for one in pieces(whole) if one.get("isVisible") is False}
    assert {one["targetElements"][0] for one in toggles} == set(hidden)
    quoted = json.dumps(hidden["part0"], ensure_ascii=False)
    assert re.search("§", quoted)
    assert "Décision" in json.dumps(hidden["part1"], ensure_ascii=False)


def test_the_lines_of_a_checklist_can_be_ticked_or_doubted(guide: Guide) -> None:
    """Two lists of the same lines; the second is shown when it is asked for."""
    card = guide.respond(Request("retention", text="veut résilier"))
    whole = drawn(card, CASE).card
    lists = {one["id"]: one for one in pieces(whole) if one.get("type") == "Input.ChoiceSet"}
    ticks, unsure = lists["ticks"], lists["unsure"]
    keys = [one["value"] for one in ticks["choices"]]
    assert keys == [one["value"] for one in unsure["choices"]]
    assert not any("," in key for key in keys)


def _tappable(card: Json) -> list[Json]:
    return [one for one in pieces(card) if one.get("type") == "Column" and "selectAction" in one]


@pytest.mark.official_schema
@pytest.mark.parametrize(("rows", "pictured"), [(12, True), (400, False)])
def test_a_picture_that_leaves_no_room_is_left_to_its_words(rows: int, pictured: bool) -> None:
    """Which are all there, on as many pages as they need."""
    told = tuple(Item(f"Section {n}\u00a0: 3 sur 4 · {'mot ' * 20}") for n in range(rows))
    shapes = "".join(
        f'<path d="M{n} {n * 7}h90v9z" fill="#{n * 9973 % 0xFFFFFF:06x}"/>' for n in range(rows)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{rows * 8}">{shapes}</svg>'
    blocks = (Picture(svg, "Mes progrès"), Items("Règles", told), Actions((Button("Oui", "oui"),)))
    card = Card(CardKind.TRAINING, "Mes progrès", blocks, here="retention!1*progress")
    seen: set[str] = set()
    for page in range(1 if pictured else 9):
        drawing = drawn(card, CASE, page)
        assert size(drawing.card) <= LIMIT
        assert faults(drawing.card) == []
        assert unlike_the_schema(drawing.card) == []
        images = [one for one in pieces(drawing.card) if one.get("type") == "Image"]
        assert [one["altText"] for one in images] == ["Mes progrès"] * pictured
        seen |= {one["text"] for one in pieces(drawing.card) if "text" in one}
    assert {f"•\u00a0{one.text}" for one in told} <= seen


def test_weekly_figures_have_a_picture_that_leaves_room(guide: Guide) -> None:
    """Twelve weeks of every destination: the latest four are drawn, narrow, within the message."""
    frame = guide.frame("retention")
    teams = list(frame.compiled.procedure.destinations)
    weeks = [
        Figures(MONDAY - n * WEEK, 9, 900, dict.fromkeys(teams, 100 - n), begun=1_000)
        for n in reversed(range(12))
    ]
    card = weeks_card(frame, weeks, weeks[-1].week)
    drawing = drawn(card, CASE)
    (image,) = [one for one in pieces(drawing.card) if one.get("type") == "Image"]
    assert image["url"].startswith("data:image/png;base64,")
    assert size(drawing.card) <= LIMIT
    assert faults(drawing.card) == []
