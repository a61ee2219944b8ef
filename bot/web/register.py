"""The journal's page: what is looked for by facts, shown in words and taken away as a table."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.conversation.frame import Frame
from bot.conversation.supervision import DAYS, Supervision
from bot.errors import StoreUnavailable
from bot.journal.entry import WEEK, Entry, Search, Tally, monday
from bot.journal.export import ENTRIES, TALLIES, entry_rows, mean_cards, tally_rows
from bot.journal.traffic import told_verdicts
from bot.numbers import number
from bot.procedure.model import Ground
from bot.proof.words import destination, stated
from bot.sheets import as_file, write
from bot.training.schedule import DAY
from bot.web.drawing import Drawing, parameters_of
from bot.web.local import Door

SHOWN = 200
"""Lines on the page."""
PERIOD, PERIODS = "jours", (7, 30, DAYS, 0)
"""Days that can be asked for; 0 for all that are kept."""
PAGE = 2_000
"""Verdicts of a table that are read at once."""


@dataclass(frozen=True)
class Asked:
    """What is looked for, of how many days (0: all that is kept), and whether one by one."""

    search: Search
    days: int
    is_individual: bool

    def query(self) -> str:
        """The same in an address."""
        ends = {"destination": self.search.destination} if self.search.destination else {}
        period = {PERIOD: str(self.days)} if self.days != DAYS else {}
        return urlencode({**self.search.facts, **ends, **period})


@dataclass(frozen=True)
class Lines:
    """The first lines of a table, and how many verdicts and lines there are in all."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    verdicts: int
    lines: int


@dataclass(frozen=True)
class Register:
    """The journal, as far as it may be seen.

    From the day `individual_from` on, what was given since is told verdict by verdict, with its
    time and pseudonym. Before, alike verdicts of a week that is over are counted together, and only
    where five people or more took part: nobody can be followed there.
    """

    supervision: Supervision
    door: Door
    drawing: Drawing
    individual_from: date | None = None

    def routes(self) -> list[Route]:
        """The routes of these pages."""
        return [
            Route("/{procedure}/journal", self.journal),
            Route("/{procedure}/journal.csv", self.table),
        ]

    async def journal(self, request: Request) -> Response:
        """What the address looks for, in words."""
        compiled = self.door.admitted(request)
        frame = self.supervision.guide.frame(compiled.edition.name)
        asked = self._asked(request)
        tell = self._entries if asked.is_individual else self._tallies
        try:
            told = await tell(frame, asked.search)
        except StoreUnavailable:
            raise HTTPException(503) from None
        return self.drawing.page(
            "journal.html",
            here=f"/{asked.search.procedure}",
            procedure=frame.compiled.procedure,
            asked=asked,
            told=told,
            number=number,
            periods=PERIODS,
            usual=DAYS,
        )

    async def table(self, request: Request) -> Response:
        """The same as a table, whole."""
        self.door.admitted(request)
        asked = self._asked(request)
        name = f"journal-{asked.search.procedure}.csv"
        named = {"content-disposition": f'attachment; filename="{name}"'}
        try:
            if asked.is_individual:
                await self.supervision.entries.found(asked.search, 1)
                told = self._every(asked.search)
                return StreamingResponse(told, 200, named, "text/csv; charset=utf-8")
            found = await self._alike(asked.search)
        except StoreUnavailable:
            raise HTTPException(503) from None
        table = await asyncio.to_thread(lambda: as_file([TALLIES, *tally_rows(found)]))
        return Response(table, 200, named, "text/csv; charset=utf-8")

    async def _entries(self, frame: Frame, search: Search) -> Lines:
        """The latest verdicts, one by one."""
        entries = self.supervision.entries
        count, found = await entries.count(search), await entries.found(search, SHOWN)
        header = (
            frame._("Time (UTC)"), frame._("Agent"), *_headings(frame), frame._("Platform"),
            frame._("Version"), frame._("Cards"),
        )  # fmt: skip
        return Lines(header, [_entry(frame, one) for one in found], count, count)

    async def _tallies(self, frame: Frame, search: Search) -> Lines:
        """The verdicts that are alike, by week, the latest week and the most frequent first."""
        found = await self._alike(search)
        header = (
            frame._("Week of"), frame._("Verdicts"), *_headings(frame), frame._("Version"),
            frame._("Cards (mean)"),
        )  # fmt: skip
        count = sum(one.verdicts for one in found)
        return Lines(header, [_tally(frame, one) for one in found[:SHOWN]], count, len(found))

    async def _alike(self, search: Search) -> list[Tally]:
        entries = self.supervision.entries
        told = await told_verdicts(entries, search.procedure, search.since, search.until)
        found = (one for one in told if search.finds(one))
        return sorted(found, key=lambda one: (-one.week, -one.verdicts, sorted(one.facts.items())))

    async def _every(self, search: Search) -> AsyncIterator[bytes]:
        """Each verdict, the latest first, by weeks and pages: nobody waits meanwhile."""
        yield as_file([ENTRIES])
        for week in range(monday(search.until), monday(search.since) - 1, -WEEK):
            within = replace(
                search, since=max(week, search.since), until=min(week + WEEK, search.until)
            )
            place, page = 0, await self.supervision.entries.found(within, PAGE)
            while page:
                yield (await asyncio.to_thread(write, entry_rows(page))).encode("utf-8", "replace")
                place += len(page)
                page = await self.supervision.entries.found(within, PAGE, place)

    def _asked(self, request: Request) -> Asked:
        """What an address looks for: `fait=valeur`, the destination, and `jours`; until now."""
        facts = parameters_of(request)
        ends, period = facts.pop("destination", ""), facts.pop(PERIOD, "")
        days = int(period) if period in map(str, PERIODS) else DAYS
        now = int(self.supervision.clock())
        since, until = monday(now - days * DAY) if days else 0, monday(now)
        is_individual = self.individual_from is not None and _midnight(self.individual_from) <= now
        if self.individual_from and is_individual:
            since, until = max(since, _midnight(self.individual_from)), now + 1
        search = Search(str(request.path_params["procedure"]), facts, ends, since, until)
        return Asked(search, days, is_individual)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _headings(frame: Frame) -> tuple[str, ...]:
    return frame._("Verdict"), frame._("Ground"), frame._("Facts"), frame._("Not known")


def _entry(frame: Frame, one: Entry) -> tuple[str, ...]:
    at = datetime.fromtimestamp(one.at, UTC).strftime("%d/%m/%Y %H:%M:%S")
    return at, one.person, *_told(frame, one), one.platform, one.version, str(one.cards)


def _tally(frame: Frame, one: Tally) -> tuple[str, ...]:
    count = number(one.verdicts)
    week = datetime.fromtimestamp(one.week, UTC).strftime("%d/%m/%Y")
    return week, count, *_told(frame, one), one.version, mean_cards(one)


def _told(frame: Frame, one: Entry | Tally) -> tuple[str, ...]:
    """A verdict in words; in ids, what the procedure no longer knows."""
    procedure = frame.compiled.procedure
    ends = destination(procedure, one.destination) or frame._("Depends on what is not known")
    ground = frame.ground(Ground(one.basis))[1] if one.basis in set(Ground) else one.basis
    facts = procedure.facts
    unknown = (facts[name].label if name in facts else name for name in one.unknown)
    return ends, ground, _facts(frame, one.facts), ", ".join(unknown)


def _facts(frame: Frame, told: Mapping[str, str]) -> str:
    """Facts in the order of the procedure, those that it no longer knows at the end."""
    facts = frame.compiled.procedure.facts
    order = (*(name for name in facts if name in told), *sorted(told.keys() - facts))
    return stated(facts, {name: told[name] for name in order})
