"""Requests put to an application as a server puts them, down to the last byte."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import httpx
from starlette.types import ASGIApp, Message, Scope

from bot.app import build_pages, proved_procedures
from bot.config import Config
from bot.conversation.changes import Change
from bot.conversation.states import State
from bot.errors import StoreUnavailable
from bot.journal.entry import Begun, Entry, Search, Tally, Week
from bot.office import Kept, Office
from bot.training.learner import Answer, Learner, Trainee
from tests.conversation.ledger import Ledger

HOST = (b"host", b"127.0.0.1:8000")
FORM = (b"content-type", b"application/x-www-form-urlencoded")


def ask(
    app: ASGIApp,
    method: str,
    target: bytes,
    headers: Iterable[tuple[bytes, bytes]] = (HOST,),
    body: Sequence[bytes] = (b"",),
    run: Callable[[Coroutine[Any, Any, None]], None] = asyncio.run,
    port: int = 8000,
) -> httpx.Response:
    """The answer to one request whose target and chunks of body are sent as they are."""
    path, _, query = target.partition(b"?")
    scope: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": method, "path": unquote(path.decode("ascii")), "raw_path": path,
        "query_string": query, "root_path": "", "headers": list(headers),
        "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", port),
    }  # fmt: skip
    chunks = [
        {"type": "http.request", "body": chunk, "more_body": place < len(body)}
        for place, chunk in enumerate(body, start=1)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        if not chunks:
            await asyncio.Event().wait()  # whoever asks stays there
        return chunks.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    run(app(scope, receive, send))  # type: ignore[arg-type]
    content = b"".join(one.get("body", b"") for one in sent[1:])
    return httpx.Response(sent[0]["status"], headers=sent[0]["headers"], content=content)


class _Transport(httpx.BaseTransport):
    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._runner = asyncio.Runner()

    def close(self) -> None:
        self._runner.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = [(name.lower(), value) for name, value in request.headers.raw]
        return ask(
            self._app,
            request.method,
            request.url.raw_path,
            headers,
            [request.read()],
            self._runner.run,
        )


def client_of(app: ASGIApp) -> httpx.Client:
    """Someone who reads the pages of `app` and follows no redirect by themselves."""
    return httpx.Client(transport=_Transport(app), base_url="http://127.0.0.1:8000")


def pages_of(config: Config, kept: Kept | None = None) -> ASGIApp:
    """The pages that a configuration serves; nothing is kept there, unless something keeps it."""
    return build_pages(config, Office(config, proved_procedures(config), kept or Nobody()))


class Nobody:
    """Learners of whom none has ever begun, nor ever will, and a journal that nobody reads."""

    async def learner(self, trainee: Trainee) -> Learner | None:
        return None

    async def learnt(self, trainee: Trainee, learner: Learner, answer: Answer | None) -> bool:
        raise StoreUnavailable("rien n’est gardé ici")

    async def answers(self, trainee: Trainee) -> Sequence[Answer]:
        return ()

    async def forget_learner(self, trainee: Trainee) -> None:
        return

    async def enter(self, entries: Sequence[Entry], begun: Sequence[Begun]) -> None:
        return

    async def found(self, search: Search, most: int, after: int = 0) -> Sequence[Entry]:
        return ()

    async def count(self, search: Search) -> int:
        return 0

    async def tallies(self, procedure: str, since: int, until: int) -> Sequence[Tally]:
        return ()

    async def people(self, procedure: str, since: int, until: int) -> Mapping[int, int]:
        return {}

    async def weeks(self, procedure: str, since: int, until: int) -> Sequence[Week]:
        return ()

    async def states(self) -> Sequence[State]:
        return ()

    async def say(self, state: State) -> None:
        raise StoreUnavailable("rien n’est gardé ici")

    async def changes(self) -> Sequence[Change]:
        return ()

    async def changed(self, change: Change, after: int) -> bool:
        return True


class Noting(Nobody):
    """A journal in dictionaries, and nothing else."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        for name in ("enter", "found", "count", "tallies", "people", "weeks"):
            setattr(self, name, getattr(self.ledger, name))
