"""Settings, all from the environment; none is needed to try the program."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import InvalidSetting

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Config:
    """How this program runs.

    `dialogs` holds the procedures. `port` is the loopback port of the pages. `procedure_url` is the
    company's own page of the procedure; `public_url` the root of the bot's pages behind its proxy.
    """

    dialogs: Path = ROOT / "dialogs"
    locales: Path = ROOT / "locales"
    port: int = 8000
    language: str = "fr"
    procedure_url: str | None = None
    public_url: str | None = None

    @property
    def hosts(self) -> list[str]:
        """The host names under which the pages answer."""
        public = urlsplit(self.public_url).hostname if self.public_url else None
        return ["127.0.0.1", "localhost", *([public] if public else [])]


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings, or raise `InvalidSetting` naming the one that is wrong."""
    default = Config()
    return Config(
        dialogs=_as_seen_from_here(Path(environment.get("DIALOGS") or default.dialogs)),
        locales=default.locales,
        port=_port(environment.get("PORT") or str(default.port)),
        language=_language(environment.get("UI_LANGUAGE") or default.language),
        procedure_url=_url("PROCEDURE_URL", environment.get("PROCEDURE_URL")),
        public_url=_url("PUBLIC_URL", environment.get("PUBLIC_URL")),
    )


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
