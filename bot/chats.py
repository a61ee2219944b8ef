"""The chats: the platforms whose credentials are set, and what they remember of their threads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from starlette.types import ASGIApp

from bot.config import Config
from bot.conversation.guide import Request
from bot.conversation.journal import Journal
from bot.conversation.memory import Memory
from bot.conversation.threads import Threads
from bot.office import Office
from bot.slack import running as slack
from bot.teams import running as teams

WRITE_EVERY = 5.0
"""Seconds."""


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
        memory = await stack.enter_async_context(_memory(threads, office.journal))
        office.memory = memory
        if config.slack:
            opened = slack.running(config.slack, guide, memory, coach, supervision)
            route = await stack.enter_async_context(opened)
            routes |= {slack.PATH: route} if route else {}
        if config.teams:
            tenant = teams.running(config.teams, guide, memory, coach, supervision, config.language)
            routes[teams.PATH] = await stack.enter_async_context(tenant)
        yield routes


@asynccontextmanager
async def _memory(threads: Threads, journal: Journal) -> AsyncIterator[Memory]:
    """The memory of threads; what the store could not take is written until the end."""
    stopped = asyncio.Event()
    memory = Memory(threads, time.monotonic, journal=journal)
    writing = asyncio.create_task(_write(memory, stopped))
    try:
        yield memory
    finally:
        stopped.set()
        await writing


async def _write(memory: Memory, stopped: asyncio.Event) -> None:
    while not stopped.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), WRITE_EVERY)
        await memory.write_what_waits()
