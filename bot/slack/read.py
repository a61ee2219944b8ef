"""What Slack sends, read into what a person did; a form that is not Slack's is refused.

The same payloads come signed by HTTP and through Socket Mode. What concerns nothing of ours (an
edited message, another bot's, a ticked box before it is sent) is read as None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

from bot.errors import Malformed
from bot.incoming import read_json, valid
from bot.slack.moves import Command, Did, HomeOpened, Message, Said, Shortcut, Tapped, View
from bot.slack.wire import (
    AppHomeOpened,
    BlockActions,
    EventCallback,
    MessageAction,
    SlashCommand,
    State,
    Words,
)

MAX_FIELDS = 60
MAX_READ = 10_000
"""Characters of a message that are read at all; the conversation refuses far fewer."""
TICKS, UNSURE, TAP, DETAILS, PAGE = "ticks", "unsure", "tap", "details", "page"
CHOOSE, WORDS = "choose", "words"
"""How the actions of our cards are named, before a dot and what tells them apart.

A value chosen acts at once: what it does stands in its name, after another dot.
"""
KEPT = "cas"
"""Marks a modal that is a case of its own, and not a look at one."""
ORIENT = "orienter"
"""How the shortcut is named, before a dot and the procedure."""


def read_form(body: bytes) -> Did | None:
    """Read the body of a slash command or of an interaction, or raise `Malformed`."""
    try:
        fields = dict(parse_qsl(body.decode(), errors="strict", max_num_fields=MAX_FIELDS))
    except ValueError as error:
        raise Malformed("formulaire illisible") from error
    if "payload" in fields:
        return read_interaction(read_json(fields["payload"].encode()))
    return None if "ssl_check" in fields else read_command(fields)


def read_command(payload: Mapping[str, Any]) -> Command:
    """Read a slash command."""
    sent = valid(SlashCommand, payload)
    return Command(
        sent.trigger_id, sent.user_id, sent.channel_id, sent.command, sent.text, sent.response_url
    )


def read_interaction(payload: Mapping[str, Any]) -> Did | None:
    """Read a tap, or a shortcut chosen on a message."""
    match payload.get("type"):
        case "block_actions":
            return _tapped(valid(BlockActions, payload))
        case "message_action":
            return _shortcut(valid(MessageAction, payload))
        case str():
            return None
        case _:
            raise Malformed("interaction sans type")


def read_event(payload: Mapping[str, Any]) -> Did | None:
    """Read an event: words said, or the home page opened."""
    if payload.get("type") != "event_callback":
        raise Malformed("événement sans type")
    sent = valid(EventCallback, payload)
    match sent.event.get("type"):
        case "app_home_opened":
            opened = valid(AppHomeOpened, sent.event)
            return HomeOpened(opened.user) if opened.tab in (None, "home") else None
        case "app_mention" | "message":
            return _said(sent.event_id, valid(Words, sent.event))
        case str():
            return None
        case _:
            raise Malformed("événement sans type")


def _tapped(sent: BlockActions) -> Tapped | None:
    action = sent.actions[0]
    name, _, number = action.action_id.partition(".")
    chosen = name == CHOOSE and action.type == "static_select"
    if not chosen and (action.type != "button" or name not in (TAP, DETAILS, PAGE)):
        return None
    number, _, does = number.partition(".")
    state = sent.view.state if sent.view else sent.state or State()
    return Tapped(
        sent.user.id,
        does if chosen else action.value,
        TAP if chosen else name,
        _number(number),
        frozenset((*_selected(state, TICKS), *_selected(state, CHOOSE))),
        frozenset(_selected(state, UNSURE)),
        _shown(sent),
        sent.trigger_id,
        sent.response_url,
        " ".join(_written(state)),
    )


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,2}", text):
        raise Malformed("bouton inconnu")
    return int(text)


def _selected(state: State, name: str) -> Iterator[str]:
    for elements in state.values.values():
        for action, element in elements.items():
            if action.partition(".")[0] == name:
                chosen = [element.selected_option] if element.selected_option else []
                yield from (one.value for one in (element.selected_options or chosen))


def _written(state: State) -> Iterator[str]:
    for elements in state.values.values():
        yield from (one.value for name, one in elements.items() if name == WORDS and one.value)


def _shown(sent: BlockActions) -> Message | View:
    if view := sent.view:
        root, home = view.root_view_id or view.id, view.type == "home"
        return View(view.id, root, view.hash, home, view.private_metadata == KEPT)
    posted = sent.message
    ts = sent.container.message_ts or (posted.ts if posted else None)
    if sent.channel is None or ts is None:
        raise Malformed("un bouton est sur un message ou sur une vue")
    thread = sent.container.thread_ts or (posted.thread_ts if posted else None) or ts
    return Message(sent.channel.id, thread, ts, sent.container.is_ephemeral)


def _shortcut(sent: MessageAction) -> Shortcut | None:
    name, _, procedure = sent.callback_id.partition(".")
    if name != ORIENT:
        return None
    message = sent.message
    return Shortcut(
        sent.trigger_id,
        sent.user.id,
        procedure,
        sent.channel.id,
        message.thread_ts or message.ts,
        _as_typed(message.text or ""),
        sent.response_url,
    )


def _said(delivery: str, sent: Words) -> Said | None:
    spoken = sent.subtype in (None, "thread_broadcast", "file_share")
    if not spoken or sent.bot_id or sent.user is None:
        return None
    text = sent.text or ""
    return Said(
        delivery,
        sent.user,
        sent.channel,
        sent.thread_ts or "",
        sent.ts,
        _as_typed(text),
        tuple(_MENTION.findall(text)),
        sent.type == "app_mention",
        sent.channel_type == "im",
    )


_MENTION = re.compile(r"<@([A-Za-z0-9_-]{1,64})(?:\|[^<>]*)?>")
_LABELLED = re.compile(r"<[^<>|]*\|([^<>]*)>")
_BARE = re.compile(r"<([^<>]*)>")


def _as_typed(text: str) -> str:
    """The words as they were typed: without mentions, links by their label, signs unescaped."""
    text = text[:MAX_READ]
    for mark, left in ((_MENTION, " "), (_LABELLED, r"\1"), (_BARE, r"\1")):
        text = mark.sub(left, text)
    return unescape(text).strip()
