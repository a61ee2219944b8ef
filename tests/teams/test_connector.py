"""What we ask of Teams is done, however Teams answers, and never faster than it allows."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import ClientSession

from bot.errands import Errands
from bot.teams import connector as module
from bot.teams import rates
from bot.teams.board import Board
from bot.teams.connector import Connector, Refused, Undelivered
from bot.teams.elements import Drawing, adaptive_card, heading
from bot.teams.moves import Kind, Where
from bot.teams.rates import WINDOWS, Rates
from tests.teams.activities import BOT, CHANNEL
from tests.teams.served import title
from tests.teams.stub import Failure, Stub, stub


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failures are seconds apart in life; here, hundredths."""
    monkeypatch.setattr(module, "PAUSES", (0.02, 0.02, 0.02))
    monkeypatch.setattr(module, "PATIENCE", 3.0)


def drawing(text: str) -> Drawing:
    """A card that says something."""
    return Drawing(text, adaptive_card([heading(text)], text, "fr"))


def play(played: Callable[[Stub, Connector, Where], Awaitable[None]]) -> None:
    """Run something against a service."""

    async def run() -> None:
        async with stub() as service, ClientSession() as session:
            where = Where(service.url, CHANNEL, Kind.CHANNEL, BOT)
            await played(service, Connector(session, None), where)

    asyncio.run(run())


def test_a_card_is_posted_alone_in_its_thread() -> None:
    """Its id tells the thread; words beside the card would make two messages."""

    async def played(service: Stub, connector: Connector, where: Where) -> None:
        assert await connector.post(where, drawing("une")) == "m1"
        (call,) = service.calls
        assert (call.method, call.conversation, call.about) == ("POST", CHANNEL, "")
        assert call.body["summary"] == "une"
        assert title(call.card) == "une"
        await connector.update(where, "m/1;x", drawing("deux"))
        assert service.calls[1].about == "m/1;x"
        assert service.calls[1].body["id"] == "m/1;x"

    play(played)


@pytest.mark.parametrize("status", [408, 412, 429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again(status: int) -> None:
    """With a pause that no two bots share."""

    async def played(service: Stub, connector: Connector, where: Where) -> None:
        service.failures += [Failure(status), Failure(status)]
        assert await connector.post(where, drawing("une"))
        assert len(service.calls) == 3

    play(played)


def test_teams_says_when_to_come_back() -> None:
    """And is heard."""

    async def played(service: Stub, connector: Connector, where: Where) -> None:
        service.failures.append(Failure(429, retry_after=1))
        before = time.monotonic()
        await connector.update(where, "m1", drawing("une"))
        assert time.monotonic() - before >= 1

    play(played)


def test_a_line_that_is_cut_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A card posted twice does no harm, one that is never posted does."""
    monkeypatch.setattr(module, "TIMEOUT", module.ClientTimeout(total=0.05))

    async def played(service: Stub, connector: Connector, where: Where) -> None:
        service.failures.append(Failure(200, hang=0.3))
        assert await connector.post(where, drawing("une"))
        assert len(service.calls) == 2

    play(played)


@pytest.mark.parametrize("status", [400, 403, 404, 413])
def test_a_refusal_is_final_and_tells_only_its_code(status: int) -> None:
    """What else the answer holds could be the card itself."""

    async def played(service: Stub, connector: Connector, where: Where) -> None:
        service.failures.append(Failure(status, "MessageSizeTooBig"))
        with pytest.raises(Refused, match=f"POST : {status} MessageSizeTooBig$"):
            await connector.post(where, drawing("secret"))
        assert len(service.calls) == 1

    play(played)


def test_who_never_answers_is_given_up() -> None:
    """After a while."""

    async def played(service: Stub, connector: Connector, where: Where) -> None:
        service.failures += [Failure(502)] * 9
        with pytest.raises(Undelivered):
            await connector.update(where, "m1", drawing("une"))

    play(played)


def test_the_rates_of_a_conversation_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """In each of the four windows, and no slower than that; another conversation waits for none."""
    now = [0.0]
    sent: dict[str, list[float]] = {"une": [], "autre": []}

    async def sleep(seconds: float) -> None:
        now[0] += max(0.0, seconds)

    async def run() -> None:
        monkeypatch.setattr(rates.asyncio, "sleep", sleep)
        monkeypatch.setattr(rates.time, "monotonic", lambda: now[0])
        paced = Rates()
        for n in range(2_000):
            await paced.turn("une")
            sent["une"].append(now[0])
            if n == 100:
                before = now[0]
                await paced.turn("autre")
                assert now[0] == before

    asyncio.run(run())
    times = sent["une"]
    for most, seconds in WINDOWS:
        gaps = [times[n + most] - times[n] for n in range(len(times) - most)]
        assert min(gaps) >= seconds - 1e-9, (most, seconds)
    assert times[6] == 0
    assert times[-1] < 2 * 3_600


def test_an_older_card_never_comes_over_a_newer() -> None:
    """Of ten looks wanted while Teams is slow, the first is drawn, then the last."""

    async def played(service: Stub, connector: Connector, where: Where) -> None:
        errands = Errands()
        board = Board(connector, errands.spawn)
        service.delay = 0.1
        board.show(where, "m1", drawing("0"))
        await service.until("PUT")
        for n in range(1, 10):
            board.show(where, "m1", drawing(str(n)))
        board.show(where, "m2", drawing("autre"))
        await errands.finish(5)
        shown = [(one.about, title(one.card)) for one in service.calls]
        assert sorted(shown) == [("m1", "0"), ("m1", "9"), ("m2", "autre")]
        assert shown.index(("m1", "0")) < shown.index(("m1", "9"))

    play(played)


def test_a_redraw_that_is_refused_is_logged_and_the_next_is_made() -> None:
    """A message may have been deleted."""

    async def played(service: Stub, connector: Connector, where: Where) -> None:
        errands = Errands()
        board = Board(connector, errands.spawn)
        service.failures.append(Failure(404))
        board.show(where, "m1", drawing("une"))
        await errands.finish(5)
        board.show(where, "m1", drawing("deux"))
        await errands.finish(5)
        assert [title(one.card) for one in service.calls] == ["une", "deux"]

    play(played)
