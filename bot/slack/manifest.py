"""The Slack app as Slack is told of it, made from the procedures.

Its form: docs.slack.dev/reference/app-manifest.
"""

from __future__ import annotations

import json
from typing import Any

from bot.conversation.guide import Guide
from bot.conversation.opening import Manners, action_name
from bot.errors import AiguillageError
from bot.slack.read import ORIENT
from bot.texts import cut

NAME = "Aiguillage"
COMMANDS, SHORTCUTS, SHORTCUT, DESCRIPTION = 50, 10, 24, 140
"""Commands and shortcuts of an app; characters of a shortcut's name, of a description."""
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "im:history",
    "im:write",
    "mpim:history",
)
GROUPS = "usergroups:read"
"""What tells who is in a group, which only supervisors named by their group need."""
EVENTS = (
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
)
PATH = "/slack"
"""Where Slack finds us, by HTTP."""


def manners(guide: Guide, procedure: str | None = None) -> Manners:
    """What Slack calls our ways in to a procedure: the first, where none is told."""
    name = procedure or next(iter(guide.procedures))
    command = f"/{guide.procedures[name].procedure.command}"
    action = action_name(guide, name, SHORTCUT)
    return Manners(command, f"{command} privé", f"@{NAME}", action)


def manifest(guide: Guide, public_url: str | None) -> str:
    """The app's manifest, in JSON: by HTTP at `public_url`, by Socket Mode without one."""
    if len(guide.procedures) > COMMANDS:
        raise AiguillageError(f"Slack n’admet que {COMMANDS} commandes par application")
    told = {
        "display_information": {
            "name": NAME,
            "description": guide.texts.gettext(
                "Where the call goes, the sentence to say, and the passage that says so."
            ),
            "background_color": "#1d3557",
        },
        "features": _features(guide, public_url),
        "oauth_config": {"scopes": {"bot": [*SCOPES, GROUPS]}},
        "settings": _settings(public_url),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _features(guide: Guide, public_url: str | None) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "slash_commands": [_command(guide, name, public_url) for name in guide.procedures],
        "shortcuts": [
            {
                "name": action_name(guide, name, SHORTCUT),
                "type": "message",
                "callback_id": f"{ORIENT}.{name}",
                "description": _description(guide, name),
            }
            for name in list(guide.procedures)[:SHORTCUTS]
        ],
    }


def _command(guide: Guide, name: str, public_url: str | None) -> dict[str, Any]:
    declared = guide.procedures[name].procedure
    return {
        "command": f"/{declared.command}",
        "description": _description(guide, name),
        "usage_hint": guide.texts.gettext("the case in a few words, “privé” or “aide”"),
        "should_escape": False,
        **({"url": _address(public_url)} if public_url else {}),
    }


def _description(guide: Guide, name: str) -> str:
    return cut(guide.procedures[name].procedure.title, DESCRIPTION)


def _settings(public_url: str | None) -> dict[str, Any]:
    address = {"request_url": _address(public_url)} if public_url else {}
    return {
        "event_subscriptions": {**address, "bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True, **address},
        "org_deploy_enabled": False,
        "socket_mode_enabled": not public_url,
        "token_rotation_enabled": False,
    }


def _address(public_url: str) -> str:
    return f"{public_url.rstrip('/')}{PATH}"
