"""The program assembled: procedures proved, pages served, errors turned into plain words."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Awaitable, Callable, Collection

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.config import Config
from bot.conversation.guide import Guide
from bot.conversation.links import Links
from bot.decision.compiled import Compiled
from bot.errors import AiguillageError, ProcedureUnproved, UnknownProcedure
from bot.procedure.loader import load, procedures
from bot.proof.checks import defects
from bot.texts import load_texts
from bot.web.pages import Pages

MAX_BODY = 64 * 1024

_log = logging.getLogger(__name__)


def proved_procedures(config: Config) -> dict[str, Compiled]:
    """Every procedure of the dialogs, or raise with all that does not hold."""
    compiled = {
        name: Compiled(load(folder, name)) for name, folder in procedures(config.dialogs).items()
    }
    if not compiled:
        raise AiguillageError(f"aucune procédure dans {config.dialogs}")
    for name, one in compiled.items():
        if found := defects(one):
            raise ProcedureUnproved(name, [str(defect) for defect in found])
    return compiled


def build_app(config: Config) -> ASGIApp:
    """The whole application as one ASGI app."""
    texts = load_texts(config.locales, config.language)
    links = Links(config.procedure_url, config.public_url or "")
    pages = Pages(Guide(proved_procedures(config), links, texts), config.language)
    app = Starlette(routes=pages.routes(), exception_handlers=_handlers(pages))
    return _Guarded(app, config.hosts, pages)


def _handlers(
    pages: Pages,
) -> dict[type[Exception] | int, Callable[[Request, Exception], Awaitable[Response]]]:
    async def refused(request: Request, error: Exception) -> Response:
        return pages.error(404)

    async def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return pages.error(400)
        response = pages.error(error.status_code)
        response.headers.update(error.headers or {})
        return response

    async def failed(request: Request, error: Exception) -> Response:
        return pages.error(500)

    return {UnknownProcedure: refused, HTTPException: http, Exception: failed}


_HEADERS = [
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; script-src 'self'; "
     b"img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
]  # fmt: skip
_HOST = re.compile(r"([a-z0-9.-]+)(?::[0-9]{1,5})?", re.IGNORECASE)


class _Guarded:
    """Refuses other hosts and bodies that are too large; gives each answer its security headers."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], pages: Pages) -> None:
        self._app = app
        self._hosts = hosts
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY:
                raise HTTPException(413)
            return message

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        app = self._app if self._is_ours(scope) else self._pages.error(400)
        try:
            await app(scope, bounded, headed)
        except Exception as error:
            # The page has been sent. The error’s own message could hold what was typed.
            where = "".join(traceback.format_tb(error.__traceback__))
            _log.error("%s\n%s", type(error).__name__, where)

    def _is_ours(self, scope: Scope) -> bool:
        found = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
        return found is not None and found[1].lower() in self._hosts


def serve(config: Config) -> None:
    """Serve the pages on loopback until interrupted."""
    app = build_app(config)
    sys.stderr.write(f"Aiguillage : http://127.0.0.1:{config.port}/ (Ctrl+C pour arrêter)\n")
    uvicorn.run(app, host="127.0.0.1", port=config.port, log_level="warning", access_log=False)
