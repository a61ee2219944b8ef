"""Starts a Slack on this machine: local-slack, the relay before it, and people who use it.

    with alone(), workspace(folder, bot="http://127.0.0.1:PORT/slack") as slack:
        ...  # the bot: Web API at slack.api, tokens and secret in slack.app

Without `bot`, the app is in Socket Mode. Get the binary with
`npm install --ignore-scripts local-slack-linux-x64@0.1.8`, and name it in LOCAL_SLACK.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.slack.app import App, configuration
from tests.slack.relay import Relay
from tests.slack.workspace import Workspace, eventually


def binary() -> str:
    """Where local-slack is; skips the test where it is nowhere."""
    named = os.environ.get("LOCAL_SLACK")
    found = shutil.which(named or "local-slack")
    if found is None:
        pytest.skip(f"no local-slack here ({named or 'set LOCAL_SLACK to the path of its binary'})")
    return found


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def workspace(folder: Path, bot: str | None = None) -> Iterator[Workspace]:
    """A workspace where the bot is installed, by HTTP at the address `bot` or by Socket Mode.

    To be opened inside `alone()`. `folder` receives the configuration and what local-slack says.
    """
    app, port, ours = App(), free_port(), free_port()
    assert port != ours
    slack = f"http://127.0.0.1:{port}"
    told = configuration(app, f"http://127.0.0.1:{ours}/deliver" if bot else None)
    file = folder / "slack.json"
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    command = [binary(), "--config", str(file), "--port", str(port), "--base-host", "127.0.0.1"]
    with (folder / "slack.log").open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    relay = Relay(slack, app, bot)
    try:
        _wait(slack, process)
        relay.start(ours)
        try:
            with httpx.Client(base_url=slack, timeout=15, trust_env=False) as control:
                yield Workspace(control, relay)
        finally:
            relay.stop()
    finally:
        process.terminate()
        process.wait(20)


def _wait(slack: str, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        assert process.poll() is None, "local-slack ended by itself"
        try:
            return httpx.get(f"{slack}/_control/state", trust_env=False).is_success
        except httpx.TransportError:
            return False

    eventually(answers, within=30)
