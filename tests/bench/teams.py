"""Teams by HTTP: a tapped button through our whole app, beside a thin botbuilder handler."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import median
from time import perf_counter

from bot.procedure.loader import Edition
from tests.bench.load import Load, Make, as_fast_as_answered, at_its_pace, post
from tests.bench.report import Report, Row, seconds
from tests.bench.servers import OURS, serving
from tests.bench.timing import Tell
from tests.teams.activities import executed
from tests.teams.signed import APP_ID, TENANT, KeyServer, key_server, token
from tests.teams.stub import Stub, stub

CONNECTIONS = 16
PATIENCE = 60.0
"""Seconds left to the redraws that are late."""
PATH = "/api/messages"
FIRST = "retention.000000000000.0*answer_demande_demande.resiliation"
"""Of another version: read, revalidated and answered like any other."""
NOTES = [
    "Ours: `python -m bot`, a file of SQLite, each tap the first of a new case; the message is "
    "then redrawn by the Bot Connector, a stub in the process of the load. Other: botbuilder's "
    "`CloudAdapter.process_activity` on the same server, with the list fix, without an identity, "
    "answering with a fixed card of that size and keeping nothing; where it redraws too, it does "
    "so once it has answered, by botbuilder's own client.",
    "Throughput is sixteen at once, until the last answer and the last redraw. One at a time, a "
    "tap follows the answer to the one before, whose redraw may still be going on. Twenty a "
    "second, it is timed from when it was due: the timer and the waking of an idle machine are in "
    "both figures, and bring their ratio nearer to 1. Signed: the token is verified, its key "
    "known; nothing is verified by the other.",
]


@dataclass(frozen=True)
class Size:
    """How much is measured: taps a lap, taps one at a time, seconds at their own pace, laps."""

    taps: int = 1_000
    alone: int = 300
    paced: float = 4.0
    laps: int = 3


@dataclass(frozen=True)
class Server:
    """One of those that are measured."""

    program: tuple[str, ...]
    settings: Mapping[str, str]
    bearer: str | None = None
    redraws: bool = True


@dataclass(frozen=True)
class Figures:
    """Taps a second, and the median seconds to an answer: one at a time, and at their own pace."""

    rate: float
    alone: float
    paced: float


def peer(kind: str) -> tuple[str, ...]:
    """The program of a botbuilder server."""
    return ("-m", "tests.bench.teams_peer", kind)


def measure(edition: Edition, tell: Tell, size: Size | None = None) -> Report:
    """Each server in turn, lap after lap."""
    return Report(asyncio.run(_compared(tell, size or Size())), (), NOTES)


async def _compared(tell: Tell, size: Size) -> list[Row]:
    found: dict[str, list[Figures]] = {}
    async with stub() as service, key_server() as keys:
        for lap in range(size.laps):
            for name, server in _servers(service, keys).items():
                tell(f"{name}, lap {lap + 1} of {size.laps}")
                found.setdefault(name, []).append(await _measured(service, server, size))
    of = {name: _middle(laps) for name, laps in found.items()}
    return [
        *_rows("tap, {}, against answering alone", of["ours"], of["answers"], 0.8, 1.3),
        *_rows("tap, {}, against redrawing too", of["ours"], of["works"]),
        *_rows("signed tap, {}, against answering alone", of["signed"], of["answers"]),
        *_rows("signed tap, {}, against redrawing too", of["signed"], of["works"]),
        *_rows("signed tap, {}, against ours unsigned", of["signed"], of["ours"]),
    ]


async def _measured(service: Stub, server: Server, size: Size) -> Figures:
    with serving(server.program, server.settings) as port:
        make = _taps(service, port, server.bearer)
        await _followed(service, server, await as_fast_as_answered(port, make, 50, 1))
        load = await as_fast_as_answered(port, make, size.taps, CONNECTIONS)
        left = await _followed(service, server, load)
        alone = await as_fast_as_answered(port, make, size.alone, 1)
        await _followed(service, server, alone)
        paced = await at_its_pace(port, make, 20, size.paced)
        await _followed(service, server, paced)
    return Figures(size.taps / (size.taps / load.rate + left), alone.at(0.5), paced.at(0.5))


async def _followed(service: Stub, server: Server, load: Load) -> float:
    """The seconds until the last redraw, once all is answered."""
    if load.refused:
        raise RuntimeError(f"{server.program} refused some taps")
    start = perf_counter()
    if server.redraws:
        await service.until("PUT", len(load.seconds), PATIENCE)
    service.calls.clear()
    return perf_counter() - start


def _middle(laps: Sequence[Figures]) -> Figures:
    return Figures(
        median(one.rate for one in laps),
        median(one.alone for one in laps),
        median(one.paced for one in laps),
    )


def _servers(service: Stub, keys: KeyServer) -> dict[str, Server]:
    known = {
        "TEAMS_APP_ID": APP_ID, "TEAMS_TENANT_ID": TENANT, "TEAMS_APP_PASSWORD": "secret",
        "TEAMS_LOGIN_URL": service.url, "TEAMS_KEYS_URL": keys.url,
    }  # fmt: skip
    return {
        "ours": Server(OURS, {"TEAMS_PLAYGROUND": "1"}),
        "signed": Server(OURS, known, token(service.url)),
        "answers": Server(peer("answers"), {}, redraws=False),
        "works": Server(peer("works"), {}),
    }


def _rows(
    what: str,
    ours: Figures,
    other: Figures,
    floor: float | None = None,
    ceiling: float | None = None,
) -> list[Row]:
    halves = (
        ("p50 one at a time", ours.alone, other.alone, ceiling),
        ("p50 at twenty a second", ours.paced, other.paced, None),
    )
    return [
        Row(what.format("16 at once"), f"{ours.rate:.0f}/s", f"{other.rate:.0f}/s",
            ours.rate / other.rate, floor, at_least=True),
        *(Row(what.format(how), seconds(mine), seconds(theirs), mine / theirs, most)
          for how, mine, theirs, most in halves),
    ]  # fmt: skip


def _taps(service: Stub, port: int, bearer: str | None) -> Make:
    """Taps, each in a conversation of its own."""
    numbers = count()
    signed = {"authorization": f"Bearer {bearer}"} if bearer else {}
    button = {"data": {"tap": FIRST, "thread": "1"}}

    def make() -> bytes:
        where = f"a:{port}-{next(numbers)}"
        body = json.dumps(executed(service.url, button, where)).encode()
        headers = {"content-type": "application/json", **signed}
        return post(PATH, f"127.0.0.1:{port}", headers, body)

    return make
