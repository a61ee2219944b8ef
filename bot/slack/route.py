"""Slack by HTTP: each request verified, read, acknowledged at once, and served afterwards."""

from __future__ import annotations

import time

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.errands import Errands
from bot.errors import Malformed
from bot.incoming import body_of, read_json
from bot.slack.desk import Desk
from bot.slack.moves import Did
from bot.slack.read import read_event, read_form
from bot.slack.verify import MAX_BODY, Unsigned, verify


class SlackRoute:
    """The one address that Slack sends commands, taps and events to."""

    def __init__(self, desk: Desk, errands: Errands, secret: str) -> None:
        self._desk = desk
        self._errands = errands
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as an ASGI application."""
        try:
            response = await self._answer(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return PlainTextResponse("POST", 405, {"allow": "POST"})
        body = await body_of(request, MAX_BODY)
        if body is None:
            return PlainTextResponse("trop long", 413)
        try:
            verify(request.headers, body, self._secret, time.time())
            return self._read(request.headers.get("content-type", ""), body)
        except Unsigned as error:
            return PlainTextResponse(str(error), 401)
        except Malformed as error:
            return PlainTextResponse(str(error), 400)

    def _read(self, kind: str, body: bytes) -> Response:
        match kind.partition(";")[0].strip().lower():
            case "application/x-www-form-urlencoded":
                return self._acknowledged(read_form(body))
            case "application/json":
                event = read_json(body)
                if event.get("type") == "url_verification":
                    return JSONResponse({"challenge": str(event.get("challenge", ""))})
                return self._acknowledged(read_event(event))
            case _:
                return PlainTextResponse("type inattendu", 415)

    def _acknowledged(self, did: Did | None) -> Response:
        """Say that it was heard; where too much is going on, Slack is to come back with events."""
        if did is None:
            return Response()
        if self._errands.is_full:
            return PlainTextResponse("surchargé", 503)
        self._errands.spawn(self._desk.serve(did))
        return Response()
