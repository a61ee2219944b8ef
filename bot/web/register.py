"""The journal's page: what is looked for by facts, shown in words and taken away as a table."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.conversation.frame import Frame
from bot.conversation.supervision import DAYS, Supervision
from bot.errors import StoreUnavailable
from bot.journal.entry import Entry, Search, Tally, monday
from bot.journal.export import ENTRIES, TALLIES, entry_rows, mean_cards, tally_rows
from bot.journal.traffic import told_verdicts
from bot.numbers import number
from bot.procedure.model import Ground
from bot.proof.words import destination, value
from bot.sheets import as_file, write
from bot.training.schedule import DAY
from bot.web.drawing import Drawing
from bot.web.local import Door

MOST = 100
"""Facts in an address."""
SHOWN = 200
"""Lines on the page."""
PERIOD, PERIODS = "jours", (7, 30, DAYS, 0)
"""Days that can be asked for; 0 for all that are kept."""
PAGE = 2_000
"""Verdicts of a table that are read at once."""

Lines = tuple[Sequence[str], list[Sequence[str]], int]
"""The headings of a table, its lines, and how many verdicts there are in all."""


@dataclass(frozen=True)
class Register:
    """The journal, as far as it may be seen.

    From the day `individual_from` on, what was given since is told verdict by verdict, with its
    time and pseudonym. Before, alike verdicts of a week are counted together, and only where five
    people or more took part: nobody can be followed there.
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
        search, days = self._search(request), _days(request)
        try:
            header, lines, count = (
                await self._entries(frame, search)
                if self._is_allowed()
                else await self._tallies(frame, search)
            )
        except StoreUnavailable:
            raise HTTPException(503) from None
        return self.drawing.page(
            "journal.html",
            here=f"/{search.procedure}",
            procedure=frame.compiled.procedure,
            search=search,
            header=header,
            rows=lines,
            count=count,
            number=number,
            shown=SHOWN,
            periods=PERIODS,
            is_individual=self._is_allowed(),
            days=days,
            usual=DAYS,
            query=urlencode(_query(search, days)),
        )

    async def table(self, request: Request) -> Response:
        """The same as a table, whole."""
        self.door.admitted(request)
        search = self._search(request)
        named = {"content-disposition": f'attachment; filename="journal-{search.procedure}.csv"'}
        try:
            if self._is_allowed():
                first = await self.supervision.entries.found(search, PAGE)
                told = self._every(search, first)
                return StreamingResponse(told, 200, named, "text/csv; charset=utf-8")
            found = await self._alike(search)
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
        return header, [_entry(frame, one) for one in found], count

    async def _tallies(self, frame: Frame, search: Search) -> Lines:
        """The verdicts that are alike, by week, the latest week and the most frequent first."""
        found = await self._alike(search)
        header = (
            frame._("Week of"), frame._("Verdicts"), *_headings(frame), frame._("Version"),
            frame._("Cards (mean)"),
        )  # fmt: skip
        count = sum(one.verdicts for one in found)
        return header, [_tally(frame, one) for one in found[:SHOWN]], count

    async def _alike(self, search: Search) -> list[Tally]:
        entries = self.supervision.entries
        told = await told_verdicts(entries, search.procedure, search.since, search.until)
        found = (one for one in told if search.finds(one))
        return sorted(found, key=lambda one: (-one.week, -one.verdicts, sorted(one.facts.items())))

    async def _every(self, search: Search, page: Sequence[Entry]) -> AsyncIterator[bytes]:
        """Each verdict, page by page: nobody waits meanwhile, however many there are."""
        yield as_file([ENTRIES])
        place = 0
        while page:
            yield (await asyncio.to_thread(write, entry_rows(page))).encode("utf-8", "replace")
            place += len(page)
            page = await self.supervision.entries.found(search, PAGE, place)

    def _search(self, request: Request) -> Search:
        """What is looked for: `fait=valeur`, the destination, and of how many days, until now."""
        given = dict(list(request.query_params.items())[:MOST])
        ends, days, now = given.pop("destination", ""), _days(request), self._now()
        facts = {fact: told for fact, told in given.items() if told and fact != PERIOD}
        since = monday(now - days * DAY) if days else 0
        if self._is_allowed():
            since = max(since, self._allowed_at())
        return Search(str(request.path_params["procedure"]), facts, ends, since, now + 1)

    def _is_allowed(self) -> bool:
        """Whether verdicts may be told one by one."""
        return self.individual_from is not None and self._allowed_at() <= self._now()

    def _allowed_at(self) -> int:
        day = self.individual_from or date.max
        return int(datetime.combine(day, time(), UTC).timestamp())

    def _now(self) -> int:
        return int(self.supervision.clock())


def _days(request: Request) -> int:
    """Of how many days verdicts are looked for; 0 for all that are kept."""
    asked = request.query_params.get(PERIOD, "")
    return int(asked) if asked in map(str, PERIODS) else DAYS


def _query(search: Search, days: int) -> dict[str, str]:
    ends = {"destination": search.destination} if search.destination else {}
    return {**search.facts, **ends, **({PERIOD: str(days)} if days != DAYS else {})}


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


def _facts(frame: Frame, stated: Mapping[str, str]) -> str:
    """Facts in the order of the procedure, those that it no longer knows at the end."""
    facts = frame.compiled.procedure.facts
    order: Iterable[str] = (*(name for name in facts if name in stated), *(stated.keys() - facts))
    return " · ".join(value(facts, name, stated[name]) for name in order)
