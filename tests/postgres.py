"""A real PostgreSQL, alone in its folder and on a Unix socket, as long as a session of tests."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote

import psycopg

DEBIAN = Path("/usr/lib/postgresql")
STARTS_WITHIN = 30
"""Seconds."""
LOCKED, PASSWORD = "locked", "the right one"
"""A user whose password is asked for, and who may make no table in the database `postgres`."""
_SETTINGS = {"listen_addresses": "", "fsync": "off", "shared_buffers": "16MB", "autovacuum": "off"}
# Should the tests be killed, their end of the pipe closes, and the server stops.
_UNTIL_THE_PIPE_CLOSES = '"$0" "$@" & read -r _; kill -QUIT $!; wait'


def programs() -> Path | None:
    """Where the programs of a server are; None where none is installed."""
    if on_the_path := shutil.which("initdb"):
        return Path(on_the_path).resolve().parent
    return next((one.parent for one in sorted(DEBIAN.glob("*/bin/initdb"), reverse=True)), None)


class Postgres:
    """A server of the tests, which can break down and come back."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(mkdtemp(prefix="postgres-", dir="/tmp"))
        self._data = self._folder / "data"
        # It refuses to be run by root.
        self._as: dict[str, Any] = {}
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
        self._numbers = count()
        self._running: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Create its files, and start it."""
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
        subprocess.run(
            [self._programs / "initdb", "--pgdata", self._data, *options],
            check=True, capture_output=True, cwd="/", **self._as,
        )  # fmt: skip
        rules = self._data / "pg_hba.conf"
        rules.write_text(f"local all {LOCKED} scram-sha-256\n{rules.read_text()}")
        self.start()
        self.execute(f"CREATE ROLE {LOCKED} LOGIN PASSWORD '{PASSWORD}'")
        self.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        command = [self._programs / "postgres", "-D", self._data, "-k", self._folder, *settings]
        with (self._folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                ["sh", "-c", _UNTIL_THE_PIPE_CLOSES, *command],
                stdin=subprocess.PIPE, stdout=log, stderr=log, cwd="/", **self._as,
            )  # fmt: skip
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                self.execute("SELECT 1")
                return
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop as in a breakdown: whatever is under way is lost."""
        if self._running is not None:
            self._running.communicate(timeout=STARTS_WITHIN)
            self._running = None

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Whatever comes is taken, and nothing is answered."""
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        every = [first, *map(int, children)]
        try:
            for one in every:
                os.kill(one, signal.SIGSTOP)
            yield
        finally:
            for one in every:
                os.kill(one, signal.SIGCONT)

    def empty(self) -> str:
        """The URL of a place in which there is nothing: a schema, made faster than a database."""
        name = f"kept_{next(self._numbers)}"
        self.execute(f"CREATE SCHEMA {name}")
        return f"{self.url()}&options=-csearch_path%3D{name}"

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """The URL of a database."""
        return f"postgresql://{user}@/{database}?host={quote(str(self._folder), safe='')}"

    def execute(self, statement: str, url: str = "") -> Sequence[Any]:
        """What a statement gives, by another connection than those of the program."""
        with psycopg.connect(url or self.url(), autocommit=True, connect_timeout=5) as other:
            found = other.execute(statement)  # type: ignore[call-overload]
            return found.fetchall() if found.description else []
