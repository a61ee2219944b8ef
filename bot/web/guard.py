"""What stands before the pages: what is refused there, and failures told in plain words."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import UnknownProcedure
from bot.faults import logged
from bot.web.batch import LARGEST, takes_files
from bot.web.drawing import Drawing

MAX_BODY = 64 * 1024
MAX_LEFT = 100 * 1024 * 1024
"""Bytes past the largest file that are still taken in, and let go: a browser reads no refusal
before it has sent everything."""


def error_pages(
    drawing: Drawing,
) -> dict[type[Exception] | int, Callable[[Request, Exception], Awaitable[Response]]]:
    """What a failed request is answered with."""

    async def refused(request: Request, error: Exception) -> Response:
        return drawing.error(404)

    async def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return drawing.error(400)
        response = drawing.error(error.status_code)
        response.headers.update(error.headers or {})
        return response

    async def failed(request: Request, error: Exception) -> Response:
        return drawing.error(500)

    return {UnknownProcedure: refused, HTTPException: http, Exception: failed}


_HEADERS = [
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; script-src 'self'; "
     b"img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
]  # fmt: skip
_HOST = re.compile(r"([a-z0-9.-]+)(?::[0-9]{1,5})?", re.IGNORECASE)


class Guarded:
    """Refuses other hosts and bodies that are too large; gives each answer its security headers."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], drawing: Drawing) -> None:
        self._app = app
        self._hosts = hosts
        self._drawing = drawing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as an ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, left = (LARGEST, MAX_LEFT) if takes_files(scope["path"]) else (MAX_BODY, 0)
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken <= most:
                return message
            while taken <= most + left and message.get("more_body"):
                message = await receive()
                taken += len(message.get("body", b""))
            raise HTTPException(413)

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        app = self._app if self._is_ours(scope) else self._drawing.error(400)
        try:
            await app(scope, bounded, headed)
        except Exception as error:
            # The page has been sent.
            logged(error, "page")

    def _is_ours(self, scope: Scope) -> bool:
        found = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
        return found is not None and found[1].lower() in self._hosts
