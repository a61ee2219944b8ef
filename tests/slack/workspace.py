"""What people do in a Slack workspace, and what they see there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from html import escape
from typing import Any, Literal, TypeVar

import httpx
from aiohttp import ClientWebSocketResponse

from tests.slack import payload
from tests.slack.app import BOT, CHANNELS, PEOPLE, direct
from tests.slack.payload import Chosen
from tests.slack.relay import Delivery, Relay
from tests.slack.wire import Json, user_of

T = TypeVar("T")
NOTHING: Chosen = {}


def eventually(check: Callable[[], T | Literal[False] | None], within: float = 5) -> T:
    """What `check` gives once it is something; it fails if that takes too long."""
    end = time.monotonic() + within
    while True:
        if seen := check():
            return seen
        assert time.monotonic() < end, f"still {seen!r} after {within} seconds"
        time.sleep(0.02)


class Workspace:
    """People are called by their names, channels too; messages and views are plain JSON.

    What someone does returns when the bot has acknowledged it, which `deliveries` tells.
    """

    def __init__(self, control: httpx.Client, relay: Relay) -> None:
        self.relay = relay
        self.app = relay.app
        self.site = str(control.base_url)
        self.api = f"{relay.address}/api/"
        self._control = control

    @property
    def deliveries(self) -> list[Delivery]:
        """All that the bot was told, in order."""
        return self.relay.deliveries

    def calls(self, method: str) -> list[Json]:
        """The arguments of all the bot's calls of a method; also of `response_url`."""
        return [call.arguments for call in self.relay.calls if call.method == method]

    def connected(self) -> bool:
        """Whether the bot can be reached, in Socket Mode."""
        return self.relay.connected()

    # What people do.

    def command(self, user: str, channel: str, command: str, text: str = "") -> Delivery:
        """Type a slash command."""
        where = {"user": _person(user), "channel": _channel(channel)}
        return self._do("command", **where, command=command, text=text)

    def say(self, user: str, channel: str, text: str, thread: str | None = None) -> Json:
        """Write a message, where « @Aiguillage » mentions the bot; gives the message back."""
        text = escape(text, quote=False).replace("@Aiguillage", f"<@{BOT}>")
        where = {"user": _person(user), "channel": _channel(channel)}
        said: Json = self._post("message", **where, text=text, thread_ts=thread)["message"]
        return said

    def tap(self, user: str, where: Json, what: str, state: Chosen = NOTHING) -> Delivery:
        """Press a button by its label, action id or value; `state` is what is chosen meanwhile.

        `state` gives by action id a text, the value of an option, or a list of values.
        """
        block, element = payload.found(where, what)
        assert element["type"] == "button", f"{what!r} is no button: choose in it"
        kept = {key: one for key, one in element.items() if key in ("value", "text")}
        action = {"type": "button", "action_id": element["action_id"], "block_id": block, **kept}
        return self._act(user, where, action, state)

    def choose(
        self, user: str, where: Json, what: str, chosen: Any, state: Chosen = NOTHING
    ) -> Delivery:
        """Choose in a menu, or tick boxes (all those ticked, as a list), outside of an input."""
        block, element = payload.found(where, what)
        name = element["action_id"]
        action = {"action_id": name, "block_id": block, **payload.answer(element, chosen)}
        shown = NOTHING if element["type"] == "overflow" else {name: chosen}
        return self._act(user, where, action, {**state, **shown})

    def shortcut(self, user: str, message: Json, name: str) -> Delivery:
        """Use a message shortcut, by its callback id."""
        patch = payload.shortcut(message, name)
        return self._interact(user, message["channel"], message["ts"], {"action_id": name}, patch)

    def open_home(self, user: str) -> Delivery:
        """Open the app's home."""
        return self._do("open-home", user=_person(user))

    def submit(self, user: str, chosen: Chosen = NOTHING) -> dict[str, str]:
        """Submit the modal; gives the errors that the bot finds in it, by block id."""
        view = self._modal(user)
        self.relay.expect("view_submission", _person(user), payload.submitted(view, chosen))
        inputs = {block["block_id"] for block in payload.named(view["blocks"])}
        given = {key: one for key, one in payload.values(view, chosen).items() if key in inputs}
        done = self._through_ui({"t": "view_submit", "user": _person(user), "values": given})
        return dict(done.get("errors") or {})

    def close(self, user: str) -> None:
        """Close the modal without submitting it."""
        self._modal(user)
        self._through_ui({"t": "view_close", "user": _person(user)}, awaited=False)

    def repeat(self, delivery: Delivery, number: int = 1) -> Delivery:
        """Let Slack tell the bot an event again, as when it got no answer in time."""
        again = self.relay.repeat(delivery, number)
        eventually(lambda: again.status)
        return again

    # What people see.

    def messages(self, channel: str, user: str | None = None) -> list[Json]:
        """The messages of a channel outside its threads, as `user` sees them; all without."""
        return [one for one in self._all(channel, user) if "thread_ts" not in one]

    def thread(self, channel: str, first: str, user: str | None = None) -> list[Json]:
        """The replies under the message whose `ts` is `first`."""
        return [one for one in self._all(channel, user) if one.get("thread_ts") == first]

    def message(self, shown: Json) -> Json:
        """A message as it is now."""
        every = self._all(shown["channel"], None)
        return next(one for one in every if one["ts"] == shown["ts"])

    def view(self, user: str) -> Json | None:
        """The modal that is open before someone, if any."""
        stack = self._state()["modalStack"]
        return stack[-1] if stack and self.relay.rules.viewer == _person(user) else None

    def home(self, user: str) -> Json | None:
        """The app's home as someone sees it, once the bot has published it."""
        seen: Json | None = self._state()["homeViews"].get(_person(user), {}).get(self.app.app_id)
        return seen

    def log(self) -> list[Json]:
        """All that local-slack said, heard and thought."""
        return list(self._control.get("/_control/log").json()["log"])

    def _act(self, user: str, where: Json, action: Json, state: Chosen) -> Delivery:
        if "ts" not in where:
            patch = payload.in_view(where, state)
            return self._interact(user, direct(_person(user)), "view", action, patch)
        patch = payload.in_message(where, state)
        return self._interact(user, where["channel"], where["ts"], action, patch)

    def _interact(
        self, user: str, channel: str, message: str, action: Json, patch: payload.Patch
    ) -> Delivery:
        self.relay.expect("block_actions", _person(user), patch)
        where = {"channel": channel, "messageTs": message}
        return self._do("interact", user=_person(user), **where, action=action)

    def _do(self, what: str, **told: Any) -> Delivery:
        """Do something that the bot is told of, and give what it was told."""
        before = len(self.deliveries)
        self._post(what, **told)
        mine = [one for one in self.deliveries[before:] if user_of(one.payload) == told["user"]]
        assert mine, "the bot was not told: is its socket open?"
        return mine[0]

    def _post(self, what: str, **told: Any) -> Json:
        body = {key: one for key, one in told.items() if one is not None}
        return dict(self._control.post(f"/_control/{what}", json=body).raise_for_status().json())

    def _all(self, channel: str, user: str | None) -> list[Json]:
        found = self._control.get(f"/_control/messages/{_channel(channel)}").json()["messages"]
        everyone = (None, user and _person(user))
        return [one for one in found if user is None or one.get("ephemeral_to") in everyone]

    def _modal(self, user: str) -> Json:
        view = self.view(user)
        assert view is not None, f"no modal is open before {user}"
        return view

    def _state(self) -> Json:
        return self.relay.run(self._read())

    async def _read(self) -> Json:
        async with self.relay.session.ws_connect(f"{self.site}/ui", max_msg_size=0) as ui:
            return dict((await self._hear(ui))["state"])

    async def _hear(self, ui: ClientWebSocketResponse) -> Json:
        return dict(json.loads(self.relay.outward(await ui.receive_str(timeout=8))))

    def _through_ui(self, told: Json, awaited: bool = True) -> Json:
        return self.relay.run(self._tell(told, awaited))

    async def _tell(self, told: Json, awaited: bool) -> Json:
        """Tell something about a modal, and give what becomes of it once the bot has answered."""
        async with self.relay.session.ws_connect(f"{self.site}/ui", max_msg_size=0) as ui:
            await ui.send_json(told)
            while True:
                said = await self._hear(ui)
                if said["t"] == "log" and said["entry"]["kind"] in ("interactive", "ack"):
                    awaited = awaited and said["entry"]["direction"] == "to_bot"
                elif said["t"] in ("view", "view_errors") and not awaited:
                    return said


def _person(name: str) -> str:
    return PEOPLE[name][0] if name in PEOPLE else name


def _channel(name: str) -> str:
    return direct(_person(name)) if name in PEOPLE else CHANNELS.get(name, name)
