"""How payloads and calls are written on the wire, and signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import parse_qsl, urlencode

Json = dict[str, Any]

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
NESTED = ("blocks", "attachments", "view", "metadata")


def unpacked(body: str, content_type: str) -> tuple[str, Json]:
    """What a request to the bot is, by the names of Socket Mode, and its payload."""
    if content_type == JSON:
        return "events_api", json.loads(body)
    form = dict(parse_qsl(body, keep_blank_values=True))
    if "payload" in form:
        return "interactive", json.loads(form["payload"])
    return "slash_commands", form


def packed(kind: str, payload: Json) -> tuple[bytes, str]:
    """The body of a request to the bot, and its content type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), JSON
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), FORM


def signed(secret: str, body: bytes) -> dict[str, str]:
    """The headers by which the bot knows that Slack speaks."""
    now = str(int(time.time()))
    content = b"v0:%s:%s" % (now.encode(), body)
    digest = hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
    return {"X-Slack-Signature": f"v0={digest}", "X-Slack-Request-Timestamp": now}


def user_of(payload: Json) -> str:
    """The id of the person whose doing the bot is told of."""
    user = payload.get("user_id") or payload.get("event", payload).get("user", "")
    return str(user["id"] if isinstance(user, dict) else user)


def arguments(body: bytes, content_type: str) -> Json:
    """The arguments of a call to the Web API, whichever way they are written."""
    if content_type == JSON:
        return dict(json.loads(body or b"{}"))
    form: Json = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return {key: json.loads(one) if key in NESTED else one for key, one in form.items()}
