"""The forms of what Teams sends: only the fields that are read, each within its bounds.

They are the Bot Framework's activities:
learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(min_length=1, max_length=512)]
Name = Annotated[str, Field(max_length=256)]
Word = Annotated[str, Field(max_length=128)]
Spoken = Annotated[str, Field(max_length=120_000)]
Keys = Annotated[str, Field(max_length=4_000)]
Token = Annotated[str, Field(max_length=8_000)]


class Account(BaseModel):
    """A person, or a bot."""

    id: Id
    name: Name | None = None
    directory: Word | None = Field(None, alias="aadObjectId")


class Tenant(BaseModel):
    """An organisation."""

    id: Word | None = None


class ChannelData(BaseModel):
    """What Teams adds to an activity."""

    tenant: Tenant | None = None


class Conversation(BaseModel):
    """A chat of two, a group's, or a channel's thread."""

    id: Id
    tenant_id: Word | None = Field(None, alias="tenantId")
    conversation_type: Word | None = Field(None, alias="conversationType")


class Entity(BaseModel):
    """What a text speaks of; of mentions, who is mentioned and how it is written."""

    type: Word | None = None
    mentioned: Account | None = None
    text: Name | None = None


class Activity(BaseModel):
    """Anything that happens; what its kind alone has is read by its kind."""

    type: Word
    channel_id: Word = Field(alias="channelId")
    service_url: Annotated[str, Field(alias="serviceUrl", pattern=r"^https?://", max_length=512)]
    conversation: Conversation
    sender: Account = Field(alias="from")
    recipient: Account
    id: Id | None = None
    name: Word | None = None
    text: Spoken | None = None
    reply_to_id: Id | None = Field(None, alias="replyToId")
    entities: Annotated[list[Entity], Field(max_length=1_000)] | None = None
    value: dict[str, Any] | None = None
    action: Word | None = None
    channel_data: ChannelData | None = Field(None, alias="channelData")

    @property
    def tenant(self) -> str | None:
        """The organisation where it happens."""
        told = self.channel_data.tenant if self.channel_data else None
        return (told.id if told else None) or self.conversation.tenant_id


class Data(BaseModel):
    """What a button of ours carries, with what is ticked, written and chosen beside it.

    A value chosen has a name of its own.
    """

    model_config = ConfigDict(extra="allow")

    tap: Token
    thread: Id = ""
    page: Annotated[int, Field(ge=0, le=99)] | None = None
    part: Annotated[int, Field(ge=0, le=99)] | None = None
    ticks: Keys | None = None
    unsure: Keys | None = None
    words: Annotated[str, Field(max_length=4_000)] | None = None


class Executed(BaseModel):
    """A button of a card, as `adaptiveCard/action` tells of it."""

    data: Data


class CardAction(BaseModel):
    """The value of `adaptiveCard/action`."""

    action: Executed


class Body(BaseModel):
    """The text of a message."""

    content: Spoken | None = None


class Payload(BaseModel):
    """The message on which an action was chosen."""

    id: Id
    reply_to_id: Id | None = Field(None, alias="replyToId")
    body: Body | None = None


class MessageAction(BaseModel):
    """An action chosen on a message, and what was answered in the dialog that it opened."""

    command_id: Word = Field(alias="commandId")
    message: Payload | None = Field(None, alias="messagePayload")
    data: dict[str, Any] | None = None
