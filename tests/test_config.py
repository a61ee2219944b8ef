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
