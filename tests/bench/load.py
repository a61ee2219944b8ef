"""Requests as fast as they are answered, or at their own pace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

Make = Callable[[], bytes]
"""Makes a fresh request."""


@dataclass(frozen=True)
class Load:
    """What was answered: requests a second, and the seconds that each took; `refused` were not."""

    rate: float
    seconds: Sequence[float]
    refused: int = 0

    def at(self, share: float) -> float:
        """The time within which a share of the requests was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Line:
    """A connection that is kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> int:
        """Send a request and give the status of its answer; a line left idle is opened again."""
        try:
            return await self._asked(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            self._streams = None
            return await self._asked(request)

    async def _asked(self, request: bytes) -> int:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        _, _, told = head.lower().partition(b"content-length:")
        await reader.readexactly(int(told.split(maxsplit=1)[0]) if told else 0)
        return int(head[9:12])

    def close(self) -> None:
        """Leave."""
        if self._streams:
            self._streams[1].close()


def post(path: str, host: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """A request."""
    told = {**headers, "content-length": str(len(body)), "host": host}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


async def as_fast_as_answered(port: int, make: Make, number: int, connections: int) -> Load:
    """So many requests, a few at a time."""
    requests = iter([make() for _ in range(number)])
    seconds: list[float] = []
    refused = 0

    async def one() -> None:
        nonlocal refused
        line = Line(port)
        for sent in requests:
            start = perf_counter()
            refused += await line.ask(sent) != 200
            seconds.append(perf_counter() - start)
        line.close()

    start = perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return Load(number / (perf_counter() - start), seconds, refused)


async def at_its_pace(port: int, make: Make, rate: float, duration: float) -> Load:
    """So many requests a second, whatever is answered: each is timed from when it was due."""
    lines: list[Line] = []
    seconds: list[float] = []
    refused = 0

    async def one(due: float) -> None:
        nonlocal refused
        line = lines.pop() if lines else Line(port)
        refused += await line.ask(make()) != 200
        seconds.append(perf_counter() - due)
        lines.append(line)

    asked = []
    for due in _times(rate, duration):
        await asyncio.sleep(max(0.0, due - perf_counter()))
        asked.append(asyncio.ensure_future(one(due)))
    await asyncio.gather(*asked)
    for line in lines:
        line.close()
    return Load(rate, seconds, refused)


def _times(rate: float, duration: float) -> Iterator[float]:
    start = perf_counter()
    return (start + n / rate for n in range(int(rate * duration)))
