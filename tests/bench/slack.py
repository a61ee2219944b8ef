"""Slack by HTTP: our whole app beside bare Bolt handlers, alone, under load, and rationed."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from itertools import count
from statistics import median

from rich.table import Table

from bot.procedure.loader import Edition
from tests.bench.load import Load, Make, as_fast_as_answered, at_its_pace
from tests.bench.report import Report, Row, seconds, table
from tests.bench.servers import OURS, serving
from tests.bench.slack_agents import Rationed, Waits, worked
from tests.bench.slack_requests import bolt, request, workspace
from tests.bench.timing import Tell
from tests.slack.signed import JSON, command, said, tap
from tests.slack.stub import Stub, stub

CONNECTIONS = 16
SLOW = 0.3
"""Seconds that the Web API takes under the steady load."""


@dataclass(frozen=True)
class Size:
    """How much is measured: requests a lap, laps, then seconds of steady load and of agents."""

    requests: int = 600
    paced: float = 5.0
    laps: int = 2
    rate: float = 50.0
    steady: float = 300.0
    agents: int = 200
    working: float = 90.0


def measure(edition: Edition, tell: Tell, size: Size | None = None) -> Report:
    """Everything, one after the other: two cores are shared by the server and its load."""
    size = size or Size()
    rows = asyncio.run(_compared(tell, size))
    steady, steady_rows = asyncio.run(_steady(tell, size))
    return Report([*rows, *steady_rows], [steady, asyncio.run(_agents(tell, size))], NOTES)


NOTES = [
    "Ours: `python -m bot`, a file of SQLite, every request new. Other: slack-bolt on the same "
    "server with `process_before_response`. The Web API is a stub, in the process of the load.",
    "Throughput counts all that a request leads to: the other makes the same calls of the Web API, "
    "with fixed blocks, and keeps nothing. p50 is from request to acknowledgement, twenty a "
    "second, against a handler that only acknowledges.",
]


async def _compared(tell: Tell, size: Size) -> list[Row]:
    makes = {"slash command": _commands, "tap": _taps}
    rates: dict[str, list[float]] = {}
    halves: dict[str, list[float]] = {}
    async with stub() as slack:
        for lap in range(size.laps):
            for who, program in (("ours", OURS), ("works", bolt("works")), ("acks", bolt("acks"))):
                tell(f"{who}, lap {lap + 1} of {size.laps}")
                with serving(program, workspace(slack.api)) as port:
                    for what, make in makes.items():
                        await as_fast_as_answered(port, make(slack), 50, 1)
                        rate = await _throughput(port, slack, make(slack), size, program)
                        rates.setdefault(f"{who} {what}", []).append(rate)
                        one = await at_its_pace(port, make(slack), 20, size.paced)
                        halves.setdefault(f"{who} {what}", []).append(one.at(0.5))
    return [row for what in makes for row in _rows(what, rates, halves)]


def _rows(what: str, rates: dict[str, list[float]], halves: dict[str, list[float]]) -> list[Row]:
    ours, works, acks = (median(rates[f"{who} {what}"]) for who in ("ours", "works", "acks"))
    half, bare = (median(halves[f"{who} {what}"]) for who in ("ours", "acks"))
    return [
        Row(f"{what}, 16 at once, with what follows", f"{ours:.0f}/s", f"{works:.0f}/s",
            ours / works, 0.5, at_least=True),
        Row(f"{what}, the same against acknowledging alone", f"{ours:.0f}/s", f"{acks:.0f}/s",
            ours / acks),
        Row(f"{what}, p50 to the acknowledgement", seconds(half), seconds(bare), half / bare, 1.5),
    ]  # fmt: skip


async def _throughput(
    port: int, slack: Stub, make: Make, size: Size, program: tuple[str, ...]
) -> float:
    """Requests a second, until the last of what they lead to."""
    before, start = len(slack.calls), asyncio.get_running_loop().time()
    await as_fast_as_answered(port, make, size.requests, CONNECTIONS)
    if program != bolt("acks"):
        await _quiet(slack, before)
    # The last answer of the stub came a moment ago, or that of the server.
    end = slack.at if program != bolt("acks") else asyncio.get_running_loop().time()
    return size.requests / (end - start)


async def _quiet(slack: Stub, before: int) -> None:
    seen = before
    while len(slack.calls) == before or len(slack.calls) > seen:
        seen = len(slack.calls)
        await asyncio.sleep(0.3)


async def _steady(tell: Tell, size: Size) -> tuple[Table, list[Row]]:
    tell(f"{size.rate:.0f} requests a second for {size.steady:.0f} s")
    async with stub() as slack:
        slack.delay = SLOW
        with serving(OURS, workspace(slack.api)) as port:
            load = await at_its_pace(port, _mixed(slack), size.rate, size.steady)
    asked = [
        (name, seconds(load.at(share)))
        for name, share in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0))
    ]
    told = f"Acknowledgement at {size.rate:.0f} requests/s, the Web API answering in 300 ms"
    rows = [
        Row("steady load, p99.9", seconds(load.at(0.999)), "250 ms", load.at(0.999) / 0.25, 1.0),
        Row("steady load, slowest", seconds(load.at(1.0)), "1 s", load.at(1.0), 1.0),
    ]
    answered = ("answered / refused", f"{len(load.seconds)} / {load.refused}")
    return table(told, ("", ""), [*asked, answered]), rows


async def _agents(tell: Tell, size: Size) -> Table:
    lines = []
    for who, program in (("ours", OURS), ("chat.update for each tap", bolt("naive"))):
        tell(f"{size.agents} agents, {who}")
        slack = Rationed()
        async with stub(slack):
            with serving(program, workspace(slack.api)) as port:
                waits = await worked(slack, port, size.agents, size.working)
        lines += [
            _line(who, kind, waits) for kind in KINDS if waits.seconds[kind] or waits.lost[kind]
        ]
        lines.append((f"{who}: answered 429", str(slack.refused), "", "", "", ""))
    heads = ("until it is seen", "number", "p50", "p95", "max", "not in a minute")
    return table(f"{size.agents} agents under Slack’s limits", heads, lines)


KINDS = ("first card", "tap", "typed answer", "line above")


def _line(who: str, kind: str, waits: Waits) -> tuple[str, ...]:
    found = waits.seconds[kind]
    load = Load(0.0, found)
    shown = [seconds(load.at(share)) for share in (0.5, 0.95, 1.0)] if found else ["", "", ""]
    return (f"{who}: {kind}", str(len(found)), *shown, str(waits.lost[kind]))


def _commands(slack: Stub) -> Make:
    return lambda: request(command(slack.hook))


def _taps(slack: Stub) -> Make:
    """The first tap of a case, each in a thread of its own."""
    numbers = count(random.randrange(10**6, 10**9))

    def make() -> bytes:
        stamp = f"{next(numbers)}.000001"
        place = {"type": "message", "message_ts": stamp, "thread_ts": stamp}
        return request(tap(slack.hook, FIRST, container=place))

    return make


FIRST = "retention.000000000000.0*answer_demande_demande.resiliation"
"""Of another version: read, revalidated and answered like any other."""


def _mixed(slack: Stub) -> Make:
    """Commands and taps; and words in a thread, as many as Slack lets be answered in a minute."""
    commands, taps, turn = _commands(slack), _taps(slack), count()

    def make() -> bytes:
        match next(turn) % 60:
            case 0:
                roots = [one["ts"] for one in slack.posted[-40:] if "thread_ts" not in one]
                return request(said("veut résilier", thread=roots[0] if roots else "1.1"), JSON)
            case n:
                return taps() if n % 2 else commands()

    return make
