"""The picture of progress: every skill is drawn, and every word can be read."""

import re
import struct
from xml.etree import ElementTree

from bot.pictures import png
from bot.training.learner import Answer
from bot.training.picture import WIDTH, Legend, drawn
from bot.training.progress import Standing, progress
from tests.training.retention import DAY, NOW, SKILLS, an_answer

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    """The picture as XML, which is our own."""
    return ElementTree.fromstring(svg)  # noqa: S314


LEGEND = Legend(
    "Mes progrès", {one: f"{one} <&>" for one in Standing}, lambda one: f"{one.share.known} & co"
)


def picture() -> str:
    """A picture in which skills stand in every way, and a share is told."""
    answers: list[Answer] = []
    for n, skill in enumerate(list(SKILLS)[:20]):
        answers.append(an_answer(2 * n, skill=skill, right=n % 3 > 0))
        if n % 3 == 2:
            answers.append(an_answer(2 * n + 1, NOW + 2 * DAY, skill=skill))
    sections = progress(SKILLS.values(), answers)
    assert {how for one in sections for _, how in one.standings} == set(Standing)
    assert any(one.share.is_telling for one in sections)
    titles = {one.section: f"« {one.section} » <&>" for one in sections}
    return drawn(sections, titles, LEGEND)


def luminance(colour: str) -> float:
    """A colour's relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """How two colours stand out from each other."""
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_published() -> None:
    """Black on white is 21; #767676 is the lightest grey that passes."""
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert 4.5 < contrast("#767676", "#ffffff") < 4.6


def test_each_skill_is_a_square() -> None:
    """And each standing one more, in the legend."""
    root = parsed(picture())
    squares = [one for one in root.iter(f"{SVG}rect") if one.get("rx") == "4"]
    assert len(squares) == len(SKILLS) + len(Standing)
    places = {(one.get("x"), one.get("y")) for one in squares}
    assert len(places) == len(squares)


def test_words_are_dark_enough_on_their_ground() -> None:
    """The ground is white, and covers the whole picture."""
    root = parsed(picture())
    ground = next(root.iter(f"{SVG}rect"))
    assert (ground.get("fill"), ground.get("width")) == ("#ffffff", root.get("width"))
    assert ground.get("height") == root.get("height")
    inks = {str(one.get("fill")) for one in root.iter(f"{SVG}text")}
    assert inks
    assert all(contrast(ink, "#ffffff") >= 4.5 for ink in inks), inks


def test_marks_stand_out_from_their_ground() -> None:
    """What tells a standing is 3 times as light or dark as white."""
    marks = set(re.findall(r'<(?:circle|path)[^>]*fill="(#\w{6})"', picture()))
    assert marks
    assert all(contrast(one, "#ffffff") >= 3 for one in marks)


def test_everything_stands_within_the_picture() -> None:
    """No square beyond its edges, no word on another line's place."""
    root = parsed(picture())
    _, _, width, height = map(float, str(root.get("viewBox")).split())
    for one in root.iter(f"{SVG}rect"):
        assert float(one.get("x", 0)) + float(one.get("width", 0)) <= width
        assert float(one.get("y", 0)) + float(one.get("height", 0)) <= height
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert texts[0] == "Mes progrès"
    assert "mastered <&>" in texts


def test_the_png_is_twice_as_large() -> None:
    """Sharp on a phone: its header says so."""
    svg = picture()
    height = int(str(parsed(svg).get("height")))
    drawn_as = png(svg)
    assert drawn_as[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", drawn_as[16:24]) == (2 * WIDTH, 2 * height)


def test_nobody_has_answered_is_drawn_too() -> None:
    """Without a share, which would tell nothing."""
    sections = progress(SKILLS.values(), [])
    svg = drawn(sections, {one.section: "" for one in sections}, LEGEND)
    assert parsed(svg).tag == f"{SVG}svg"
    assert "#a9c8ec" not in svg
