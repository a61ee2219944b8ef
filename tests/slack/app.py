"""The workspace that the tests work in: its people, its channels, and the app installed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NAME = "Centre d’appels"
TEAM = "T0CENTRE"
BOT = "U0AIGUILLAGE"
PEOPLE = {
    "Marie": ("U0MARIE", "Marie Tremblay"),
    "Jean": ("U0JEAN", "Jean Gagnon"),
    "Sofia": ("U0SOFIA", "Sofia Roy"),
}
EVERYONE = [person for person, _ in PEOPLE.values()]
CHANNELS = {"#appels": "C0APPELS", "#sans-bot": "C0SANSBOT", "#superviseurs": "C0SUPERVISEURS"}
SCOPES = (
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands",
    "files:read", "files:write",
    "groups:history", "groups:read", "im:history", "im:read", "im:write", "mpim:history",
    "users:read",
)  # fmt: skip


@dataclass(frozen=True)
class App:
    """What the bot is told when it is installed, and where it is a member."""

    app_id: str = "A0AIGUILLAGE"
    bot_token: str = "xoxb-0-local-aiguillage"  # noqa: S105
    app_token: str = "xapp-1-local-aiguillage"  # noqa: S105
    signing_secret: str = "0123456789abcdef0123456789abcdef"  # noqa: S105
    scopes: tuple[str, ...] = SCOPES
    outside: frozenset[str] = frozenset({CHANNELS["#sans-bot"]})
    private: frozenset[str] = frozenset({CHANNELS["#superviseurs"]})


def configuration(app: App, request_url: str | None) -> dict[str, Any]:
    """What local-slack reads; without a request URL the app is in Socket Mode."""
    mode = {"mode": "events", "requestUrl": request_url} if request_url else {"mode": "socket"}
    return {
        "workspace": {"name": NAME, "domain": "centre-appels", "teamId": TEAM},
        "apps": [{
            "appId": app.app_id, "botUserId": BOT, "botName": "Aiguillage",
            "botToken": app.bot_token, "appToken": app.app_token,
            "signingSecret": app.signing_secret, **mode,
        }],
        "users": [
            {"id": person, "name": name.lower(), "real_name": whole, "tz": "America/Montreal"}
            for name, (person, whole) in PEOPLE.items()
        ],
        "channels": [*_channels(app), *_direct_messages()],
    }  # fmt: skip


def _channels(app: App) -> list[dict[str, Any]]:
    return [
        {
            "id": channel, "name": name.removeprefix("#"), "is_private": channel in app.private,
            "members": [*([] if channel in app.outside else [BOT]), *EVERYONE],
        }
        for name, channel in CHANNELS.items()
    ]  # fmt: skip


def _direct_messages() -> list[dict[str, Any]]:
    return [
        {
            "id": direct(person), "name": f"dm-{person}", "is_channel": False, "is_private": True,
            "is_im": True, "members": [person, BOT],
        }
        for person in EVERYONE
    ]  # fmt: skip


def direct(person: str) -> str:
    """The conversation of a person with the bot alone."""
    return f"D{person[1:]}"
