"""The app as Teams is told of it, and its package."""

import json
import re
import struct
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from gettext import NullTranslations
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator

from bot.app import chat_guide
from bot.config import LANGUAGES, ROOT, Config
from bot.conversation.guide import Guide
from bot.conversation.opening import Manners, Opening, read_opening
from bot.decision.compiled import Compiled
from bot.errors import AiguillageError
from bot.procedure.loader import load
from bot.slack.manifest import manifest as slack_manifest
from bot.teams.icons import BACKGROUND, OTHER, SET, colour_icon, outline_icon
from bot.teams.manifest import manifest, manners, package
from bot.teams.moves import Oriented
from bot.teams.read import read, read_activity
from bot.texts import load_texts
from tests.procedures import example_folder

SCHEMA = ROOT.parent / "shared" / "schemas" / "teams-manifest-1.30.schema.json"
APP = "6a1b2c3d-0000-4000-8000-00000000abcd"
URL = "https://bot.example"
TEXTS: Mapping[str, NullTranslations] = {
    language: load_texts(Config().locales, language) for language in LANGUAGES
}
Pixels = list[list[tuple[int, ...]]]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """Another procedure."""
    return Compiled(load(example_folder(tmp_path_factory.mktemp("exemple"))))


def _several(guide: Guide, example: Compiled, number: int) -> Guide:
    """The real procedure, and the example under as many other names."""
    others = {f"exemple-{n}": example for n in range(number - 1)}
    return chat_guide(Config(), {**guide.procedures, **others})


def _files(guide: Guide) -> dict[str, bytes]:
    with ZipFile(BytesIO(package(guide, TEXTS, APP, URL))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def _told(guide: Guide) -> tuple[dict[str, Any], dict[str, str]]:
    """The manifest and its translation, as they are packed."""
    files = _files(guide)
    return json.loads(files["manifest.json"]), json.loads(files["en.json"])


def _at(told: Any, place: str) -> Any:
    """What stands in a manifest at `bots[0].commandLists[0]…`."""
    for step in re.findall(r"\w+", place):
        told = told[int(step)] if step.isdigit() else told[step]
    return told


def _french(told: dict[str, Any]) -> Iterator[str]:
    """What the interface itself says in a manifest."""
    yield from told["description"].values()
    for listed in told["bots"][0]["commandLists"]:
        yield next(one["description"] for one in listed["commands"] if one["title"] == "aide")
    yield from (one["title"] for one in told["composeExtensions"][0]["commands"])


@pytest.mark.official_schema
@pytest.mark.parametrize("number", [1, 2, 11])
def test_the_manifest_is_what_teams_accepts(guide: Guide, example: Compiled, number: int) -> None:
    """Its schema takes it, for one procedure and for several."""
    if not SCHEMA.exists():
        pytest.skip("no schema of Teams' manifest here")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    told, _ = _told(_several(guide, example, number))
    assert list(Draft4Validator(schema).iter_errors(told)) == []
    assert told["manifestVersion"] == schema["properties"]["manifestVersion"]["const"]
    assert f"/v{told['manifestVersion']}/" in told["$schema"]


def test_the_package_holds_all_that_its_manifest_names_and_nothing_else(guide: Guide) -> None:
    """Always in the same order."""
    files = _files(guide)
    told = json.loads(files["manifest.json"])
    languages = [one["file"] for one in told["localizationInfo"]["additionalLanguages"]]
    assert sorted(files) == sorted(["manifest.json", *told["icons"].values(), *languages])
    assert list(files) == sorted(files)
    assert files[told["icons"]["color"]] == colour_icon()
    assert files[told["icons"]["outline"]] == outline_icon()


def test_the_same_app_makes_the_same_package(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the day."""
    before = package(guide, TEXTS, APP, URL)
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 1))
    assert package(guide, TEXTS, APP, URL) == before


def test_it_is_in_french_and_in_english_whatever_the_interface_is_in(guide: Guide) -> None:
    """Each agent reads it in the language of their own Teams."""
    in_english = replace(guide, texts=TEXTS["en"])
    assert package(in_english, TEXTS, APP, URL) == package(guide, TEXTS, APP, URL)
    told, english = _told(guide)
    assert told["localizationInfo"]["defaultLanguageTag"] == "fr"
    assert told["description"]["short"].startswith("Où va l’appel")
    assert english["description.short"].startswith("Where the call goes")
    assert english["composeExtensions[0].commands[0].title"] == "Route this call"


def test_a_translation_stands_for_words_of_the_manifest(guide: Guide, example: Compiled) -> None:
    """Each key leads to a text, and all that the interface says is there."""
    for one in (guide, _several(guide, example, 11)):
        told, english = _told(one)
        assert "/v1.30/MicrosoftTeams.Localization." in english.pop("$schema")
        replaced = [_at(told, place) for place in english]
        assert all(isinstance(text, str) for text in replaced)
        assert {"name.short", "description.short", "description.full"} <= english.keys()
        assert set(_french(told)) <= set(replaced)
        same = [place for place, text in english.items() if _at(told, place) == text]
        assert same == ["name.short"]


def test_what_is_the_procedure_s_is_not_translated(guide: Guide, example: Compiled) -> None:
    """Its title stays in its language; what is typed is the same for everybody."""
    _, english = _told(_several(guide, example, 3))
    assert not [place for place in english if re.search(r"commandLists.*\.title$", place)]
    said = " ".join(english.values())
    assert guide.procedures["retention"].procedure.title not in said
    assert example.procedure.title not in said


def test_one_app_is_told_everywhere_under_one_id(guide: Guide) -> None:
    """The app's, its bot's and its actions'; heard where an agent works."""
    told, _ = _told(guide)
    (bot,), (actions,) = told["bots"], told["composeExtensions"]
    assert {told["id"], bot["botId"], actions["botId"]} == {APP}
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    listed = [scope for one in bot["commandLists"] for scope in one["scopes"]]
    assert sorted(listed) == sorted(bot["scopes"])


@pytest.mark.parametrize("url", [URL, f"{URL}/"])
def test_its_pages_are_the_bot_s_own(guide: Guide, url: str) -> None:
    """Teams shows them to whoever installs it."""
    developer = manifest(guide, APP, url)["developer"]
    pages = {developer[page] for page in ("websiteUrl", "privacyUrl", "termsOfUseUrl")}
    assert pages == {"https://bot.example/"}


def test_its_version_is_the_program_s(guide: Guide) -> None:
    """Three numbers, as Teams wants them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert manifest(guide, APP, URL)["version"] == project["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", project["version"])


def test_one_procedure_has_its_command_and_its_action(guide: Guide) -> None:
    """And the help that anybody looks for; its training, where one is alone with the bot."""
    told, _ = _told(guide)
    titles = {
        tuple(one["scopes"]): [command["title"] for command in one["commands"]]
        for one in told["bots"][0]["commandLists"]
    }
    assert titles == {
        ("personal",): ["retention", "aide", "retention entrainement"],
        ("team", "groupChat"): ["retention", "aide"],
    }
    (action,) = told["composeExtensions"][0]["commands"]
    assert action["title"] == "Orienter cet appel"
    assert (action["type"], action["context"], action["fetchTask"]) == ("action", ["message"], True)


def test_each_command_says_to_the_bot_what_it_promises(guide: Guide, example: Compiled) -> None:
    """What Teams writes for an agent who chooses it opens that procedure, or the help."""
    both = _several(guide, example, 2)
    opened = {
        one["title"]: read_opening(both, one["title"])
        for one in manifest(both, APP, URL)["bots"][0]["commandLists"][0]["commands"]
    }
    assert opened["aide"].help
    assert opened["retention"].procedure == "retention"
    assert opened["retention entrainement"] == Opening("retention", training=True)
    assert opened[example.procedure.command].procedure == "exemple-0"


def test_an_action_chosen_is_read_as_its_procedure_s(guide: Guide, example: Compiled) -> None:
    """Teams sends back the id that the manifest gave it."""
    both = _several(guide, example, 2)
    actions = manifest(both, APP, URL)["composeExtensions"][0]["commands"]
    read_as = [read(read_activity(_chosen(action["id"]))) for action in actions]
    assert [one.procedure for one in read_as if isinstance(one, Oriented)] == list(both.procedures)


def _chosen(command: str) -> dict[str, Any]:
    return {
        "type": "invoke",
        "name": "composeExtension/fetchTask",
        "id": "f:1",
        "channelId": "msteams",
        "serviceUrl": "https://smba.example/fr/",
        "conversation": {"id": "19:abc", "conversationType": "groupChat"},
        "from": {"id": "29:agent", "name": "Camille"},
        "recipient": {"id": f"28:{APP}", "name": "Aiguillage"},
        "value": {
            "commandId": command,
            "messagePayload": {"id": "1", "body": {"contentType": "html", "content": "mensuel"}},
        },
    }


def test_many_procedures_stay_within_teams_limits(guide: Guide, example: Compiled) -> None:
    """Twelve commands, ten actions, and words of a length that Teams shows."""
    told, _ = _told(_several(guide, example, 11))
    alone, among = told["bots"][0]["commandLists"]
    actions = told["composeExtensions"][0]["commands"]
    assert (alone["commands"], len(among["commands"]), len(actions)) == (among["commands"], 12, 10)
    assert actions[0]["title"] == "Orienter\u00a0: retention"
    assert len({action["id"] for action in actions}) == 10


def test_long_words_are_cut_to_what_teams_shows(guide: Guide, example: Compiled) -> None:
    """The longest command that a procedure may have, and a title beyond measure."""
    procedure = example.procedure.model_copy(update={"command": "c" * 31, "title": "t" * 300})
    edition = replace(example.edition, procedure=procedure)
    long = _several(guide, Compiled(edition), 2)
    told, _ = _told(long)
    command = told["bots"][0]["commandLists"][0]["commands"][1]
    action = told["composeExtensions"][0]["commands"][1]
    assert command == {"title": "c" * 31, "description": "t" * 127 + "…"}
    assert action["title"] == "Orienter\u00a0: " + "c" * 20 + "…"
    assert (len(action["title"]), len(action["description"])) == (32, 128)


def test_too_many_procedures_are_refused_with_the_limit(guide: Guide, example: Compiled) -> None:
    """None is left out in silence."""
    with pytest.raises(AiguillageError, match=r"12 commandes.*11 procédures"):
        manifest(_several(guide, example, 12), APP, URL)


def test_its_ways_in_are_called_as_they_are_typed(guide: Guide, example: Compiled) -> None:
    """It hears only what mentions it; what is private is a chat of one's own, and no command."""
    assert manners(guide) == Manners(
        "@Aiguillage retention", None, "@Aiguillage", "Orienter cet appel", overhears=False
    )
    named = manners(_several(guide, example, 2), "exemple-0")
    assert named.command == f"@Aiguillage {example.procedure.command}"
    assert named.action == f"Orienter\u00a0: {example.procedure.command}"


def test_the_colour_icon_fills_its_square_with_the_app_s_colour(guide: Guide) -> None:
    """The same as in Slack; no pixel lets anything through, for Teams rounds the corners itself."""
    pixels = _decoded(colour_icon())
    assert (len(pixels), {len(row) for row in pixels}) == (192, {192})
    assert {pixel[3] for row in pixels for pixel in row} == {255}
    edges = {*pixels[0], *pixels[-1], *(row[0] for row in pixels), *(row[-1] for row in pixels)}
    assert edges == {BACKGROUND}
    accent = "#{:02x}{:02x}{:02x}".format(*BACKGROUND)
    assert manifest(guide, APP, URL)["accentColor"] == accent
    slack = json.loads(slack_manifest(guide, None))
    assert slack["display_information"]["background_color"] == accent


def test_the_colour_icon_s_symbol_is_where_teams_never_crops(guide: Guide) -> None:
    """The 96 pixels in the middle, which it fills from top to bottom, in both its colours."""
    pixels = _decoded(colour_icon())
    drawn = [
        (x, y) for y, row in enumerate(pixels) for x, one in enumerate(row) if one != BACKGROUND
    ]
    assert all(48 <= x < 144 and 48 <= y < 144 for x, y in drawn)
    assert {y for _, y in drawn} == set(range(48, 144))
    counts = {colour: sum(row.count(colour) for row in pixels) for colour in (SET, OTHER)}
    assert counts[SET] > counts[OTHER] > 500


def test_the_outline_icon_is_white_on_nothing() -> None:
    """Up to the edges of its square, as Microsoft asks; smooth, and seen through elsewhere."""
    pixels = _decoded(outline_icon())
    assert (len(pixels), {len(row) for row in pixels}) == (32, {32})
    assert {pixel[:3] for row in pixels for pixel in row} == {(255, 255, 255)}
    opaque = [[pixel[3] for pixel in row] for row in pixels]
    assert [opaque[0][0], opaque[-1][-1], opaque[-1][0]] == [0, 0, 0]
    assert (max(opaque[0]), max(opaque[-1])) > (200, 200)
    flat = [value for row in opaque for value in row]
    assert flat.count(0) > 400
    assert flat.count(255) > 150
    assert any(0 < value < 255 for value in flat)


def test_the_track_that_is_set_parts_from_the_other() -> None:
    """At 32 pixels too, four rails are told apart at the top, and two at the bottom."""
    rows = [[pixel[3] > 127 for pixel in row] for row in _decoded(outline_icon())]
    assert [_runs(rows[2]), _runs(rows[29])] == [4, 2]
    # Downwards along one rail: the other track, a gap, the one that passes in front.
    assert _runs([row[2] for row in rows]) == 2


def _runs(line: list[bool]) -> int:
    """How many stretches are drawn along a line."""
    return sum(here and not before for before, here in zip([False, *line], line, strict=False))


def _decoded(png: bytes) -> Pixels:
    """The pixels of a PNG of eight bits a channel whose rows went through no filter."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        content = png[at + 8 : at + 8 + length]
        (checked,) = struct.unpack_from(">I", png, at + 8 + length)
        assert checked == zlib.crc32(name + content)
        chunks[name], at = content, at + 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert form == [8, 6, 0, 0, 0]
    raw = zlib.decompress(chunks[b"IDAT"])
    assert len(raw) == height * (1 + 4 * width)
    rows = [raw[n : n + 1 + 4 * width] for n in range(0, len(raw), 1 + 4 * width)]
    assert {row[0] for row in rows} == {0}
    return [[tuple(row[n : n + 4]) for n in range(1, len(row), 4)] for row in rows]
