"""What we ask of Slack: posting, redrawing, opening a view; each until it is done or refused.

Slack limits how often it is asked (429 and `Retry-After`) and fails now and then. What can be done
twice without harm is done again; a message that may have been posted is looked for first.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import AiguillageError
from bot.slack.rich import Drawing, Json

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each new attempt after a failure, give or take a half."""
PATIENCE = 90.0
"""Seconds after which an answer is of no use to anybody."""
LOOK_BACK = 300
"""Seconds of a channel in which a message that may have been posted is looked for."""

# The SDK writes requests and answers to its log, message texts included.
SILENT = logging.Logger("slack_sdk.silenced")
SILENT.addHandler(logging.NullHandler())
SILENT.setLevel(logging.CRITICAL + 1)


class Refused(AiguillageError):
    """Slack's own refusal; `code` is the word it gives for it."""

    def __init__(self, method: str, code: str) -> None:
        self.code = code
        super().__init__(f"Slack refuse {method} : {code}")


class Undelivered(AiguillageError):
    """Slack did not answer, or failed, each time it was asked."""


@dataclass(frozen=True)
class _Answer:
    """What came back: a status, and Slack's word for what is wrong, if anything is."""

    status: int = 200
    refusal: str | None = None
    retry_after: float = 0.0
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return self.status < 400 and self.refusal is None


class Latest:
    """How a message is to look, which may change while Slack is being asked again.

    Whatever is sent is the latest there is, and nothing is sent that is shown already: an answer
    that comes late never puts an older card over a newer.
    """

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._wanted, self._shown = 1, 0
        self._sending = asyncio.Lock()

    def want(self, drawing: Drawing) -> None:
        """Have it look otherwise."""
        self._drawing = drawing
        self._wanted += 1

    async def sent(self, send: Callable[[Drawing], Awaitable[_Answer]]) -> _Answer:
        """Send it as it is now to look, unless it looks so already."""
        async with self._sending:
            sending = self._wanted
            if self._shown == sending:
                return _Answer()
            answer = await send(self._drawing)
            if answer.is_done:
                self._shown = sending
            return answer


class Api:
    """Slack's Web API, by one workspace's token."""

    def __init__(self, token: str, session: ClientSession, url: str) -> None:
        self._session = session
        # The SDK would send a message again when the line is cut, and post it twice.
        self._client = AsyncWebClient(
            token, base_url=url, session=session, logger=SILENT, retry_handlers=[]
        )
        self._not_before: dict[str, float] = {}

    async def call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a method that can be called twice without harm, until it is done or refused."""
        return await self._steadily(method, lambda: self._asked(method, arguments))

    async def call_form(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a method that reads no JSON, and that can be called twice without harm."""
        return await self._steadily(method, lambda: self._asked(method, arguments, form=True))

    async def upload(self, name: str, content: bytes, channel: str = "") -> str:
        """Give Slack a file, shared in a channel if one is named; return its id."""
        told = await self.call_form(
            "files.getUploadURLExternal", filename=name, length=len(content)
        )
        try:
            async with self._session.post(str(told["upload_url"]), data=content) as answer:
                if answer.status >= 400:
                    raise Undelivered("Slack n’a pas pris un fichier")
        except (ClientError, TimeoutError, OSError):
            raise Undelivered("Slack n’a pas pris un fichier") from None
        file = str(told["file_id"])
        shared = {"channel_id": channel} if channel else {}
        files = json.dumps([{"id": file, "title": name}])
        await self.call_form("files.completeUploadExternal", files=files, **shared)
        return file

    async def chat_with(self, person: str) -> str:
        """The channel in which the bot and somebody are alone."""
        told = await self.call("conversations.open", users=person)
        return str(told.get("channel", {}).get("id", ""))

    async def post(self, channel: str, drawing: Drawing, thread: str = "") -> str:
        """Post a message once, at the top of a channel or in a thread; return its `ts`."""
        mark = f"m-{secrets.token_hex(8)}"
        first, *rest = drawing.blocks
        arguments = {
            "channel": channel,
            "text": drawing.text,
            "blocks": [{**first, "block_id": mark}, *rest],
            "unfurl_links": False,
            "unfurl_media": False,
            **({"thread_ts": thread} if thread else {}),
        }

        async def found() -> Mapping[str, Any] | None:
            return await self._posted(channel, thread, mark)

        # Slack rations posts by channel: one that is held up holds up no other.
        answer = await self._steadily(
            "chat.postMessage",
            lambda: self._asked("chat.postMessage", arguments),
            found,
            rationed_by=channel,
        )
        return str(answer["ts"])

    async def update(self, channel: str, ts: str, latest: Latest) -> None:
        """Redraw a message of ours; Slack allows about fifty a minute for a workspace."""

        async def send(drawing: Drawing) -> _Answer:
            look = {"text": drawing.text, "blocks": drawing.blocks}
            return await self._asked("chat.update", {"channel": channel, "ts": ts, **look})

        await self._steadily("chat.update", lambda: latest.sent(send))

    async def whisper(self, channel: str, user: str, drawing: Drawing, thread: str = "") -> None:
        """Say something in a channel to one person."""
        within = {"thread_ts": thread} if thread else {}
        await self.call(
            "chat.postEphemeral",
            channel=channel, user=user, text=drawing.text, blocks=drawing.blocks, **within,
        )  # fmt: skip

    async def reply(
        self, url: str, latest: Latest, *, replace: bool = False, alone: bool = True
    ) -> None:
        """Answer a command or a tap by its own address, which serves five times."""
        kind = "ephemeral" if alone else "in_channel"

        async def send(drawing: Drawing) -> _Answer:
            look = {"text": drawing.text, "blocks": drawing.blocks}
            return await self._replied(
                url, {"response_type": kind, "replace_original": replace, **look}
            )

        await self._steadily("response_url", lambda: latest.sent(send))

    async def _steadily(
        self,
        method: str,
        attempt: Callable[[], Awaitable[_Answer]],
        found: Callable[[], Awaitable[Mapping[str, Any] | None]] | None = None,
        rationed_by: str = "",
    ) -> Mapping[str, Any]:
        """Ask until it is done; `found` tells what was done by an attempt that seemed to fail."""
        end = time.monotonic() + PATIENCE
        pauses = iter(PAUSES)
        while True:
            not_before = self._not_before.get(f"{method} {rationed_by}", 0.0)
            await asyncio.sleep(max(0.0, not_before - time.monotonic()))
            answer = await _attempted(attempt)
            if answer and answer.status == 429:
                self._not_before[f"{method} {rationed_by}"] = time.monotonic() + answer.retry_after
                pause = answer.retry_after
            elif answer and answer.status < 500:
                if answer.refusal:
                    raise Refused(method, answer.refusal)
                return answer.data
            else:
                pause = next(pauses, PATIENCE) * random.uniform(0.5, 1.5)  # noqa: S311
                if found and (done := await found()):
                    return done
            if time.monotonic() + pause > end:
                raise Undelivered(f"Slack n’a pas répondu à {method}")
            await asyncio.sleep(pause)

    async def _asked(
        self, method: str, arguments: Mapping[str, Any], *, form: bool = False
    ) -> _Answer:
        sent = {"params" if form else "json": dict(arguments)}
        try:
            response = await self._client.api_call(method, **sent)  # type: ignore[arg-type]
        except SlackApiError as error:
            response = error.response
        data = response.data if isinstance(response.data, dict) else {}
        refusal = None if data.get("ok") else str(data.get("error", "illisible"))
        return _Answer(response.status_code, refusal, _retry_after(response.headers), data)

    async def _replied(self, url: str, body: Json) -> _Answer:
        webhook = AsyncWebhookClient(url, session=self._session, logger=SILENT, retry_handlers=[])
        answer = await webhook.send_dict(body)
        refused = answer.status_code >= 400 or '"ok":false' in answer.body.replace(" ", "")
        refusal = _word(answer.body) if refused else None
        return _Answer(answer.status_code, refusal, _retry_after(answer.headers), {})

    async def _posted(self, channel: str, thread: str, mark: str) -> Mapping[str, Any] | None:
        """The message that bears a mark, if it was posted after all."""
        within = {"ts": thread} if thread else {}
        method = "conversations.replies" if thread else "conversations.history"
        since = f"{time.time() - LOOK_BACK:.6f}"
        answer = await self.call(method, channel=channel, oldest=since, limit=100, **within)
        for message in answer.get("messages", []):
            if any(block.get("block_id") == mark for block in message.get("blocks", [])):
                return dict(message)
        return None


async def _attempted(attempt: Callable[[], Awaitable[_Answer]]) -> _Answer | None:
    """What an attempt gave; None where it is not known whether it was heard."""
    try:
        return await attempt()
    except (ClientError, TimeoutError, OSError):
        return None


def _retry_after(headers: Mapping[str, Any]) -> float:
    """The seconds that Slack asks to wait."""
    said = {name.lower(): value for name, value in headers.items()}.get("retry-after", "1")
    return float(said) if str(said).isdigit() else 1.0


def _word(body: str) -> str:
    """Slack's word for a refusal, out of an answer that may be anything."""
    for word in ("expired_url", "used_url", "no_text", "invalid_blocks", "channel_not_found"):
        if word in body:
            return word
    return "refusé"
