"""Credentials are checked before the bot serves, and what is missing is said in French."""

import asyncio

import pytest

from bot.config import SlackConfig
from bot.errors import InvalidSetting
from bot.slack.manifest import GROUPS, SCOPES
from bot.slack.running import check
from tests.slack.signed import SECRET, TOKEN
from tests.slack.stub import Failure, Stub, stub


def checked(
    *failures: tuple[str, str],
    scopes: str | None = ",".join(SCOPES),
    supervisors: frozenset[str] = frozenset(),
) -> list[str]:
    """What the check says, where Slack refuses some methods with some words."""

    async def run() -> list[str]:
        async with stub() as slack:
            slack.scopes = scopes
            for method, word in failures:
                slack.fail(method, Failure(200, word))
            config = SlackConfig(
                TOKEN, SECRET, "xapp-1", api_url=slack.api, supervisors=supervisors
            )
            return await check(config)

    return asyncio.run(run())


def test_good_credentials_say_nothing() -> None:
    """With exactly the authorisations of the manifest, in any order."""
    assert checked() == []
    assert checked(scopes="chat:write:bot, " + ", ".join(reversed(SCOPES))) == []


@pytest.mark.parametrize(
    ("method", "word", "told"),
    [
        ("auth.test", "invalid_auth", "SLACK_BOT_TOKEN.*n’est pas reconnu"),
        ("auth.test", "account_inactive", "SLACK_BOT_TOKEN.*retirée"),
        ("auth.test", "jamais_vu", "SLACK_BOT_TOKEN.*jamais_vu"),
        ("apps.connections.open", "missing_scope", "SLACK_APP_TOKEN.*connections:write"),
        ("apps.connections.open", "not_allowed_token_type", "SLACK_APP_TOKEN.*bon jeton"),
    ],
)
def test_a_token_that_slack_refuses_is_named_with_what_to_do(
    method: str, word: str, told: str
) -> None:
    """And never shown."""
    with pytest.raises(InvalidSetting, match=told) as refused:
        checked((method, word))
    assert TOKEN not in str(refused.value)


def test_authorisations_that_are_missing_are_listed() -> None:
    """With where to add them."""
    with pytest.raises(InvalidSetting, match=r"im:history, mpim:history.*OAuth & Permissions"):
        checked(scopes=",".join(one for one in SCOPES if not one.endswith("im:history")))


def test_a_group_of_supervisors_needs_an_authorisation_more() -> None:
    """Which an app without such a group can do without."""
    assert checked(supervisors=frozenset({"U1"})) == []
    with pytest.raises(InvalidSetting, match="manque les autorisations usergroups:read"):
        checked(supervisors=frozenset({"U1", "S1"}))
    assert checked(scopes=",".join([*SCOPES, GROUPS]), supervisors=frozenset({"S1"})) == []


def test_a_slack_that_cannot_be_reached_is_told_and_waited_for() -> None:
    """The browser's page serves meanwhile."""

    async def run() -> list[str]:
        async with stub() as slack:
            gone: Stub = slack
        return await check(SlackConfig(TOKEN, SECRET, api_url=gone.api))

    (told,) = asyncio.run(run())
    assert "injoignable" in told
