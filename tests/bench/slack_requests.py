"""What a server of Slack's is told when it starts, and sent."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench.load import post
from tests.slack.signed import FORM, SECRET, TOKEN, signed


def bolt(kind: str) -> tuple[str, ...]:
    """The program of a Bolt server."""
    return ("-m", "tests.bench.slack_peer", kind)


def workspace(api: str) -> Mapping[str, str]:
    """The settings of a workspace."""
    return {"SLACK_API_URL": api, "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}


def request(body: bytes, kind: str = FORM) -> bytes:
    """A request, signed now."""
    return post("/slack", "bot.example", signed(body, kind), body)
