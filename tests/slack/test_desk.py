"""What the bot does of what people do, where the peer of the end-to-end tests cannot show it."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import errands
from bot.app import running
from bot.config import Config, SlackConfig
from tests.procedures import RETENTION, example_folder
from tests.slack.lint import texts
from tests.slack.signed import JSON, SECRET, TOKEN, command, event, post, said, served, tap
from tests.slack.stub import Failure, Stub, stub
from tests.slack.test_route import play

Json = dict[str, Any]


def _shown(message: Json) -> str:
    return "\n".join(texts(message["blocks"]))


def _value(message: Json, label: str) -> str:
    """The value of a button, by a part of its label."""
    for block in message["blocks"]:
        for one in block.get("elements", []):
            if one.get("type") == "button" and label in one["text"]["text"]:
                return str(one["value"])
    raise AssertionError(f"no button {label} in {_shown(message)}")


def test_a_private_channel_opens_cases_for_their_opener_alone(tmp_path: Path) -> None:
    """Unless one types « public »; other channels are not concerned."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, channel="CPRIVE"))
        (card,) = await slack.until("response_url")
        assert card["response_type"] == "ephemeral"
        assert slack.posted == []
        await post(client, command(slack.hook, "public", channel="CPRIVE"))
        await slack.until("chat.postMessage", 2)
        await post(client, command(slack.hook, channel="CAUTRE"))
        await slack.until("chat.postMessage", 4)

    play(tmp_path, played, private_channels=frozenset({"CPRIVE"}))


def test_everywhere_can_be_private(tmp_path: Path) -> None:
    """With a star."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook))
        await slack.until("response_url")

    play(tmp_path, played, private_channels=frozenset({"*"}))


def test_with_several_procedures_a_mention_names_one_or_is_asked_which(tmp_path: Path) -> None:
    """One tap opens the first question of the one chosen, in the same thread."""
    dialogs = tmp_path / "dialogs"
    example_folder(dialogs)
    shutil.copytree(RETENTION, dialogs / "retention")

    async def run() -> None:
        async with stub() as slack:
            config = Config(
                dialogs=dialogs,
                database_url=f"sqlite:///{tmp_path}/a.db",
                pseudonym_key="clef",
                slack=SlackConfig(TOKEN, SECRET, api_url=slack.api),
            )
            async with (
                running(config) as app,
                httpx.AsyncClient(
                    transport=httpx.ASGITransport(app), base_url="http://bot.example"
                ) as client,
            ):
                await played(slack, client)

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        mention = {"type": "app_mention", "channel": "C1", "ts": "7.7", "user": "U1"}
        await post(client, event({**mention, "text": "<@UBOT> bonjour"}), JSON)
        (asked,) = await slack.until("chat.postMessage")
        assert asked["text"] == "Quelle procédure\u00a0?"
        chosen = _value(asked, "Transfert vers Retention")
        await post(client, tap(slack.hook, chosen))
        (card,) = await slack.until("response_url")
        assert card["text"].startswith("Que demande le client")
        await post(client, event({**mention, "ts": "8.8", "text": "<@UBOT> retention"}), JSON)
        _, named = await slack.until("chat.postMessage", 2)
        assert named["text"].startswith("Que demande le client")
        assert named["thread_ts"] == "8.8"

    asyncio.run(run())


def test_a_mention_is_answered_once_though_two_events_tell_of_it(tmp_path: Path) -> None:
    """Slack sends the message, then the mention; retries bear the event's own id."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        told = {"channel": "C1", "ts": "7.7", "user": "U1", "text": "<@UBOT> veut résilier"}
        await post(client, event({"type": "message", "channel_type": "channel", **told}), JSON)
        mention = event({"type": "app_mention", **told})
        for _ in range(3):
            await post(client, mention, JSON)
        await slack.until("chat.postMessage")
        await asyncio.sleep(0.2)
        (card,) = slack.posted
        assert "Résilier" in _shown(card)

    play(tmp_path, played)


def test_a_case_that_cannot_be_posted_is_told_with_a_reference_that_the_log_has(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """In a short sentence, to whoever asked."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        slack.fail("chat.postMessage", Failure(200, "msg_blocks_too_long"))
        await post(client, command(slack.hook, "veut résilier"))
        (told,) = await slack.until("response_url")
        assert told["response_type"] == "ephemeral"
        (reference,) = [word for word in _shown(told).split() if word.endswith(").")]
        assert "Rien n’a été décidé. Réessayez" in _shown(told)
        assert reference.removesuffix(").") in caplog.text
        assert "msg_blocks_too_long" in caplog.text

    play(tmp_path, played)


def test_a_failing_answer_to_words_in_a_thread_is_whispered_there(tmp_path: Path) -> None:
    """Where there is no address to answer by."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        slack.fail("chat.postMessage", Failure(200, "is_archived"))
        mention = {"type": "app_mention", "channel": "C1", "ts": "7.7", "user": "U1"}
        await post(client, event({**mention, "text": "<@UBOT> veut résilier"}), JSON)
        (told,) = await slack.until("chat.postEphemeral")
        assert (told["channel"], told["user"], told["thread_ts"]) == ("C1", "U1", "7.7")
        assert "référence" in _shown(told)

    play(tmp_path, played)


def test_a_modal_that_comes_too_late_is_shown_in_a_message(tmp_path: Path) -> None:
    """A trigger lives three seconds."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "plainte formelle, pas pré-actif"))
        _, card = await slack.until("chat.postMessage", 2)
        slack.fail("views.open", Failure(200, "expired_trigger_id"))
        await post(client, tap(slack.hook, _value(card, "Pourquoi")))
        (why,) = await slack.until("response_url")
        assert why["text"].startswith("Pourquoi")
        assert (why["response_type"], why["replace_original"]) == ("ephemeral", False)

    play(tmp_path, played)


def test_an_unknown_button_is_answered_and_changes_nothing(tmp_path: Path) -> None:
    """Forged, of another procedure, or of another age."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        for value in ("", "x", "=x", "autre.0123456789ab.0", "retention.0123456789ab.0*answer_x"):
            before = len(slack.of("response_url"))
            await post(client, tap(slack.hook, value))
            told = (await slack.until("response_url", before + 1))[-1]
            assert told["text"] in ("Ce bouton n’est plus valable", "Que demande le client\u00a0?")

    play(tmp_path, played)


def test_beyond_what_can_be_done_slack_is_told_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was taken on is done."""
    monkeypatch.setattr(errands, "MOST", 3)

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        slack.delay = 0.3
        told = [(await post(client, command(slack.hook, "aide"))).status_code for _ in range(5)]
        assert told == [200, 200, 200, 503, 503]
        await slack.until("response_url", 3)
        await asyncio.sleep(0.4)
        assert (await post(client, command(slack.hook, "aide"))).status_code == 200

    play(tmp_path, played)


def test_words_in_a_thread_of_ours_are_read_and_those_elsewhere_are_not(tmp_path: Path) -> None:
    """A case's thread is known by the store, whoever serves it."""

    async def run() -> None:
        async with stub() as slack:
            async with served(slack, tmp_path) as client:
                await post(client, command(slack.hook, "veut résilier"))
                await slack.until("chat.postMessage", 2)
            async with served(slack, tmp_path) as client:
                thread = slack.posted[0]["ts"]
                await post(client, said("mensuel", thread="5.5"), JSON)
                await post(client, said("mensuel", user="U2", thread=thread), JSON)
                await post(client, said("<@U3> mensuel", thread=thread), JSON)
                await asyncio.sleep(0.2)
                assert slack.of("chat.update") == []
                await post(client, said("mensuel", thread=thread), JSON)
                (card,) = await slack.until("chat.update")
                assert "Compris\u00a0: Mensuel." in _shown(card)
                assert card["ts"] == slack.posted[1]["ts"]

    asyncio.run(run())


def test_what_was_taken_on_is_done_before_the_program_ends(tmp_path: Path) -> None:
    """A case asked for just before a restart is opened."""

    async def run() -> None:
        async with stub() as slack:
            slack.delay = 0.2
            async with served(slack, tmp_path) as client:
                await post(client, command(slack.hook))
            assert len(slack.posted) == 2

    asyncio.run(run())


def test_the_database_knows_nobody(tmp_path: Path) -> None:
    """Neither who opened a case nor who answered, under their platform's name."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "résilier", user="UMARIE999"))
        await slack.until("chat.postMessage", 2)
        await asyncio.sleep(0.2)

    play(tmp_path, played)
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"demande.resiliation" in kept
    assert b"UMARIE999" not in kept
    assert json.dumps("résilier").encode() not in kept
