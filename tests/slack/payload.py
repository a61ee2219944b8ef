"""What Slack says in its payloads, and local-slack leaves out: states, views, ephemerals.

Blocks are the plain JSON that the bot sent. What a person chose is told by action id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.slack.wire import Json

Chosen = Mapping[str, Any]
Patch = Callable[[Json], Json]

MANY = ("checkboxes", "multi_static_select")
ONE = ("static_select", "radio_buttons", "overflow")
TEXT = ("plain_text_input", "number_input", "email_text_input", "url_text_input")


def named(blocks: Sequence[Json]) -> list[Json]:
    """The blocks, each with an id, as Slack gives one to those that have none."""
    return [{"block_id": f"b{place}", **block} for place, block in enumerate(blocks)]


def elements(blocks: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """Each element that can be acted on, after the id of its block."""
    for block in named(blocks):
        inside = [block.get("accessory"), block.get("element")]
        if block["type"] == "actions":
            inside += block["elements"]
        for element in inside:
            if element and element["type"] != "image":
                yield block["block_id"], element


def label(element: Json) -> str:
    """What is written on a button; nothing for the other elements."""
    return str(element.get("text", {}).get("text", ""))


def found(where: Json, what: str) -> tuple[str, Json]:
    """The one element whose label, action id or value is `what`, after the id of its block."""
    every = list(elements(where.get("blocks") or []))
    for key in (label, lambda one: one.get("action_id"), lambda one: one.get("value")):
        hits = [(block, one) for block, one in every if key(one) == what]
        if hits:
            assert len(hits) == 1, f"{what!r} is there {len(hits)} times"
            return hits[0]
    there = [label(one) or one.get("action_id") for _, one in every]
    raise AssertionError(f"no {what!r} among {there}")


def options(element: Json, wanted: Sequence[str]) -> list[Json]:
    """The options of an element whose values or labels are wanted, in the element's order."""
    groups = [{"options": element.get("options", [])}, *element.get("option_groups", [])]
    every = [option for group in groups for option in group["options"]]
    hits = [one for one in every if one["value"] in wanted or one["text"]["text"] in wanted]
    assert len(hits) == len(wanted), f"{wanted} are not among {[one['value'] for one in every]}"
    return hits


def answer(element: Json, chosen: Any) -> Json:
    """An element's state when a value, or some, are chosen in it; what it started with for None."""
    kind = element["type"]
    if kind in MANY:
        picked = element.get("initial_options", []) if chosen is None else options(element, chosen)
        return {"type": kind, "selected_options": picked}
    if kind in ONE:
        first = element.get("initial_option")
        return {
            "type": kind,
            "selected_option": first if chosen is None else options(element, [chosen])[0],
        }
    assert kind in TEXT, f"nothing is known about the state of {kind}"
    return {"type": kind, "value": element.get("initial_value") if chosen is None else chosen}


def values(where: Json, chosen: Chosen) -> Json:
    """The state of all the elements of a message or a view, as in Slack's `state.values`."""
    state: Json = {}
    known = set()
    for block, element in elements(where.get("blocks") or []):
        if element["type"] in ("button", "overflow"):
            continue
        name = element["action_id"]
        known.add(name)
        state.setdefault(block, {})[name] = answer(element, chosen.get(name))
    assert set(chosen) <= known, f"{set(chosen) - known} are not there"
    return state


def in_message(message: Json, chosen: Chosen) -> Patch:
    """Completes a tap in a message; Slack does not tell the content of an ephemeral one."""
    ephemeral = message.get("subtype") == "ephemeral"

    def complete(payload: Json) -> Json:
        container = {**payload["container"], "is_ephemeral": ephemeral}
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        whole = {**payload, "container": container, "enterprise": None}
        whole["state"] = {"values": values(message, chosen)}
        if ephemeral:
            whole.pop("message", None)
        else:
            whole["message"] = {**message, "blocks": named(message.get("blocks") or [])}
        return whole

    return complete


def in_view(view: Json, chosen: Chosen) -> Patch:
    """Completes a tap in a modal or in App Home, which has no channel and no response URL."""

    def complete(payload: Json) -> Json:
        absent = ("channel", "message", "state", "response_url")
        kept = {key: value for key, value in payload.items() if key not in absent}
        container = {"type": "view", "view_id": view["id"]}
        return {**kept, "container": container, "enterprise": None, "view": filled(view, chosen)}

    return complete


def submitted(view: Json, chosen: Chosen) -> Patch:
    """Completes a submission with the states that local-slack leaves out."""
    return lambda payload: {**payload, "enterprise": None, "view": filled(view, chosen)}


def filled(view: Json, chosen: Chosen) -> Json:
    """A view as the person left it."""
    blocks = named(view["blocks"])
    return {**view, "blocks": blocks, "state": {"values": values(view, chosen)}}


def shortcut(message: Json, name: str) -> Patch:
    """Makes of a tap the use of a message shortcut, which local-slack does not know."""

    def complete(payload: Json) -> Json:
        absent = ("container", "state", "actions")
        kept = {key: value for key, value in payload.items() if key not in absent}
        return {
            **kept, "type": "message_action", "callback_id": name, "enterprise": None,
            "message": message, "message_ts": message["ts"],
            "action_ts": payload["actions"][0]["action_ts"],
        }  # fmt: skip

    return complete


def shown(where: Json) -> str:
    """All that can be read in a message or a view, one line for each text."""
    lines: list[str] = []
    content = where.get("blocks") or where.get("text")
    _gather([where.get("title"), content], lines)
    return "\n".join(lines)


def _gather(node: Any, lines: list[str]) -> None:
    if isinstance(node, str):
        lines.append(node)
    elif isinstance(node, list):
        for one in node:
            _gather(one, lines)
    elif isinstance(node, dict):
        keys = ("text", "label", "description", "hint", "placeholder", "fields", "elements")
        rest = ("accessory", "element", "options", "alt_text")
        for key in (*keys, *rest):
            if key in node:
                _gather(node[key], lines)
