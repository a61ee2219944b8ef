"""The picture of a chart: everything stands in its place, and every word can be read."""

from __future__ import annotations

import re
import struct
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config
from bot.conversation.charting import Map, map_of
from bot.decision.compiled import Compiled
from bot.flowchart.layout import BOX, HEAD, laid_out
from bot.fonts import wrapped
from bot.pictures import MOST, png
from bot.procedure.loader import load
from bot.procedure.model import Procedure
from bot.svg import framed
from bot.texts import load_texts
from tests.decision.strategies import built, compiled, procedures
from tests.procedures import RETENTION
from tests.training.test_picture import contrast

SVG = "{http://www.w3.org/2000/svg}"
REAL = Compiled(load(RETENTION))
TEXTS = load_texts(Config().locales, "fr")
CASE = {"demande": "resiliation", "pre-actif": "non", "situation-particuliere": "non"}


def real(**facts: str) -> Map:
    """The map of the real procedure, with a case."""
    return map_of(REAL, TEXTS, {fact.replace("_", "-"): value for fact, value in facts.items()})


def parsed(svg: str) -> ElementTree.Element:
    """The picture as XML, which is our own."""
    return ElementTree.fromstring(svg)  # noqa: S314


def words(svg: str) -> list[str]:
    """Every text of the picture."""
    return [one.text or "" for one in parsed(svg).iter(f"{SVG}text")]


def strokes(svg: str, width: str) -> list[str]:
    """The strokes of a width that end in an arrow."""
    return re.findall(rf'<path d="([^"]*m-9-6l9 6l-9 6)"[^>]*stroke-width="{width}"', svg)


@given(procedures(sound=True, most=6))
def test_no_two_boxes_touch_and_none_leaves_the_picture(procedure: Procedure) -> None:
    """Nor does a lane run into a box."""
    drawn = map_of(compiled(procedure), TEXTS, {})
    layout = laid_out(drawn.chart, drawn.told)
    for n, column in enumerate(drawn.chart.columns):
        places = [
            (layout.boxes[one].top, layout.boxes[one].bottom)
            if isinstance(one, int)
            else (layout.lanes[n, one.card], layout.lanes[n, one.card])
            for one in column
        ]
        assert places[0][0] >= HEAD
        assert all(above[1] < below[0] for above, below in pairwise(places))
        assert places[-1][1] < layout.height
    for box in layout.boxes.values():
        assert box.left > 0
        assert box.left + BOX < layout.width


@given(procedures(sound=True, most=6), st.data())
def test_strokes_go_from_each_line_to_its_card(procedure: Procedure, data: st.DataObject) -> None:
    """Always to the right; and the picture is well formed, whatever the case."""
    one = compiled(procedure)
    fact = data.draw(st.sampled_from(list(one.space.facts)))
    value = data.draw(st.sampled_from(list(one.space.facts[fact].values)))
    drawn = map_of(one, TEXTS, {fact: value})
    layout = laid_out(drawn.chart, drawn.told)
    for number, card in drawn.chart.cards.items():
        for n, arrow in enumerate(card.arrows):
            if arrow.card is not None:
                route = layout.route(number, n, arrow.card)
                assert [x for x, _ in route] == sorted(x for x, _ in route)
                here, there = layout.boxes[number], layout.boxes[arrow.card]
                assert route[0] == (here.left + BOX, here.rows[n].middle)
                assert route[-1] == (there.left, there.middle)
    assert parsed(drawn.svg).tag == f"{SVG}svg"


def test_every_answer_and_every_team_is_written() -> None:
    """With the questions, and the number of each card where one leads to it."""
    found = " ".join(words(real().svg))
    facts = REAL.procedure.facts
    for value in facts["demande"].values.values():
        assert value.label in found
    for team in REAL.procedure.destinations.values():
        assert team.label in found
    assert found.count(" 12 ") == 2
    assert "Sinon" in found
    assert "Encore possible" not in found


def test_the_way_of_a_case_is_thick_and_what_is_possible_dashed() -> None:
    """So that it can be told without its colour; each is explained."""
    whole = real(**CASE, blocage="recouvrement").svg
    assert len(strokes(whole, "4")) == 1
    assert len(strokes(whole, "2.5")) == 0
    partly = real(**CASE).svg
    assert len(strokes(partly, "4")) == 1
    assert len(strokes(partly, "2.5")) > 3
    assert partly.count('stroke-dasharray="7 5"') > len(strokes(partly, "2.5"))
    assert {"Le chemin de ce cas", "Encore possible"} <= set(words(partly))
    assert strokes(real().svg, "4") == []


def test_words_are_dark_enough_on_every_ground() -> None:
    """On white, on the teams' colours, on the way of a case."""
    svg = real(**CASE).svg
    root = parsed(svg)
    inks = {str(one.get("fill")) for one in root.iter(f"{SVG}text")}
    grounds = {str(one.get("fill")) for one in root.iter(f"{SVG}rect")} - {"none"}
    assert len(grounds) > 8
    low = [(ink, on) for ink in inks for on in grounds if contrast(ink, on) < 4.5]
    assert low == []


def test_teams_are_told_apart_without_their_colour() -> None:
    """By their marks: another shape, or the same one hollow."""
    marks = re.findall(r"<(?:circle|polygon) [^>]*(?:points|r=\"7\")[^>]*>", real().svg)
    kinds = {(one.count(","), 'fill="#ffffff"' in one) for one in marks}
    assert len(kinds) == len(REAL.procedure.destinations)


def test_words_are_wrapped_where_they_are_too_wide() -> None:
    """Nothing is lost; a word that is too long by itself stays whole."""
    text = "Soft-lock / hard-lock / gesperrt Buha et Autre problème de facturation"
    lines = wrapped(text, 15, 200)
    assert " ".join(lines) == text
    assert len(lines) == 3
    assert wrapped("Anticonstitutionnellement vite", 15, 50) == (
        "Anticonstitutionnellement",
        "vite",
    )
    assert len(wrapped(text, 15, 200, 600)) >= len(lines)


def test_a_map_that_asks_nothing_says_where_every_call_goes() -> None:
    """There is nothing to draw."""
    one = compiled(
        built(
            facts={"f": {"values": ["a", "b"]}},
            silences={"rien": {"when": {}, "then": "nord", "because": "Non"}},
        )
    )
    told = "Rien n’est demandé. Tous les appels\u00a0: nord"
    svg = map_of(one, TEXTS, {}).svg
    assert told in words(svg)
    assert png(svg).startswith(b"\x89PNG")


def test_the_same_map_is_drawn_the_same() -> None:
    """Byte for byte, so that two files can be compared; and as a PNG."""
    assert real(**CASE).svg == real(**CASE).svg
    assert png(real().svg, 0.2)[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_picture_of_too_many_pixels_is_drawn_smaller() -> None:
    """No program shows it at its size, and drawing it takes seconds."""
    drawn = png(framed(10_000, 8_000, ""), 1.0)
    width, height = struct.unpack(">II", drawn[16:24])
    assert width * height <= MOST
    assert round(width / height, 2) == 1.25
