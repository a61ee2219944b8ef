"""The app as Slack is told of it."""

import json

import pytest
from jsonschema import Draft7Validator

from bot.app import chat_guide
from bot.config import ROOT, Config
from bot.conversation.guide import Guide
from bot.decision.compiled import Compiled
from bot.errors import AiguillageError
from bot.procedure.loader import load
from bot.slack.manifest import manifest
from tests.procedures import example_folder

SCHEMA = ROOT.parent / "shared" / "schemas" / "slack-manifest.schema.json"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """Another procedure."""
    return Compiled(load(example_folder(tmp_path_factory.mktemp("exemple"))))


def _several(guide: Guide, example: Compiled, number: int) -> Guide:
    """The real procedure, and the example under as many other names."""
    others = {f"exemple-{n}": example for n in range(number - 1)}
    return chat_guide(Config(), {**guide.procedures, **others})


def test_the_committed_manifest_is_the_one_generated(guide: Guide) -> None:
    """Whoever installs the app from it has the commands of the procedures as they are."""
    committed = (ROOT / "manifest.json").read_text(encoding="utf-8")
    assert committed == manifest(guide, None)


@pytest.mark.official_schema
@pytest.mark.parametrize("url", [None, "https://bot.example/"])
def test_the_manifest_is_what_slack_accepts(
    guide: Guide, example: Compiled, url: str | None
) -> None:
    """Its schema takes it, for one procedure and for several, by either transport."""
    if not SCHEMA.exists():
        pytest.skip("no schema of Slack's manifest here")
    validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for one in (guide, _several(guide, example, 12)):
        assert list(validator.iter_errors(json.loads(manifest(one, url)))) == []


def test_by_http_every_way_in_leads_to_one_address(guide: Guide) -> None:
    """And Socket Mode is off; without an address it is on, and none is told."""
    told = json.loads(manifest(guide, "https://bot.example/"))
    (command,) = told["features"]["slash_commands"]
    settings = told["settings"]
    addresses = {
        command["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
    }
    assert addresses == {"https://bot.example/slack"}
    assert settings["socket_mode_enabled"] is False
    assert "https" not in manifest(guide, None)
    assert json.loads(manifest(guide, None))["settings"]["socket_mode_enabled"] is True


def test_each_procedure_has_its_command_and_its_shortcut(guide: Guide, example: Compiled) -> None:
    """Within Slack's limits: ten shortcuts, of 24 characters; beyond fifty commands, refused."""
    one = json.loads(manifest(guide, None))["features"]
    assert [c["command"] for c in one["slash_commands"]] == ["/retention"]
    assert [s["name"] for s in one["shortcuts"]] == ["Orienter cet appel"]
    many = json.loads(manifest(_several(guide, example, 12), None))["features"]
    assert len(many["slash_commands"]) == 12
    assert len(many["shortcuts"]) == 10
    assert all(len(shortcut["name"]) <= 24 for shortcut in many["shortcuts"])
    assert many["shortcuts"][0]["name"] == "Orienter\u00a0: retention"
    with pytest.raises(AiguillageError):
        manifest(_several(guide, example, 51), None)
