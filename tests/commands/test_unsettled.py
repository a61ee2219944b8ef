"""A procedure that does not hold answers no case that it does not settle."""

import json
import os
import subprocess
import sys
from pathlib import Path

from bot.config import ROOT
from tests.procedures import RETENTION, planted

PRECEDENCE = (
    "      - {rules: [recouvrement], ground: written,"
    ' words: "Ces cas doivent être remontés via une Task à l’équipe EST."}\n'
)


def _run(dialogs: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={**os.environ, "DIALOGS": str(dialogs), "PORT": "8999"},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_counter_example_is_replayed_by_decide_as_an_error(tmp_path: Path) -> None:
    """`check` shows a case; `decide` says which rules dispute it, and still answers the rest."""
    planted(RETENTION, tmp_path, (PRECEDENCE, ""))
    checked = _run(tmp_path, "check")
    assert checked.returncode == 1
    case = next(line.strip() for line in checked.stdout.splitlines() if '"demande"' in line)
    settled = json.dumps({"demande": "autre", "pre-actif": "oui"})
    decided = _run(tmp_path, "decide", "retention", "--cases", "-", stdin=f"{case}\n{settled}\n")
    disputed, answered = map(json.loads, decided.stdout.splitlines())
    assert "« plainte-formelle » et « recouvrement »" in disputed["error"]
    assert answered["destination"] == "fraude"
    assert decided.returncode == 2


def test_it_is_not_served_and_the_case_is_shown(tmp_path: Path) -> None:
    """The program stops before it opens a port, and says why."""
    planted(RETENTION, tmp_path, (PRECEDENCE, ""))
    served = _run(tmp_path)
    assert served.returncode == 1
    assert "désaccord non déclaré" in served.stderr
    assert '"demande": "plainte-formelle"' in served.stderr
