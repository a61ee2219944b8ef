"""The Bot Framework server that we are compared with: `python -m tests.bench.teams_peer KIND`.

A thin handler over botbuilder's `CloudAdapter`, with the list that msrest builds at each turn built
once, and nobody's identity asked for. `answers` replaces the card with a fixed one; `works`
redraws the message too once it has answered, as ours does.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any

import msrest.universal_http.requests as transport
import uvicorn
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity, Attachment, InvokeResponse
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Json = dict[str, Any]
KINDS = ("answers", "works")
CARD = "application/vnd.microsoft.card.adaptive"
ROWS = [
    {
        "type": "Container",
        "items": [{"type": "TextBlock", "text": "Que demande le client ? " * 4, "wrap": True}],
        "selectAction": {"type": "Action.Execute", "verb": "tap", "data": {"tap": "x" * 300}},
    }
] * 8
LOOK: Json = {"type": "AdaptiveCard", "version": "1.5", "body": ROWS}
"""About as long as a card of ours."""


class Nobody:
    """The settings of a bot without an identity."""

    APP_ID = ""
    APP_PASSWORD = ""


def handler(kind: str) -> Any:
    """What answers a turn."""
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Nobody()))

    async def messages(request: Request) -> Response:
        turns: list[TurnContext] = []

        async def turn(context: TurnContext) -> None:
            turns.append(context)
            value = {"statusCode": 200, "type": CARD, "value": LOOK}
            response = InvokeResponse(status=200, body=value)
            context.turn_state[context._INVOKE_RESPONSE_KEY] = Activity(
                type="invokeResponse", value=response
            )

        activity = Activity().deserialize(await request.json())
        answer = await adapter.process_activity("", activity, turn)
        body = json.dumps(answer.body if answer else {})
        after = BackgroundTask(redraw, turns[0]) if kind == "works" else None
        return Response(body, media_type="application/json", background=after)

    return messages


async def redraw(context: TurnContext) -> None:
    """Have the tapped message show the card as well."""
    look = Attachment(content_type=CARD, content=LOOK)
    shown = Activity(type="message", id=context.activity.reply_to_id, attachments=[look])
    await context.update_activity(shown)


async def main(kind: str) -> None:
    """Serve on loopback until ended, by the same server as ours."""
    kept = transport.ClientRetryPolicy
    kept.safe_codes = frozenset(kept.safe_codes)
    app = Starlette(routes=[Route("/api/messages", handler(kind), methods=["POST"])])
    settings = uvicorn.Config(
        app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning", access_log=False
    )
    await uvicorn.Server(settings).serve()


if __name__ == "__main__":
    if sys.argv[1:] not in [[kind] for kind in KINDS]:
        sys.exit(f"one of {', '.join(KINDS)}")
    asyncio.run(main(sys.argv[1]))
