"""Every command of the README does what it says, in a copy of what is committed."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from bot.config import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.strip().splitlines()
]
SERVES = "pip install uv && uv run aiguillage"
TESTS = "pip install uv && uv run pytest"
ELSEWHERE = {
    "uv run python -m tests.bench": "tests/bench/test_bench.py",
    "GOLDEN=write uv run pytest tests/conversation/test_transcripts.py": "tests/conversation",
}
QUICK = [one for one in COMMANDS if one not in (SERVES, TESTS, *ELSEWHERE)]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the project alone in an empty folder."""
    folder = tmp_path_factory.mktemp("clone") / "aiguillage"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    return folder


def _environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH", "PORT")}
    return {**kept, **more}


def test_the_two_set_up_commands_are_there_and_nothing_is_left_untried() -> None:
    """The README names both, and each other command is run here or in the test named."""
    assert SERVES in COMMANDS
    assert TESTS in COMMANDS
    assert set(ELSEWHERE) <= set(COMMANDS)
    assert all((ROOT / place).exists() for place in ELSEWHERE.values())
    assert len(QUICK) >= 4


def test_ci_runs_the_tests_by_the_readmes_own_command() -> None:
    """What is promised to a newcomer is what is run on a clean clone."""
    assert TESTS in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("command", QUICK)
def test_a_command_of_the_readme_succeeds(command: str, clone: Path) -> None:
    """It ends well and prints something."""
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=clone, env=_environment(), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (done.stdout + done.stderr).strip()


def test_one_command_serves_the_page_where_it_says(clone: Path) -> None:
    """On a clone alone in an empty folder, the page answers on loopback at the address printed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = clone.parent / "said"
    with said.open("w") as stderr:
        server = subprocess.Popen(
            ["bash", "-c", f"{SERVES.replace('uv run', 'exec uv run')}"],
            cwd=clone, env=_environment(PORT=str(port)), stdout=stderr, stderr=stderr,
        )  # fmt: skip
    try:
        page = _fetched(f"http://127.0.0.1:{port}/", server)
        assert "Que demande le client" in page
        assert f"http://127.0.0.1:{port}/" in said.read_text()
    finally:
        server.terminate()
        server.wait(20)


def _fetched(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        assert server.poll() is None
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the page never answered")
