"""What stands between local-slack and the bot, and makes of local-slack a stricter Slack.

The bot talks to the relay only, which passes everything on. `payload` adds what local-slack leaves
out of its payloads, `rules` refuses what Slack refuses and local-slack accepts.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, web

from tests.slack.app import App
from tests.slack.payload import Patch
from tests.slack.rules import Rules, by_default_ephemeral
from tests.slack.wire import JSON, Json, arguments, packed, signed, unpacked, user_of

T = TypeVar("T")


@dataclass
class Delivery:
    """One thing that the bot was told, and how it answered."""

    kind: str
    payload: Json
    answer: Any = None
    status: int | None = None
    seconds: float | None = None
    started: float = field(default_factory=time.monotonic)

    def answered(self, status: int, answer: Any) -> None:
        """Keep the bot's answer and the time it took."""
        self.answer, self.seconds = answer, time.monotonic() - self.started
        self.status = status


@dataclass(frozen=True)
class Call:
    """One call of the bot to the Web API (or to a response URL), and the answer it got."""

    method: str
    arguments: Json
    answer: Json


class Relay:
    """The only Slack that the bot sees; runs in a thread of its own."""

    def __init__(self, slack: str, app: App, bot: str | None) -> None:
        self.bot = bot
        self.app = app
        self.rules = Rules(app)
        self.deliveries: list[Delivery] = []
        self.calls: list[Call] = []
        self._slack = slack
        self._patches: dict[tuple[str, str], deque[Patch]] = defaultdict(deque)
        self._failures: dict[str, deque[tuple[int, str]]] = defaultdict(deque)
        self._losses: dict[str, deque[bool]] = defaultdict(deque)
        self._envelopes: dict[str, Delivery] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self, port: int) -> None:
        """Listen on the loopback."""
        self.address = f"http://127.0.0.1:{port}"
        self._thread.start()
        self.run(self._listen(port))

    def stop(self) -> None:
        """Close everything and end the thread."""
        self.run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def run(self, task: Coroutine[Any, Any, T], within: float = 15) -> T:
        """What a task of the relay's thread gives, for the thread of the test."""
        return asyncio.run_coroutine_threadsafe(task, self._loop).result(within)

    def expect(self, kind: str, user: str, patch: Patch) -> None:
        """Complete the next payload of that kind from that user."""
        self._patches[kind, user].append(patch)

    def fail(self, method: str, status: int = 429, error: str = "ratelimited") -> None:
        """Refuse the next call of a method; 429 asks to wait for a second."""
        self._failures[method].append((status, error))

    def lose(self, method: str, *, hang: bool = False) -> None:
        """Do what the next call of a method asks, and cut the line; with `hang`, say nothing."""
        self._losses[method].append(hang)

    def repeat(self, delivery: Delivery, number: int = 1) -> Delivery:
        """Tell the bot an event again, as Slack does when it got no answer in time."""
        return self.run(self._repeat(delivery, number))

    def connected(self) -> bool:
        """Whether the bot holds a socket (Socket Mode)."""
        return bool(self._sockets)

    def outward(self, text: str) -> str:
        """A text of local-slack's as the bot may see it."""
        theirs, ours = (one.removeprefix("http://") for one in (self._slack, self.address))
        return self.rules.outward(text.replace(theirs, ours))

    async def _listen(self, port: int) -> None:
        self.session = ClientSession(timeout=ClientTimeout(total=30))
        server = web.Application(client_max_size=2**24)
        server.router.add_post("/deliver", self._deliver)
        server.router.add_route("*", "/api/{method}", self._api)
        server.router.add_get("/socket/{name}", self._socket)
        server.router.add_post("/_hooks/response/{name}", self._respond)
        server.router.add_post("/upload/{token:.*}", self._upload)
        self._runner = web.AppRunner(server, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()

    async def _close(self) -> None:
        for socket in list(self._sockets):
            await socket.close()
        await self._runner.cleanup()
        await self.session.close()

    def _deliver_to(self, kind: str, payload: Json) -> Delivery:
        payload = json.loads(self.outward(json.dumps(payload)))
        waiting = self._patches[payload.get("type", kind), user_of(payload)]
        whole = waiting.popleft()(payload) if waiting else payload
        self.rules.told(whole)
        self.deliveries.append(Delivery(kind, whole))
        return self.deliveries[-1]

    async def _deliver(self, request: web.Request) -> web.Response:
        kind, payload = unpacked(await request.text(), request.content_type)
        delivery = self._deliver_to(kind, payload)
        await self._post(delivery, {})
        said = delivery.answer
        if kind == "slash_commands":
            said = by_default_ephemeral(said)
        text = said if isinstance(said, str) else json.dumps(said)
        return web.Response(text=text, status=delivery.status or 502)

    async def _post(self, delivery: Delivery, extra: dict[str, str]) -> None:
        body, kind = packed(delivery.kind, delivery.payload)
        headers = {**signed(self.app.signing_secret, body), "Content-Type": kind, **extra}
        try:
            async with self.session.post(str(self.bot), data=body, headers=headers) as answer:
                text = await answer.text()
        except ClientError as failure:
            delivery.answered(502, str(failure))
        else:
            is_json = answer.content_type == JSON and text
            delivery.answered(answer.status, json.loads(text) if is_json else text)

    async def _upload(self, request: web.Request) -> web.Response:
        """Pass on a file."""
        body, kind = await request.read(), request.headers.get("content-type", "")
        address = f"{self._slack}{request.path}"
        async with self.session.post(address, data=body, headers={"content-type": kind}) as answer:
            return web.Response(status=answer.status, text=await answer.text())

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        bot = web.WebSocketResponse()
        await bot.prepare(request)
        address = f"{self._slack}/socket/{request.match_info['name']}"
        async with self.session.ws_connect(address, max_msg_size=0) as slack:
            self._sockets.append(bot)
            down = asyncio.create_task(self._down(slack, bot))
            async for said in bot:
                await slack.send_str(self._acknowledged(str(said.data)))
            self._sockets.remove(bot)
            down.cancel()
        return bot

    async def _down(self, slack: ClientWebSocketResponse, bot: web.WebSocketResponse) -> None:
        async for said in slack:
            envelope = json.loads(str(said.data))
            if "envelope_id" in envelope:
                delivery = self._deliver_to(envelope["type"], envelope["payload"])
                self._envelopes[envelope["envelope_id"]] = delivery
                envelope["payload"] = delivery.payload
            await bot.send_str(json.dumps(envelope))
        await bot.close()

    def _acknowledged(self, text: str) -> str:
        said = json.loads(text)
        delivery = self._envelopes.pop(said.get("envelope_id", ""), None)
        if delivery is not None:
            delivery.answered(200, said.get("payload"))
            if delivery.kind == "slash_commands":
                said["payload"] = by_default_ephemeral(said.get("payload"))
        return json.dumps(said)

    async def _repeat(self, delivery: Delivery, number: int) -> Delivery:
        again = Delivery(delivery.kind, delivery.payload)
        self.deliveries.append(again)
        if self.bot is not None:
            retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
            await self._post(again, retry)
            return again
        name = str(uuid4())
        self._envelopes[name] = again
        await self._sockets[-1].send_json({
            "envelope_id": name, "type": again.kind, "payload": again.payload,
            "accepts_response_payload": False, "retry_attempt": number, "retry_reason": "timeout",
        })  # fmt: skip
        return again

    async def _api(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await request.read()
        given = {**dict(request.query), **arguments(body, request.content_type)}
        if self._failures[method]:
            return self._failed(method, given)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        error = self.rules.refusal(method, given, token or given.pop("token", ""))
        answer: Json = {"ok": False, "error": error} if error else await self._pass(request, body)
        if answer["ok"] and method.startswith("views."):
            answer = self.rules.keep_view(method, given, answer)
        if answer["ok"] and method == "conversations.info":
            answer["channel"]["is_member"] = answer["channel"]["id"] not in self.app.outside
        self.calls.append(Call(method, given, answer))
        if self._losses[method]:
            await self._lost(request, self._losses[method].popleft())
        scopes = {"x-oauth-scopes": ",".join(self.app.scopes)} if method == "auth.test" else None
        return web.json_response(answer, headers=scopes)

    async def _lost(self, request: web.Request, hang: bool) -> None:
        while hang and request.transport is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        if request.transport is not None:
            request.transport.close()

    def _failed(self, method: str, given: Json) -> web.Response:
        status, error = self._failures[method].popleft()
        answer: Json = {"ok": False, "error": error}
        self.calls.append(Call(method, given, answer))
        later = {"Retry-After": "1"} if status == 429 else None
        return web.json_response(answer, status=status, headers=later)

    async def _pass(self, request: web.Request, body: bytes) -> Json:
        kept = {k: v for k, v in request.headers.items() if k in ("Authorization", "Content-Type")}
        address, text = f"{self._slack}{request.path_qs}", self.rules.inward(body.decode())
        sent = self.session.request(request.method, address, data=text.encode(), headers=kept)
        async with sent as answer:
            return dict(json.loads(self.outward(await answer.text())))

    async def _respond(self, request: web.Request) -> web.Response:
        given = await request.json()
        if self.rules.is_spent(request.path):
            self.calls.append(Call("response_url", given, {"ok": False, "error": "used_url"}))
            return web.Response(status=404, text="used_url")
        sent = self.session.post(f"{self._slack}{request.path}", json=by_default_ephemeral(given))
        async with sent as answer:
            self.calls.append(Call("response_url", given, {"ok": answer.status == 200}))
            return web.Response(status=answer.status, text="ok")
