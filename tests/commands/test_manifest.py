"""`aiguillage manifest`: what installs the app in Slack, and in Teams."""

import json
import os
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from bot.config import SLACK_SECRETS, TEAMS_SECRETS
from tests.commands.conftest import ROOT, Run, command

APP = "6A1B2C3D-0000-4000-8000-00000000ABCD"
TEAMS = {"TEAMS_APP_ID": APP, "PUBLIC_URL": "https://bot.example"}


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to be in, and no setting of this machine's."""
    for name in (*SLACK_SECRETS, *TEAMS_SECRETS, "PUBLIC_URL", "TEAMS_PLAYGROUND", "UI_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def teams(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that the Teams package needs: an id, and an address."""
    for name, value in TEAMS.items():
        monkeypatch.setenv(name, value)


def test_slack_s_manifest_is_printed(run: Run) -> None:
    """The very one that is committed, and nothing beside it."""
    ran = run("manifest", "slack")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (ROOT / "manifest.json").read_text(encoding="utf-8")


def test_slack_s_manifest_can_go_to_a_file(run: Run, nowhere: Path) -> None:
    """Its name is said, and nothing is printed."""
    ran = run("manifest", "slack", "--output", "slack.json")
    assert (ran.code, ran.out, ran.err) == (0, "", "Écrit\u00a0: slack.json\n")
    written = (nowhere / "slack.json").read_text(encoding="utf-8")
    assert written == (ROOT / "manifest.json").read_text(encoding="utf-8")


@pytest.mark.usefixtures("teams")
def test_teams_package_is_written_where_one_is(run: Run, nowhere: Path) -> None:
    """Its name is said; neither the bot's password nor its tenant is needed."""
    ran = run("manifest", "teams")
    assert (ran.code, ran.out, ran.err) == (0, "", "Écrit\u00a0: aiguillage-teams.zip\n")
    with ZipFile(nowhere / "aiguillage-teams.zip") as archive:
        told = json.loads(archive.read("manifest.json"))
    assert told["id"] == APP.lower()
    assert told["developer"]["websiteUrl"] == "https://bot.example/"


@pytest.mark.usefixtures("teams")
def test_teams_package_can_be_named(run: Run, nowhere: Path) -> None:
    """In a folder that is there."""
    ran = run("manifest", "teams", "-o", "paquet.zip")
    assert (ran.code, ran.err) == (0, "Écrit\u00a0: paquet.zip\n")
    assert is_zipfile(nowhere / "paquet.zip")
    assert [file.name for file in nowhere.iterdir()] == ["paquet.zip"]


def test_teams_package_can_be_piped(nowhere: Path) -> None:
    """Byte for byte, with nothing said around it."""
    done = subprocess.run(
        [*command("manifest", "teams", "--output", "-")],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **TEAMS},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    with ZipFile(BytesIO(done.stdout)) as archive:
        assert archive.testzip() is None
        assert "manifest.json" in archive.namelist()


@pytest.mark.usefixtures("teams")
def test_a_file_that_cannot_be_written_is_told(run: Run) -> None:
    """By its name, and without a trace of the program's."""
    ran = run("manifest", "teams", "--output", "absent/paquet.zip")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("«\u00a0absent/paquet.zip\u00a0» ne s’écrit pas")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TEAMS_APP_ID", "", "TEAMS_APP_ID manque : c’est l’« ID d’application (client) »"),
        ("TEAMS_APP_ID", "aiguillage", "TEAMS_APP_ID doit être un GUID"),
        ("PUBLIC_URL", "", "PUBLIC_URL manque\u00a0: c’est l’adresse des pages du bot"),
        ("PUBLIC_URL", "http://bot.example", "PUBLIC_URL doit être une adresse https://\u00a0:"),
    ],
)
@pytest.mark.usefixtures("teams")
def test_what_teams_package_lacks_is_named(
    run: Run, nowhere: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    """With what it is; and nothing is written."""
    monkeypatch.setenv(name, value)
    ran = run("manifest", "teams")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(told)
    assert list(nowhere.iterdir()) == []


def test_an_app_half_set_up_does_not_hinder_the_other(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written needs no secret: they come later."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("TEAMS_APP_ID", APP)
    assert run("manifest", "slack").code == 0


def test_a_platform_that_is_not_one_is_told(run: Run) -> None:
    """With those that are."""
    ran = run("manifest", "discord")
    assert (ran.code, ran.out) == (2, "")
    assert "« discord » : slack, teams" in ran.err
