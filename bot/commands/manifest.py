"""`aiguillage manifest`: what a platform is told of the bot, made from the procedures."""

from __future__ import annotations

import os
from pathlib import Path

from bot.app import chat_guide, proved_procedures
from bot.commands.output import STDOUT, write
from bot.config import (
    LANGUAGES,
    SLACK_SECRETS,
    TEAMS_SECRETS,
    Config,
    read_config,
    teams_app_id,
)
from bot.errors import InvalidSetting
from bot.texts import load_texts

PACKAGE = Path("aiguillage-teams.zip")


def write_slack_manifest(output: Path | None) -> None:
    """Print the Slack app's manifest: by HTTP at PUBLIC_URL, by Socket Mode without one."""
    from bot.slack.manifest import manifest

    config = _config()
    guide = chat_guide(config, proved_procedures(config))
    write(manifest(guide, config.public_url).encode(), output or STDOUT)


def write_teams_package(output: Path | None) -> None:
    """Write the Teams app's package, which is uploaded in Teams."""
    from bot.teams.manifest import package

    config, app_id = _config(), teams_app_id()
    public_url = _https(config.public_url)
    guide = chat_guide(config, proved_procedures(config))
    texts = {language: load_texts(config.locales, language) for language in LANGUAGES}
    write(package(guide, texts, app_id, public_url), output or PACKAGE)


def _config() -> Config:
    """The settings without the secrets, which are not there yet when an app is first made."""
    secrets = {*SLACK_SECRETS, *TEAMS_SECRETS}
    return read_config({name: value for name, value in os.environ.items() if name not in secrets})


def _https(public_url: str | None) -> str:
    if public_url is None or not public_url.lower().startswith("https://"):
        wrong = "doit être une adresse https://" if public_url else "manque"
        raise InvalidSetting(
            f"PUBLIC_URL {wrong}\u00a0: c’est l’adresse des pages du bot, "
            "que Teams exige en https et montre à qui l’installe"
        )
    return public_url
