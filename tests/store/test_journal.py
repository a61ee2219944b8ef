"""The journal in every database: each verdict once, searched and counted as Python would."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from sqlite3 import connect

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import StoreUnavailable
from bot.journal.entry import LASTS, WEEK, Begun, Entry, Search, Tally, Week, monday
from bot.store.database import open_store
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import Store
from bot.training.schedule import DAY
from tests.journal.calls import ENTRY, MONDAY
from tests.store.told import Clock, told

EVER = 2**53
NEVER = 10_000
"""Days."""
ALL = Search("retention", {})


def pseudonym(person: str, platform: str = "slack") -> str:
    return Pseudonyms("a secret of tests").of(platform, person)


def test_a_verdict_is_found_by_the_next_program_as_it_was_given(url: str) -> None:
    """All of it but the person, who is known by a pseudonym."""
    told(url, lambda store: store.enter([ENTRY], []))
    (found,) = told(url, lambda store: store.found(ALL, 9))
    assert found == replace(ENTRY, person=pseudonym("U0CAMILLE"))


def test_a_verdict_without_a_person_stays_without(url: str) -> None:
    """An empty name is nobody’s, and gets no pseudonym."""
    told(url, lambda store: store.enter([replace(ENTRY, person="")], []))
    (found,) = told(url, lambda store: store.found(ALL, 9))
    assert found.person == ""


def test_a_verdict_entered_again_is_entered_once(url: str) -> None:
    """In one batch, in two, or by the next program; and the first one stays."""
    told(url, lambda store: store.enter([ENTRY, ENTRY], []))
    told(url, lambda store: store.enter([replace(ENTRY, destination="retention")], []))
    (found,) = told(url, lambda store: store.found(ALL, 9))
    assert found.destination == "support"


def test_programs_that_enter_the_same_verdicts_at_once_enter_each_once(url: str) -> None:
    """Four of them, each in an order of its own."""
    batches = [[replace(ENTRY, id=f"e{n % 7}", case=f"c{n % 5}") for n in range(k, k + 40)]
               for k in range(4)]  # fmt: skip

    async def story() -> int:
        async def enter(batch: list[Entry]) -> None:
            async with open_store(url, Pseudonyms("k"), time.time) as store:
                for n in range(0, len(batch), 10):
                    await store.enter(batch[n : n + 10], [])

        await enter([])
        await asyncio.gather(*map(enter, batches))
        async with open_store(url, Pseudonyms("k"), time.time) as store:
            return await store.count(ALL)

    assert asyncio.run(story()) == 7


def test_a_case_that_comes_to_its_verdict_at_once_has_begun(url: str) -> None:
    """Else, those that are left would be counted against too few."""
    left = Begun("slack:418", "retention", "slack", MONDAY)

    async def story(store: Store) -> Sequence[Week]:
        await store.enter([ENTRY], [left])
        return await store.weeks("retention", 0, EVER)

    assert told(url, story) == [Week(MONDAY, people=1, begun=2, abandoned=1)]


def test_a_case_still_under_way_is_not_abandoned(url: str) -> None:
    """An agent may be on the phone; after an hour they are not."""
    left = Begun("slack:418", "retention", "slack", MONDAY)

    async def story(store: Store) -> list[int]:
        await store.enter([], [left])
        ends = MONDAY + LASTS - 1, MONDAY + LASTS
        weeks = [await store.weeks("retention", 0, end) for end in ends]
        return [week.abandoned for (week,) in weeks]

    assert told(url, story) == [0, 1]


def test_a_corrected_case_counts_once_as_it_was_corrected(url: str) -> None:
    """Its last verdict, whatever the order in which the two were written."""
    last = replace(ENTRY, id="e0", at=ENTRY.at + 60, destination="retention", cards=3)

    async def story(store: Store) -> Sequence[Tally]:
        await store.enter([last, ENTRY], [])
        return await store.tallies("retention", 0, EVER)

    (tally,) = told(url, story)
    assert (tally.destination, tally.verdicts, tally.cards) == ("retention", 1, 3)
    assert told(url, lambda store: store.count(ALL)) == 2


def test_an_id_that_begins_as_another_is_not_taken_for_it(url: str) -> None:
    """Neither a fact, nor a value, nor a wildcard of the database."""
    one = replace(ENTRY, facts={"re-demande": "resiliation", "demande": "autre-chose"})
    told(url, lambda store: store.enter([one], []))
    others = [{"demande": "autre"}, {"demande": "resiliation"}, {"demande": "autre_chose"},
              {"d%": "autre-chose"}]  # fmt: skip

    async def story(store: Store) -> list[int]:
        return [await store.count(Search("retention", facts)) for facts in others]

    assert told(url, story) == [0, 0, 0, 0]
    found = Search("retention", {"demande": "autre-chose"})
    assert told(url, lambda store: store.count(found)) == 1


def test_the_journal_is_forgotten_by_its_own_age(url: str) -> None:
    """What is older than its days goes, verdicts and beginnings, and nothing else."""
    clock = Clock(ENTRY.at + 365 * DAY)

    async def story(store: Store) -> None:
        begun = Begun("slack:416", "retention", "slack", ENTRY.at + 1)
        await store.enter([ENTRY, replace(ENTRY, id="e2", case="c2", at=ENTRY.at + 1)], [begun])
        untouched = await store.forget(1, 1, 365)
        assert (untouched.verdicts, untouched.openings) == (0, 0)
        clock.now += 1
        old = await store.forget(NEVER, NEVER, 365)
        assert (old.verdicts, old.openings) == (1, 1)
        assert [one.id for one in await store.found(ALL, 9)] == ["e2"]

    told(url, story, clock)


def test_nobody_is_named_in_the_file_of_the_database(tmp_path: Path) -> None:
    """Not their id, in any file that the database leaves."""
    told(f"sqlite:///{tmp_path}/store.db", lambda store: store.enter([ENTRY], []))
    files = [one.read_bytes() for one in tmp_path.iterdir()]
    assert any(pseudonym("U0CAMILLE").encode() in content for content in files)
    assert not any(b"CAMILLE" in content for content in files)


def test_who_is_named_alike_on_two_platforms_is_two_people(url: str) -> None:
    """A platform’s names are its own."""
    both = [replace(ENTRY, id=one, case=one, platform=one) for one in ("slack", "teams")]

    async def story(store: Store) -> Sequence[Week]:
        await store.enter(both, [])
        return await store.weeks("retention", 0, EVER)

    (week,) = told(url, story)
    assert week.people == 2


VALUES = {"demande": ("resiliation", "autre"), "blocage": ("aucun", "autre"), "mbg": ("oui", "non")}
facts = st.fixed_dictionaries({}, optional={f: st.sampled_from(v) for f, v in VALUES.items()})
times = st.integers(MONDAY - 2 * WEEK - 3, MONDAY + 2 * WEEK + 3)
lists = st.lists(st.sampled_from(["un", "deux"]), unique=True, max_size=2).map(tuple)
entries = st.builds(
    Entry,
    id=st.sampled_from([f"e{n:02}" for n in range(14)]),
    case=st.sampled_from([f"c{n}" for n in range(5)]),
    procedure=st.sampled_from(["retention", "autre"]),
    version=st.sampled_from(["v1", "v2"]),
    platform=st.sampled_from(["slack", "teams"]),
    person=st.sampled_from(["", "U1", "U2", "U3"]),
    at=times,
    facts=facts,
    unknown=lists.map(sorted).map(tuple),
    destination=st.sampled_from(["", "support", "retention"]),
    basis=st.sampled_from(["", "written"]),
    rules=lists,
    phrases=lists,
    cards=st.integers(0, 4),
)
openings = st.builds(
    Begun,
    case=st.sampled_from([f"c{n}" for n in range(8)]),
    procedure=st.sampled_from(["retention", "autre"]),
    platform=st.just("slack"),
    at=times,
)
searches = st.builds(
    Search,
    procedure=st.sampled_from(["retention", "autre"]),
    facts=facts,
    destination=st.sampled_from(["", "support"]),
    since=times,
    until=times,
)
journals = st.lists(entries, max_size=14, unique_by=lambda one: one.id)
numbers = count()


def own(journal: Iterable[Entry], begun: Iterable[Begun]) -> tuple[list[Entry], list[Begun]]:
    """The same in procedures of this example alone, and cases of one procedure."""
    n = next(numbers)
    return (
        [replace(one, id=f"{n}.{one.id}", case=f"{n}.{one.procedure}.{one.case}",
                 procedure=f"{one.procedure}-{n}") for one in journal],
        [replace(one, case=f"{n}.{one.procedure}.{one.case}", procedure=f"{one.procedure}-{n}")
         for one in begun],
    )  # fmt: skip


def is_found(one: Entry, search: Search) -> bool:
    return (
        one.procedure == search.procedure
        and search.since <= one.at < search.until
        and search.destination in ("", one.destination)
        and all(one.facts.get(fact) == value for fact, value in search.facts.items())
    )


every_example = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)


@every_example
@given(journals, searches, st.integers(0, 3), st.integers(0, 3))
def test_a_search_finds_what_a_filter_would(
    url: str, journal: list[Entry], search: Search, most: int, after: int
) -> None:
    """All of it, the latest first, page by page; and counts it."""
    given, _ = own(journal, [])
    name = given[0].procedure.rpartition("-")[2] if given else "0"
    looked_for = replace(search, procedure=f"{search.procedure}-{name}")
    expected = sorted((one for one in given if is_found(one, looked_for)),
                      key=lambda one: (-one.at, one.id))  # fmt: skip

    async def story(store: Store) -> tuple[list[str], int]:
        await store.enter(given, [])
        page = await store.found(looked_for, most, after)
        return [one.id for one in page], await store.count(looked_for)

    page = [one.id for one in expected[after : after + most]]
    assert told(url, story) == (page, len(expected))


def counted(journal: Iterable[Entry], procedure: str) -> Mapping[object, tuple[int, int]]:
    """The last verdict of each case, alike ones together."""
    last: dict[str, Entry] = {}
    for one in journal:
        before = last.get(one.case)
        if one.procedure == procedure and (before is None or _order(one) > _order(before)):
            last[one.case] = one
    verdicts: Counter[object] = Counter()
    cards: Counter[object] = Counter()
    for one in last.values():
        key = _key(monday(one.at), one)
        verdicts[key] += 1
        cards[key] += one.cards
    return {key: (verdicts[key], cards[key]) for key in verdicts}


def _order(one: Entry) -> tuple[object, ...]:
    return one.at, one.cards, [-ord(letter) for letter in one.id]


def _key(week: int, one: Entry | Tally) -> tuple[object, ...]:
    facts = tuple(sorted(one.facts.items()))
    return week, one.version, facts, one.unknown, one.destination, one.basis, one.rules


@every_example
@given(journals)
def test_tallies_are_what_counting_by_hand_gives(url: str, journal: list[Entry]) -> None:
    """Each week, alike verdicts together, the last of each case."""
    given, _ = own(journal, [])
    for procedure in {one.procedure for one in given}:

        async def story(store: Store, procedure: str = procedure) -> Sequence[Tally]:
            await store.enter(given, [])
            return await store.tallies(procedure, 0, EVER)

        tallies = told(url, story)
        found = {_key(one.week, one): (one.verdicts, one.cards) for one in tallies}
        assert len(found) == len(tallies)
        assert found == counted(given, procedure)


@every_example
@given(journals, st.lists(openings, max_size=8, unique_by=lambda one: (one.procedure, one.case)))
def test_weeks_are_what_counting_by_hand_gives(
    url: str, journal: list[Entry], begun: list[Begun]
) -> None:
    """People, cases begun, and those that no verdict follows, each week on its own."""
    given, opened = own(journal, begun)
    for procedure in {one.procedure for one in given} | {one.procedure for one in opened}:

        async def story(
            store: Store, procedure: str = procedure
        ) -> tuple[Sequence[Week], Mapping[int, int]]:
            await store.enter([], opened)
            await store.enter(given, [])
            weeks = await store.weeks(procedure, 0, EVER)
            return weeks, await store.people(procedure, 0, EVER)

        weeks, people = told(url, story)
        assert weeks == by_hand(given, opened, procedure)
        assert [people.get(week.week, 0) for week in weeks] == [week.people for week in weeks]
        assert people.keys() <= {week.week for week in weeks}


def by_hand(journal: list[Entry], begun: list[Begun], procedure: str) -> list[Week]:
    mine = [one for one in journal if one.procedure == procedure]
    ended = {one.case for one in mine}
    first = {one.case: one.at for one in sorted(mine, key=lambda one: -one.at)}
    first |= {one.case: one.at for one in begun if one.procedure == procedure}
    weeks = sorted({monday(one.at) for one in mine} | {monday(at) for at in first.values()})
    return [
        Week(
            week,
            people=len({(one.platform, one.person) for one in mine
                        if monday(one.at) == week and one.person}),
            begun=sum(monday(at) == week for at in first.values()),
            abandoned=sum(monday(at) == week and case not in ended for case, at in first.items()),
        )
        for week in weeks
    ]  # fmt: skip


def test_a_time_is_half_open(url: str) -> None:
    """What is given as it begins is of it, and as it ends is not."""
    ends = replace(ENTRY, id="e2", case="c2", at=MONDAY + WEEK)
    begins = replace(ENTRY, at=MONDAY)

    async def story(store: Store) -> tuple[Sequence[Tally], Sequence[Week]]:
        await store.enter([begins, ends], [])
        time = MONDAY, MONDAY + WEEK
        return await store.tallies("retention", *time), await store.weeks("retention", *time)

    tallies, weeks = told(url, story)
    assert [one.week for one in tallies] == [one.week for one in weeks] == [MONDAY]


USES: dict[str, Callable[[Store], Awaitable[object]]] = {
    "enter": lambda store: store.enter([ENTRY], []),
    "found": lambda store: store.found(ALL, 9),
    "count": lambda store: store.count(ALL),
    "tallies": lambda store: store.tallies("retention", 0, EVER),
    "weeks": lambda store: store.weeks("retention", 0, EVER),
    "people": lambda store: store.people("retention", 0, EVER),
}


@pytest.mark.parametrize("use", USES)
def test_a_journal_that_cannot_be_reached_says_so(tmp_path: Path, use: str) -> None:
    """As one error, that names neither a query nor what was to be written."""

    async def story(store: Store) -> str:
        with closing(connect(tmp_path / "store.db")) as other:
            other.executescript("DROP TABLE verdicts; DROP TABLE openings;")
        with pytest.raises(StoreUnavailable) as caught:
            await USES[use](store)
        return str(caught.value)

    assert told(f"sqlite:///{tmp_path}/store.db", story) == "la base ne répond pas"
