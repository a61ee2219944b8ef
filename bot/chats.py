"""The chats: the platforms whose credentials are set, and what they remember of their threads."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.types import ASGIApp

from bot.config import Config
from bot.conversation.guide import Request
from bot.conversation.memory import Memory
from bot.conversation.threads import Threads
from bot.office import Office
from bot.slack import running as slack
from bot.teams import running as teams


async def check(config: Config) -> list[str]:
    """What is to be told before serving; `InvalidSetting` where a credential does not do."""
    told: list[str] = []
    if config.slack:
        told += await slack.check(config.slack) + slack.ways(config.slack, config.port)
    if config.teams:
        told += await teams.check(config.teams) + [teams.way(config.teams, config.port)]
    return told


@asynccontextmanager
async def running(
    config: Config, office: Office, threads: Threads
) -> AsyncIterator[dict[str, ASGIApp]]:
    """Serve the chats; those that are reached by HTTP, by their path."""
    guide = office.guide(config.public_url)
    coach, supervision = office.coach(guide), office.supervision(guide)
    for name in guide.procedures:
        # The vocabulary is compiled at the first line read: before anybody waits for it.
        guide.respond(Request(name, text="bonjour"))
    routes: dict[str, ASGIApp] = {}
    async with AsyncExitStack() as stack:
        memory = office.memory = Memory(threads, time.monotonic, journal=office.journal)
        if config.slack:
            opened = slack.running(config.slack, guide, memory, coach, supervision)
            route = await stack.enter_async_context(opened)
            routes |= {slack.PATH: route} if route else {}
        if config.teams:
            tenant = teams.running(config.teams, guide, memory, coach, supervision, config.language)
            routes[teams.PATH] = await stack.enter_async_context(tenant)
        yield routes
