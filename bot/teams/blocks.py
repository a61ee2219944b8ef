"""Each kind of block of a card, but those that are tapped, as pieces of an Adaptive Card."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from bot.conversation.card import (
    Answers,
    Badge,
    Download,
    Items,
    Note,
    Picture,
    Progress,
    Quote,
    Say,
    Steps,
    Text,
    Tone,
)
from bot.pictures import png
from bot.teams import elements
from bot.teams.elements import Json, bold, line, run, small

WRITTEN = "written"
POSSIBLE = 3
"""Destinations still possible, beyond which their list tells nothing."""
COLOURS = 16
"""Of a picture within a card, which has little room."""


def text(block: Text) -> Json:
    """A paragraph, as it is meant."""
    match block.tone:
        case Tone.HEADING:
            return line(bold(block.text))
        case Tone.HINT:
            return line(small(block.text))
        case Tone.NOTICE:
            return elements.container([line(run(f"ℹ️ {block.text}"))], style="accent")
        case Tone.PLAIN:
            return line(run(block.text))


def say(block: Say) -> Json:
    """A prescribed sentence, to be read aloud."""
    pieces = [line(small(f"💬 {block.label}"))]
    pieces += [line(run(f"«\u00a0{one}\u00a0»", size="medium")) for one in block.fragments]
    if block.link:
        pieces.append(line(elements.passage(block.link, size="small"), spacing="small"))
    return elements.container(pieces, style="good")


def quote(block: Quote) -> Json:
    """A passage, word for word."""
    lines = [line(run(one), spacing="small") for one in block.fragments]
    link = line(elements.passage(block.link, size="small"), spacing="small")
    return elements.container([*lines, link], style="emphasis", spacing="small")


def items(block: Items) -> Iterator[Json]:
    """A list under its heading."""
    if block.heading:
        yield line(bold(block.heading))
    for one in block.items:
        runs = [run(f"•\u00a0{one.text}")]
        for link in one.links:
            runs += [run(" "), elements.passage(link, size="small")]
        yield line(*runs, spacing="small")


def progress(block: Progress) -> Json:
    """How much is left, and where the call may still go once that is little."""
    if not 0 < len(block.possible) <= POSSIBLE:
        return line(small(block.remaining))
    possible = " · ".join(block.possible)
    return line(small(f"{block.remaining} — {block.possible_label}\u00a0: {possible}"))


def badge(block: Badge) -> Json:
    """The ground of a verdict: what is written needs no more than a word."""
    if block.ground == WRITTEN:
        return line(small(f"{block.sign} {block.label}"), spacing="none")
    told = (bold(f"{block.sign} {block.label}"), run(f" — {block.meaning}"))
    return elements.container([line(*told)], style="warning", spacing="small")


def answers(block: Answers) -> Iterator[Json]:
    """What was answered, by whom; what an unticked line affirms comes last."""
    by: dict[str | None, list[str]] = {}
    for one in sorted(block.answers, key=lambda one: one.usual):
        told = f"{one.label}\u00a0: {one.value}" if one.unknown else one.value
        by.setdefault(one.by, []).append(told)
    for who, values in by.items():
        yield line(small(f"{who or block.heading}\u00a0: {' · '.join(values)}"), spacing="small")


def note(block: Note) -> Iterator[Json]:
    """A text to be copied."""
    yield line(small(block.label))
    for one in block.text.splitlines():
        yield line(run(one, fontType="monospace"), spacing="none")


def steps(block: Steps) -> Json:
    """How far one is."""
    return line(small(block.drawn))


def picture(block: Picture) -> Json:
    """A picture, within the card, at its own size and no larger: a message is 28 KB."""
    drawn = png(block.narrow or block.svg, zoom=1.0, colours=COLOURS)
    data = b64encode(drawn).decode("ascii")
    url = f"data:image/png;base64,{data}"
    return {"type": "Image", "url": url, "altText": block.alt, "size": "stretch"}


def download(block: Download) -> Iterator[Json]:
    """A file, as its text: a bot has no file to give everywhere in Teams."""
    yield line(bold(block.label))
    yield from map(elements.data, block.content.splitlines())
