"""Slack's Web API as far as we use it, on loopback: it keeps what it is asked, and fails on demand.

A real Slack-speaking peer is in `local.py`; this one can be slow, refuse, ration, and lose answers.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.loopback import loopback

Json = dict[str, Any]
HOOK = "response_url"


@dataclass(frozen=True)
class Failure:
    """What is answered once in place of the rest; `heard` does what was asked all the same."""

    status: int = 500
    error: str | None = None
    retry_after: int | None = None
    heard: bool = False
    hang: float = 0.0


@dataclass
class Stub:
    """One workspace: `calls` are in the order in which they came, the last `at` a time."""

    url: str = ""
    scopes: str | None = None
    delay: float = 0.0
    at: float = 0.0
    calls: list[tuple[str, Json]] = field(default_factory=list)
    posted: list[Json] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    failures: dict[str, deque[Failure]] = field(default_factory=lambda: defaultdict(deque))
    _ts: count[int] = field(default_factory=lambda: count(1))

    @property
    def api(self) -> str:
        return f"{self.url}/api/"

    @property
    def hook(self) -> str:
        return f"{self.url}/hook"

    def fail(self, method: str, *failures: Failure) -> None:
        """Have the next calls of a method fail so."""
        self.failures[method] += failures

    def of(self, method: str) -> list[Json]:
        """What was asked of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    async def until(self, method: str, times: int = 1, within: float = 5.0) -> list[Json]:
        """What was asked of a method, once it has been so many times."""
        async with asyncio.timeout(within):
            while len(self.of(method)) < times:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        return self.of(method)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call."""
        method = request.match_info.get("method", HOOK)
        asked = {**request.query, **json.loads(await request.read() or b"{}")}
        self.calls.append((method, asked))
        self.at = asyncio.get_running_loop().time()
        failure = self.failures[method].popleft() if self.failures[method] else None
        done = self._do(method, asked) if failure is None or failure.heard else {}
        await asyncio.sleep(failure.hang if failure else self.delay)
        if failure is None:
            headers = {"x-oauth-scopes": self.scopes} if self.scopes is not None else {}
            return web.json_response(done, headers=headers)
        after = {"Retry-After": str(failure.retry_after)} if failure.retry_after else {}
        told = {"ok": False, "error": failure.error} if failure.error else {}
        return web.json_response(told, status=failure.status, headers=after)

    def _do(self, method: str, asked: Json) -> Json:
        if method == "chat.postMessage":
            message = {**asked, "ts": f"1700000000.{next(self._ts):06d}"}
            self.posted.append(message)
            return {"ok": True, "ts": message["ts"]}
        if method in ("conversations.replies", "conversations.history"):
            inside = (one for one in self.posted if one["channel"] == asked["channel"])
            return {"ok": True, "messages": list(inside)}
        if method == "files.getUploadURLExternal":
            return {"ok": True, "upload_url": f"{self.url}/upload", "file_id": "F1"}
        if method == "files.info":
            return {"ok": True, "file": {"mimetype": "image/png"}}
        if method == "usergroups.users.list":
            return {"ok": True, "users": self.groups[asked["usergroup"]]}
        if method == "views.open":
            return {"ok": True, "view": {"id": "V1", "hash": "h1"}}
        if method == "conversations.open":
            return {"ok": True, "channel": {"id": "D1"}}
        return {"ok": True}

    async def upload(self, request: web.Request) -> web.Response:
        """Take a file."""
        self.files.append(await request.read())
        return web.Response()


@asynccontextmanager
async def stub(workspace: Stub | None = None) -> AsyncIterator[Stub]:
    """A workspace that answers until the end of the block."""
    workspace = workspace or Stub()
    app = web.Application(client_max_size=2**22)
    app.router.add_post("/api/{method}", workspace.answer)
    app.router.add_post("/upload", workspace.upload)
    app.router.add_post("/hook{tap:.*}", workspace.answer)
    async with loopback(app) as workspace.url:
        yield workspace
