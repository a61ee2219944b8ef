"""Who is a supervisor in a workspace, whatever Slack answers when it is asked."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import ClientSession

from bot.slack.api import Api
from bot.slack.supervisors import AGAIN, FRESH, Supervisors
from tests.slack.signed import TOKEN
from tests.slack.stub import Failure, Stub, stub
from tests.store.told import Clock

GROUP = "SCHEFS"


def play(played: Callable[[Stub, Supervisors, Clock], Awaitable[None]]) -> None:
    """Run something against a workspace, one of whose groups is named."""

    async def run() -> None:
        async with stub() as slack, ClientSession() as session:
            slack.groups[GROUP], clock = ["U7"], Clock()
            api = Api(TOKEN, session, slack.api)
            await played(slack, Supervisors(api, frozenset({GROUP, "U1"}), clock), clock)

    asyncio.run(run())


def test_a_group_is_asked_for_once_in_a_while() -> None:
    """Whoever joins or leaves it is seen after five minutes."""

    async def played(slack: Stub, supervisors: Supervisors, clock: Clock) -> None:
        assert await supervisors.has("U1")
        assert slack.of("usergroups.users.list") == []
        assert await supervisors.has("U7")
        slack.groups[GROUP] = ["U8"]
        assert not await supervisors.has("U8")
        clock.now += FRESH + 1
        assert await supervisors.has("U8")
        assert not await supervisors.has("U7")
        assert len(slack.of("usergroups.users.list")) == 2

    play(played)


def test_a_group_that_slack_does_not_tell_is_soon_asked_for_again() -> None:
    """Meanwhile its members are those last known."""

    async def played(slack: Stub, supervisors: Supervisors, clock: Clock) -> None:
        slack.fail("usergroups.users.list", Failure(200, "missing_scope"))
        assert not await supervisors.has("U7")
        clock.now += AGAIN + 1
        assert await supervisors.has("U7")
        clock.now += FRESH + 1
        slack.fail("usergroups.users.list", Failure(200, "missing_scope"))
        assert await supervisors.has("U7")

    play(played)
