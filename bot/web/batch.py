"""The page on which supervisors have a file of cases decided; nothing of the file is kept."""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.decision.batch import (
    COLUMNS,
    Answered,
    answered,
    as_cells,
    json_batch,
    question,
    sheet_batch,
)
from bot.decision.compiled import Compiled
from bot.decision.labels import called
from bot.decision.verdict import Decided
from bot.errors import UnreadableSheet
from bot.numbers import number
from bot.procedure.typography import french_spaces
from bot.sheets import as_file, write
from bot.texts import cut
from bot.web.drawing import Drawing
from bot.web.local import Door

LARGEST = 10 * 1024 * 1024
"""Bytes of the largest form."""
MOST = 20_000
"""Cases of a file; a larger one is for the command line."""
SHOWN = 200
"""Lines on the page; the file that it gives has all."""
LONG = 120
"""Characters shown of what a line has besides its facts."""
EXAMPLES = 5
SLICE = 20
"""Cases decided in a row, while nobody else is answered."""


def takes_files(path: str) -> bool:
    """Whether what is posted at an address may be as large as a file."""
    return re.fullmatch(r"/[^/]+/lot", path) is not None


@dataclass(frozen=True)
class Batch:
    """The page of batches."""

    door: Door
    drawing: Drawing

    def routes(self) -> list[Route]:
        """The routes of this page."""
        return [
            Route("/{procedure}/lot", self.batch, methods=["GET", "POST"]),
            Route("/{procedure}/lot/exemple.csv", self.example),
        ]

    async def batch(self, request: Request) -> Response:
        """The form, or what a file of cases comes to."""
        compiled, gettext = self.door.admitted(request), self.door.guide.texts.gettext
        if request.method != "POST":
            return self._shown(compiled)
        try:
            content = await _file(request)
            if not content:
                return self._shown(compiled, 400, gettext("Choose a file first."))
            return self._shown(compiled, told=await _told(compiled, content))
        except UnreadableSheet as error:
            told = gettext("This file cannot be used: {why}.")
            return self._shown(compiled, 400, told.format(why=french_spaces(str(error))))
        except HTTPException as error:
            if error.status_code != 413:
                raise
            told = gettext("This file is too large: here, {size} MB and {cases} cases at most.")
            told = told.format(size=LARGEST >> 20, cases=number(MOST))
            return self._shown(compiled, 413, told)

    async def example(self, request: Request) -> Response:
        """A file to fill in, with some of the procedure's own calls."""
        compiled = self.door.admitted(request)
        named = {"content-disposition": f'attachment; filename="{compiled.edition.name}-cas.csv"'}
        return Response(as_file(_example(compiled)), 200, named, "text/csv; charset=utf-8")

    def _shown(
        self, compiled: Compiled, status: int = 200, refused: str = "", told: Told | None = None
    ) -> Response:
        return self.drawing.page(
            "batch.html",
            status,
            here=f"/{compiled.edition.name}",
            procedure=compiled.procedure,
            columns=_columns(compiled),
            refused=refused,
            told=told,
            megabytes=LARGEST >> 20,
            number=number,
        )


class _InMemory(MultiPartParser):
    """Reads a form of which no file is ever put on a disk."""

    spool_max_size = LARGEST + 1


async def _file(request: Request) -> bytes:
    """What the file of our form holds; nothing where none was chosen."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise HTTPException(415)
    try:
        form = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=1).parse()
    except MultiPartException as error:
        raise HTTPException(400) from error
    sent = form.get("fichier")
    return await sent.read() if isinstance(sent, UploadFile) else b""


# ── What a file comes to ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Shown:
    """A line as the page shows it: what it states, and its verdict, its question or its error."""

    line: int
    asides: str
    facts: str
    destination: str = ""
    ground: str = ""
    ask: str = ""
    wrong: str = ""


@dataclass
class Told:
    """What a file comes to: how many cases go where, the first lines, and the file of all."""

    destinations: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    wrong: list[Shown] = field(default_factory=list)
    right: list[Shown] = field(default_factory=list)
    errors: int = 0
    count: int = 0
    file: str = ""

    @property
    def lines(self) -> Sequence[Shown]:
        """The first lines, those that are wrong before the others."""
        return [*self.wrong, *self.right][:SHOWN]

    def add(self, compiled: Compiled, one: Answered) -> None:
        """Count one more case, and show it if there is room."""
        self.count += 1
        self.errors += bool(one.error)
        if isinstance(one.decision, Decided):
            self.destinations[one.decision.verdict.destination] += 1
        elif one.decision:
            self.asked += 1
        shown = self.wrong if one.error else self.right
        if len(shown) < SHOWN:
            shown.append(_shown(compiled, one))


async def _told(compiled: Compiled, content: bytes) -> Told:
    """What a file comes to; calls go on being answered meanwhile."""
    is_json = content[:1000].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t").startswith(b"{")
    batch = (json_batch if is_json else sheet_batch)(compiled.procedure, content)
    told, written = Told(), [write([(*batch.header, *COLUMNS)])]
    for case in batch.cases:
        if told.count == MOST:
            raise HTTPException(413)
        if told.count % SLICE == 0:
            await asyncio.sleep(0)
        one = answered(compiled, case)
        told.add(compiled, one)
        written.append(write([(*case.cells, *as_cells(compiled.procedure, one))]))
    file = ("\ufeff" + "".join(written)).encode("utf-8", "replace")
    told.file = "data:text/csv;charset=utf-8;base64," + b64encode(file).decode()
    return told


def _shown(compiled: Compiled, one: Answered) -> Shown:
    procedure, decision = compiled.procedure, one.decision
    known = one.known.facts.items()
    facts = " · ".join(procedure.facts[fact].values[value].label for fact, value in known)
    shown = Shown(one.case.line, cut(" · ".join(filter(None, one.case.asides)), LONG), facts)
    if isinstance(decision, Decided):
        verdict = decision.verdict
        return replace(shown, destination=verdict.destination, ground=str(verdict.basis))
    if decision:
        return replace(shown, ask=question(procedure, decision))
    told = french_spaces(one.error.partition(" : ")[2]).encode("utf-8", "replace").decode()
    return replace(shown, wrong=told[:1].upper() + told[1:])


# ── What a file may say ───────────────────────────────────────────────────────────────────────


def _columns(compiled: Compiled) -> list[tuple[str, list[str]]]:
    """What each column may be called, and the values that it may say."""
    facts = compiled.procedure.facts
    names = called({name: fact.label for name, fact in facts.items()})
    return [(names[fact], list(_values(compiled, fact).values())) for fact in facts]


def _values(compiled: Compiled, fact: str) -> dict[str, str]:
    values = compiled.procedure.facts[fact].values
    if set(values) == {"oui", "non"}:
        return {value: value for value in values}
    return called({name: value.label for name, value in values.items()})


def _example(compiled: Compiled) -> Iterator[Sequence[str]]:
    """Some calls of which each has another verdict, in the words of the procedure."""
    facts = compiled.procedure.facts
    yield ["Nom", *(name for name, _ in _columns(compiled))]
    values = {fact: _values(compiled, fact) for fact in facts}
    calls = {call.expect.destination: call for call in reversed(compiled.edition.calls)}
    for call in list(calls.values())[::-1][:EXAMPLES]:
        stated = (values[fact].get(call.facts.get(fact, ""), "") for fact in facts)
        yield [call.call, *stated]
