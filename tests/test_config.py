"""Settings: none is needed, and a wrong one is named."""

from datetime import date
from pathlib import Path

import pytest

from bot.config import read_config
from bot.errors import InvalidSetting

GUID = "11111111-2222-3333-4444-555555555555"


def test_nothing_needs_to_be_set() -> None:
    """A newcomer sets nothing and gets the page in French on port 8000."""
    config = read_config({})
    assert (config.port, config.language, config.procedure_url) == (8000, "fr", None)
    assert config.supervision_port == 8000
    assert (config.dialogs / "retention").is_dir()
    assert (config.journal_days, config.individual_from) == (365, None)


def test_settings_come_from_the_environment() -> None:
    """Each setting has one name."""
    config = read_config(
        {
            "PORT": "8123",
            "DIALOGS": "/srv/procedures",
            "UI_LANGUAGE": "en",
            "PROCEDURE_URL": "https://kb.exemple.fr/p",
            "PUBLIC_URL": "https://bot.exemple.fr",
            "TRAINING_DAYS": "30",
            "JOURNAL_DAYS": "180",
            "WORKS_COUNCIL_DATE": "2026-12-01",
        }
    )
    assert (config.training_days, config.journal_days) == (30, 180)
    assert config.individual_from == date(2026, 12, 1)
    assert config.dialogs == Path("/srv/procedures")
    assert (config.port, config.language) == (8123, "en")
    assert "bot.exemple.fr" in config.hosts


@pytest.mark.parametrize(
    "published",
    [
        {"PUBLIC_URL": "https://bot.exemple.fr"},
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"},
        {"TEAMS_APP_ID": GUID, "TEAMS_TENANT_ID": GUID, "TEAMS_APP_PASSWORD": "p"},
    ],
)
def test_where_a_proxy_may_lead_supervisors_have_a_port_of_their_own(
    published: dict[str, str],
) -> None:
    """The next one, or the one that is set; never the one to which the proxy leads."""
    assert read_config({**published, "PORT": "8100"}).supervision_port == 8101
    assert read_config({**published, "SUPERVISION_PORT": "9000"}).supervision_port == 9000
    with pytest.raises(InvalidSetting, match="SUPERVISION_PORT doit différer de PORT"):
        read_config({**published, "PORT": "9000", "SUPERVISION_PORT": "9000"})
    with pytest.raises(InvalidSetting, match="SUPERVISION_PORT doit différer de PORT"):
        read_config({**published, "PORT": "65535"})


@pytest.mark.parametrize(
    "alone",
    [{}, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, {"TEAMS_PLAYGROUND": "1"}],
)
def test_where_nothing_comes_from_elsewhere_one_port_is_enough(alone: dict[str, str]) -> None:
    """The page, Socket Mode and the playground need no proxy."""
    assert read_config({**alone, "PORT": "8100"}).supervision_port == 8100
    assert read_config({**alone, "SUPERVISION_PORT": "9000"}).supervision_port == 9000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "²"),
        ("SUPERVISION_PORT", "abc"),
        ("PROCEDURE_URL", "javascript:alert(1)"),
        ("PROCEDURE_URL", "kb.exemple.fr"),
        ("PUBLIC_URL", "http://[::1"),
        ("UI_LANGUAGE", "../de"),
        ("TRAINING_DAYS", "0"),
        ("TRAINING_DAYS", "un mois"),
        ("JOURNAL_DAYS", "0"),
        ("WORKS_COUNCIL_DATE", "1er décembre"),
        ("WORKS_COUNCIL_DATE", "2026-02-30"),
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


TEAMS = {
    "TEAMS_APP_ID": "11111111-2222-3333-4444-55555555555A",
    "TEAMS_APP_PASSWORD": "un secret",
    "TEAMS_TENANT_ID": "99999999-8888-7777-6666-555555555555",
}


def test_teams_is_served_once_its_credentials_are_set() -> None:
    """As one bot in one tenant; no secret in sight."""
    config = read_config(TEAMS)
    assert config.teams is not None
    assert not config.teams.is_playground
    assert config.teams.app_id == "11111111-2222-3333-4444-55555555555a"
    assert config.teams.login_url == "https://login.microsoftonline.com"
    assert config.pseudonym_key == "un secret"
    assert "un secret" not in repr(config)
    assert read_config({}).teams is None
    assert read_config(dict.fromkeys(TEAMS, " ")).teams is None


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("TEAMS_APP_ID", "TEAMS_APP_ID manque"),
        ("TEAMS_APP_PASSWORD", "TEAMS_APP_PASSWORD manque.*secret client"),
        ("TEAMS_TENANT_ID", "TEAMS_TENANT_ID manque.*locataire"),
    ],
)
def test_a_teams_credential_that_is_missing_is_named(missing: str, told: str) -> None:
    """Without its tenant, a bot of one tenant is refused each reply."""
    with pytest.raises(InvalidSetting, match=told):
        read_config({**TEAMS, missing: ""})


@pytest.mark.parametrize("name", ["TEAMS_APP_ID", "TEAMS_TENANT_ID"])
def test_an_identifier_of_teams_is_a_guid(name: str) -> None:
    """And not the name of something; what was given is not repeated."""
    with pytest.raises(InvalidSetting, match=f"{name} doit être un GUID") as refused:
        read_config({**TEAMS, name: "contoso.onmicrosoft.com"})
    assert "contoso" not in str(refused.value)


def test_the_playground_needs_no_credentials_and_goes_with_none() -> None:
    """Nor with a public address: nobody would be asked who they are."""
    config = read_config({"TEAMS_PLAYGROUND": "1"})
    assert config.teams is not None
    assert config.teams.is_playground
    with pytest.raises(InvalidSetting, match="PUBLIC_URL"):
        read_config({"TEAMS_PLAYGROUND": "1", "PUBLIC_URL": "https://bot.exemple.fr"})
    with pytest.raises(InvalidSetting, match="TEAMS_PLAYGROUND"):
        read_config({**TEAMS, "TEAMS_PLAYGROUND": "1"})
