"""The keys are fetched when they are needed, seldom, and what is known serves on."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from bot.teams import keys as module
from bot.teams.keys import Keys, KeysUnavailable
from tests.teams.signed import KeyServer, key_server, published

Json = dict[str, Any]


class Clock:
    """Seconds, as they are set."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


Played = Callable[[KeyServer, Keys, Clock], Awaitable[None]]


def play(played: Played) -> None:
    """Run something against a server of keys."""

    async def run() -> None:
        async with key_server() as server, ClientSession() as session:
            clock = Clock()
            await played(server, Keys(server.url, session, clock), clock)

    asyncio.run(run())


def test_keys_are_fetched_once_however_many_ask() -> None:
    """And are those that are published, with what they vouch for."""

    async def played(server: KeyServer, keys: Keys, _: Clock) -> None:
        found = await asyncio.gather(*(keys.find("k1") for _ in range(100)))
        assert {one and one.channels for one in found} == {frozenset({"msteams"})}
        assert server.fetches == 1

    play(played)


def test_an_unknown_key_is_looked_for_at_most_once_a_minute() -> None:
    """A hundred of them at a time are one fetch; a minute later there may be another."""

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        await keys.find("k1")
        clock.now += 60
        server.keys.append(published("k2"))
        found = await asyncio.gather(*(keys.find(f"k{n}") for n in range(2, 102)))
        assert [one is not None for one in found[:2]] == [True, False]
        assert server.fetches == 2
        clock.now += 59
        assert await keys.find("k9") is None
        assert server.fetches == 2
        clock.now += 1
        assert await keys.find("k9") is None
        assert server.fetches == 3

    play(played)


def test_whoever_knows_a_key_waits_for_nobody() -> None:
    """While another's is looked for, or after a day, when all are fetched anew."""

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        await keys.find("k1")
        server.delay = 0.3
        clock.now += 60
        looking = asyncio.create_task(keys.find("k2"))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(0.05):
            assert await keys.find("k1")
        assert not looking.done()
        await looking
        clock.now += module.LASTS
        async with asyncio.timeout(0.05):
            assert await keys.find("k1")
        await asyncio.sleep(0.4)
        assert server.fetches == 3

    play(played)


@pytest.mark.parametrize(
    "fault",
    [
        {"down": True}, {"moved": True}, {"garbage": b"{"}, {"garbage": b"[]"},
        {"garbage": b'{"keys": 1}'}, {"garbage": b'{"keys": []}'}, {"delay": 0.3},
        {"garbage": b"x" * (2**20 + 1)},
        {"garbage": b'{"keys": [1, {"kty": "RSA"}, null]}'},
    ],
)  # fmt: skip
def test_a_server_that_fails_takes_nothing_away(
    fault: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known serves on, past a day; with nothing known, that is told, and tried again."""
    monkeypatch.setattr(module, "TIMEOUT", 0.1)

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        good = {name: getattr(server, name) for name in fault}
        for name, value in fault.items():
            setattr(server, name, value)
        for _ in range(3):
            with pytest.raises(KeysUnavailable):
                await keys.find("k1")
        assert server.fetches == 1
        for name, value in good.items():
            setattr(server, name, value)
        clock.now += 60
        assert await keys.find("k1")
        for name, value in fault.items():
            setattr(server, name, value)
        clock.now += module.LASTS + 60
        assert await keys.find("k1")
        assert await keys.find("k2") is None
        assert await keys.find("k1")

    play(played)


def test_a_key_that_is_weak_or_broken_is_left_out_and_the_others_serve() -> None:
    """One of 1,024 bits, one of another kind, one without a name."""

    async def played(server: KeyServer, keys: Keys, _: Clock) -> None:
        weak = published("faible")
        small = _of(1_024)
        unnamed = {**published("x")}
        del unnamed["kid"]
        server.keys = [{**weak, **small}, {"kty": "EC", "kid": "ec"}, unnamed, published("k1")]
        assert await keys.find("faible") is None
        assert await keys.find("ec") is None
        assert await keys.find("k1")

    play(played)


def test_a_key_that_vouches_for_nobody_in_particular_is_told_apart() -> None:
    """None is not the same as no channel at all."""

    async def played(server: KeyServer, keys: Keys, _: Clock) -> None:
        server.keys = [published("a", endorsements=[]), published("b", endorsements=None)]
        found = [await keys.find(kid) for kid in ("a", "b")]
        assert [one and one.channels for one in found] == [frozenset(), None]
        assert found[1] is not None

    play(played)


def test_keys_serve_for_a_day_and_then_are_fetched_anew() -> None:
    """Whoever is the first to ask after it has the old ones, at once."""

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        await keys.find("k1")
        clock.now += module.LASTS - 1
        assert await keys.find("k1")
        await asyncio.sleep(0.05)
        assert server.fetches == 1
        clock.now += 1
        assert await keys.find("k1")
        await asyncio.sleep(0.05)
        assert server.fetches == 2

    play(played)


def test_a_server_that_stays_down_is_asked_once_a_minute() -> None:
    """Days after its keys were due."""

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        await keys.find("k1")
        server.down = True
        clock.now += 2 * module.LASTS
        for fetches in (2, 3):
            for kid in ("k1", "k2", "k1"):
                assert (await keys.find(kid) is not None) == (kid == "k1")
                await asyncio.sleep(0.02)
            assert server.fetches == fetches
            clock.now += 60

    play(played)


def test_a_server_that_has_given_no_key_is_asked_every_five_seconds() -> None:
    """Nobody is heard until it has."""

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        server.down = True
        for fetches in (1, 2):
            for wait in (0.0, 4.9):
                clock.now += wait
                with pytest.raises(KeysUnavailable):
                    await keys.find("k1")
                assert server.fetches == fetches
            clock.now += 0.2
        server.down = False
        assert await keys.find("k1")

    play(played)


def test_a_key_that_is_withdrawn_is_forgotten() -> None:
    """As soon as the others are fetched."""

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        await keys.find("k1")
        server.keys = [published("k2")]
        clock.now += 60
        assert await keys.find("k2")
        assert await keys.find("k1") is None

    play(played)


def test_one_fetch_is_under_way_at_a_time() -> None:
    """Though it lasts for more than a minute."""

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        server.delay = 0.1
        first = asyncio.create_task(keys.find("k1"))
        await asyncio.sleep(0.03)
        clock.now += 60
        assert await keys.find("k1") is await first
        assert server.fetches == 1

    play(played)


def test_keys_that_are_too_long_are_not_read_to_their_end() -> None:
    """A mebibyte is read; not one byte more, though good keys are in it."""

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        good = json.dumps({"keys": server.keys}).encode()
        server.garbage = good.ljust(module.MAX_BODY + 1)
        with pytest.raises(KeysUnavailable):
            await keys.find("k1")
        server.garbage = good.ljust(module.MAX_BODY)
        clock.now += 60
        assert await keys.find("k1")

    play(played)


def test_whoever_gives_up_takes_the_keys_from_nobody_else() -> None:
    """The fetch goes on, though the request that began it is gone."""

    async def played(server: KeyServer, keys: Keys, _: Clock) -> None:
        server.delay = 0.1
        first, second = (asyncio.create_task(keys.find("k1")) for _ in range(2))
        await asyncio.sleep(0.03)
        first.cancel()
        assert await second
        assert first.cancelled()
        assert server.fetches == 1

    play(played)


@pytest.mark.parametrize(
    "told",
    [
        b"", b"[]", b"{}", b"[" * 90_000, b"\xff", b'{"jwks_uri": null}', b'{"jwks_uri": {}}',
        b'{"jwks_uri": "file:///etc/passwd"}', b'{"jwks_uri": "http://[::1"}',
        b'{"jwks_uri": "http://127.0.0.1:1/"}', b'{"jwks_uri": "http://127.0.0.1:99999/"}',
        b'{"jwks_uri": "http://\\u0000/"}', b'{"jwks_uri": "/keys"}',
    ],
)  # fmt: skip
def test_a_server_that_leads_nowhere_has_no_keys(told: bytes) -> None:
    """Until it mends its ways."""

    async def played(server: KeyServer, keys: Keys, clock: Clock) -> None:
        server.misleading = told
        with pytest.raises(KeysUnavailable):
            await keys.find("k1")
        server.misleading = None
        clock.now += 60
        assert await keys.find("k1")

    play(played)


@pytest.mark.parametrize(
    "changed",
    [
        {"d": published()["n"]}, {"d": 1}, {"kty": "oct", "k": "AAAA"}, {"kty": ["RSA"]},
        {"n": 1}, {"n": ""}, {"n": "é"}, {"n": None}, {"e": ""}, {"e": "AQ"}, {"e": "Ag"},
        {"kid": 1}, {"endorsements": "msteams"}, {"endorsements": {"msteams": 1}},
        {"endorsements": [1]},
    ],
)  # fmt: skip
def test_a_key_that_is_not_as_it_must_be_is_left_out(changed: Json) -> None:
    """One whose channels cannot be read would else vouch for all of them."""

    async def played(server: KeyServer, keys: Keys, _: Clock) -> None:
        server.keys = [{**published("k2"), **changed}, published("k1")]
        assert await keys.find("k1")
        assert await keys.find("k2") is None

    play(played)


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just("AQAB"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
_parts = st.sampled_from(["kty", "kid", "n", "e", "d", "p", "use", "alg", "endorsements"])


@given(st.lists(_anything | st.dictionaries(_parts, _anything), max_size=20))
def test_whatever_stands_among_the_keys_the_good_ones_serve(told: list[Any]) -> None:
    """No key is so odd that it takes the others away."""

    async def played(server: KeyServer, keys: Keys, _: Clock) -> None:
        odd = [{**published("k2"), **one} if isinstance(one, dict) else one for one in told]
        server.keys = [*odd, published("k1")]
        assert await keys.find("k1")

    play(played)


def test_no_more_keys_are_read_than_can_be_at_once() -> None:
    """Everything else would wait."""

    async def played(server: KeyServer, keys: Keys, _: Clock) -> None:
        server.keys = [published(f"k{n}", "k1") for n in range(module.MOST + 1)]
        assert await keys.find(f"k{module.MOST - 1}")
        assert await keys.find(f"k{module.MOST}") is None

    play(played)


def _of(bits: int) -> Json:
    """The numbers of a new key of so many bits."""
    key = rsa.generate_private_key(65_537, bits).public_key()
    told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key))
    return {part: told[part] for part in ("n", "e")}
