"""What a person did in Slack, whichever way Slack told of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A slash command, typed in a channel."""

    delivery: str
    user: str
    channel: str
    command: str
    text: str
    reply_to: str


@dataclass(frozen=True)
class Message:
    """The message that shows a card; where it is `ephemeral`, one person is alone to see it."""

    channel: str
    thread: str
    ts: str
    ephemeral: bool


@dataclass(frozen=True)
class View:
    """The modal or home page that shows a card; `hash` tells its version.

    A modal that is `kept` is a case of its own; any other is a look at one.
    """

    id: str
    root: str
    hash: str | None
    home: bool
    kept: bool


@dataclass(frozen=True)
class Tapped:
    """A button tapped or a value chosen, with the lines ticked and the words written beside it.

    `kind` tells a tap on the case from what only shows more of the card: its folded part or its
    page of that `number`.
    """

    user: str
    value: str
    kind: str
    number: int
    ticks: frozenset[str]
    unsure: frozenset[str]
    shown: Message | View
    trigger: str
    reply_to: str | None
    words: str = ""


@dataclass(frozen=True)
class Said:
    """Words in a channel; `thread` is empty at its top. `mention`: they name the bot, by an event.

    `names` are the people named in them. `text` is what is left, as typed.
    """

    delivery: str
    user: str
    channel: str
    thread: str
    ts: str
    text: str
    names: tuple[str, ...]
    mention: bool
    direct: bool


@dataclass(frozen=True)
class Shortcut:
    """« Orienter cet appel », chosen on a message."""

    delivery: str
    user: str
    procedure: str
    channel: str
    thread: str
    text: str
    reply_to: str


@dataclass(frozen=True)
class HomeOpened:
    """The bot's own page, opened."""

    user: str


Did = Command | Tapped | Said | Shortcut | HomeOpened
