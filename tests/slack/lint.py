"""What Slack refuses of blocks: the SDK's own models first, then the limits that they leave out.

Limits: docs.slack.dev/reference/block-kit; that of a whole message is not documented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]
TEXT = {"header": 150, "section": 3_000, "context": 2_000}
BUTTON, VALUE, OPTION, OPTION_VALUE, URL, ID = 75, 2_000, 75, 150, 3_000, 255
MESSAGE_BLOCKS, VIEW_BLOCKS, ACTIONS, CONTEXT, BOXES, MENU = 50, 100, 25, 10, 10, 100
MESSAGE_TEXT = 11_000


def faults(blocks: list[Json], most: int = MESSAGE_BLOCKS) -> list[str]:
    """What is wrong with the blocks of a message, or of a view."""
    found = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    if most == MESSAGE_BLOCKS and (size := sum(map(len, texts(blocks)))) > MESSAGE_TEXT:
        found.append(f"{size} characters")
    ids = [one["block_id"] for one in blocks if "block_id" in one]
    found += [f"twice: {one}" for one in ids if ids.count(one) > 1]
    for block in blocks:
        found += _unlike_the_sdk(block)
        found += [f"{block['type']}: {fault}" for fault in _block(block)]
    return found


def view_faults(view: Json) -> list[str]:
    """What is wrong with a view."""
    found = faults(view["blocks"], VIEW_BLOCKS)
    if view["type"] == "modal" and len(view["title"]["text"]) > 24:
        found.append("title")
    if len(view.get("private_metadata", "")) > 3_000:
        found.append("private_metadata")
    parsed = View(**view)
    parsed.validate_json()
    return found


def texts(piece: Any) -> Iterator[str]:
    """Every text that a piece shows."""
    if isinstance(piece, list):
        for one in piece:
            yield from texts(one)
    elif isinstance(piece, dict):
        for key, one in piece.items():
            if key == "text" and isinstance(one, str):
                yield one
            else:
                yield from texts(one)


def _unlike_the_sdk(block: Json) -> list[str]:
    """A block that the SDK reads and writes otherwise has something that Slack does not know."""
    parsed = Block.parse(json.loads(json.dumps(block)))
    if parsed is None:
        return [f"unknown: {block['type']}"]
    parsed.validate_json()
    again = parsed.to_dict()
    return [] if again == block else [f"the SDK writes {again} for {block}"]


def _block(block: Json) -> Iterator[str]:
    if len(block.get("block_id", "")) > ID:
        yield "block_id"
    for text in texts(block):
        if not text:
            yield "empty text"
        if len(text) > TEXT.get(block["type"], 3_000):
            yield f"text of {len(text)}"
    match block["type"]:
        case "actions":
            yield from _elements(block["elements"], ACTIONS)
        case "context" if not 1 <= len(block["elements"]) <= CONTEXT:
            yield f"{len(block['elements'])} elements"
        case "section" if "accessory" in block:
            yield from _element(block["accessory"])
        case "rich_text":
            yield from (fault for one in block["elements"] for fault in _rich(one))


def _elements(elements: list[Json], most: int) -> Iterator[str]:
    if not 1 <= len(elements) <= most:
        yield f"{len(elements)} elements"
    ids = [one["action_id"] for one in elements]
    if len(set(ids)) < len(ids):
        yield "action_id twice"
    for one in elements:
        yield from _element(one)


def _element(one: Json) -> Iterator[str]:
    if len(one["action_id"]) > ID:
        yield "action_id"
    if one["type"] == "button":
        if not 1 <= len(one["text"]["text"]) <= BUTTON or len(one["value"]) > VALUE:
            yield f"button {one['text']['text']!r} with a value of {len(one['value'])}"
        return
    most = BOXES if one["type"] == "checkboxes" else MENU
    if not 1 <= len(one["options"]) <= most:
        yield f"{len(one['options'])} options"
    for option in one["options"]:
        if len(option["text"]["text"]) > OPTION or len(option["value"]) > OPTION_VALUE:
            yield f"option {option['text']['text']!r}"
        if len(option.get("description", {}).get("text", "")) > OPTION:
            yield f"description {option['description']['text']!r}"


def _rich(one: Json) -> Iterator[str]:
    if not one["elements"]:
        yield f"empty {one['type']}"
    for inner in one["elements"]:
        if inner["type"] == "link" and len(inner["url"]) > URL:
            yield "url"
        if "elements" in inner:
            yield from _rich(inner)
