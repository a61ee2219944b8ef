"""The servers that are measured, each a process of its own, ended by its own pid."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory

OURS = ("-m", "bot")
PATIENCE = 30.0


@contextmanager
def serving(program: tuple[str, ...], settings: Mapping[str, str]) -> Iterator[int]:
    """The port on which a program serves, with an empty database."""
    with TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
        free.close()
        where = {"PORT": str(port), "DATABASE_URL": f"sqlite:///{folder}/bench.db"}
        process = subprocess.Popen(
            [sys.executable, *program],
            env={**os.environ, **where, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing on port {port}")
