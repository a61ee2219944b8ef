"""A program that writes until it is killed, and prints what it has written once it is kept.

In a channel of its own it keeps one thread after another; without, the same one over and over.
"""

import asyncio
import sys
import time
from itertools import count

from bot.conversation.threads import Place
from bot.store.database import open_store
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import Store
from tests.store.told import PLACE, THREAD


async def _write(url: str, *channel: str) -> None:
    async with open_store(url, Pseudonyms("a secret of tests"), time.time) as store:
        await (_keep(store, *channel) if channel else _contend(store))


async def _keep(store: Store, channel: str) -> None:
    for n in count():
        assert await store.keep(Place("slack", channel, str(n)), THREAD)
        print(channel, n, flush=True)


async def _contend(store: Store) -> None:
    while True:
        seen = await store.find(PLACE) or THREAD
        if await store.keep(PLACE, seen):
            print(seen.revision + 1, flush=True)


if __name__ == "__main__":
    asyncio.run(_write(*sys.argv[1:]))
