"""Pieces of Block Kit.

Texts of the procedure go into `plain_text` or `rich_text`, which Slack shows as they are: its own
markup would make bold, links or mentions of what is to be read word for word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.conversation.card import Button, Item, Link
from bot.texts import cut

Json = dict[str, Any]
HEADER, LABEL, DESCRIPTION, CONTEXT = 150, 75, 75, 10
"""Characters of a header, of a label, of its description; elements of a context."""
SECTION = 3_000


@dataclass(frozen=True)
class Drawing:
    """A message: its blocks, and the words that stand for them in a notification."""

    text: str
    blocks: list[Json]


def plain(text: str, most: int = SECTION) -> Json:
    """A text that is shown as it is."""
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def header(text: str) -> Json:
    """The title of a card."""
    return {"type": "header", "text": plain(text, HEADER)}


def section(text: str, accessory: Json | None = None) -> Json:
    """A paragraph, with something to use beside it."""
    return {
        "type": "section",
        "text": plain(text),
        **({"accessory": accessory} if accessory else {}),
    }


def context(elements: Sequence[Json]) -> Json:
    """Small print."""
    return {"type": "context", "elements": list(elements)}


def small(text: str) -> Json:
    """A line of small print."""
    return context([plain(text, 2_000)])


def person(who: str) -> Json:
    """Somebody's name, in small print."""
    return {"type": "mrkdwn", "text": f"<@{who}>"}


def somebody(who: str) -> Json:
    """Somebody's name, in a line of text."""
    return {"type": "user", "user_id": who}


def actions(elements: Sequence[Json], block_id: str | None = None) -> Json:
    """A row of buttons, or a list to tick."""
    named = {"block_id": block_id} if block_id else {}
    return {"type": "actions", **named, "elements": list(elements)}


def button(label: str, action: str, value: str, main: bool = False) -> Json:
    """A button, whose value comes back when it is tapped."""
    styled = {"style": "primary"} if main else {}
    text = plain(label, LABEL)
    return {"type": "button", "text": text, "action_id": action, "value": value, **styled}


def tap_label(button: Button, number: int | None = None) -> str:
    """What a button is called, with the number that may be typed for it."""
    return button.label if number is None else f"{number}\u00a0· {button.label}"


def option(label: str, value: str, description: str | None = None) -> Json:
    """A line to choose."""
    told = {"description": plain(description, DESCRIPTION)} if description else {}
    return {"text": plain(label, LABEL), "value": value, **told}


def rich(elements: Iterable[Json]) -> Json:
    """A block of text in several pieces."""
    return {"type": "rich_text", "elements": list(elements)}


def words(text: str, **style: bool) -> Json:
    """Words in a piece of text."""
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def line(*pieces: Json) -> Json:
    """A line of text."""
    return {"type": "rich_text_section", "elements": list(pieces)}


def quoted(text: str) -> Json:
    """Words set apart."""
    return {"type": "rich_text_quote", "elements": [words(text)]}


def preformatted(text: str) -> Json:
    """A text to be copied."""
    return {"type": "rich_text_preformatted", "elements": [words(text)]}


def bullets(items: Iterable[Item]) -> Json:
    """A list."""
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [line(*_item(item)) for item in items],
    }


def passage(link: Link) -> Json:
    """A passage's name, which opens it where there is somewhere to go."""
    label = f"§\u00a0{link.label}"
    return (
        {"type": "link", "url": link.url, "text": label} if link.url else words(label, italic=True)
    )


def _item(item: Item) -> Iterable[Json]:
    if item.at is not None:
        yield _moment(item.at)
        yield words(" · ")
    yield words(item.text)
    for link in item.links:
        yield words(" ")
        yield passage(link)


def _moment(at: int) -> Json:
    told = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    form = "{date_short_pretty}, {time}"
    return {"type": "date", "timestamp": at, "format": form, "fallback": told}
