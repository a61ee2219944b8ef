"""Pieces of Adaptive Cards 1.5.

Texts of the procedure go into rich text, which Teams shows as it is: in a plain text block, stars,
underscores and brackets would make bold, italics and links of what is to be read word for word.
The schema: adaptivecards.io/schemas/1.5.0/adaptive-card.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.card import Link

Json = dict[str, Any]
ROW = 6
"""Actions that Teams shows in one set."""
ONE_BY_ONE = 6
"""Choices that are each given the card's whole width."""
_MARKUP = re.compile(r"[*_\[\]`~#>|<&]|^\s*(?:[-+]|\d+[.)])\s")


@dataclass(frozen=True)
class Drawing:
    """A card, and the words that stand for it in a notification."""

    summary: str
    card: Json


def adaptive_card(body: Sequence[Json], summary: str, language: str) -> Json:
    """A whole card."""
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": language,
        "fallbackText": summary,
        "body": list(body),
    }


def heading(text: str) -> Json:
    """The title of a card; one that Teams would take for markup is no heading, but is whole."""
    size: Json = {"size": "large", "weight": "bolder"}
    if _MARKUP.search(text):
        return line(run(text, **size))
    return {"type": "TextBlock", "text": text, "wrap": True, "style": "heading", **size}


def data(text: str) -> Json:
    """A line to be copied, where a word may be longer than the card is wide.

    Rich text would let it run out of the card; it is only for what would be taken for markup.
    """
    look: Json = {"fontType": "monospace", "size": "small"}
    if _MARKUP.search(text):
        return line(run(text, **look), spacing="none")
    return {"type": "TextBlock", "text": text, "wrap": True, "spacing": "none", **look}


def run(text: str, **style: Any) -> Json:
    """Words, all in one style."""
    return {"type": "TextRun", "text": text, **style}


def bold(text: str) -> Json:
    """Words that stand out."""
    return run(text, weight="bolder")


def small(text: str) -> Json:
    """Words in small print."""
    return run(text, size="small", isSubtle=True)


def passage(link: Link, **style: Any) -> Json:
    """A passage's name, which opens it where there is somewhere to go."""
    label = f"§\u00a0{link.label}"
    if not link.url:
        return run(label, italic=True, **style)
    return run(label, selectAction={"type": "Action.OpenUrl", "url": link.url}, **style)


def line(*runs: Json, spacing: str | None = None) -> Json:
    """A line of text."""
    apart = {"spacing": spacing} if spacing else {}
    return {"type": "RichTextBlock", "inlines": list(runs), **apart}


def container(items: Iterable[Json], **look: Any) -> Json:
    """Pieces that belong together."""
    return {"type": "Container", "items": list(items), **look}


def choices(rows: Sequence[tuple[str, str | None, Json]]) -> Iterable[Json]:
    """Choices to tap, by label, help and tap: of these Teams shows as many as there are.

    Many stand two by two, for a card that does not fit the window is read in two goes.
    """
    abreast = 1 if len(rows) <= ONE_BY_ONE else 2
    for start in range(0, len(rows), abreast):
        cells = [_cell(*one) for one in rows[start : start + abreast]]
        columns = [{"type": "Column", "width": "stretch", "style": "emphasis", **c} for c in cells]
        yield {"type": "ColumnSet", "spacing": "small", "columns": columns}


def _cell(label: str, told: str | None, tap: Json) -> Json:
    lines = [line(run(label))]
    if told:
        lines.append(line(small(told), spacing="none"))
    return {"items": lines, "selectAction": tap}


def actions(buttons: Sequence[Json]) -> Iterable[Json]:
    """Buttons, in as many sets as they need."""
    for start in range(0, len(buttons), ROW):
        yield {"type": "ActionSet", "actions": list(buttons[start : start + ROW])}


def execute(title: str, data: Mapping[str, Any], *, main: bool, fallback: bool) -> Json:
    """A button whose answer replaces the card; where Teams is too old for it, one that is sent."""
    old = submit(title, data, main=main) if fallback else "drop"
    button = submit(title, data, main=main)
    return {**button, "type": "Action.Execute", "verb": "tap", "fallback": old}


def submit(title: str, data: Mapping[str, Any], *, main: bool) -> Json:
    """A button that is sent."""
    style = {"style": "positive"} if main else {}
    return {"type": "Action.Submit", "title": title, "data": dict(data), **style}


def toggle(title: str, target: str) -> Json:
    """A button that shows and hides a part of the card, by itself."""
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": [target]}


def boxes(name: str, lines: Iterable[tuple[str, str]]) -> Json:
    """Lines to tick, each with its key."""
    choices = [{"title": title, "value": key} for key, title in lines]
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "style": "expanded",
        "isMultiSelect": True,
        "wrap": True,
        "choices": choices,
    }


def field(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Json:
    """A value to choose, by key and words."""
    choices = [{"title": title, "value": key} for key, title in options]
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "compact",
        "wrap": True,
        "value": chosen,
        "choices": choices,
    }


def writing(name: str, label: str, most: int) -> Json:
    """A text to write."""
    return {
        "type": "Input.Text",
        "id": name,
        "label": label,
        "isMultiline": True,
        "maxLength": most,
    }
