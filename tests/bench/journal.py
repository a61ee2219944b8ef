"""A journal of 100,000 verdicts, searched and counted by week, in each database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.decision.compiled import Compiled
from bot.decision.decide import decide
from bot.decision.verdict import Decided
from bot.journal.entry import WEEK, Begun, Entry, Search
from bot.journal.figures import weekly
from bot.journal.picture import WIDE
from bot.journal.traffic import told_verdicts
from bot.procedure.loader import Edition
from bot.store.database import open_store
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import Store
from tests.bench.report import Report, Row, seconds
from tests.bench.timing import Tell
from tests.postgres import Postgres, programs

VERDICTS, PEOPLE, DAYS = 100_000, 60, 365
CALLS = 2_000
"""Different ones, as likely as the declared weights make them."""
CORRECTED, LEFT = 10, 15
"""One verdict in so many corrects the one before it; so many times fewer cases are left."""
NOW = 1_795_600_000
ROUNDS = 5
PAGE = 20
TARGET = 1.0
"""Seconds."""

Use = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Made:
    """A journal as it is written."""

    entries: Sequence[Entry]
    begun: Sequence[Begun]


def measure(edition: Edition, tell: Tell) -> Report:
    """Fill each database, then time what supervisors ask of it."""
    compiled = Compiled(edition)
    tell("making verdicts up")
    made = made_up(compiled)
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        rows += _measured(
            "SQLite", f"sqlite:///{Path(folder) / 'journal.db'}", compiled, made, tell
        )
    installed = programs()
    if installed is None:
        return Report(rows, notes=[_NOTE, "PostgreSQL is not installed: it is not measured."])
    server = Postgres(installed)
    try:
        server.make()
        url = server.empty()
        rows += _measured(
            "PostgreSQL", url, compiled, made, tell, lambda: server.execute("ANALYZE", url)
        )
    finally:
        server.remove()
    return Report(rows, notes=[_NOTE])


_NOTE = (
    f"{VERDICTS:,} verdicts over {DAYS} days. The search is the one that finds the least: it goes "
    "through all of them. Figures: read, counted and computed, of the "
    f"{WIDE.weeks} weeks that are drawn."
)


def made_up(compiled: Compiled, verdicts: int = VERDICTS) -> Made:
    """A journal such as a year leaves."""
    random = Random(7)
    calls = [_call(compiled, random) for _ in range(CALLS)]
    entries: list[Entry] = []
    begun: list[Begun] = []
    for n in range(verdicts):
        at, call = NOW - random.randrange(DAYS * 86_400), random.choice(calls)
        case = entries[-1].case if n % CORRECTED == CORRECTED - 1 else f"slack:{n}"
        who = f"U{random.randrange(PEOPLE)}"
        entries.append(
            replace(call, id=f"{random.getrandbits(128):032x}", case=case, person=who, at=at)
        )
        begun.append(Begun(case, call.procedure, "slack", at - 40))
        if n % LEFT == 0:
            begun.append(Begun(f"slack:left-{n}", call.procedure, "slack", at - 40))
    return Made(entries, begun)


def _call(compiled: Compiled, random: Random) -> Entry:
    """A call, asked in the computed order until its verdict."""
    case: dict[str, str] = {}
    for fact in compiled.space.facts:
        if compiled.space.is_relevant(fact, case):
            weights = compiled.planner.weights[fact]
            case[fact] = random.choices(list(weights), list(weights.values()))[0]
    asked: dict[str, str] = {}
    cards = 0
    while not isinstance(decision := decide(compiled, asked), Decided):
        asked |= {fact: case[fact] for fact in decision.facts if fact in case}
        cards += 1
    verdict = decision.verdict
    return Entry(
        "", "", compiled.edition.name, compiled.edition.version, "slack", "", 0, asked, (),
        verdict.destination, str(verdict.basis), verdict.rules, verdict.phrases, cards,
    )  # fmt: skip


def _measured(
    database: str,
    url: str,
    compiled: Compiled,
    made: Made,
    tell: Tell,
    tidy: Callable[[], object] = lambda: None,
) -> Sequence[Row]:
    """What each use takes; `tidy` is what a server does by itself once the rows are there."""

    async def story() -> dict[str, float]:
        async with open_store(url, Pseudonyms("bench"), time.time) as store:
            await _fill(store, made, lambda told: tell(f"{database}: {told}"))
            tidy()
            return {name: await _timed(use) for name, use in _uses(store, compiled)}

    return [
        Row(f"{database}: {name}", seconds(spent), seconds(TARGET), spent / TARGET, 1.0)
        for name, spent in asyncio.run(story()).items()
    ]


async def _fill(store: Store, made: Made, tell: Tell) -> None:
    for n in range(0, len(made.begun), 500):
        tell(f"{n} written")
        await store.enter(made.entries[n : n + 500], made.begun[n : n + 500])


def _uses(store: Store, compiled: Compiled) -> Iterator[tuple[str, Use]]:
    procedure = compiled.edition.name
    rare = Search(procedure, {fact: list(f.values)[-1] for fact, f in compiled.space.facts.items()})

    async def figures() -> object:
        since = NOW - WIDE.weeks * WEEK
        weeks = await store.weeks(procedure, since, NOW)
        return weekly(compiled, weeks, await store.tallies(procedure, since, NOW))

    yield "search", lambda: store.found(rare, PAGE)
    yield "count what is found", lambda: store.count(rare)
    yield "weekly figures", figures
    yield "a year of alike verdicts", lambda: told_verdicts(store, procedure, 0, NOW)
    yield "a year of weeks", lambda: store.weeks(procedure, 0, NOW)


async def _timed(use: Use) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = perf_counter()
        await use()
        taken.append(perf_counter() - start)
    return median(taken)
