"""Who is a supervisor in a tenant, whatever Teams answers when it is asked."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import ClientSession

from bot.teams.connector import Connector
from bot.teams.moves import Kind, Person, Where
from bot.teams.supervisors import FRESH, Supervisors
from tests.store.told import Clock
from tests.teams.activities import BOT, CHANNEL
from tests.teams.stub import Failure, Stub, stub

TEAM, OTHER = "19:chefs@thread.tacv2", "19:qualite@thread.tacv2"
CHIEF = Person("29:chef", "Le chef")


class Asking:
    """Somebody who asks to be let in."""

    def __init__(self, where: Where, supervisors: Supervisors) -> None:
        self._where = where
        self._supervisors = supervisors

    async def __call__(self, person: Person = CHIEF) -> bool:
        return await self._supervisors.has(self._where, person)


def play(played: Callable[[Stub, Asking, Clock], Awaitable[None]]) -> None:
    """Run something against a tenant, of which two teams are named."""

    async def run() -> None:
        async with stub() as service, ClientSession() as session:
            service.members = {TEAM: {CHIEF.id}, OTHER: set()}
            where, clock = Where(service.url, CHANNEL, Kind.CHANNEL, BOT), Clock()
            named = frozenset({TEAM, OTHER})
            supervisors = Supervisors(Connector(session, None), named, clock)
            await played(service, Asking(where, supervisors), clock)

    asyncio.run(run())


def test_a_team_is_asked_once_in_a_while() -> None:
    """Whoever joins or leaves it is seen after five minutes."""

    async def played(service: Stub, asking: Asking, clock: Clock) -> None:
        assert await asking()
        service.members[TEAM] = set()
        assert await asking()
        clock.now += FRESH + 1
        assert not await asking()
        assert {call.conversation for call in service.calls} == {TEAM, OTHER}

    play(played)


def test_a_member_without_a_name_is_one() -> None:
    """What counts is that Teams finds them."""

    async def played(service: Stub, asking: Asking, clock: Clock) -> None:
        service.failures.append(Failure(200))
        assert await asking()

    play(played)


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_what_teams_does_not_tell_is_asked_again(status: int) -> None:
    """Nobody is let in meanwhile who was not known, nor kept out who was."""

    async def played(service: Stub, asking: Asking, clock: Clock) -> None:
        service.failures += [Failure(status)] * (4 if status == 401 else 2)
        assert not await asking()
        assert await asking()
        clock.now += FRESH + 1
        service.failures += [Failure(status)] * (4 if status == 401 else 2)
        assert await asking()

    play(played)


def test_a_token_that_expired_is_renewed_at_once() -> None:
    """Once."""

    async def played(service: Stub, asking: Asking, clock: Clock) -> None:
        service.failures.append(Failure(401))
        assert await asking()

    play(played)


def test_a_team_without_the_bot_has_no_supervisor() -> None:
    """Teams refuses to tell the bot who is in it."""

    async def played(service: Stub, asking: Asking, clock: Clock) -> None:
        service.failures += [Failure(403, "BotNotInConversationRoster")] * 2
        assert not await asking()
        assert not await asking()
        assert len(service.calls) == 2

    play(played)
