"""The program as it is started: the ports that it opens, and what answers on each."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from bot.config import ROOT

PUBLIC = "https://bot.example"


@pytest.fixture
def ports() -> tuple[int, int]:
    """Two ports that nobody listens to."""
    with ExitStack() as held:
        free = [held.enter_context(socket.socket()) for _ in range(2)]
        for one in free:
            one.bind(("127.0.0.1", 0))
        return free[0].getsockname()[1], free[1].getsockname()[1]


@contextmanager
def started(folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The program, ended by its own pid."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DIALOGS", "PROCEDURE_URL")}
    where = {"DATABASE_URL": f"sqlite:///{folder}/kept.db"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=ROOT, env={**kept, **where, **settings}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def status(port: int, address: str) -> int:
    """What a proxy gets that passes a request on and says nothing of itself, as nginx does."""
    for _ in range(200):
        try:
            return httpx.get(f"http://127.0.0.1:{port}{address}").status_code
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server never answered")


def test_supervisors_pages_are_not_where_a_proxy_leads(
    ports: tuple[int, int], tmp_path: Path
) -> None:
    """The pages answer on both ports, those of supervisors on one, and it says which."""
    port, apart = ports
    settings = {"PORT": str(port), "SUPERVISION_PORT": str(apart), "PUBLIC_URL": PUBLIC}
    with started(tmp_path, **settings) as process:
        assert status(port, "/retention") == 200
        assert status(port, "/retention/chiffres") == 403
        assert status(apart, "/retention/chiffres") == 200
        assert status(apart, "/retention") == 200
        process.terminate()
        said = process.communicate(timeout=20)[1]
    assert f"http://127.0.0.1:{port}/ (Ctrl+C pour arrêter)\n" in said
    assert f"http://127.0.0.1:{apart}/ pour les superviseurs" in said


def test_of_two_programs_that_come_at_once_to_a_port_one_says_why_it_ends(
    ports: tuple[int, int], tmp_path: Path
) -> None:
    """Both may have taken it before either was ready."""
    settings = {"PORT": str(ports[0]), "SUPERVISION_PORT": str(ports[1])}
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", ports[0]))
        with started(tmp_path, **settings) as process:
            time.sleep(0.7)
            other.listen()
            said = process.communicate(timeout=20)[1]
    assert process.returncode == 1
    assert said.startswith(f"le port {ports[0]} ne peut pas être ouvert")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("place", [0, 1])
def test_a_port_in_use_is_named(place: int, ports: tuple[int, int], tmp_path: Path) -> None:
    """It ends at once, before anything else is opened."""
    settings = {"PORT": str(ports[0]), "SUPERVISION_PORT": str(ports[1])}
    with (
        socket.create_server(("127.0.0.1", ports[place])),
        started(tmp_path, **settings) as process,
    ):
        said = process.communicate(timeout=20)[1]
    assert process.returncode == 1
    assert f"le port {ports[place]} ne peut pas être ouvert" in said
    assert len(said.splitlines()) == 1
    assert not list(tmp_path.iterdir())
