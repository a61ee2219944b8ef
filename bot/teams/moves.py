"""What a person did in Teams."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Person:
    """Somebody, as Teams knows them, as their colleagues do, and in the tenant's directory."""

    id: str
    name: str
    directory: str = ""


class Kind(Enum):
    """What a conversation is: one person and the bot, a group's chat, or a channel."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Where:
    """A conversation, and the service by which it is reached.

    A channel's `conversation` names the thread too, as Teams does: `…;messageid=…`.
    """

    service: str
    conversation: str
    kind: Kind
    bot: str

    @property
    def channel(self) -> str:
        """The conversation without its thread."""
        return self.conversation.partition(";")[0]

    @property
    def thread(self) -> str:
        """The thread's first message; empty where the conversation has no threads."""
        return self.conversation.partition(";messageid=")[2]


class Way(Enum):
    """How a button reached us, which says how it is answered."""

    EXECUTE = "execute"
    """Its answer replaces the card, for whoever tapped."""
    SUBMIT = "submit"
    """It has no answer: the message is redrawn."""
    DIALOG = "dialog"
    """Its answer replaces the dialog."""


@dataclass(frozen=True)
class Tapped:
    """A button tapped on a card of ours, with the lines ticked and the words written beside it.

    `message` shows the card, if a message does. `thread` is the case's, where the conversation has
    no threads. `page` and `part` only show more of the card.
    """

    who: Person
    where: Where
    way: Way
    message: str
    tap: str
    thread: str
    page: int | None
    part: int | None
    ticks: frozenset[str]
    unsure: frozenset[str]
    words: str = ""


@dataclass(frozen=True)
class Said:
    """Words said to the bot, as typed, without its name."""

    who: Person
    where: Where
    id: str
    text: str


@dataclass(frozen=True)
class Oriented:
    """« Orienter cet appel », chosen on a message, whose text is `text`."""

    who: Person
    where: Where
    id: str
    procedure: str
    text: str


@dataclass(frozen=True)
class Installed:
    """The bot was added to a person's own chat."""

    where: Where
    id: str


Did = Tapped | Said | Oriented | Installed
