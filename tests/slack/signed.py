"""What Slack sends by HTTP, signed as it signs, put to the whole application."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.app import running
from bot.config import Config, SlackConfig
from tests.procedures import DIALOGS
from tests.slack.stub import Stub

Json = dict[str, Any]
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105
TOKEN = "xoxb-0-essai"  # noqa: S105
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_TRIGGERS = count(1)


def signed(body: bytes, kind: str = FORM, at: float | None = None) -> dict[str, str]:
    """The headers that Slack gives to a body."""
    stamp = str(int(time.time() if at is None else at))
    told = b":".join((b"v0", stamp.encode(), body))
    signature = "v0=" + hmac.new(SECRET.encode(), told, hashlib.sha256).hexdigest()
    return {
        "content-type": kind,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
    }


def command(hook: str, text: str = "", channel: str = "C1", user: str = "U1") -> bytes:
    """A slash command's body."""
    return urlencode({
        "token": "x", "team_id": "T1", "channel_id": channel, "user_id": user,
        "command": "/retention", "text": text, "trigger_id": f"t{next(_TRIGGERS)}",
        "response_url": hook,
    }).encode()  # fmt: skip


def tap(hook: str, value: str, channel: str = "C1", user: str = "U1", **more: Any) -> bytes:
    """A tapped button's body, on a message in a thread."""
    payload = {
        "type": "block_actions", "user": {"id": user}, "channel": {"id": channel},
        "trigger_id": f"t{next(_TRIGGERS)}", "response_url": hook,
        "container": {"type": "message", "message_ts": "2.2", "thread_ts": "1.1"},
        "actions": [{"type": "button", "action_id": "tap.1", "value": value}], **more,
    }  # fmt: skip
    return urlencode({"payload": json.dumps(payload)}).encode()


def event(told: Json) -> bytes:
    """An event's body."""
    return json.dumps({
        "type": "event_callback", "event_id": f"Ev{next(_TRIGGERS)}", "event": told,
    }).encode()  # fmt: skip


def said(text: str, user: str = "U1", thread: str | None = None, **more: Any) -> bytes:
    """A message's event."""
    within = {"thread_ts": thread} if thread else {}
    words = {"type": "message", "channel": "C1", "ts": "3.3", "user": user, "text": text}
    return event({**words, **within, **more})


@asynccontextmanager
async def served(
    slack: Stub, folder: Path, dialogs: Path = DIALOGS, **settings: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """The whole application, asked as by HTTP."""
    config = Config(
        dialogs=dialogs,
        database_url=f"sqlite:///{folder}/essai.db",
        pseudonym_key="clef d’essai",
        slack=SlackConfig(TOKEN, SECRET, api_url=slack.api, **settings),
    )
    async with running(config) as app:
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.example") as client:
            yield client


async def post(client: httpx.AsyncClient, body: bytes, kind: str = FORM) -> httpx.Response:
    """Send a body as Slack does."""
    return await client.post("/slack", content=body, headers=signed(body, kind))
