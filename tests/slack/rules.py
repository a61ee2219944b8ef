"""What Slack refuses or does, where local-slack does something else."""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from typing import Any

from tests.slack.app import App
from tests.slack.wire import Json, user_of

TRIGGER_LIFE, URL_USES = 3.0, 5
POSTS = ("chat.postMessage", "chat.postEphemeral")
VIEW = re.compile(r"\bV[A-Z0-9]{8,}\b")


class Rules:
    """Remembers what was given to the bot, and judges by it what the bot asks."""

    def __init__(self, app: App) -> None:
        self.viewer: str | None = None
        self._app = app
        self._triggers: dict[str, tuple[float, str]] = {}
        self._used: dict[str, int] = defaultdict(int)
        self._current: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        self._external: dict[str, str] = {}

    def told(self, payload: Json) -> None:
        """Correct a payload on its way to the bot, and remember its trigger."""
        if "trigger_id" in payload:
            self._triggers[payload["trigger_id"]] = (time.monotonic(), user_of(payload))
        event = payload.get("event", {})
        if event.get("channel_type") == "channel" and event["channel"] in self._app.private:
            event["channel_type"] = "group"

    def refusal(self, method: str, arguments: Json, token: str) -> str | None:
        """The error that Slack answers to a call of the Web API, if any."""
        for_app = method == "apps.connections.open"
        if token != (self._app.app_token if for_app else self._app.bot_token):
            return "invalid_auth" if token else "not_authed"
        if method in POSTS and arguments.get("channel") in self._app.outside:
            return "not_in_channel"
        if method in ("views.open", "views.push"):
            return self._spent(arguments.get("trigger_id", ""))
        if method in ("views.update", "views.publish") and arguments.get("hash"):
            known = self._hashes.get(self._view(method, arguments))
            return None if arguments["hash"] == known else "hash_conflict"
        return None

    def _spent(self, trigger: str) -> str | None:
        if trigger not in self._triggers:
            return "invalid_trigger_id"
        given, user = self._triggers[trigger]
        self._used[trigger] += 1
        if self._used[trigger] > 1:
            return "exchanged_trigger_id"
        if time.monotonic() - given > TRIGGER_LIFE:
            return "expired_trigger_id"
        self.viewer = user
        return None

    def is_spent(self, response_url: str) -> bool:
        """Whether a response URL has served five times already; counts this use of it."""
        self._used[response_url] += 1
        return self._used[response_url] > URL_USES

    def _view(self, method: str, arguments: Json) -> str:
        if method == "views.publish":
            return self._homes.get(arguments["user_id"], "")
        external = self._external.get(arguments.get("external_id", ""), "")
        return str(arguments.get("view_id") or external)

    def keep_view(self, method: str, arguments: Json, answer: Json) -> Json:
        """Keep a view's hash, and its id while it lives: local-slack changes that each time."""
        view = answer["view"]
        known = self._view(method, arguments) if method != "views.open" else ""
        first = known or view["id"]
        self._current[first], self._hashes[first] = view["id"], view["hash"]
        if method == "views.publish":
            self._homes[arguments["user_id"]] = first
        if view.get("external_id"):
            self._external[view["external_id"]] = first
        return dict(json.loads(self.outward(json.dumps(answer))))

    def outward(self, text: str) -> str:
        """A text of local-slack's, with the view ids that the bot knows."""
        firsts = {current: first for first, current in self._current.items()}
        return VIEW.sub(lambda hit: firsts.get(hit[0], hit[0]), text)

    def inward(self, text: str) -> str:
        """A text of the bot's, with the view ids that local-slack knows."""
        return VIEW.sub(lambda hit: self._current.get(hit[0], hit[0]), text)


def by_default_ephemeral(said: Any) -> Any:
    """An answer that says not who may see it is for one person, and local-slack shows it to all."""
    if not isinstance(said, dict) or not said.keys() & {"text", "blocks"}:
        return said
    if said.keys() & {"response_type", "replace_original", "delete_original"}:
        return said
    return {**said, "response_type": "ephemeral"}
