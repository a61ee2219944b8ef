"""What we ask of Slack is done once, however Slack answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import ClientSession, ClientTimeout

from bot.slack import api as module
from bot.slack.api import Api, Latest, Refused, Undelivered
from bot.slack.rich import Drawing, small
from tests.slack.signed import TOKEN
from tests.slack.stub import Failure, Stub, stub

CARD = Drawing("carte", [small("carte")])


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failures are few seconds apart in life; here, a few hundredths."""
    monkeypatch.setattr(module, "PAUSES", (0.02, 0.02, 0.02))
    monkeypatch.setattr(module, "PATIENCE", 3.0)


def play(played: Callable[[Stub, Api], Awaitable[None]], timeout: float = 5.0) -> None:
    """Run something against a workspace."""

    async def run() -> None:
        async with stub() as slack, ClientSession(timeout=ClientTimeout(total=timeout)) as session:
            await played(slack, Api(TOKEN, session, slack.api))

    asyncio.run(run())


def test_what_slack_rations_is_done_when_slack_says() -> None:
    """After `Retry-After`, and not before; other calls of the method wait with it."""

    async def played(slack: Stub, api: Api) -> None:
        slack.fail("chat.update", Failure(429, "ratelimited", retry_after=1))
        before = time.monotonic()
        await api.update("C1", "1.1", Latest(CARD))
        assert time.monotonic() - before >= 1
        assert len(slack.of("chat.update")) == 2

    play(played)


def test_a_failure_is_tried_again() -> None:
    """Whether Slack fails, answers something else, or is not heard."""

    async def played(slack: Stub, api: Api) -> None:
        slack.fail("chat.postMessage", Failure(500), Failure(503, "fatal_error"))
        assert await api.post("C1", CARD) == slack.posted[0]["ts"]
        assert len(slack.posted) == 1

    play(played)


@pytest.mark.parametrize("thread", ["", "1.1"])
def test_a_message_that_was_posted_after_all_is_not_posted_twice(thread: str) -> None:
    """Slack posted it and its answer was lost, by a failure or a time-out."""

    async def played(slack: Stub, api: Api) -> None:
        for failure in (Failure(500, heard=True), Failure(200, hang=1.0, heard=True)):
            slack.fail("chat.postMessage", failure)
            ts = await api.post("C1", CARD, thread)
            await asyncio.sleep(1.0 if failure.hang else 0.0)
            assert ts == slack.posted[-1]["ts"]
        assert len(slack.posted) == 2
        looked = "conversations.replies" if thread else "conversations.history"
        assert {asked.get("ts", "") for asked in slack.of(looked)} == {thread}

    play(played, timeout=0.5)


def test_a_refusal_is_told_by_its_word_and_not_tried_again() -> None:
    """Slack knows why."""

    async def played(slack: Stub, api: Api) -> None:
        slack.fail("chat.postMessage", Failure(200, "not_in_channel"))
        with pytest.raises(Refused) as refused:
            await api.post("C1", CARD)
        assert refused.value.code == "not_in_channel"
        slack.fail("response_url", Failure(404, "expired_url"))
        with pytest.raises(Refused) as refused:
            await api.reply(slack.hook, Latest(CARD))
        assert refused.value.code == "expired_url"
        assert len(slack.calls) == 2

    play(played)


def test_patience_has_an_end() -> None:
    """And what was asked is not lost silently."""

    async def played(slack: Stub, api: Api) -> None:
        slack.fail("chat.update", *[Failure(500)] * 9)
        with pytest.raises(Undelivered):
            await api.update("C1", "1.1", Latest(CARD))
        slack.fail("chat.update", Failure(429, "ratelimited", retry_after=60))
        with pytest.raises(Undelivered):
            await api.update("C1", "1.1", Latest(CARD))

    play(played)


def test_an_answer_to_a_tap_says_who_may_see_it_and_that_it_replaces() -> None:
    """Slack makes an answer ephemeral where it is not told."""

    async def played(slack: Stub, api: Api) -> None:
        await api.reply(slack.hook, Latest(CARD), replace=True, alone=False)
        await api.reply(slack.hook, Latest(CARD))
        first, second = slack.of("response_url")
        assert (first["response_type"], first["replace_original"]) == ("in_channel", True)
        assert (second["response_type"], second["replace_original"]) == ("ephemeral", False)

    play(played)


def test_what_is_sent_again_is_the_latest() -> None:
    """A card that changed while Slack was failing is sent as it is then, and only once."""

    async def played(slack: Stub, api: Api) -> None:
        slack.fail("chat.update", Failure(429, "ratelimited", retry_after=1))
        latest = Latest(CARD)
        first = asyncio.create_task(api.update("C1", "1.1", latest))
        await slack.until("chat.update")
        latest.want(Drawing("neuve", [small("neuve")]))
        await asyncio.gather(first, api.update("C1", "1.1", latest))
        assert [asked["text"] for asked in slack.of("chat.update")] == ["carte", "neuve"]

    play(played)
