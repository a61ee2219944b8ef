"""Settings: none is needed, and a wrong one is named."""

from pathlib import Path

import pytest

from bot.config import read_config
from bot.errors import InvalidSetting


def test_nothing_needs_to_be_set() -> None:
    """A newcomer sets nothing and gets the page in French on port 8000."""
    config = read_config({})
    assert (config.port, config.language, config.procedure_url) == (8000, "fr", None)
    assert (config.dialogs / "retention").is_dir()


def test_settings_come_from_the_environment() -> None:
    """Each setting has one name."""
    config = read_config(
        {
            "PORT": "8123",
            "DIALOGS": "/srv/procedures",
            "UI_LANGUAGE": "en",
            "PROCEDURE_URL": "https://kb.exemple.fr/p",
            "PUBLIC_URL": "https://bot.exemple.fr",
        }
    )
    assert config.dialogs == Path("/srv/procedures")
    assert (config.port, config.language) == (8123, "en")
    assert "bot.exemple.fr" in config.hosts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "²"),
        ("PROCEDURE_URL", "javascript:alert(1)"),
        ("PROCEDURE_URL", "kb.exemple.fr"),
        ("PUBLIC_URL", "http://[::1"),
        ("UI_LANGUAGE", "../de"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    """The program does not start on a guess."""
    with pytest.raises(InvalidSetting, match=name):
        read_config({name: value})


def test_slack_is_served_once_its_credentials_are_set() -> None:
    """A bot's token, and what one transport needs; several private channels; no secret in sight."""
    config = read_config(
        {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
            "SLACK_PRIVATE_CHANNELS": "C1, C2",
            "DATABASE_URL": "sqlite:////srv/a.db",
        }
    )
    assert config.slack is not None
    assert config.slack.private_channels == {"C1", "C2"}
    assert config.slack.api_url == "https://slack.com/api/"
    assert config.database_url == "sqlite:////srv/a.db"
    assert config.pseudonym_key == "xoxb-1"
    assert "xoxb-1" not in repr(config)
    assert "xapp-1" not in repr(config)
    assert read_config({}).slack is None


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN.*SLACK_SIGNING_SECRET"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN manque"),
        ({"SLACK_SIGNING_SECRET": "x"}, "SLACK_BOT_TOKEN manque"),
    ],
)
def test_a_credential_that_is_missing_is_named(environment: dict[str, str], missing: str) -> None:
    """Half a set-up does not start silently without Slack."""
    with pytest.raises(InvalidSetting, match=missing):
        read_config(environment)
