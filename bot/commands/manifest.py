"""`aiguillage manifest`: what a platform is told of the bot, made from the procedures."""

from __future__ import annotations

import sys

from bot.app import chat_guide, proved_procedures
from bot.config import read_config


def write_slack_manifest() -> None:
    """Print the Slack app's manifest: by HTTP at PUBLIC_URL, by Socket Mode without one."""
    from bot.slack.manifest import manifest

    config = read_config()
    guide = chat_guide(config, proved_procedures(config))
    sys.stdout.write(manifest(guide, config.public_url))
