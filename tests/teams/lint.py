"""What Teams refuses of cards, or shows otherwise than meant: the schema leaves it out.

Limits: learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
SIZE, ACTIONS, TITLE = 28_000, 6, 120
TAPPED = ("Action.Execute", "Action.Submit")
SHOWN = ("text", "title", "placeholder", "label", "fallbackText")


def faults(card: Json, dialog: bool = False) -> list[str]:
    """What is wrong with a card; in a dialog nothing can be executed."""
    size = len(json.dumps(card, ensure_ascii=False).encode())
    found = [f"{size} bytes"] if size > SIZE else []
    if card.get("version") != "1.5" or not card.get("body") or not card.get("lang"):
        found.append("version, body or language")
    ids = [one["id"] for one in pieces(card) if "id" in one]
    found += [f"twice: {one}" for one in ids if ids.count(one) > 1]
    for one in pieces(card):
        found += [f"{one.get('type')}: {fault}" for fault in _piece(one, ids, dialog)]
    return found


def pieces(piece: Any) -> Iterator[Json]:
    """Every piece of a card, from the outside in; what a button carries is none."""
    if isinstance(piece, list):
        for one in piece:
            yield from pieces(one)
    elif isinstance(piece, dict):
        yield piece
        for key, one in piece.items():
            if key != "data":
                yield from pieces(one)


def texts(card: Json) -> Iterator[str]:
    """Every text that a card shows."""
    for one in pieces(card):
        yield from (one[key] for key in SHOWN if isinstance(one.get(key), str))


def _piece(one: Json, ids: list[str], dialog: bool) -> Iterator[str]:
    yield from (f"empty {key}" for key in SHOWN if one.get(key) == "")
    match one.get("type"):
        case "ActionSet" if not 1 <= len(one["actions"]) <= ACTIONS:
            yield f"{len(one['actions'])} actions"
        case "Action.ToggleVisibility" if not set(one["targetElements"]) <= set(ids):
            yield "a target that is not there"
        case "Container" if not one["items"]:
            yield "empty"
        case "TextBlock" if not one.get("wrap"):
            yield "cut at the end of the line"
        case "Input.ChoiceSet" if not one.get("wrap") or not one["choices"]:
            yield "no choices, or cut"
        case "Action.Execute" if dialog:
            yield "in a dialog"
        case "Action.Execute" if (
            not isinstance(one["fallback"], dict) and one["fallback"] != "drop"
        ):
            yield "fallback"
    if one.get("type") in TAPPED:
        yield from _tap(one)


def _tap(one: Json) -> Iterator[str]:
    title = one.get("title", "")
    if not 0 < len(title) <= TITLE:
        yield f"title {title!r}"
    if not one["data"]["tap"] or "thread" not in one["data"]:
        yield f"data {one['data']!r}"
    fallback = one.get("fallback")
    if isinstance(fallback, dict) and (fallback["data"], fallback["title"]) != (one["data"], title):
        yield "a fallback that does something else"
