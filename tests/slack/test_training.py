"""Training in Slack: a whole sitting in a modal, kept once, seen by nobody else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.conversation.lesson import Lesson, Step, is_lesson
from bot.errors import StoreUnavailable
from bot.slack import files
from bot.store.store import Store
from tests.slack.hands import APPELS, button, ill_drawn, installed, told
from tests.slack.lint import texts, view_faults
from tests.slack.signed import JSON, command, event, post, tap
from tests.slack.stub import Failure, Stub
from tests.slack.test_route import play
from tests.slack.workspace import Workspace, eventually

Json = dict[str, Any]
START = Step("retention", Lesson.NEXT).token()
VIEW = {"id": "V1", "type": "modal", "hash": "h1", "private_metadata": ""}


def answers(folder: Path, name: str = "essai.db") -> list[int]:
    """The numbers of the answers kept."""
    with closing(sqlite3.connect(folder / name)) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM answers ORDER BY number")]


def lesson_buttons(where: Json) -> list[Json]:
    """The buttons of training on a message or a view, in their order."""
    every = (one for block in where["blocks"] for one in block.get("elements", []))
    return [one for one in every if is_lesson(str(one.get("value", "")))]


async def moved(slack: Stub, client: httpx.AsyncClient, value: str, user: str = "U1") -> Json:
    """A tap in the modal; how it then looks."""
    before = len(slack.of("views.update"))
    assert (await post(client, tap(slack.hook, value, user=user, view=VIEW))).status_code == 200
    view: Json = (await slack.until("views.update", before + 1))[-1]["view"]
    assert view_faults(view) == []
    return view


async def answered(
    slack: Stub, client: httpx.AsyncClient, view: Json, user: str = "U1"
) -> tuple[Json, str]:
    """The feedback on a situation, of which the first choices were taken; and the last tap."""
    while "Êtes-vous sûr" not in "\n".join(texts(view["blocks"])):
        view = await moved(slack, client, lesson_buttons(view)[0]["value"], user)
    sure = str(lesson_buttons(view)[0]["value"])
    return await moved(slack, client, sure, user), sure


def test_the_command_opens_a_modal_that_changes_in_place(tmp_path: Path) -> None:
    """An answer is kept once, though its tap is made again."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "entraînement"))
        (opened,) = await slack.until("views.open")
        assert opened["view"]["title"]["text"] == "🎓 Entraînement"
        assert slack.posted == []
        view, sure = await answered(slack, client, await moved(slack, client, START))
        assert "Ce qui décide" in "\n".join(texts(view["blocks"]))
        await moved(slack, client, sure)
        assert answers(tmp_path) == [1]

    play(tmp_path, played)


def test_the_home_page_opens_training_in_a_modal(tmp_path: Path) -> None:
    """By its own button; what is left of a sitting is there."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        opened = {"type": "app_home_opened", "user": "U1", "tab": "home"}
        await post(client, event(opened), JSON)
        (home,) = await slack.until("views.publish")
        (train,) = lesson_buttons(home["view"])
        assert train["text"]["text"] == "S’entraîner"
        page = {"id": "V9", "type": "home", "hash": "h9"}
        await post(client, tap(slack.hook, train["value"], view=page))
        (modal,) = await slack.until("views.open")
        assert modal["view"]["title"]["text"] == "🎓 Entraînement"

    play(tmp_path, played)


def test_where_slack_is_late_training_goes_on_in_a_message_for_one(tmp_path: Path) -> None:
    """Which is replaced by its own address, and by nothing that others see."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        slack.fail("views.open", Failure(200, "expired_trigger_id"))
        await post(client, command(slack.hook, "entrainement"))
        (shown,) = await slack.until("response_url")
        assert shown["response_type"] == "ephemeral"
        container = {"type": "message", "message_ts": "2.2", "is_ephemeral": True}
        await post(client, tap(slack.hook, START, container=container))
        call = (await slack.until("response_url", 2))[-1]
        assert (call["response_type"], call["replace_original"]) == ("ephemeral", True)
        assert "Que faites-vous" in "\n".join(texts(call["blocks"]))

    play(tmp_path, played)


def test_words_open_it_in_one_s_own_chat_and_elsewhere_for_one_alone(tmp_path: Path) -> None:
    """A direct message gets a message; a mention in a channel, one that its author alone sees."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        told = {"type": "message", "channel": "D1", "ts": "3.3", "user": "U1"}
        said = event({**told, "channel_type": "im", "text": "entrainement"})
        await post(client, said, JSON)
        (direct,) = await slack.until("chat.postMessage")
        assert direct["channel"] == "D1"
        mention = {"type": "app_mention", "channel": "C1", "ts": "7.7", "user": "U1"}
        await post(client, event({**mention, "text": "<@UBOT> entrainement"}), JSON)
        (whispered,) = await slack.until("chat.postEphemeral")
        assert whispered["user"] == "U1"
        assert len(slack.posted) == 1

    play(tmp_path, played)


def test_a_tap_on_what_others_see_is_answered_to_whoever_tapped(tmp_path: Path) -> None:
    """The message stays as it is."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, tap(slack.hook, START, user="U2"))
        (call,) = await slack.until("response_url")
        assert (call["response_type"], call["replace_original"]) == ("ephemeral", False)

    play(tmp_path, played)


def test_progress_is_a_picture_that_slack_was_given(tmp_path: Path) -> None:
    """Where it takes none, the words stand alone."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await answered(slack, client, await moved(slack, client, START))
        progress = Step("retention", Lesson.PROGRESS, 1).token()
        view = await moved(slack, client, progress)
        (picture,) = (block for block in view["blocks"] if block["type"] == "image")
        assert picture["slack_file"] == {"id": "F1"}
        assert slack.files[0].startswith(b"\x89PNG")
        slack.fail("files.getUploadURLExternal", Failure(200, "missing_scope"))
        view = await moved(slack, client, progress)
        assert not [block for block in view["blocks"] if block["type"] == "image"]
        assert "Règles maîtrisées" in "\n".join(texts(view["blocks"]))

    play(tmp_path, played)


def test_a_picture_that_slack_is_slow_to_read_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond a moment."""
    monkeypatch.setattr(files, "READY_WITHIN", 0.02)
    monkeypatch.setattr(files, "EVERY", 0.01)
    monkeypatch.setattr(Stub, "_do", _never_ready(Stub._do))

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await answered(slack, client, await moved(slack, client, START))
        view = await moved(slack, client, Step("retention", Lesson.PROGRESS, 1).token())
        assert not [block for block in view["blocks"] if block["type"] == "image"]

    play(tmp_path, played)


def _never_ready(do: Any) -> Any:
    def answer(slack: Stub, method: str, asked: Json) -> Json:
        return (
            {"ok": True, "file": {}} if method == "files.info" else dict(do(slack, method, asked))
        )

    return answer


def test_one_s_answers_are_sent_in_one_s_own_chat(tmp_path: Path) -> None:
    """As a file; where Slack takes none, as its text."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await answered(slack, client, await moved(slack, client, START))
        export = Step("retention", Lesson.EXPORT, 1).token()
        view = await moved(slack, client, export)
        assert "Envoyé dans notre conversation" in "\n".join(texts(view["blocks"]))
        assert slack.of("files.completeUploadExternal")[-1]["channel_id"] == "D1"
        assert slack.files[-1].decode().startswith("numero;date")
        slack.fail("conversations.open", Failure(200, "missing_scope"))
        view = await moved(slack, client, export)
        assert "numero;date" in "\n".join(texts(view["blocks"]))

    play(tmp_path, played)


def test_an_answer_that_is_not_written_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the store is back, the same tap is the answer."""

    async def down(*_: object) -> bool:
        raise StoreUnavailable("en panne")

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        view = await moved(slack, client, START)
        with monkeypatch.context() as broken:
            broken.setattr(Store, "learnt", down)
            view, _ = await answered(slack, client, view)
            assert "rien n’est perdu" in "\n".join(texts(view["blocks"]))
        view = await moved(slack, client, lesson_buttons(view)[0]["value"])
        assert "Ce qui décide" in "\n".join(texts(view["blocks"]))
        assert answers(tmp_path) == [1]

    play(tmp_path, played)


def test_a_folded_part_opens_over_the_modal(tmp_path: Path) -> None:
    """The passage, whole."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        view, _ = await answered(slack, client, await moved(slack, client, START))
        elements = (one for block in view["blocks"] for one in block.get("elements", []))
        fold = next(one for one in elements if str(one.get("action_id")).startswith("details."))
        acted = [{"type": "button", "action_id": fold["action_id"], "value": fold["value"]}]
        await post(client, tap(slack.hook, "", view=VIEW, actions=acted))
        (pushed,) = await slack.until("views.push")
        assert pushed["view"]["title"]["text"] == "Ce que dit la procédure"

    play(tmp_path, played)


def test_a_sitting_in_a_real_workspace_survives_a_restart(tmp_path: Path) -> None:
    """By taps in the modal of a Slack on this machine, from the welcome to the summary."""
    with installed(tmp_path) as (slack, bot):
        slack.command("Marie", APPELS, "/retention", "entrainement")
        view = eventually(lambda: slack.view("Marie"))
        assert told(view) == "🎓 Entraînement"
        view = pressed(slack, "Commencer")
        for number in range(1, 12):
            assert f"{number} sur" in "\n".join(texts(view["blocks"]))
            while "Êtes-vous sûr" not in "\n".join(texts(view["blocks"])):
                view = pressed(slack, lesson_buttons(view)[0]["text"]["text"].split("· ")[-1])
            view = pressed(slack, "Sûr")
            redrawn(slack, lambda: slack.repeat(slack.deliveries[-1]))
            assert slack.relay.calls[-1].answer["error"] == "hash_conflict"
            assert answers(tmp_path, "cas.db") == list(range(1, number + 1))
            if number == 3:
                bot.restart()
            following = next(one for one in lesson_buttons(view) if one.get("style") == "primary")
            view = pressed(slack, following["text"]["text"])
            if following["text"]["text"] == "Voir le bilan":
                break
        assert number >= 10
        assert told(view) == "🎓 Bilan de la séance"
        view = pressed(slack, "Mes progrès")
        assert [block for block in view["blocks"] if block["type"] == "image"], (
            told(view),
            bot.said[-12:],
        )
        view = pressed(slack, "Mes données")
        pressed(slack, "Exporter")
        (sent,) = [file for one in slack.messages("Marie") for file in one.get("files", [])]
        assert sent["name"] == "retention-entrainement.csv"
        assert ill_drawn(slack.relay.calls) == []


def pressed(slack: Workspace, words: str) -> Json:
    """Press a button of the modal; gives the modal as it then is."""
    before = eventually(lambda: slack.view("Marie"))
    redrawn(slack, lambda: slack.tap("Marie", before, button(before, words)))
    shown: Json = eventually(lambda: now if (now := slack.view("Marie")) != before else None)
    return shown


def redrawn(slack: Workspace, does: Callable[[], object]) -> None:
    """Do something, until the bot has been answered about the modal."""
    before = len(slack.calls("views.update"))
    does()
    eventually(lambda: len(slack.calls("views.update")) > before)
