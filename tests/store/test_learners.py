"""What every database must keep of training: where each learner is, and each answer once."""

import asyncio
from collections.abc import Awaitable
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from sqlite3 import connect

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import StoreUnavailable
from bot.store.database import open_store
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import Forgotten, Store
from bot.training.learner import Answer, Asked, Learner, Learners, Trainee
from bot.training.schedule import DAY, Memory, Sure
from tests.store.told import ANSWER, ASKED, LEARNER, TRAINEE, Clock, told

MANY = 100
CAMILLE, DOMINIQUE = TRAINEE, replace(TRAINEE, person="U0DOMINIQUE")


def _numbered(number: int, **changes: object) -> Answer:
    return replace(ANSWER, number=number, **changes)  # type: ignore[arg-type]


def _after(learner: Learner, revision: int) -> Learner:
    return replace(learner, revision=revision)


async def _learn(store: Store, trainee: Trainee, *answers: Answer) -> None:
    """Whoever has not begun gives answers, one after the other."""
    for revision, answer in enumerate(answers):
        assert await store.learnt(trainee, _after(LEARNER, revision), answer)


def test_a_learner_is_found_as_they_were(url: str) -> None:
    """To the last digit of what they remember; only the revision is the store's."""

    async def story(store: Learners) -> None:
        assert await store.learner(TRAINEE) is None
        assert await store.learnt(TRAINEE, LEARNER, None)
        assert await store.learner(TRAINEE) == _after(LEARNER, 1)
        asked = replace(LEARNER, revision=1, number=2, asked=ASKED)
        assert await store.learnt(TRAINEE, asked, None)
        assert await store.learner(TRAINEE) == replace(asked, revision=2)
        assert await store.answers(TRAINEE) == []

    told(url, story)


def test_answers_come_as_they_were_given_the_oldest_first(url: str) -> None:
    """By their number, which a clock set back does not upset; nothing said is not nothing asked."""
    given_out = [
        _numbered(1, said=None),
        _numbered(2, said=(), at=ANSWER.at - 60, right=False),
        _numbered(10, sure=Sure.SURE, asked=replace(ASKED, twin=True, phrased=False)),
        _numbered(11),
    ]
    told(url, lambda store: _learn(store, TRAINEE, *given_out))
    assert told(url, lambda store: store.answers(TRAINEE)) == given_out


def test_training_goes_on_with_the_next_program(url: str) -> None:
    """It outlives the store that kept it, and takes up at its revision."""
    told(url, lambda store: store.learnt(TRAINEE, LEARNER, ANSWER))

    async def story(store: Store) -> None:
        found = await store.learner(TRAINEE)
        assert found == _after(LEARNER, 1)
        assert await store.learnt(TRAINEE, found, _numbered(2))
        assert [one.number for one in await store.answers(TRAINEE)] == [1, 2]

    told(url, story)


@pytest.mark.parametrize("part", ["platform", "person", "procedure"])
def test_another_trainee_is_somebody_else(url: str, part: str) -> None:
    """Two people, two platforms and two procedures are told apart, in all that is done of them."""
    other = replace(TRAINEE, **{part: "other"})

    async def story(store: Store) -> None:
        await _learn(store, TRAINEE, ANSWER)
        assert await store.learner(other) is None
        assert await store.answers(other) == []
        theirs = _numbered(1, destination="Other")
        assert await store.learnt(other, replace(LEARNER, seed=8), theirs)
        assert await store.learner(TRAINEE) == _after(LEARNER, 1)
        assert await store.answers(TRAINEE) == [ANSWER]
        await store.forget_learner(TRAINEE)
        assert await store.answers(other) == [theirs]
        assert await store.learner(other) == replace(LEARNER, seed=8, revision=1)

    told(url, story)


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_an_answer_over_a_revision_that_is_not_the_last_is_not_written(url: str, seen: int) -> None:
    """Neither it nor where it would lead."""

    async def story(store: Store) -> None:
        await _learn(store, TRAINEE, _numbered(1), _numbered(2))
        late = replace(LEARNER, revision=seen, number=3)
        assert not await store.learnt(TRAINEE, late, _numbered(3))
        assert await store.learner(TRAINEE) == _after(LEARNER, 2)
        assert [one.number for one in await store.answers(TRAINEE)] == [1, 2]

    told(url, story)


def test_a_number_already_answered_changes_nothing(url: str) -> None:
    """The first answer stays as it was, and so does where its learner is."""

    async def story(store: Store) -> None:
        await _learn(store, TRAINEE, ANSWER)
        again = replace(LEARNER, revision=1, number=2)
        assert not await store.learnt(TRAINEE, again, _numbered(1, right=False))
        assert await store.learner(TRAINEE) == _after(LEARNER, 1)
        assert await store.answers(TRAINEE) == [ANSWER]
        assert await store.learnt(TRAINEE, again, _numbered(2))

    told(url, story)


def test_an_answer_that_cannot_be_written_leaves_its_learner_where_they_were(
    tmp_path: Path,
) -> None:
    """A failure between the two writes undoes the first."""

    async def story(store: Store) -> None:
        await _learn(store, TRAINEE, ANSWER)
        with closing(connect(tmp_path / "store.db")) as other:
            other.execute("ALTER TABLE answers RENAME TO elsewhere")
        with pytest.raises(StoreUnavailable):
            await store.learnt(TRAINEE, replace(LEARNER, revision=1, number=2), _numbered(2))
        with closing(connect(tmp_path / "store.db")) as other:
            other.execute("ALTER TABLE elsewhere RENAME TO answers")
        assert await store.learner(TRAINEE) == _after(LEARNER, 1)
        assert await store.answers(TRAINEE) == [ANSWER]

    told(f"sqlite:///{tmp_path}/store.db", story)


def test_of_many_taps_on_one_situation_exactly_one_counts(url: str) -> None:
    """And so for each situation, though they come through two stores, each in its own thread."""

    async def story() -> None:
        secret = Pseudonyms("a secret of tests")
        async with open_store(url, secret, Clock()) as one, open_store(url, secret, Clock()) as two:
            for n in range(3):
                seen = _after(LEARNER, n)
                taps = [_numbered(n + 1, destination=f"D{tap}") for tap in range(MANY)]
                writing = ((one, two)[i % 2].learnt(TRAINEE, seen, t) for i, t in enumerate(taps))
                counted = await asyncio.gather(*writing)
                assert sum(counted) == 1
                assert (await two.answers(TRAINEE))[n:] == [taps[counted.index(True)]]
            assert await one.learner(TRAINEE) == _after(LEARNER, 3)

    asyncio.run(story())


def test_many_learners_at_once_are_all_kept(url: str) -> None:
    """None is told that the database is locked."""

    async def story() -> int:
        secret = Pseudonyms("a secret of tests")
        async with open_store(url, secret, Clock()) as one, open_store(url, secret, Clock()) as two:
            people = [replace(TRAINEE, person=f"U{n}") for n in range(MANY)]
            writing: list[Awaitable[bool]] = [
                (one, two)[n % 2].learnt(person, LEARNER, ANSWER) for n, person in enumerate(people)
            ]
            assert all(await asyncio.gather(*writing))
            return len({who for who, _ in await one.answered_since(TRAINEE.procedure, 0)})

    assert asyncio.run(story()) == MANY


def test_a_learner_erased_leaves_nothing_and_may_begin_again(url: str) -> None:
    """What was under way when they were erased writes nothing any more."""

    async def story(store: Store) -> None:
        await store.forget_learner(TRAINEE)
        await _learn(store, TRAINEE, _numbered(1), _numbered(2))
        await store.forget_learner(TRAINEE)
        assert await store.learner(TRAINEE) is None
        assert await store.answers(TRAINEE) == []
        assert await store.answered_since(TRAINEE.procedure, 0) == []
        assert not await store.learnt(TRAINEE, _after(LEARNER, 2), _numbered(3))
        assert await store.answers(TRAINEE) == []
        await _learn(store, TRAINEE, ANSWER)
        assert await store.answers(TRAINEE) == [ANSWER]

    told(url, story)


def test_what_was_answered_since_a_time_comes_with_whose_it_is_and_no_name(url: str) -> None:
    """At that time is since; other procedures are left out."""
    times = [ANSWER.at + n for n in range(3)]
    theirs = [_numbered(n + 1, at=at) for n, at in enumerate(times)]

    async def story(store: Store) -> None:
        await _learn(store, CAMILLE, *theirs)
        await _learn(store, DOMINIQUE, *theirs)
        await _learn(store, replace(CAMILLE, procedure="other"), *theirs)
        found = await store.answered_since(TRAINEE.procedure, times[1])
        assert [answer.number for _, answer in found] == [2, 2, 3, 3]
        by_key = {key: [one for who, one in found if who == key] for key, _ in found}
        assert list(by_key.values()) == [theirs[1:], theirs[1:]]
        assert not any(one.person in key for one in (CAMILLE, DOMINIQUE) for key in by_key)
        assert await store.answered_since(TRAINEE.procedure, times[2] + 1) == []

    told(url, story)


def test_training_that_is_old_is_forgotten_and_counted(url: str) -> None:
    """Each answer at its age, and whoever has not come back for as long; no other."""
    clock = Clock()
    gone, nothing = DOMINIQUE, Forgotten(0, 0, answers=0, learners=0)

    async def story(store: Store) -> None:
        await _learn(store, gone, _numbered(1, at=int(clock.now)))
        await _learn(store, CAMILLE, _numbered(1, at=int(clock.now)))
        clock.now += 90 * DAY
        second = _numbered(2, at=int(clock.now))
        assert await store.learnt(CAMILLE, _after(LEARNER, 1), second)
        assert await store.forget(30, 90, 365) == nothing
        clock.now += 1
        assert await store.forget(30, 90, 365) == replace(nothing, answers=2, learners=1)
        assert await store.learner(gone) is None
        assert await store.learner(CAMILLE) == _after(LEARNER, 2)
        assert await store.answers(CAMILLE) == [second]
        assert await store.forget(30, 90, 365) == nothing
        await _learn(store, gone, _numbered(1, at=int(clock.now)))

    told(url, story, clock)


def test_whoever_is_forgotten_by_age_leaves_no_answer_in_their_way(url: str) -> None:
    """Were an answer dated after its learner, by another clock, they could still begin again."""
    clock = Clock()

    async def story(store: Store) -> None:
        await _learn(store, TRAINEE, _numbered(1, at=int(clock.now) + 60))
        clock.now += 90 * DAY + 1
        assert (await store.forget(30, 90, 365)).learners == 1
        assert await store.answers(TRAINEE) == []
        await _learn(store, TRAINEE, ANSWER)

    told(url, story, clock)


UNREADABLE = ["", "{}", "[]", "not JSON", '{"seed": 1, "asked": {"skill": "a"}}', '{"number": 1}']


@pytest.mark.parametrize("written", UNREADABLE)
def test_a_learner_that_cannot_be_read_begins_again_and_keeps_their_answers(
    tmp_path: Path, written: str
) -> None:
    """Their numbers go on, so that no answer stands in the way of the next."""

    async def story(store: Store) -> None:
        await _learn(store, TRAINEE, _numbered(1), _numbered(2))
        with closing(connect(tmp_path / "store.db")) as other, other:
            other.execute("UPDATE learners SET state = ?", [written])
        found = await store.learner(TRAINEE)
        assert found is not None
        assert found == Learner(seed=found.seed, number=2, revision=2)
        assert not await store.learnt(TRAINEE, replace(found, revision=0), None)
        assert await store.learnt(TRAINEE, replace(found, number=3), _numbered(3))
        assert await store.learner(TRAINEE) == replace(found, number=3, revision=3)
        assert [one.number for one in await store.answers(TRAINEE)] == [1, 2, 3]

    told(f"sqlite:///{tmp_path}/store.db", story)


def test_a_learner_that_cannot_be_read_and_answered_nothing_begins_at_zero(tmp_path: Path) -> None:
    """There is no number to go on from."""

    async def story(store: Store) -> None:
        assert await store.learnt(TRAINEE, LEARNER, None)
        with closing(connect(tmp_path / "store.db")) as other, other:
            other.execute("UPDATE learners SET state = 'x'")
        found = await store.learner(TRAINEE)
        assert found is not None
        assert (found.number, found.revision) == (0, 1)

    told(f"sqlite:///{tmp_path}/store.db", story)


@pytest.mark.parametrize("written", UNREADABLE)
def test_an_answer_that_cannot_be_read_is_left_out(tmp_path: Path, written: str) -> None:
    """The others are told, and its number is not given again."""

    async def story(store: Store) -> None:
        await _learn(store, TRAINEE, _numbered(1), _numbered(2), _numbered(3))
        with closing(connect(tmp_path / "store.db")) as other, other:
            other.execute("UPDATE answers SET content = ? WHERE number = 2", [written])
        assert [one.number for one in await store.answers(TRAINEE)] == [1, 3]
        since = await store.answered_since(TRAINEE.procedure, 0)
        assert [one.number for _, one in since] == [1, 3]
        assert not await store.learnt(TRAINEE, _after(LEARNER, 3), _numbered(2))

    told(f"sqlite:///{tmp_path}/store.db", story)


words = st.text(st.characters(codec="utf-8"), max_size=8)
numbers = st.integers(0, 2**63 - 1)
asked = st.builds(
    Asked,
    words,
    numbers,
    st.dictionaries(words, words, max_size=3),
    st.lists(words, max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
)
contents = st.builds(
    Answer,
    number=st.integers(1, 4),
    at=numbers,
    version=words,
    asked=asked,
    destination=words,
    said=st.none() | st.lists(words, max_size=2).map(tuple),
    sure=st.sampled_from(Sure),
    right=st.booleans(),
)
finite = st.floats(allow_nan=False, allow_infinity=False)
states = st.builds(
    Learner,
    seed=numbers,
    number=numbers,
    asked=st.none() | asked,
    sitting=st.lists(contents, max_size=2).map(tuple),
    memories=st.dictionaries(
        words, st.builds(Memory, finite, finite, numbers, numbers, numbers), max_size=2
    ),
)
moves = st.tuples(
    st.sampled_from(["fresh", "fresh", "stale", "new", "erase"]),
    st.sampled_from("ab"),
    states,
    st.none() | contents,
)
procedures = (f"procedure-{n}" for n in count())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(moves, max_size=8))
def test_any_history_keeps_each_number_once_and_what_a_dictionary_would_hold(
    url: str, history: list[tuple[str, str, Learner, Answer | None]]
) -> None:
    """Whatever is answered, over whichever revision, the store agrees with the simplest model."""
    procedure = next(procedures)
    held: dict[Trainee, Learner] = {}
    given_out: dict[Trainee, dict[int, Answer]] = {}

    async def story(store: Store) -> None:
        for over, person, state, answer in history:
            trainee = Trainee("slack", person, procedure)
            theirs = given_out.setdefault(trainee, {})
            if over == "erase":
                await store.forget_learner(trainee)
                held.pop(trainee, None)
                theirs.clear()
                continue
            last = held[trainee].revision if trainee in held else 0
            seen = {"new": 0, "stale": last + 1}.get(over, last)
            counts = seen == last and (answer is None or answer.number not in theirs)
            assert await store.learnt(trainee, _after(state, seen), answer) is counts
            if counts:
                held[trainee] = _after(state, last + 1)
                theirs |= {answer.number: answer} if answer else {}
            assert await store.learner(trainee) == held.get(trainee)
            assert await store.answers(trainee) == [theirs[n] for n in sorted(theirs)]
        since = [one for _, one in await store.answered_since(procedure, 0)]
        assert len(since) == sum(map(len, given_out.values()))

    told(url, story)
