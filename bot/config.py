"""Settings, all from the environment; none is needed to try the program."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import InvalidSetting

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
SLACK_API = "https://slack.com/api/"
SLACK_SECRETS = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN")


@dataclass(frozen=True)
class SlackConfig:
    """One workspace; it is served by HTTP, by Socket Mode, or both, as its secrets allow.

    In `private_channels` (`*`: all), a case is opened for its opener alone. `api_url` is the root
    of Slack's Web API.
    """

    bot_token: str = field(repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    private_channels: frozenset[str] = frozenset()
    api_url: str = SLACK_API


@dataclass(frozen=True)
class Config:
    """How this program runs.

    `dialogs` holds the procedures. `port` is the loopback port of the pages. `procedure_url` is the
    company's own page of the procedure; `public_url` the root of the bot's pages behind its proxy.
    `database_url` is where threads are kept, under pseudonyms made with `pseudonym_key`.
    """

    dialogs: Path = ROOT / "dialogs"
    locales: Path = ROOT / "locales"
    port: int = 8000
    language: str = "fr"
    procedure_url: str | None = None
    public_url: str | None = None
    database_url: str = "sqlite:///aiguillage.db"
    pseudonym_key: str = field(default="", repr=False)
    slack: SlackConfig | None = None

    @property
    def hosts(self) -> list[str]:
        """The host names under which the pages answer."""
        public = urlsplit(self.public_url).hostname if self.public_url else None
        return ["127.0.0.1", "localhost", *([public] if public else [])]


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings, or raise `InvalidSetting` naming the one that is wrong."""
    default = Config()
    slack = _slack(environment)
    return Config(
        dialogs=_as_seen_from_here(Path(environment.get("DIALOGS") or default.dialogs)),
        locales=default.locales,
        port=_port(environment.get("PORT") or str(default.port)),
        language=_language(environment.get("UI_LANGUAGE") or default.language),
        procedure_url=_url("PROCEDURE_URL", environment.get("PROCEDURE_URL")),
        public_url=_url("PUBLIC_URL", environment.get("PUBLIC_URL")),
        database_url=environment.get("DATABASE_URL") or default.database_url,
        pseudonym_key=environment.get("PSEUDONYM_KEY") or (slack.bot_token if slack else ""),
        slack=slack,
    )


def _slack(environment: Mapping[str, str]) -> SlackConfig | None:
    """Slack's settings, None where none is set; one without the others is refused."""
    token, secret, app_token = (environment.get(name, "").strip() or None for name in SLACK_SECRETS)
    if token is None and secret is None and app_token is None:
        return None
    if token is None:
        raise InvalidSetting("SLACK_BOT_TOKEN manque : c’est le jeton du bot, « xoxb-… »")
    if secret is None and app_token is None:
        raise InvalidSetting(
            "Slack : il manque SLACK_APP_TOKEN (Socket Mode, le plus simple) "
            "ou SLACK_SIGNING_SECRET (HTTP)"
        )
    channels = environment.get("SLACK_PRIVATE_CHANNELS", "").replace(",", " ").split()
    api_url = _url("SLACK_API_URL", environment.get("SLACK_API_URL")) or SLACK_API
    return SlackConfig(token, secret, app_token, frozenset(channels), api_url)


def _as_seen_from_here(folder: Path) -> Path:
    """The folder's shortest name, for messages."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65_536:
        raise InvalidSetting("PORT doit être un nombre de 1 à 65535")
    return int(text)


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise InvalidSetting(f"UI_LANGUAGE doit être l’une de : {', '.join(LANGUAGES)}")
    return text


def _url(name: str, text: str | None) -> str | None:
    if not text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidSetting(f"{name} doit être une adresse http:// ou https://")
    return text
