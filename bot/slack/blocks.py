"""Each kind of block of a card, but those that are tapped, as Block Kit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.conversation.card import (
    Answers,
    Badge,
    Details,
    Download,
    Items,
    Link,
    Picture,
    Progress,
    Quote,
    Say,
    Text,
    Tone,
    Writing,
)
from bot.conversation.form import Field
from bot.slack import rich
from bot.slack.read import CHOOSE, WORDS
from bot.slack.rich import Json
from bot.texts import cut

SMALL = 2_000
"""Characters of small print in one block."""
ITEMS = 10
"""Lines of a list in one block."""
WRITTEN = "written"
PASSAGE_NAME = 48
"""Characters by which a passage is called."""
PHONE = 26
"""Characters of a button's label that a phone shows."""
ALT = 2_000
"""Characters of what a picture shows, in words."""
WRITTEN_AT_MOST = 1_000
"""Characters of a text to write."""
LINES = 10
"""Lines of a file's text in one block."""
POSSIBLE = 3
"""Destinations still possible, beyond which their list tells nothing."""


def if_short(told: str | None) -> str | None:
    """A help that stands whole under its line."""
    return told if told and len(told) <= rich.DESCRIPTION else None


def helps(choices: Iterable[tuple[int, str, str | None]]) -> Iterator[Json]:
    """What is said of some choices, by their numbers, with their words where a phone cuts them."""
    told = ""
    for number, label, one in choices:
        line = _help(number, label, one) if one else ""
        if told and line and len(told) + len(line) >= SMALL:
            yield rich.small(told)
            told = ""
        told = f"{told}\n{line}".strip("\n")
    if told:
        yield rich.small(told)


def _help(number: int, label: str, told: str) -> str:
    if told.startswith("→"):
        return f"{number} {told}"
    called = f"{label} — " if len(label) > PHONE else ""
    return f"{number}\u00a0· {called}{told}"


def text(block: Text) -> Json:
    """A paragraph, as it is meant."""
    match block.tone:
        case Tone.HEADING:
            return rich.rich([rich.line(rich.words(block.text, bold=True))])
        case Tone.HINT:
            return rich.small(block.text)
        case Tone.NOTICE:
            return rich.section(f"ℹ️ {block.text}")
        case Tone.PLAIN:
            return rich.section(block.text)


def say(block: Say) -> Iterator[Json]:
    """A prescribed sentence, to be read aloud."""
    yield rich.line(rich.words(f"💬 {block.label}", bold=True))
    for fragment in block.fragments:
        yield rich.quoted(f"«\u00a0{fragment}\u00a0»")
    if block.link:
        yield rich.line(rich.passage(block.link))


def quote(block: Quote, most: int) -> Iterator[Json]:
    """A passage, no longer than `most` characters."""
    yield rich.quoted(cut("\n".join(block.fragments), most))
    yield rich.line(rich.passage(block.link))


def folded(block: Details) -> Iterator[Json]:
    """The passages that a folded part quotes, by their first words; a button shows them whole."""
    quotes = [one for one in block.blocks if isinstance(one, Quote)]
    if quotes:
        pieces = [rich.words(f"{block.title}\u00a0:", bold=True)]
        for quote in quotes:
            link = Link(cut(quote.fragments[0], PASSAGE_NAME), quote.link.url)
            pieces += [rich.words(" "), rich.passage(link)]
        yield rich.rich([rich.line(*pieces)])


def items(block: Items) -> Iterator[Json]:
    """A list under its heading, in blocks that can be shown without the rest."""
    for start in range(0, max(1, len(block.items)), ITEMS):
        pieces = [rich.bullets(block.items[start : start + ITEMS])] if block.items else []
        if block.heading and start == 0:
            pieces.insert(0, rich.line(rich.words(block.heading, bold=True)))
        if pieces:
            yield rich.rich(pieces)


def progress(block: Progress) -> Json:
    """How much is left, and where the call may still go once that is little."""
    if not 0 < len(block.possible) <= POSSIBLE:
        return rich.small(block.remaining)
    possible = " · ".join(block.possible)
    return rich.small(f"{block.remaining} — {block.possible_label}\u00a0: {possible}")


def badge(block: Badge) -> Json:
    """The ground of a verdict: what is written needs no more than a word."""
    if block.ground == WRITTEN:
        return rich.small(f"{block.sign} {block.label}")
    told = rich.words(f"{block.sign} {block.label}", bold=True)
    return rich.rich([rich.line(told, rich.words(f" — {block.meaning}"))])


def answers(block: Answers) -> Iterator[Json]:
    """What was answered, by whom; what an unticked line affirms comes last."""
    by: dict[str | None, list[str]] = {}
    for one in sorted(block.answers, key=lambda one: one.usual):
        told = f"{one.label}\u00a0: {one.value}" if one.unknown else one.value
        by.setdefault(one.by, []).append(told)
    for who, values in by.items():
        told = " · ".join(values)
        if who:
            yield rich.context([rich.person(who), rich.plain(told, 2_000)])
        else:
            yield rich.small(f"{block.heading}\u00a0: {told}")


def picture(block: Picture) -> Json:
    """A picture that was uploaded; what it shows, while it is not."""
    alt = cut(block.alt, ALT)
    if not block.file:
        return rich.small(alt)
    return {"type": "image", "slack_file": {"id": block.file}, "alt_text": alt}


def download(block: Download) -> Iterator[Json]:
    """A file that could not be sent, as its text."""
    yield rich.rich([rich.line(rich.words(block.label, bold=True))])
    lines = block.content.splitlines()
    for start in range(0, len(lines), LINES):
        yield rich.rich([rich.preformatted("\n".join(lines[start : start + LINES]))])


def writing(block: Writing) -> Json:
    """A text to write."""
    element = {"type": "plain_text_input", "action_id": WORDS, "multiline": True}
    return {
        "type": "input",
        "block_id": WORDS,
        "optional": True,
        "label": rich.plain(block.label, ALT),
        "element": {**element, "max_length": WRITTEN_AT_MOST},
    }


def field(number: int, block: Field, unset: str, does: str) -> Json:
    """A value to choose, which acts at once.

    Slack keeps what was chosen in a block of the same name: it is named after what it shows.
    """
    none = rich.option(unset, f"{block.fact}.")
    options = {key: rich.option(label, key) for key, label in block.options}
    chosen = options.get(block.chosen, none)
    select = {
        "type": "static_select",
        "action_id": f"{CHOOSE}.{number}.{does}",
        "options": [none, *options.values()],
        "initial_option": chosen,
    }
    name = f"{CHOOSE}.{block.chosen or block.fact}"
    return {**rich.section(block.label, select), "block_id": name}
