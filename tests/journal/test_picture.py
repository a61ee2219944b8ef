"""The picture of weeks: every number can be read, and a week that is not told has none."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bot.journal.picture import NARROW, WIDE, Bar, Row, Section, Size, bars, drawn
from bot.pictures import png

SVG = "{http://www.w3.org/2000/svg}"
UNTOLD = "moins de cinq personnes <&>"


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def rectangles(svg: str) -> list[dict[str, str]]:
    return [one.attrib for one in ElementTree.fromstring(svg).iter(f"{SVG}rect")]  # noqa: S314


def picture(*amounts: float | None, mark: float | None = None, shared: bool = False) -> str:
    told = [
        one and Bar(one.amount, one.told, mark) for one in bars(amounts, lambda n: f"<{n:g} &>")
    ]
    rows = [Row("Une destination", told), Row("Une autre", [one and Bar(1, "1") for one in told])]
    weeks = [f"{n:02}/11" for n in range(len(amounts))]
    return drawn("Un titre <&>", weeks, [Section("Où", rows, shared)], UNTOLD)


def heights(svg: str) -> list[float]:
    return [float(one["height"]) for one in rectangles(svg) if one.get("fill") == "#a9c8ec"]


def test_each_number_that_is_told_is_written() -> None:
    """Whatever its words, with the title, the weeks, and what each row is of."""
    found = texts(picture(4, 8))
    assert found == ["Un titre <&>", "Où", "00/11", "01/11", "Une destination", "<4 &>", "<8 &>",
                     "Une autre", "1", "1"]  # fmt: skip


def test_a_week_that_is_not_told_is_hatched_and_without_a_number() -> None:
    """In each row; and the hatching is explained once."""
    svg = picture(4, None, 8)
    assert len(heights(svg)) == 4
    assert sum(one.get("fill") == "url(#untold)" for one in rectangles(svg)) == 3
    assert texts(svg).count(UNTOLD) == 1
    assert UNTOLD not in texts(picture(4, 8))


def test_bars_are_as_high_as_what_they_tell() -> None:
    """Half as much is half as high; on a shared scale, one row against another too."""
    assert heights(picture(4, 8))[1] == 2 * heights(picture(4, 8))[0]
    own, shared = heights(picture(4, 8)), heights(picture(4, 8, shared=True))
    assert own[2] == own[1]
    assert shared[2] == shared[1] / 8


def test_what_a_bar_is_compared_with_is_a_line_across_it() -> None:
    """Where it lies higher than the bar, it is the scale."""
    without, lines = picture(4, 8), picture(4, 8, mark=16)
    assert len(re.findall(r'stroke-width="2\.5"', lines)) == 2
    assert 'stroke-width="2.5"' not in without
    assert heights(lines)[1] == heights(without)[1] / 2


def test_nothing_at_all_is_drawn_all_the_same() -> None:
    """Weeks of zeros, and no week."""
    assert texts(picture(0, 0)).count("<0 &>") == 2
    assert "Un titre <&>" in texts(picture())


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_of_many_weeks_the_latest_are_drawn_within_the_picture(size: Size) -> None:
    """No more than can be read, and none beyond its edge; a narrow one has fewer."""
    told = bars(range(40), lambda n: f"{n:g}")
    weeks = [f"{n:02}/11" for n in range(40)]
    svg = drawn("Un titre " * 8, weeks, [Section("Où", [Row("Là", told)])], UNTOLD, size)
    found = texts(svg)
    assert "39/11" in found
    assert sum(one.endswith("/11") for one in found) == size.weeks
    assert all(
        float(one["x"]) + float(one["width"]) <= size.width for one in rectangles(svg) if "x" in one
    )
    assert " ".join(one for one in found if "titre" in one).split() == ["Un", "titre"] * 8


def test_a_long_label_is_told_on_two_lines() -> None:
    """Cut between words."""
    label = "Traiter la demande en Support, y compris la résiliation"
    svg = drawn("T", ["02/11"], [Section("S", [Row(label, [Bar(1, "1")])])], UNTOLD)
    lines = [one for one in texts(svg) if one in label and len(one) > 5]
    assert " ".join(lines) == label
    assert len(lines) == 2


def test_the_picture_is_one_that_chats_can_show() -> None:
    """Drawn in PNG, hatching included."""
    assert png(picture(4, None, 8), 1.0).startswith(b"\x89PNG")
