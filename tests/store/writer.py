"""A program that keeps threads until it is killed, and prints each one once it is kept."""

import asyncio
import sys
import time
from itertools import count

from bot.conversation.threads import Place
from bot.store.database import open_store
from bot.store.pseudonyms import Pseudonyms
from tests.store.told import THREAD


async def _write(url: str, channel: str) -> None:
    async with open_store(url, Pseudonyms("a secret of tests"), time.time) as store:
        for n in count():
            assert await store.keep(Place("slack", channel, str(n)), THREAD)
            print(channel, n, flush=True)


if __name__ == "__main__":
    asyncio.run(_write(*sys.argv[1:]))
