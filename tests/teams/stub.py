"""The Bot Connector as far as we use it, on loopback: it keeps what it is asked, fails on demand.

A real Teams-speaking peer is in `playground.py`; this one can be slow, refuse, and lose answers.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.loopback import loopback

Json = dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """What is answered once in place of the rest."""

    status: int
    code: str = ""
    retry_after: int | None = None
    hang: float = 0.0


@dataclass(frozen=True)
class Call:
    """Something asked: a method, the conversation, what it is about, and what is sent."""

    method: str
    conversation: str
    about: str
    body: Json
    authorization: str | None

    @property
    def card(self) -> Json:
        """The card that is sent."""
        (attachment,) = self.body["attachments"]
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert "text" not in self.body
        card: Json = attachment["content"]
        return card


@dataclass
class Stub:
    """One service; `names` are those of its people, by their ids.

    `members` are those of a conversation, where everybody is not.
    """

    url: str = ""
    delay: float = 0.0
    calls: list[Call] = field(default_factory=list)
    failures: deque[Failure] = field(default_factory=deque)
    names: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    tokens: int = 0
    _ids: count[int] = field(default_factory=lambda: count(1))

    def of(self, method: str) -> list[Call]:
        """What was asked by a method."""
        return [one for one in self.calls if one.method == method]

    async def until(self, method: str, times: int = 1, within: float = 5.0) -> list[Call]:
        """What was asked by a method, once it has been so many times."""
        async with asyncio.timeout(within):
            while len(self.of(method)) < times:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        return self.of(method)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call."""
        told, body = request.match_info, await request.read()
        sent = json.loads(body) if body else {}
        who = request.headers.get("authorization")
        about = told["about"].removeprefix("activities").removeprefix("/")
        self.calls.append(Call(request.method, told["conversation"], about, sent, who))
        failure = self.failures.popleft() if self.failures else None
        await asyncio.sleep(failure.hang if failure else self.delay)
        if failure:
            after = {"Retry-After": str(failure.retry_after)} if failure.retry_after else {}
            told_of = {"error": {"code": failure.code, "message": "x"}}
            return web.json_response(told_of, status=failure.status, headers=after)
        if request.method == "GET":
            person = about.removeprefix("members/")
            there = self.members.get(told["conversation"])
            found = self.names.get(person) if there is None else "x" if person in there else None
            return web.json_response({"id": person, "name": found}, status=200 if found else 404)
        return web.json_response({"id": f"m{next(self._ids)}"}, status=201)

    async def token(self, _: web.Request) -> web.Response:
        """Give the bot a token."""
        self.tokens += 1
        return web.json_response({"access_token": f"jeton{self.tokens}", "expires_in": 3600})


@asynccontextmanager
async def stub() -> AsyncIterator[Stub]:
    """A service, and whoever gives tokens, until the end of the block."""
    service = Stub()
    app = web.Application(client_max_size=2**22)
    app.router.add_route("*", "/v3/conversations/{conversation}/{about:.*}", service.answer)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", service.token)
    async with loopback(app) as service.url:
        yield service
