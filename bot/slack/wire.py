"""The forms of what Slack sends: only the fields that are read, each within its bounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Stamp = Annotated[str, Field(pattern=r"^[0-9]{1,16}\.[0-9]{1,16}$")]
Delivery = Annotated[str, Field(min_length=1, max_length=255)]
Address = Annotated[str, Field(pattern=r"^https?://", max_length=3_000)]
Spoken = Annotated[str, Field(max_length=45_000)]


class SlashCommand(BaseModel):
    """A slash command, as a form."""

    command: Annotated[str, Field(pattern=r"^/\S{1,32}$")]
    text: Spoken = ""
    user_id: Id
    channel_id: Id
    trigger_id: Delivery
    response_url: Address


class Named(BaseModel):
    """Whatever is told by its id."""

    id: Id


class Option(BaseModel):
    """A line chosen among others."""

    value: Annotated[str, Field(max_length=255)]


class Action(BaseModel):
    """What was tapped; other elements than buttons have no value here."""

    type: str
    action_id: Annotated[str, Field(max_length=255)]
    value: Annotated[str, Field(max_length=3_000)] = ""


class Element(BaseModel):
    """The state of a list of lines, of a choice of one, or of a text."""

    selected_options: Annotated[list[Option], Field(max_length=100)] | None = None
    selected_option: Option | None = None
    value: Annotated[str, Field(max_length=3_000)] | None = None


class State(BaseModel):
    """What is ticked on a card, by block and by action."""

    values: dict[str, dict[str, Element]] = {}


class Posted(BaseModel):
    """A message."""

    ts: Stamp
    thread_ts: Stamp | None = None
    text: Spoken | None = ""


class Container(BaseModel):
    """Where a tapped card stands."""

    message_ts: Stamp | None = None
    thread_ts: Stamp | None = None
    is_ephemeral: bool = False


class Shown(BaseModel):
    """A modal or the home page."""

    id: Id
    type: Literal["modal", "home"]
    root_view_id: Id | None = None
    private_metadata: Annotated[str, Field(max_length=3_000)] | None = None
    hash: Annotated[str, Field(max_length=255)] | None = None
    state: State = State()


class BlockActions(BaseModel):
    """A tap."""

    user: Named
    trigger_id: Delivery
    actions: Annotated[list[Action], Field(min_length=1, max_length=100)]
    channel: Named | None = None
    container: Container = Container()
    message: Posted | None = None
    view: Shown | None = None
    state: State | None = None
    response_url: Address | None = None


class MessageAction(BaseModel):
    """A shortcut chosen on a message."""

    callback_id: Annotated[str, Field(max_length=255)]
    user: Named
    channel: Named
    message: Posted
    trigger_id: Delivery
    response_url: Address


class EventCallback(BaseModel):
    """An event; its own form depends on its type."""

    event_id: Delivery
    event: dict[str, Any]


class AppHomeOpened(BaseModel):
    """The home page or the messages of the bot, opened."""

    user: Id
    tab: str | None = None


class Words(BaseModel):
    """A message, or one that names the bot."""

    type: Literal["app_mention", "message"]
    channel: Id
    ts: Stamp
    user: Id | None = None
    text: Spoken | None = ""
    thread_ts: Stamp | None = None
    channel_type: str | None = None
    subtype: str | None = None
    bot_id: Id | None = None
