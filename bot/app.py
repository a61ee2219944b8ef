"""The program assembled: procedures proved, pages and chats served."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager, suppress

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.config import Config
from bot.conversation.guide import Guide
from bot.conversation.links import Links
from bot.decision.compiled import Compiled
from bot.errors import InvalidSetting
from bot.keeping import keeping
from bot.library import proved_procedures as proved_procedures
from bot.office import Office
from bot.texts import load_texts
from bot.web.batch import Batch
from bot.web.drawing import Drawing
from bot.web.guard import Guarded, error_pages
from bot.web.inquiries import Inquiries
from bot.web.local import Door
from bot.web.pages import Pages
from bot.web.register import Register
from bot.web.training import Training

BACKLOG = 2_048
"""Connections that wait to be taken."""


def chat_guide(config: Config, proved: Mapping[str, Compiled]) -> Guide:
    """The guided cases as chats show them: a passage is linked only where there is a page of it."""
    links = Links(config.procedure_url, config.public_url)
    return Guide(proved, links, load_texts(config.locales, config.language))


def build_pages(config: Config, office: Office) -> ASGIApp:
    """The browser's pages as one ASGI app."""
    guide = office.guide(config.public_url or "")
    secure = (config.public_url or "").startswith("https:")
    coach, supervision = office.coach(guide), office.supervision(guide)
    drawing = Drawing(guide.texts, config.language)
    pages = Pages(guide, coach, supervision, office.journal, office.watched, drawing, secure)
    door = Door(guide, config.supervision_port)
    parts = (
        pages,
        Training(coach, drawing, secure),
        Inquiries(supervision, door, drawing, office.library),
        Register(supervision, door, drawing, config.individual_from),
        Batch(door, drawing),
    )
    routes = [route for part in parts for route in part.routes()]
    app = Starlette(routes=routes, exception_handlers=error_pages(drawing))
    return Guarded(app, config.hosts, drawing)


@asynccontextmanager
async def running(config: Config) -> AsyncIterator[ASGIApp]:
    """The whole application as one ASGI app, with what goes on behind it."""
    proved = proved_procedures(config)
    async with keeping(config) as kept:
        office = Office(config, proved, kept)
        pages = build_pages(config, office)
        async with office.open():
            if config.slack is None and config.teams is None:
                yield pages
                return
            # The chats' libraries take as long to import as all the rest.
            from bot import chats

            async with chats.running(config, office, await kept.store()) as routes:
                yield _Entrance(routes, pages)


class _Entrance:
    """Chats by their own address, whose requests prove themselves; pages by any other."""

    def __init__(self, chats: Mapping[str, ASGIApp], pages: ASGIApp) -> None:
        self._chats = chats
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        chat = self._chats.get(scope["path"]) if scope["type"] == "http" else None
        await (chat or self._pages)(scope, receive, send)


def serve(config: Config) -> None:
    """Serve on loopback until interrupted."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(config))


async def _serve(config: Config) -> None:
    lines = [f"http://127.0.0.1:{config.port}/ (Ctrl+C pour arrêter)"]
    if config.supervision_port != config.port:
        lines.append(
            f"http://127.0.0.1:{config.supervision_port}/ pour les superviseurs, "
            "auquel aucun proxy ne doit mener"
        )
    if config.slack or config.teams:
        from bot import chats

        lines += await chats.check(config)
    with ExitStack() as doors:
        ports = dict.fromkeys((config.port, config.supervision_port))
        sockets = [doors.enter_context(_bound(port)) for port in ports]
        async with running(config) as app:
            for door in sockets:
                _heard(door)
            sys.stderr.write("".join(f"Aiguillage\u00a0: {line}\n" for line in lines))
            settings = uvicorn.Config(app, log_level="warning", access_log=False)
            await uvicorn.Server(settings).serve(sockets)


def _bound(port: int) -> socket.socket:
    """A loopback port of our own: nobody is heard on it before all is ready."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(("127.0.0.1", port))
    except OSError as error:
        bound.close()
        raise _taken(port) from error
    return bound


def _heard(door: socket.socket) -> None:
    """Hear whoever comes to a port; of two programs that have bound it, one can."""
    try:
        door.listen(BACKLOG)
    except OSError as error:
        raise _taken(door.getsockname()[1]) from error


def _taken(port: int) -> InvalidSetting:
    return InvalidSetting(
        f"le port {port} ne peut pas être ouvert\u00a0: un autre programme s’en sert peut-être "
        "(un autre Aiguillage\u00a0?)\u00a0; choisissez-en un autre par PORT ou SUPERVISION_PORT"
    )
