"""What every database must do of what holds for all: states said, and versions in force."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.changes import Change
from bot.conversation.states import State
from bot.store.store import Store
from tests.store.told import told

SAID = State(
    procedure="retention", name="file", fact="file-retention", value="saturee",
    since=1_763_000_000, until=1_763_001_800, platform="slack", by="U0CAMILLE",
)  # fmt: skip
FIRST = Change("retention", "0123456789ab", 1_763_000_000)
SECOND = Change("retention", "ba9876543210", 1_763_000_100, "aucun verdict ne change")


def test_what_is_said_for_all_is_found_by_the_next_program(url: str) -> None:
    """With its time, and who said it."""
    told(url, lambda store: store.say(SAID))
    assert told(url, lambda store: store.states()) == [SAID]


def test_what_is_said_again_takes_the_place_of_what_was_said(url: str) -> None:
    """One state has one value; another state, or another procedure's, is left alone."""
    others = [replace(SAID, name="ligne"), replace(SAID, procedure="autre")]
    again = replace(SAID, value="disponible", since=SAID.since + 60, platform="teams", by="29:1x")

    async def story(store: Store) -> Sequence[State]:
        for one in (SAID, *others, again):
            await store.say(one)
        return await store.states()

    found = told(url, story)
    assert len(found) == 3
    assert all(one in found for one in (again, *others))


def test_of_several_who_say_it_at_once_one_is_the_last(url: str) -> None:
    """None fails, and what is kept was said by one of them, whole."""
    several = [replace(SAID, value=f"v{n}", by=f"U{n}") for n in range(20)]

    async def story(store: Store) -> Sequence[State]:
        await asyncio.gather(*(store.say(one) for one in several))
        return await store.states()

    (kept,) = told(url, story)
    assert kept in several


def test_who_says_something_is_kept_under_a_pseudonym(url: str) -> None:
    """Another key finds nobody."""
    told(url, lambda store: store.say(SAID))
    other = "another secret"
    (kept,) = told(url, lambda store: store.states(), secret=other)
    assert kept == replace(SAID, by="")


def test_versions_are_found_in_the_order_in_which_they_came(url: str) -> None:
    """One that comes back is there twice; each procedure has its own."""
    again = replace(FIRST, at=SECOND.at + 1, told="1 règle modifiée")

    async def story(store: Store) -> Sequence[Change]:
        assert await store.changed(FIRST, 0)
        assert await store.changed(replace(SECOND, procedure="autre"), 0)
        assert await store.changed(SECOND, 1)
        assert await store.changed(again, 2)
        return [one for one in await store.changes() if one.procedure == "retention"]

    assert told(url, story) == [FIRST, SECOND, again]


def test_of_several_programs_that_find_a_version_one_writes_it(url: str) -> None:
    """The others are told that another has been; nothing is written twice."""

    async def story(store: Store) -> tuple[list[bool], Sequence[Change]]:
        await store.changed(FIRST, 0)
        written = await asyncio.gather(*(store.changed(SECOND, 1) for _ in range(10)))
        return list(written), await store.changes()

    written, kept = told(url, story)
    assert written.count(True) == 1
    assert kept == [FIRST, SECOND]
