"""Teams by HTTP: a tapped button through our whole app, beside a thin botbuilder handler."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from statistics import median

from bot.procedure.loader import Edition
from tests.bench.load import Make, as_fast_as_answered, at_its_pace, post
from tests.bench.report import Report, Row, seconds
from tests.bench.servers import OURS, serving
from tests.bench.timing import Tell
from tests.teams.activities import executed
from tests.teams.signed import APP_ID, TENANT, KeyServer, key_server, token
from tests.teams.stub import Stub, stub

CONNECTIONS = 16
PATH = "/api/messages"
FIRST = "retention.000000000000.0*answer_demande_demande.resiliation"
"""Of another version: read, revalidated and answered like any other."""
NOTES = [
    "Ours: `python -m bot`, a file of SQLite, each tap the first of a new case; the message is "
    "then redrawn by the Bot Connector, a stub in the process of the load. Other: botbuilder's "
    "`CloudAdapter.process_activity` on the same server, with the list fix, without an identity, "
    "answering with a fixed card; where it redraws, it does so before it answers.",
    "Throughput is until the last answer, sixteen at once; p50 is one at a time, twenty a second. "
    "Signed: the token is verified, its key known; nothing is verified by the other.",
]


@dataclass(frozen=True)
class Size:
    """How much is measured: taps a lap, seconds at their own pace, laps."""

    taps: int = 1_000
    paced: float = 5.0
    laps: int = 3


@dataclass(frozen=True)
class Server:
    """One of those that are measured."""

    program: tuple[str, ...]
    settings: Mapping[str, str]
    bearer: str | None = None


def peer(kind: str) -> tuple[str, ...]:
    """The program of a botbuilder server."""
    return ("-m", "tests.bench.teams_peer", kind)


def measure(edition: Edition, tell: Tell, size: Size | None = None) -> Report:
    """Each server in turn, lap after lap."""
    return Report(asyncio.run(_compared(tell, size or Size())), (), NOTES)


async def _compared(tell: Tell, size: Size) -> list[Row]:
    rates: dict[str, list[float]] = {}
    halves: dict[str, list[float]] = {}
    async with stub() as service, key_server() as keys:
        for lap in range(size.laps):
            for name, server in _servers(service, keys).items():
                tell(f"{name}, lap {lap + 1} of {size.laps}")
                with serving(server.program, server.settings) as port:
                    make = _taps(service, port, server.bearer)
                    await as_fast_as_answered(port, make, 50, 1)
                    load = await as_fast_as_answered(port, make, size.taps, CONNECTIONS)
                    paced = await at_its_pace(port, make, 20, size.paced)
                    if load.refused or paced.refused:
                        raise RuntimeError(f"{name} refused some taps")
                rates.setdefault(name, []).append(load.rate)
                halves.setdefault(name, []).append(paced.at(0.5))
    rate = {name: median(found) for name, found in rates.items()}
    half = {name: median(found) for name, found in halves.items()}
    return [*_rows("tap", "ours", rate, half, 0.8, 1.3), *_rows("signed tap", "signed", rate, half)]


def _servers(service: Stub, keys: KeyServer) -> dict[str, Server]:
    known = {
        "TEAMS_APP_ID": APP_ID, "TEAMS_TENANT_ID": TENANT, "TEAMS_APP_PASSWORD": "secret",
        "TEAMS_LOGIN_URL": service.url, "TEAMS_KEYS_URL": keys.url,
    }  # fmt: skip
    return {
        "ours": Server(OURS, {"TEAMS_PLAYGROUND": "1"}),
        "signed": Server(OURS, known, token(service.url)),
        "answers": Server(peer("answers"), {}),
        "works": Server(peer("works"), {}),
    }


def _rows(
    what: str,
    who: str,
    rate: Mapping[str, float],
    half: Mapping[str, float],
    floor: float | None = None,
    ceiling: float | None = None,
) -> list[Row]:
    ours, answers, works = (rate[name] for name in (who, "answers", "works"))
    mine, theirs = half[who], half["answers"]
    return [
        Row(f"{what}, 16 at once, against answering alone", f"{ours:.0f}/s", f"{answers:.0f}/s",
            ours / answers, floor, at_least=True),
        Row(f"{what}, 16 at once, against redrawing too", f"{ours:.0f}/s", f"{works:.0f}/s",
            ours / works),
        Row(f"{what}, p50 one at a time", seconds(mine), seconds(theirs), mine / theirs, ceiling),
        Row(f"{what}, p50 against redrawing too", seconds(mine), seconds(half["works"]),
            mine / half["works"]),
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
