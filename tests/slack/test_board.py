"""Messages are redrawn in their order, and those that are waited for first."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import ClientSession

from bot.errands import Errands
from bot.slack.api import Api
from bot.slack.board import Board
from bot.slack.moves import Message
from bot.slack.rich import Drawing, small
from tests.slack.signed import TOKEN
from tests.slack.stub import Failure, Stub, stub

SHOWN = Message("C1", "1.1", "2.2", ephemeral=False)


def drawing(text: str) -> Drawing:
    """A message that says something."""
    return Drawing(text, [small(text)])


def play(played: Callable[[Stub, Board], Awaitable[None]]) -> list[tuple[str, str]]:
    """Run something on a board; give what Slack was asked, until the end."""

    async def run() -> list[tuple[str, str]]:
        errands = Errands()
        async with stub() as slack, ClientSession() as session:
            await played(slack, Board(Api(TOKEN, session, slack.api), errands.spawn))
            await errands.finish(10)
            return [(method, asked["text"]) for method, asked in slack.calls]

    return asyncio.run(run())


def test_a_tapped_message_is_replaced_by_the_taps_own_address() -> None:
    """`chat.update` is rationed."""

    async def played(slack: Stub, board: Board) -> None:
        board.show(SHOWN, drawing("une"), slack.hook)

    assert play(played) == [("response_url", "une")]


def test_where_that_address_no_longer_serves_the_message_is_updated() -> None:
    """It serves five times, in half an hour."""

    async def played(slack: Stub, board: Board) -> None:
        slack.fail("response_url", Failure(404, "expired_url"))
        board.show(SHOWN, drawing("une"), slack.hook)

    assert play(played) == [("response_url", "une"), ("chat.update", "une")]


def test_an_older_card_never_comes_over_a_newer() -> None:
    """Of ten cards wanted while Slack is slow, the first is drawn, then the last."""

    async def played(slack: Stub, board: Board) -> None:
        slack.delay = 0.1
        for n in range(10):
            board.show(SHOWN, drawing(str(n)), slack.hook if n % 2 else None)
            await asyncio.sleep(0.002)

    asked = play(played)
    assert asked[-1][1] == "9"
    assert [text for _, text in asked] == sorted(text for _, text in asked)
    assert len(asked) <= 3


def test_what_is_waited_for_goes_before_what_only_tells() -> None:
    """Twenty lines wait above their threads; a typed answer passes them all but the first."""

    async def played(slack: Stub, board: Board) -> None:
        slack.delay = 0.01
        for n in range(20):
            above = Message("C1", f"{n}.1", f"{n}.1", ephemeral=False)
            board.show(above, drawing(f"ligne {n}"), awaited=False)
        await asyncio.sleep(0)
        board.show(SHOWN, drawing("réponse"))

    asked = [text for _, text in play(played)]
    assert asked[1] == "réponse"
    assert len(asked) == 21


def test_a_tap_does_not_wait_for_what_slack_rations() -> None:
    """A typed answer is held up by Slack; a tap on the same card is seen at once, and stays."""

    async def played(slack: Stub, board: Board) -> None:
        slack.fail("chat.update", Failure(429, "ratelimited", retry_after=1))
        board.show(SHOWN, drawing("tapée"))
        await slack.until("chat.update")
        board.show(SHOWN, drawing("touchée"), slack.hook)
        await slack.until("response_url", within=0.5)

    assert play(played) == [("chat.update", "tapée"), ("response_url", "touchée")]


def test_a_message_seen_by_one_person_can_only_be_replaced() -> None:
    """Slack updates no ephemeral message: where its address fails, the log has it."""

    async def played(slack: Stub, board: Board) -> None:
        slack.fail("response_url", Failure(404, "expired_url"))
        board.show(Message("C1", "1.1", "2.2", ephemeral=True), drawing("une"), slack.hook)

    assert play(played) == [("response_url", "une")]
