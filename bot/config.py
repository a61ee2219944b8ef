"""Settings, all from the environment; none is needed to try the program."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import InvalidSetting

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
SLACK_API = "https://slack.com/api/"
SLACK_SECRETS = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN")
TEAMS_SECRETS = ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID")
ENTRA = "https://login.microsoftonline.com"
BOT_FRAMEWORK_KEYS = "https://login.botframework.com/v1/.well-known/openidconfiguration"


@dataclass(frozen=True)
class SlackConfig:
    """One workspace; it is served by HTTP, by Socket Mode, or both, as its secrets allow.

    In `private_channels` (`*`: all), a case is opened for its opener alone. `supervisors` are
    people and user groups, and `reports` the channel that is told of what seems wrong. `api_url`
    is the root of Slack's Web API.
    """

    bot_token: str = field(repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    private_channels: frozenset[str] = frozenset()
    supervisors: frozenset[str] = frozenset()
    reports: str = ""
    api_url: str = SLACK_API


@dataclass(frozen=True)
class TeamsConfig:
    """One tenant's bot; without an `app_id`, Microsoft's Playground on this machine, unsigned.

    `supervisors` are people, by their id in Entra ID, and teams in which the bot is, by the id of
    their conversation; `reports` is the channel that is told of what seems wrong. `login_url` is
    the root of Entra ID, which gives the bot its token; `keys_url` tells where the keys are
    published that requests are signed with.
    """

    app_id: str = ""
    app_password: str = field(default="", repr=False)
    tenant_id: str = ""
    login_url: str = ENTRA
    keys_url: str = BOT_FRAMEWORK_KEYS
    supervisors: frozenset[str] = frozenset()
    reports: str = ""

    @property
    def is_playground(self) -> bool:
        """Whether nobody signs requests, which come from this machine alone."""
        return not self.app_id


@dataclass(frozen=True)
class Config:
    """How this program runs.

    `dialogs` holds the procedures. `port` is the loopback port of the pages; those of supervisors
    answer on `supervision_port`, which is another one where a proxy may lead to `port`.
    `procedure_url` is the company's own page of the procedure; `public_url` the root of the bot's
    pages behind its proxy.
    `database_url` is where threads and training are kept, under pseudonyms made with
    `pseudonym_key`; training is erased after `training_days`, and the journal of verdicts after
    `journal_days`. From the day `individual_from`, supervisors may see verdict by verdict when and
    under which pseudonym it was given.
    """

    dialogs: Path = ROOT / "dialogs"
    locales: Path = ROOT / "locales"
    port: int = 8000
    supervision_port: int = 8000
    language: str = "fr"
    procedure_url: str | None = None
    public_url: str | None = None
    database_url: str = "sqlite:///aiguillage.db"
    pseudonym_key: str = field(default="", repr=False)
    training_days: int = 90
    journal_days: int = 365
    individual_from: date | None = None
    slack: SlackConfig | None = None
    teams: TeamsConfig | None = None

    @property
    def hosts(self) -> list[str]:
        """The host names under which the pages answer."""
        public = urlsplit(self.public_url).hostname if self.public_url else None
        return ["127.0.0.1", "localhost", *([public] if public else [])]


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings, or raise `InvalidSetting` naming the one that is wrong."""
    default = Config()
    slack, teams = _slack(environment), _teams(environment)
    secret = (slack and slack.bot_token) or (teams and (teams.app_password or "playground")) or ""
    port = _port("PORT", environment.get("PORT") or str(default.port))
    public_url = _url("PUBLIC_URL", environment.get("PUBLIC_URL"))
    is_published = bool(
        public_url or (slack and slack.signing_secret) or (teams and not teams.is_playground)
    )
    return Config(
        dialogs=_as_seen_from_here(Path(environment.get("DIALOGS") or default.dialogs)),
        locales=default.locales,
        port=port,
        supervision_port=_supervision_port(
            environment.get("SUPERVISION_PORT"), port, is_published=is_published
        ),
        language=_language(environment.get("UI_LANGUAGE") or default.language),
        procedure_url=_url("PROCEDURE_URL", environment.get("PROCEDURE_URL")),
        public_url=public_url,
        database_url=environment.get("DATABASE_URL") or default.database_url,
        pseudonym_key=environment.get("PSEUDONYM_KEY") or secret,
        training_days=_days(
            "TRAINING_DAYS", environment.get("TRAINING_DAYS"), default.training_days
        ),
        journal_days=_days("JOURNAL_DAYS", environment.get("JOURNAL_DAYS"), default.journal_days),
        individual_from=_date("WORKS_COUNCIL_DATE", environment.get("WORKS_COUNCIL_DATE")),
        slack=slack,
        teams=teams,
    )


def teams_app_id(environment: Mapping[str, str] = os.environ) -> str:
    """The Teams bot's id alone, which its package is made with; `InvalidSetting` without one."""
    app_id = environment.get("TEAMS_APP_ID", "").strip()
    if not _GUID.fullmatch(app_id):
        wrong = "doit être un GUID" if app_id else "manque"
        raise InvalidSetting(f"TEAMS_APP_ID {wrong} : {_TEAMS_ADVICE['TEAMS_APP_ID']}")
    return app_id.lower()


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
    return SlackConfig(
        token,
        secret,
        app_token,
        private_channels=_names("SLACK_PRIVATE_CHANNELS", environment),
        supervisors=_names("SLACK_SUPERVISORS", environment),
        reports=environment.get("SLACK_REPORTS", "").strip(),
        api_url=_url("SLACK_API_URL", environment.get("SLACK_API_URL")) or SLACK_API,
    )


def _teams(environment: Mapping[str, str]) -> TeamsConfig | None:
    """Teams' settings, None where none is set; one without the others is refused."""
    told = [environment.get(name, "").strip() for name in TEAMS_SECRETS]
    playground = environment.get("TEAMS_PLAYGROUND", "").strip()
    if not any(told):
        if playground and environment.get("PUBLIC_URL"):
            raise InvalidSetting(
                "TEAMS_PLAYGROUND et PUBLIC_URL ne vont pas ensemble : "
                "sans identifiants, le bot ne répond qu’à cette machine"
            )
        supervisors = _names("TEAMS_SUPERVISORS", environment)
        return TeamsConfig(supervisors=supervisors) if playground else None
    if playground:
        raise InvalidSetting("TEAMS_PLAYGROUND est pour essayer sans identifiants : retirez-le")
    for name, value in zip(TEAMS_SECRETS, told, strict=True):
        if not value:
            raise InvalidSetting(f"{name} manque : {_TEAMS_ADVICE[name]}")
    for name, value in zip(TEAMS_SECRETS, told, strict=True):
        if name != "TEAMS_APP_PASSWORD" and not _GUID.fullmatch(value):
            raise InvalidSetting(f"{name} doit être un GUID : {_TEAMS_ADVICE[name]}")
    app_id, password, tenant = told
    login = _url("TEAMS_LOGIN_URL", environment.get("TEAMS_LOGIN_URL")) or ENTRA
    keys = _url("TEAMS_KEYS_URL", environment.get("TEAMS_KEYS_URL")) or BOT_FRAMEWORK_KEYS
    supervisors = _names("TEAMS_SUPERVISORS", environment)
    reports = environment.get("TEAMS_REPORTS", "").strip()
    return TeamsConfig(
        app_id.lower(), password, tenant.lower(), login.rstrip("/"), keys, supervisors, reports
    )


def _names(name: str, environment: Mapping[str, str]) -> frozenset[str]:
    """A list of ids, with commas or spaces between."""
    return frozenset(environment.get(name, "").replace(",", " ").split())


_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TEAMS_ADVICE = {
    "TEAMS_APP_ID": "c’est l’« ID d’application (client) » de l’inscription du bot",
    "TEAMS_APP_PASSWORD": "c’est la valeur d’un secret client de l’inscription du bot",
    "TEAMS_TENANT_ID": "c’est l’« ID de l’annuaire (locataire) » ; un bot d’un seul locataire "
    "se voit refuser sans lui chaque réponse",
}


def _as_seen_from_here(folder: Path) -> Path:
    """The folder's shortest name, for messages."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _port(name: str, text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not 0 < int(text) < 65_536:
        raise InvalidSetting(f"{name} doit être un nombre de 1 à 65535")
    return int(text)


def _supervision_port(text: str | None, port: int, *, is_published: bool) -> int:
    """By default the port of the pages, or the next one where a proxy may lead to that one."""
    usual = port + 1 if is_published and port < 65_535 else port
    told = _port("SUPERVISION_PORT", text or str(usual))
    if is_published and told == port:
        raise InvalidSetting(
            "SUPERVISION_PORT doit différer de PORT, auquel mène le proxy\u00a0: "
            "les pages des superviseurs ne sont que pour cette machine"
        )
    return told


def _date(name: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidSetting(f"{name} doit être une date : AAAA-MM-JJ") from None


def _days(name: str, text: str | None, default: int) -> int:
    if not text:
        return default
    if not re.fullmatch("[0-9]{1,4}", text) or int(text) < 1:
        raise InvalidSetting(f"{name} doit être un nombre de jours, 1 au moins")
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
