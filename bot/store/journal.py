"""The journal in a database: verdicts written once, searched by their facts, counted by week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Insert,
    RowMapping,
    Subquery,
    Table,
    and_,
    case,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.journal.entry import FIRST_MONDAY, LASTS, WEEK, Begun, Entry, Search, Tally, Week
from bot.store.tables import openings, verdicts
from bot.store.transactions import Transactions

ALIKE = 4_096
"""Lists of facts that are read once: calls are alike."""
_BAR = "|"


class JournalStore(Transactions):
    """The `Entries` of a database, under pseudonyms."""

    async def enter(self, entries: Sequence[Entry], begun: Sequence[Begun]) -> None:
        """Write what is not written yet; a case whose verdict came at once has begun with it."""
        # In one order for all: of two programs that write the same, neither waits for the other.
        rows = sorted((self._row(one) for one in entries), key=lambda row: str(row["id"]))
        first: Iterable[Begun | Entry] = (*begun, *entries)
        cases = [
            {"case": o.case, "procedure": o.procedure, "platform": o.platform, "at": o.at}
            for o in sorted(first, key=lambda one: (one.case, one.at))
        ]

        def write(connection: Connection) -> None:
            for table, new in ((verdicts, rows), (openings, cases)):
                if new:
                    connection.execute(_if_new(connection, table), new)

        await self._done(write)

    async def found(self, search: Search, most: int, after: int = 0) -> Sequence[Entry]:
        """The entries looked for, the latest first, from the one at the place `after`."""
        latest = verdicts.c.at.desc(), verdicts.c.id
        looked_for = select(verdicts).where(_matches(search)).order_by(*latest)
        page = looked_for.limit(most).offset(after)
        return await self._done(
            lambda connection: [self._entry(row) for row in connection.execute(page).mappings()]
        )

    async def count(self, search: Search) -> int:
        """How many entries there are of what is looked for."""
        counted = select(func.count()).select_from(verdicts).where(_matches(search))
        return int(await self._done(lambda connection: connection.execute(counted).scalar_one()))

    async def tallies(self, procedure: str, since: int, until: int) -> Sequence[Tally]:
        """The verdicts of a time, alike ones together, by week; the last verdict of each case."""
        last = _last_of_each_case(procedure, since, until)
        alike = (
            last.c.week, last.c.version, last.c.facts, last.c.unknown, last.c.destination,
            last.c.basis, last.c.rules,
        )  # fmt: skip
        sums = func.count().label("verdicts"), func.sum(last.c.cards).label("cards")
        grouped = select(*alike, *sums).where(last.c.place == 1).group_by(*alike)
        return await self._done(
            # There may be very many: they are read where nobody waits for the loop.
            lambda connection: [_tally(row) for row in connection.execute(grouped).mappings()]
        )

    async def people(self, procedure: str, since: int, until: int) -> Mapping[int, int]:
        """How many people each week of a time had, of those whom a platform names."""
        asked = _people(procedure, since, until)
        return await self._done(
            lambda connection: {
                row["week"] * WEEK + FIRST_MONDAY: row["people"]
                for row in connection.execute(asked).mappings()
            }
        )

    async def weeks(self, procedure: str, since: int, until: int) -> Sequence[Week]:
        """The weeks of a time, in order."""
        people = _people(procedure, since, until)
        begun = _begun(procedure, since, until)

        def ask(connection: Connection) -> list[Week]:
            named = {row["week"]: row for row in connection.execute(people).mappings()}
            opened = {row["week"]: row for row in connection.execute(begun).mappings()}
            return [
                Week(
                    week * WEEK + FIRST_MONDAY,
                    people=named[week]["people"] if week in named else 0,
                    begun=opened[week]["begun"] if week in opened else 0,
                    abandoned=opened[week]["abandoned"] if week in opened else 0,
                )
                for week in sorted({*named, *opened})
            ]

        return await self._done(ask)

    def _row(self, one: Entry) -> dict[str, Any]:
        return {
            "id": one.id,
            "case": one.case,
            "procedure": one.procedure,
            "version": one.version,
            "platform": one.platform,
            "person": self._pseudonyms.of(one.platform, one.person) if one.person else "",
            "at": one.at,
            "facts": _barred(f"{fact}.{value}" for fact, value in sorted(one.facts.items())),
            "unknown": _barred(sorted(one.unknown)),
            "destination": one.destination,
            "basis": one.basis,
            "rules": _barred(one.rules),
            "phrases": _barred(one.phrases),
            "cards": one.cards,
        }

    def _entry(self, row: RowMapping) -> Entry:
        told = dict(row)
        lists = {name: _unbarred(told[name]) for name in ("unknown", "rules", "phrases")}
        return Entry(**{**told, **lists, "facts": _facts(told["facts"])})


def purged(before: int) -> tuple[Any, Any]:
    """What deletes the journal of before a time."""
    return (
        delete(verdicts).where(verdicts.c.at < before),
        delete(openings).where(openings.c.at < before),
    )


def _if_new(connection: Connection, table: Table) -> Insert:
    """An insertion that leaves alone what is there."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def _matches(search: Search) -> ColumnElement[bool]:
    within = _within(verdicts, search.procedure, search.since, search.until)
    facts = (
        verdicts.c.facts.contains(f"{_BAR}{fact}.{value}{_BAR}", autoescape=True)
        for fact, value in search.facts.items()
    )
    destination = [verdicts.c.destination == search.destination] if search.destination else []
    return and_(within, *facts, *destination)


def _within(table: Table, procedure: str, since: int, until: int) -> ColumnElement[bool]:
    return and_(table.c.procedure == procedure, table.c.at >= since, table.c.at < until)


def _week(at: ColumnElement[int]) -> ColumnElement[int]:
    """The number of a time's week."""
    return ((at - FIRST_MONDAY) // WEEK).label("week")


def _last_of_each_case(procedure: str, since: int, until: int) -> Subquery:
    latest = verdicts.c.at.desc(), verdicts.c.cards.desc(), verdicts.c.id
    place = func.row_number().over(partition_by=verdicts.c.case, order_by=latest).label("place")
    columns = (
        verdicts.c.version, verdicts.c.facts, verdicts.c.unknown, verdicts.c.destination,
        verdicts.c.basis, verdicts.c.rules, verdicts.c.cards, place, _week(verdicts.c.at),
    )  # fmt: skip
    return select(*columns).where(_within(verdicts, procedure, since, until)).subquery()


def _people(procedure: str, since: int, until: int) -> Executable:
    """Those whom a platform names, by week."""
    columns = _week(verdicts.c.at), verdicts.c.platform, verdicts.c.person
    within = _within(verdicts, procedure, since, until)
    met = select(*columns).where(within).distinct().subquery()
    named = func.count(func.nullif(met.c.person, "")).label("people")
    return select(met.c.week, named).group_by(met.c.week)


def _begun(procedure: str, since: int, until: int) -> Executable:
    """The cases begun, and those of them that no verdict follows for long, by week."""
    week = _week(openings.c.at)
    same = verdicts.c.procedure == openings.c.procedure, verdicts.c.case == openings.c.case
    ended = select(verdicts.c.id).where(*same).exists()
    counts = (
        func.count().label("begun"),
        func.sum(case((or_(ended, openings.c.at > until - LASTS), 0), else_=1)).label("abandoned"),
    )
    return select(week, *counts).where(_within(openings, procedure, since, until)).group_by(week)


def _tally(row: RowMapping) -> Tally:
    return Tally(
        week=row["week"] * WEEK + FIRST_MONDAY,
        version=row["version"],
        facts=_facts(row["facts"]),
        unknown=_unbarred(row["unknown"]),
        destination=row["destination"],
        basis=row["basis"],
        verdicts=row["verdicts"],
        cards=int(row["cards"]),
        rules=_unbarred(row["rules"]),
    )


def _barred(names: Iterable[str]) -> str:
    """`|a|b|`: each name can be looked for with a bar on each side."""
    return "".join(f"{_BAR}{name}" for name in names) + _BAR


@lru_cache(maxsize=ALIKE)
def _unbarred(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split(_BAR) if name)


@lru_cache(maxsize=ALIKE)
def _facts(text: str) -> Mapping[str, str]:
    pairs = (one.partition(".") for one in _unbarred(text))
    return MappingProxyType({fact: value for fact, _, value in pairs})
