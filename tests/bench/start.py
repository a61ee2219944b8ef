"""The time from starting the program to its first answer, beside importing two chat SDKs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from statistics import median
from time import perf_counter, sleep
from urllib.request import ProxyHandler, build_opener

from bot.procedure.loader import Edition
from tests.bench.report import Report, Row, seconds
from tests.bench.timing import Tell

ROUNDS = 7
PATIENCE = 30.0
"""Seconds after which a program that does not answer is given up."""
_DIRECT = build_opener(ProxyHandler({}))
IMPORTS = "import slack_bolt.async_app, botbuilder.core"


def measure(edition: Edition, tell: Tell) -> Report:
    """Time both, in turn."""
    if find_spec("bot.__main__") is None:
        return Report(notes=["`python -m bot` is not there yet: nothing to time."])
    served, imported = [], []
    for n in range(ROUNDS):
        tell(f"round {n + 1} of {ROUNDS}")
        served.append(_first_answer())
        imported.append(_import())
    ratio = median(ours / theirs for ours, theirs in zip(served, imported, strict=True))
    row = Row(
        "first answer, against importing the SDKs",
        seconds(median(served)),
        seconds(median(imported)),
        ratio,
        1.5,
    )
    note = f"Ours: `python -m bot` until `GET /` answers 200. Other: `python -c '{IMPORTS}'`."
    return Report([row], notes=[note])


def _import() -> float:
    start = perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)
    return perf_counter() - start


def _first_answer() -> float:
    port = _free_port()
    environment = {**os.environ, "PORT": str(port)}
    start = perf_counter()
    program = subprocess.Popen(
        [sys.executable, "-m", "bot"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers(port):
            if program.poll() is not None:
                raise RuntimeError(f"`python -m bot` ended with code {program.returncode}")
            if perf_counter() - start > PATIENCE:
                raise TimeoutError(f"`python -m bot` does not answer on port {port}")
            sleep(0.005)
        return perf_counter() - start
    finally:
        program.terminate()
        program.wait()


def _answers(port: int) -> bool:
    """Whether the first page, or the page that it leads to, is served."""
    try:
        with _DIRECT.open(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
