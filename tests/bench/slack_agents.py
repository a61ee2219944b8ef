"""Two hundred agents in a workspace that rations: how long each waits to see what they want."""

from __future__ import annotations

import asyncio
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from aiohttp import web

from tests.bench.load import Line
from tests.bench.slack_requests import request
from tests.slack.signed import FORM, JSON, command, said, tap
from tests.slack.stub import Failure, Stub

Json = dict[str, Any]
CHANNELS, TYPED, TAPS = 20, 0.1, 3
THINK = (2.0, 6.0)
LOST = 60.0
"""Seconds after which nobody waits any longer."""
UPDATES, POSTS = 50 / 60, 1.0
"""A second: redraws by `chat.update` in the workspace, posts in a channel."""
BURST = 3


@dataclass
class Ration:
    """So many a second, a few at once."""

    rate: float
    left: float = BURST
    at: float = field(default_factory=perf_counter)

    def wait(self) -> float:
        """The seconds to wait; 0 where it may be done now."""
        now = perf_counter()
        self.left = min(BURST, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left >= 1:
            self.left -= 1
            return 0.0
        return (1 - self.left) / self.rate


@dataclass
class Rationed(Stub):
    """A workspace with Slack's limits, which tells those who wait what is to be seen."""

    updates: Ration = field(default_factory=lambda: Ration(UPDATES))
    posts: dict[str, Ration] = field(default_factory=lambda: defaultdict(lambda: Ration(POSTS)))
    refused: int = 0
    waited: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)

    def when(self, what: str) -> asyncio.Future[Json]:
        """What is shown next under a name: a person's card, or a message redrawn."""
        return self.waited.setdefault(what, asyncio.get_running_loop().create_future())

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call, unless it comes too soon."""
        asked = await request.json() if request.can_read_body else {}
        method = request.match_info.get("method", "")
        if after := self._too_soon(method, asked):
            self.refused += 1
            self.failures[method].append(Failure(429, "ratelimited", retry_after=math.ceil(after)))
            return await super().answer(request)
        response = await super().answer(request)
        ts = json.loads(response.text or "{}").get("ts")
        self._show(request.match_info.get("tap", ""), method, {"ts": ts, **asked})
        return response

    def _too_soon(self, method: str, asked: Json) -> float:
        if method == "chat.update":
            return self.updates.wait()
        return self.posts[asked["channel"]].wait() if method == "chat.postMessage" else 0.0

    def _show(self, hook: str, method: str, asked: Json) -> None:
        if method == "chat.update":
            self._seen(asked["ts"], asked)
        elif hook:
            self._seen(hook.strip("/").partition("-")[0], asked)
        elif method == "chat.postMessage":
            if "thread_ts" not in asked:
                self.above[asked["ts"]] = asked["text"].partition("<@")[2].partition(">")[0]
            else:
                self._seen(self.above[asked["thread_ts"]], asked)

    def _seen(self, what: str, shown: Json) -> None:
        waiting = self.waited.pop(what, None)
        if waiting and not waiting.done():
            waiting.set_result(shown)


@dataclass
class Waits:
    """The seconds for which people waited, by what for; `lost` were never shown in a minute."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lost: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    async def until(self, kind: str, shown: asyncio.Future[Json]) -> Json | None:
        """Wait for something to be shown."""
        start = perf_counter()
        try:
            async with asyncio.timeout(LOST):
                seen = await shown
        except TimeoutError:
            self.lost[kind] += 1
            return None
        self.seconds[kind].append(perf_counter() - start)
        return seen


async def worked(slack: Rationed, port: int, agents: int, seconds: float) -> Waits:
    """A call for each agent, begun at any time of the run."""
    waits, chance = Waits(), random.Random(5)
    starts = [chance.uniform(0, seconds) for _ in range(agents)]
    lines: list[asyncio.Task[None]] = []
    calls = [
        _Call(slack, port, waits, random.Random(n), f"U{n}", lines).played(start)
        for n, start in enumerate(starts)
    ]
    await asyncio.gather(*calls)
    await asyncio.gather(*lines)
    return waits


@dataclass
class _Call:
    slack: Rationed
    port: int
    waits: Waits
    chance: random.Random
    user: str
    lines: list[asyncio.Task[None]]

    async def played(self, start: float) -> None:
        """Open a case, then answer until there is nothing left to answer."""
        await asyncio.sleep(start)
        channel = f"C{self.chance.randrange(CHANNELS)}"
        shown = self.slack.when(self.user)
        await self._send(command(self.slack.hook, channel=channel, user=self.user))
        card = await self.waits.until("first card", shown)
        for n in range(TAPS * 2):
            if card is None or (value := _choice(card, n)) is None:
                break
            await asyncio.sleep(self.chance.uniform(*THINK))
            card = await self._answered({**card, "channel": channel}, value)

    async def _answered(self, card: Json, value: str) -> Json | None:
        root = card["thread_ts"]
        shown, above = self.slack.when(card["ts"]), self.slack.when(root)
        if value.startswith("retention.") and self.chance.random() < TYPED:
            await self._send(said("1", self.user, root, channel=card["channel"]), JSON)
            seen = await self.waits.until("typed answer", shown)
        else:
            hook = f"{self.slack.hook}/{card['ts']}-{self.chance.random()}"
            place = {"type": "message", "message_ts": card["ts"], "thread_ts": root}
            await self._send(tap(hook, value, card["channel"], self.user, container=place))
            seen = await self.waits.until("tap", shown)
        if seen is None:
            return None
        if _choice(seen, 0) is None:
            line = self.waits.until("line above", above)
            self.lines.append(asyncio.create_task(_ended(line)))
        return {**card, "blocks": seen["blocks"]}

    async def _send(self, body: bytes, kind: str = FORM) -> None:
        line = Line(self.port)
        await line.ask(request(body, kind))
        line.close()


async def _ended(line: Any) -> None:
    await line


def _choice(card: Json, tapped: int) -> str | None:
    """The value of a button that answers; a card without any is answered three times."""
    values = [one["value"] for one in _buttons(card)]
    answers = [value for value in values if "*answer" in value]
    if values:
        return answers[0] if answers else None
    return "x" if tapped < TAPS else None


def _buttons(card: Json) -> Iterator[Json]:
    for block in card.get("blocks", []):
        yield from (one for one in block.get("elements", []) if one.get("type") == "button")
