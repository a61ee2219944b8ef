"""What every database must do: keep threads, one writer a revision, and deliveries once."""

import traceback
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from sqlite3 import connect

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.threads import Place, Thread
from bot.errors import StoreUnavailable
from bot.store.store import REDELIVERED_WITHIN, Forgotten, Store
from bot.store.tables import metadata
from bot.training.schedule import DAY
from tests.store.told import ANSWER, LEARNER, PLACE, THREAD, TRAINEE, Clock, told

NEVER = 10_000
"""Days."""


def test_a_thread_kept_is_found_as_it_was(url: str) -> None:
    """Only its revision and its date are the store's."""

    async def story(store: Store) -> Thread | None:
        assert await store.keep(PLACE, THREAD)
        return await store.find(PLACE)

    assert told(url, story) == replace(THREAD, revision=1, at=1_763_000_000)


def test_a_thread_is_found_by_the_next_program(url: str) -> None:
    """It outlives the store that kept it."""
    told(url, lambda store: store.keep(PLACE, THREAD))
    assert told(url, lambda store: store.find(PLACE)) == replace(
        THREAD, revision=1, at=1_763_000_000
    )


@pytest.mark.parametrize("part", ["platform", "channel", "thread"])
def test_another_place_is_another_thread(url: str, part: str) -> None:
    """A place is its platform, its channel and its thread, all three."""

    async def story(store: Store) -> None:
        other = replace(PLACE, **{part: "other"})
        assert await store.keep(PLACE, THREAD)
        assert await store.find(other) is None
        assert await store.keep(other, replace(THREAD, card="other"))
        found = await store.find(PLACE)
        assert found is not None
        assert found.card == THREAD.card

    told(url, story)


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_a_write_over_a_revision_that_is_not_the_last_changes_nothing(url: str, seen: int) -> None:
    """Of two who saw the same card, the second is told no, and the first is not lost."""

    async def story(store: Store) -> None:
        assert await store.keep(PLACE, THREAD)
        assert await store.keep(PLACE, replace(THREAD, revision=1, card="first"))
        assert not await store.keep(PLACE, replace(THREAD, revision=seen, card="second"))
        found = await store.find(PLACE)
        assert found is not None
        assert (found.card, found.revision) == ("first", 2)

    told(url, story)


def test_a_thread_forgotten_meanwhile_is_not_written_over(url: str) -> None:
    """A revision that nothing bears is not the last one."""

    async def story(store: Store) -> None:
        assert not await store.keep(PLACE, replace(THREAD, revision=4))
        assert await store.find(PLACE) is None

    told(url, story)


def test_the_threads_a_person_opened_come_latest_first(url: str) -> None:
    """A thread written again comes back to the top; others’ threads and platforms are left out."""
    clock = Clock()

    async def story(store: Store) -> list[str]:
        for n, opener in enumerate(["U1", "U2", "U1", "U1"]):
            clock.now += 10
            assert await store.keep(Place("slack", "C", str(n)), replace(THREAD, opened_by=opener))
        assert await store.keep(Place("teams", "C", "9"), replace(THREAD, opened_by="U1"))
        clock.now += 10
        again = replace(THREAD, opened_by="U1", revision=1)
        assert await store.keep(Place("slack", "C", "0"), again)
        assert [place.thread for place, _ in await store.recent("slack", "U1", 2)] == ["0", "3"]
        found = await store.recent("slack", "U1", 9)
        assert {thread.opened_by for _, thread in found} == {"U1"}
        return [place.thread for place, _ in found]

    assert told(url, story, clock) == ["0", "3", "2"]


def test_a_delivery_is_new_once(url: str) -> None:
    """Delivered again, even to the next program, it is not."""

    async def story(store: Store) -> list[bool]:
        return [await store.is_new(one) for one in ("Ev1", "Ev2", "Ev1")]

    assert told(url, story) == [True, True, False]
    assert told(url, lambda store: store.is_new("Ev2")) is False


def test_what_is_old_is_forgotten_and_counted(url: str) -> None:
    """Threads untouched for so many days go, and deliveries past being repeated; no other."""
    clock = Clock()

    async def story(store: Store) -> None:
        old, touched = Place("slack", "C", "old"), Place("slack", "C", "touched")
        assert await store.keep(old, THREAD)
        assert await store.keep(touched, THREAD)
        assert await store.is_new("Ev1")
        clock.now += 30 * DAY
        assert await store.keep(touched, replace(THREAD, revision=1))
        assert await store.is_new("Ev2")
        assert await store.forget(30, NEVER, NEVER) == Forgotten(
            0, deliveries=1, answers=0, learners=0
        )
        clock.now += 1
        assert await store.forget(30, NEVER, NEVER) == Forgotten(
            1, deliveries=0, answers=0, learners=0
        )
        assert await store.find(old) is None
        assert await store.find(touched) is not None
        clock.now += REDELIVERED_WITHIN - 1
        assert await store.forget(30, NEVER, NEVER) == Forgotten(
            0, deliveries=0, answers=0, learners=0
        )
        assert not await store.is_new("Ev2")

    told(url, story, clock)


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
contents = st.builds(
    Thread, words, words, words, st.dictionaries(words, words, max_size=3), words, st.booleans()
)
moves = st.tuples(
    st.sampled_from(["fresh", "stale", "new", "wait"]), st.sampled_from("abc"), contents
)
channels = (f"channel-{n}" for n in count())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(moves, max_size=8))
def test_any_writes_leave_what_a_dictionary_would_hold(
    url: str, history: list[tuple[str, str, Thread]]
) -> None:
    """Whatever is kept, over whichever revision, the store agrees with the simplest model of it."""
    clock, channel = Clock(), next(channels)
    held: dict[Place, Thread] = {}

    async def story(store: Store) -> None:
        for over, name, content in history:
            place = Place("slack", channel, name)
            clock.now += over == "wait"
            last = held[place].revision if place in held else 0
            seen = {"new": 0, "stale": last + 1}.get(over, last)
            assert await store.keep(place, replace(content, revision=seen)) is (seen == last)
            if seen == last:
                held[place] = replace(content, revision=last + 1, at=int(clock.now))
            assert await store.find(place) == held.get(place)

    told(url, story, clock)


USES: dict[str, Callable[[Store], Awaitable[object]]] = {
    "find": lambda store: store.find(PLACE),
    "keep a new one": lambda store: store.keep(PLACE, THREAD),
    "keep": lambda store: store.keep(PLACE, replace(THREAD, revision=1)),
    "recent": lambda store: store.recent("slack", "U0CAMILLE", 3),
    "is new": lambda store: store.is_new("Ev-of-Camille"),
    "forget": lambda store: store.forget(1, 1, 1),
    "learner": lambda store: store.learner(TRAINEE),
    "learnt": lambda store: store.learnt(TRAINEE, LEARNER, ANSWER),
    "learnt again": lambda store: store.learnt(TRAINEE, replace(LEARNER, revision=1), None),
    "answers": lambda store: store.answers(TRAINEE),
    "answered since": lambda store: store.answered_since(TRAINEE.procedure, 0),
    "forget learner": lambda store: store.forget_learner(TRAINEE),
}


@pytest.mark.parametrize("use", USES)
def test_a_database_that_breaks_is_told_without_what_it_was_given(tmp_path: Path, use: str) -> None:
    """The error, even with its traceback, shows neither a value nor a query."""

    async def story(store: Store) -> str:
        with closing(connect(tmp_path / "store.db")) as other:
            other.executescript("".join(f"DROP TABLE {name};" for name in metadata.tables))
        with pytest.raises(StoreUnavailable) as caught:
            await USES[use](store)
        return "".join(traceback.format_exception(caught.value))

    shown = told(f"sqlite:///{tmp_path}/store.db", story)
    assert "la base ne répond pas" in shown
    given = ("CAMILLE", "Ev-of", PLACE.channel, ANSWER.destination)
    for kept_out in (*given, "INSERT", "SELECT", "no such table"):
        assert kept_out not in shown
