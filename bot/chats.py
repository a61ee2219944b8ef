"""The chats: the platforms whose credentials are set, and what they remember of their threads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from starlette.types import ASGIApp

from bot.config import Config
from bot.conversation.guide import Guide, Request
from bot.conversation.memory import Memory
from bot.errors import StoreUnavailable
from bot.slack import running as slack
from bot.store.database import open_store
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import DAY, Store
from bot.teams import running as teams

KEPT_DAYS = 30
"""Days after which a case that nobody touches is forgotten."""
TRAINING_DAYS = 90
"""Days after which an answer in training is forgotten, and whoever has not trained since."""
TIDY_EVERY, FORGET_EVERY = 5.0, DAY / 4
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
async def running(config: Config, guide: Guide) -> AsyncIterator[dict[str, ASGIApp]]:
    """Serve the chats; those that are reached by HTTP, by their path."""
    for name in guide.procedures:
        # The vocabulary is compiled at the first line read: before anybody waits for it.
        guide.respond(Request(name, text="bonjour"))
    routes: dict[str, ASGIApp] = {}
    async with AsyncExitStack() as stack:
        memory = await stack.enter_async_context(_memory(config))
        if config.slack:
            route = await stack.enter_async_context(slack.running(config.slack, guide, memory))
            routes |= {slack.PATH: route} if route else {}
        if config.teams:
            opened = teams.running(config.teams, guide, memory, config.language)
            routes[teams.PATH] = await stack.enter_async_context(opened)
        yield routes


@asynccontextmanager
async def _memory(config: Config) -> AsyncIterator[Memory]:
    """The memory of threads, in its database, from which what is old is struck off."""
    pseudonyms = Pseudonyms(config.pseudonym_key)
    async with open_store(config.database_url, pseudonyms, time.time) as store:
        stopped = asyncio.Event()
        memory = Memory(store, time.monotonic)
        tidying = asyncio.create_task(_tidy(store, memory, stopped))
        try:
            yield memory
        finally:
            stopped.set()
            await tidying


async def _tidy(store: Store, memory: Memory, stopped: asyncio.Event) -> None:
    """Strike off what is old, and write what the store could not take, until the end."""
    due = time.monotonic()
    while not stopped.is_set():
        if time.monotonic() >= due:
            due += FORGET_EVERY
            with suppress(StoreUnavailable):
                await store.forget(KEPT_DAYS, TRAINING_DAYS)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), TIDY_EVERY)
        await memory.write_what_waits()
