"""Training in Slack where Slack is late, refuses, or somebody else taps."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.conversation.card import Button, Card, CardKind, Choices
from bot.conversation.lesson import Lesson, Step
from bot.slack import files
from bot.slack.render import ALONE, message, modal
from tests.slack.lint import faults, texts, view_faults
from tests.slack.signed import JSON, command, event, post, tap
from tests.slack.stub import HOOK, Failure, Stub
from tests.slack.test_route import play
from tests.slack.test_training import START, VIEW, answered, answers, lesson_buttons, moved

Json = dict[str, Any]
PROGRESS = Step("retention", Lesson.PROGRESS, 1).token()
ALONE_THERE = {"type": "message", "message_ts": "2.2", "is_ephemeral": True}
LATE = Failure(200, "expired_trigger_id")


def pictures(where: Json) -> list[Json]:
    """The pictures that are shown."""
    return [block for block in where["blocks"] if block["type"] == "image"]


def told(where: Json) -> str:
    """All that is read there."""
    return "\n".join(texts(where["blocks"]))


def folded(view: Json) -> list[Json]:
    """The tap that opens the first folded part."""
    elements = (one for block in view["blocks"] for one in block.get("elements", []))
    fold = next(one for one in elements if str(one.get("action_id")).startswith("details."))
    return [{"type": "button", "action_id": fold["action_id"], "value": fold["value"]}]


def test_a_picture_that_a_modal_refuses_leaves_the_words(tmp_path: Path) -> None:
    """The card is drawn again without it."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await answered(slack, client, await moved(slack, client, START))
        before = len(slack.of("views.update"))
        slack.fail("views.update", Failure(200, "invalid_blocks"))
        await post(client, tap(slack.hook, PROGRESS, view=VIEW))
        refused, shown = (await slack.until("views.update", before + 2))[-2:]
        assert pictures(refused["view"])
        assert not pictures(shown["view"])
        assert "Règles maîtrisées" in told(shown["view"])
        assert slack.posted == []

    play(tmp_path, played)


def test_a_picture_that_a_message_refuses_leaves_the_words(tmp_path: Path) -> None:
    """The address of a tap refuses the files that only the bot sees."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await answered(slack, client, await moved(slack, client, START))
        slack.fail(HOOK, Failure(404, "invalid_blocks"))
        await post(client, tap(slack.hook, PROGRESS, container=ALONE_THERE))
        refused, shown = await slack.until(HOOK, 2)
        assert pictures(refused)
        assert not pictures(shown)
        assert (shown["response_type"], shown["replace_original"]) == ("ephemeral", True)
        assert "Règles maîtrisées" in told(shown)

    play(tmp_path, played)


def test_in_one_s_own_chat_the_message_is_replaced_with_its_picture(tmp_path: Path) -> None:
    """And stays a message that lasts."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await answered(slack, client, await moved(slack, client, START))
        await post(client, tap(slack.hook, PROGRESS, channel="D1"))
        (shown,) = await slack.until(HOOK)
        assert pictures(shown)
        assert (shown["response_type"], shown["replace_original"]) == ("in_channel", True)

    play(tmp_path, played)


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.info"])
def test_a_picture_that_slack_is_slow_to_take_is_not_waited_for(
    method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step of it is slow."""
    monkeypatch.setattr(files, "READY_WITHIN", 0.1)

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await answered(slack, client, await moved(slack, client, START))
        slack.fail(method, Failure(429, retry_after=60))
        view = await moved(slack, client, PROGRESS)
        assert not pictures(view)
        assert "Règles maîtrisées" in told(view)

    play(tmp_path, played)


def test_a_modal_that_comes_too_late_is_a_message_for_one(tmp_path: Path) -> None:
    """By the tap's own address, or in one's own chat where a view has none."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        view, _ = await answered(slack, client, await moved(slack, client, START))
        slack.fail("views.open", LATE, LATE)
        acted = folded(view)
        await post(client, tap(slack.hook, "", container=ALONE_THERE, actions=acted))
        (part,) = await slack.until(HOOK)
        assert (part["text"], part["response_type"]) == ("Ce que dit la procédure", "ephemeral")
        assert not part["replace_original"]
        page = {"id": "V9", "type": "home"}
        start = Step("retention").token()
        await post(client, tap(slack.hook, start, user="U7", view=page, response_url=None))
        (said,) = await slack.until("chat.postMessage")
        assert (said["channel"], said["text"]) == ("U7", "🎓 Entraînement")

    play(tmp_path, played)


def test_a_modal_that_was_closed_is_left_so(tmp_path: Path) -> None:
    """Nobody is told that anything failed."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        view = await moved(slack, client, START)
        slack.fail("views.update", Failure(200, "not_found"))
        choice = lesson_buttons(view)[0]["value"]
        await post(client, tap(slack.hook, choice, view=VIEW))
        await slack.until("views.update", 2)
        await asyncio.sleep(0.1)
        assert slack.posted == []
        assert slack.of(HOOK) == []

    play(tmp_path, played)


def test_closing_a_part_leads_back_to_training_and_never_to_a_case(tmp_path: Path) -> None:
    """A sitting itself closes as any modal does."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "entrainement"))
        (opened,) = await slack.until("views.open")
        view, _ = await answered(slack, client, await moved(slack, client, START))
        assert "close" not in opened["view"]
        assert "close" not in view
        await post(client, tap(slack.hook, "", view=VIEW, actions=folded(view)))
        (pushed,) = await slack.until("views.push")
        assert pushed["view"]["close"]["text"] == "Revenir à l’entraînement"
        assert len(pushed["view"]["close"]["text"]) <= 24

    play(tmp_path, played)


def test_somebody_else_s_tap_changes_only_what_is_theirs(tmp_path: Path) -> None:
    """The same button is each one's own; a command told twice opens one modal."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        mine = await moved(slack, client, START)
        theirs, sure = await answered(
            slack, client, await moved(slack, client, START, user="U2"), user="U2"
        )
        assert "Ce qui décide" in told(theirs)
        assert answers(tmp_path) == [1]
        again = await moved(slack, client, Step("retention").token())
        assert told(again) == told(mine)
        body = command(slack.hook, "entrainement")
        for _ in range(3):
            await post(client, body)
        mention = {"type": "app_mention", "channel": "C1", "ts": "7.7", "user": "U2"}
        await post(client, event({**mention, "text": "<@UBOT> entrainement"}), JSON)
        await slack.until("chat.postEphemeral")
        assert len(slack.of("views.open")) == 1
        await moved(slack, client, sure, user="U2")
        assert answers(tmp_path) == [1]

    play(tmp_path, played)


def test_taps_at_one_time_are_one_answer(tmp_path: Path) -> None:
    """Whichever comes first."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        view = await moved(slack, client, START)
        view = await moved(slack, client, lesson_buttons(view)[0]["value"])
        every = [one["value"] for one in lesson_buttons(view)[:3]]
        before = len(slack.of("views.update"))
        taps = (post(client, tap(slack.hook, value, view=VIEW)) for value in every)
        await asyncio.gather(*taps)
        await slack.until("views.update", before + 3)
        assert answers(tmp_path) == [1]

    play(tmp_path, played)


def test_sentences_to_choose_from_are_shown_whole() -> None:
    """However long they are together."""
    long = [f"{n} " + "mot " * 160 for n in range(6)]
    buttons = tuple(Button("Je comprends…", f"retention!1*show_x_{n}", one.strip())
                    for n, one in enumerate(long))  # fmt: skip
    card = Card(CardKind.TRAINING, "Un appel", (Choices(buttons),), "retention!1*show")
    drawing, view = message(card, ALONE), modal(card)
    assert faults(drawing.blocks) == []
    assert view_faults(view) == []
    for one in long:
        assert one.strip() in "\n".join(texts(drawing.blocks))
        assert one.strip() in told(view)
