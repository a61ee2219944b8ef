"""The Bolt servers that we are compared with: `python -m tests.bench.slack_peer KIND`.

`acks` only acknowledges; `works` then makes the calls that ours makes, with fixed blocks, and keeps
nothing; `naive` redraws each tapped message by `chat.update`, tried again as the SDK does.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from aiohttp import ClientSession
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.slack.signed import SECRET, TOKEN

Json = dict[str, Any]
Work = Callable[[Json], Awaitable[None]]
KINDS = ("acks", "works", "naive")
TRIES = 10
"""Attempts after a 429; by default the SDK makes one, and most redraws would be lost."""
WORDS = {"type": "plain_text", "text": "Que demande le client ? " * 8, "emoji": False}
LOOK: Json = {"text": "Que demande le client ?", "blocks": [{"type": "section", "text": WORDS}] * 8}
"""About as long as a card of ours, without buttons."""


class Bot:
    """What a Bolt app does once it has acknowledged."""

    def __init__(self, client: AsyncWebClient, by_update: bool) -> None:
        self._client = client
        self._by_update = by_update

    async def command(self, body: Json) -> None:
        """Post a line, and a card under it."""
        where, line = body["channel_id"], f"Cas ouvert par <@{body['user_id']}>"
        root = await self._client.chat_postMessage(channel=where, text=line)
        await self._client.chat_postMessage(channel=where, thread_ts=root["ts"], **LOOK)

    async def tap(self, body: Json) -> None:
        """Redraw the tapped message."""
        if self._by_update:
            where, ts = body["channel"]["id"], body["container"]["message_ts"]
            await self._client.chat_update(channel=where, ts=ts, **LOOK)
        else:
            hook = AsyncWebhookClient(body["response_url"], session=self._client.session)
            await hook.send_dict({"replace_original": True, **LOOK})


def bolt(bot: Bot | None) -> AsyncApp:
    """An app that acknowledges at once; what its bot does follows.

    Bolt copies its own client for what is lazy, and no client that shares a session can be copied.
    """

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_token=TOKEN, bot_id="B1", bot_user_id="UBOT"
        )

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)
    app.command("/retention")(ack=_ack, lazy=_lazy(bot.command if bot else None))
    app.action(re.compile(r"tap\."))(ack=_ack, lazy=_lazy(bot.tap if bot else None))
    app.event("message")(ack=_ack, lazy=[])
    return app


async def _ack(ack: Any) -> None:
    await ack()


def _lazy(work: Work | None) -> list[Work]:
    if work is None:
        return []

    async def listener(body: Json) -> None:
        await work(body)

    return [listener]


async def main(kind: str) -> None:
    """Serve on loopback until ended, by the same server as ours."""
    async with ClientSession() as session:
        client = AsyncWebClient(TOKEN, base_url=os.environ["SLACK_API_URL"], session=session)
        if kind == "naive":
            client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=TRIES))
        bot = None if kind == "acks" else Bot(client, by_update=kind == "naive")
        handler = AsyncSlackRequestHandler(bolt(bot))

        async def endpoint(request: Request) -> Response:
            return await handler.handle(request)

        app = Starlette(routes=[Route("/slack", endpoint, methods=["POST"])])
        port = int(os.environ["PORT"])
        settings = uvicorn.Config(
            app, host="127.0.0.1", port=port, log_level="warning", access_log=False
        )
        await uvicorn.Server(settings).serve()


if __name__ == "__main__":
    if sys.argv[1:] not in [[kind] for kind in KINDS]:
        sys.exit(f"one of {', '.join(KINDS)}")
    asyncio.run(main(sys.argv[1]))
