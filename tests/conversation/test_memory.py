"""What is remembered of threads, with a store and while it is down."""

import asyncio
from dataclasses import replace

from bot.conversation.memory import PAUSE, Memory
from bot.conversation.threads import Place, Thread
from tests.conversation.fakes import Shelf


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


CLOCK = Clock()
PLACE = Place("slack", "C1", "1.1")
THREAD = Thread("retention", "retention.abc", "U1")


def test_a_thread_kept_is_found_again() -> None:
    """Under the revision that the store gave it."""
    memory = Memory(Shelf(), CLOCK)

    async def kept() -> Thread | None:
        assert await memory.keep(PLACE, THREAD)
        return await memory.find(PLACE)

    assert asyncio.run(kept()) == replace(THREAD, revision=1)
    assert not memory.is_unsaved(PLACE)


def test_while_the_store_is_down_a_thread_is_remembered_here_and_told_to_be_unsaved() -> None:
    """Its case goes on; a delivery is still answered once."""
    shelf = Shelf()
    memory = Memory(shelf, CLOCK)
    shelf.down = True

    async def played() -> tuple[Thread | None, list[bool]]:
        assert await memory.keep(PLACE, THREAD)
        return await memory.find(PLACE), [await memory.is_new("x"), await memory.is_new("x")]

    assert asyncio.run(played()) == (THREAD, [True, False])
    assert memory.is_unsaved(PLACE)
    assert memory.waiting == 1
    assert asyncio.run(memory.recent("slack", "U1", 5)) == ()


def test_what_waits_is_written_once_the_store_is_back() -> None:
    """The next look at the thread writes it, over the revision that was known."""
    shelf = Shelf()
    memory = Memory(shelf, CLOCK)

    async def played() -> Thread | None:
        await memory.keep(PLACE, THREAD)
        shelf.down = True
        await memory.keep(PLACE, replace(THREAD, here="plus loin", revision=1))
        shelf.down = False
        CLOCK.now += PAUSE
        return await memory.find(PLACE)

    assert asyncio.run(played()) == replace(THREAD, here="plus loin", revision=2)
    assert shelf.threads[PLACE].here == "plus loin"
    assert memory.waiting == 0


def test_what_another_wrote_meanwhile_is_not_overwritten() -> None:
    """Two replicas, one cut off: the store's thread prevails once it is back."""
    shelf = Shelf()
    memory, other = Memory(shelf, CLOCK), Memory(shelf, CLOCK)

    async def played() -> Thread | None:
        await memory.keep(PLACE, THREAD)
        shelf.down = True
        await memory.keep(PLACE, replace(THREAD, here="ici", revision=1))
        shelf.down = False
        CLOCK.now += PAUSE
        await other.keep(PLACE, replace(THREAD, here="ailleurs", revision=1))
        return await memory.find(PLACE)

    found = asyncio.run(played())
    assert found is not None
    assert found.here == "ailleurs"


def test_what_waits_is_bounded() -> None:
    """The oldest is let go."""
    shelf = Shelf()
    shelf.down = True
    memory = Memory(shelf, CLOCK, most=3)

    async def played() -> list[bool]:
        for n in range(5):
            await memory.keep(Place("slack", "C1", str(n)), THREAD)
        return [await memory.find(Place("slack", "C1", str(n))) is not None for n in range(5)]

    assert asyncio.run(played()) == [False, False, True, True, True]
    assert memory.waiting == 3


def test_a_store_that_did_not_answer_is_not_waited_for_again_at_once() -> None:
    """One person waits for it to read, one to write; the others go on, until it is asked again."""
    shelf = Shelf()
    shelf.down = True
    memory = Memory(shelf, CLOCK)

    async def played() -> list[int]:
        asked = []
        for after in (0.0, 1.0, PAUSE):
            CLOCK.now += after
            await memory.find(PLACE)
            await memory.keep(PLACE, THREAD)
            asked.append(shelf.asked)
        return asked

    assert asyncio.run(played()) == [2, 2, 3]


def test_what_waits_is_written_even_if_nobody_looks_for_it() -> None:
    """As far as the store takes it."""
    shelf = Shelf()
    shelf.down = True
    memory = Memory(shelf, CLOCK)

    async def played() -> list[int]:
        waiting = []
        for n in range(3):
            await memory.keep(Place("slack", "C1", str(n)), THREAD)
        for down in (True, False):
            shelf.down = down
            CLOCK.now += PAUSE
            await memory.write_what_waits()
            waiting.append(memory.waiting)
        return waiting

    assert asyncio.run(played()) == [3, 0]
    assert len(shelf.threads) == 3
