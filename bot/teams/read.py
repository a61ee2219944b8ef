"""What Teams sends, read into what a person did; a form that is not Teams' is refused.

What concerns nothing of ours (a reaction, an edited message, another's button) is read as None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any

from bot.errors import Malformed
from bot.incoming import valid
from bot.teams.moves import Did, Installed, Kind, Oriented, Person, Said, Tapped, Way, Where
from bot.teams.wire import Activity, CardAction, Data, MessageAction

MAX_READ = 10_000
"""Characters of a message that are read at all; the conversation refuses far fewer."""
TICKS, UNSURE, CHOOSE, WORDS = "ticks", "unsure", "choose", "words"
"""The lists of a checklist, values chosen (before a dot and a number), and a text written."""
MOST_CHOSEN = 100
"""Values chosen on one card."""
MOST_KEY = 128
"""Characters of a fact and a value."""
ORIENT = "orienter"
"""How the action on a message is named, before a dot and the procedure."""


def read_activity(payload: Mapping[str, Any]) -> Activity:
    """Check an activity's form, or raise `Malformed`."""
    return valid(Activity, payload)


def read(sent: Activity) -> Did | None:
    """Read what a person did, or raise `Malformed`."""
    match sent.type:
        case "message" if sent.value is not None and not sent.text:
            return _tapped(sent, sent.value, Way.SUBMIT)
        case "message":
            return _said(sent)
        case "invoke":
            return _invoked(sent)
        case "installationUpdate" if sent.action in ("add", "add-upgrade"):
            where = _where(sent)
            return Installed(where, _id(sent)) if where.kind is Kind.PERSONAL else None
        case _:
            return None


def _invoked(sent: Activity) -> Did | None:
    value = sent.value or {}
    match sent.name:
        case "adaptiveCard/action":
            return _tapped(sent, _data_of(value), Way.EXECUTE)
        case "composeExtension/fetchTask":
            return _oriented(sent, valid(MessageAction, value))
        case "composeExtension/submitAction":
            data = valid(MessageAction, value).data
            return _tapped(sent, data or {}, Way.DIALOG)
        case _:
            return None


def _data_of(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return valid(CardAction, value).action.data.model_dump(exclude_none=True)


def _tapped(sent: Activity, value: Mapping[str, Any], way: Way) -> Tapped | None:
    if "tap" not in value:
        return None
    data = valid(Data, value)
    return Tapped(
        _who(sent),
        _where(sent),
        way,
        sent.reply_to_id or "",
        data.tap,
        data.thread,
        data.page,
        data.part,
        _keys(data.ticks) | _chosen(data),
        _keys(data.unsure),
        data.words or "",
    )


def _chosen(data: Data) -> frozenset[str]:
    """The values chosen on a form, each in a field of its own."""
    extra = list((data.model_extra or {}).items())[:MOST_CHOSEN]
    named = (value for name, value in extra if name.startswith(f"{CHOOSE}."))
    return frozenset(value for value in named if isinstance(value, str) and len(value) <= MOST_KEY)


def _keys(chosen: str | None) -> frozenset[str]:
    """The lines chosen in a list, which Teams joins by commas."""
    return frozenset(key for key in (chosen or "").split(",") if key)


def _said(sent: Activity) -> Said | None:
    where = _where(sent)
    ours = [
        one.text or ""
        for one in sent.entities or ()
        if one.type == "mention" and one.mentioned and one.mentioned.id == sent.recipient.id
    ]
    # With a right of their own, some bots hear all that is said in a channel.
    if where.kind is not Kind.PERSONAL and not ours:
        return None
    return Said(_who(sent), where, _id(sent), as_typed(sent.text or "", ours))


def _oriented(sent: Activity, chosen: MessageAction) -> Oriented | None:
    name, _, procedure = chosen.command_id.partition(".")
    if name != ORIENT or chosen.message is None:
        return None
    content = chosen.message.body.content if chosen.message.body else None
    where = _where(sent, chosen.message.reply_to_id or chosen.message.id)
    return Oriented(_who(sent), where, _id(sent), procedure, _text_of(content or ""))


def _who(sent: Activity) -> Person:
    return Person(sent.sender.id, sent.sender.name or "", sent.sender.directory or "")


def _where(sent: Activity, thread: str = "") -> Where:
    """Where it happened; a channel's thread is the one told, unless its id names one."""
    told = sent.conversation
    kinds = {kind.value: kind for kind in Kind}
    kind = kinds.get(told.conversation_type or "", Kind.GROUP)
    conversation = told.id
    if kind is Kind.CHANNEL and ";messageid=" not in conversation:
        conversation = f"{conversation};messageid={thread or _id(sent)}"
    return Where(sent.service_url.rstrip("/"), conversation, kind, sent.recipient.id)


def _id(sent: Activity) -> str:
    if sent.id is None:
        raise Malformed("une activité a un identifiant")
    return sent.id


_MENTION = re.compile(r"<at\b[^<>]*>[^<>]*</at>", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]|[\u200b\ufeff]")


def as_typed(text: str, mentions: Iterable[str] = ()) -> str:
    """The words as they were typed: without who is mentioned, nor what Teams leaves around it."""
    text = text[:MAX_READ]
    for mention in filter(None, mentions):
        text = text.replace(mention, " ")
    return _BLANKS.sub(" ", _MENTION.sub(" ", text)).strip()


def _text_of(content: str) -> str:
    """The text of a message, which comes as HTML."""
    reader = _Reader()
    reader.feed(content[:MAX_READ])
    reader.close()
    return as_typed("".join(reader.said))


class _Reader(HTMLParser):
    """Gathers the text of a message, but for who is mentioned and what is only quoted there."""

    SILENT = frozenset({"at", "blockquote", "style", "script", "attachment"})
    APART = frozenset({"p", "div", "br", "li", "tr"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._within = 0

    # The names are the standard library's.
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins: silence, or another line."""
        self._within += tag in self.SILENT
        if tag in self.APART:
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a silence."""
        self._within -= tag in self.SILENT and self._within > 0

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if not self._within:
            self.said.append(data)
