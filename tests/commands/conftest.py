"""The command line run as a person or a script runs it."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.procedures import example_folder

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command left behind it."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output, which must be JSON lines and nothing else."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in this process."""

    def run(*arguments: str, stdin: str | bytes = b"", dialogs: Path | None = None) -> Ran:
        typed = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "argv", ["aiguillage", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        monkeypatch.setenv("DIALOGS", str(dialogs or ""))
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsysbinary.readouterr()
        code = ended.value.code or 0
        assert isinstance(code, int)
        return Ran(code, captured.out.decode("utf-8"), captured.err.decode("utf-8"))

    return run


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A folder of dialogs that holds the example alone."""
    return example_folder(tmp_path / "dialogs").parent


def command(*arguments: str) -> list[str]:
    """`python -m bot` with some arguments."""
    return [sys.executable, "-m", "bot", *arguments]


def spawn(*arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> Ran:
    """Run a command in a process of its own, from the root of the repository."""
    done = subprocess.run(
        command(*arguments), input=stdin, capture_output=True, cwd=ROOT, env=env, check=False
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
