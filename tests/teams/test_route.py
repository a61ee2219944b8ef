"""Teams by HTTP: what is not verified, or not well formed, goes no further; the rest is heard."""

import asyncio
import json
import logging
import random
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import running
from bot.config import Config, TeamsConfig
from bot.teams.route import MAX_BODY
from tests.teams.activities import PERSONAL, executed, oriented, said
from tests.teams.served import PATH, Teams, button, play, title
from tests.teams.signed import KID, private, token
from tests.teams.stub import Failure, stub

Json = dict[str, Any]
TYPED = "secret du client"


def test_a_token_that_does_not_do_is_refused_before_the_body_is_read(tmp_path: Path) -> None:
    """Whatever is wrong with it; and nothing is done."""

    async def played(teams: Teams) -> None:
        activity = said(teams.service.url, "retention")
        for claims in (
            {"exp": 1}, {"exp": None}, {"exp": "demain"}, {"nbf": 9e9}, {"iss": "https://autre"},
            {"aud": "autre"}, {"aud": None}, {"serviceurl": None}, {"header": {"kid": "k9"}},
            {"algorithm": "HS256", "key": b"secret" * 8}, {"algorithm": "none"},
            {"key": private("un autre")}, {"algorithm": "RS512"},
        ):  # fmt: skip
            response = await teams.send(activity, **claims)
            assert response.status_code == 401, claims
        for bearer in ("", "x", "a.b.c", "é", "a" * 9_000):
            header = [(b"authorization", f"Bearer {bearer}".encode())]
            response = await teams.client.post(PATH, content=b"[" * 99, headers=header)
            assert response.status_code == 401, bearer
        assert (await teams.client.post(PATH, content=b"{}")).status_code == 401
        await asyncio.sleep(0.05)
        assert teams.service.calls == []

    play(tmp_path, played)


def test_a_token_is_good_for_the_service_that_it_names_and_for_our_tenant(tmp_path: Path) -> None:
    """Our own token would go where the activity says."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        stolen = {**said(url, "retention"), "serviceUrl": "https://ailleurs.example"}
        body = json.dumps(stolen).encode()
        assert (await teams.post(body, token(url))).status_code == 403
        strangers: list[Json] = [
            {"channelId": "webchat"},
            {"channelData": {"tenant": {"id": "un-autre"}}},
            {"channelData": {}, "conversation": {"id": PERSONAL, "conversationType": "personal"}},
        ]
        for stranger in strangers:
            sent = {**said(url, "retention"), **stranger}
            assert (await teams.send(sent)).status_code == 403, stranger
        teams.keys.keys[0]["endorsements"] = ["webchat"]
        await asyncio.sleep(0.05)
        assert teams.service.calls == []

    play(tmp_path, played)


def test_without_keys_microsoft_is_asked_to_come_back(tmp_path: Path) -> None:
    """The request may be a good one."""

    async def played(teams: Teams) -> None:
        teams.keys.down = True
        assert (await teams.send(said(teams.service.url, "retention"))).status_code == 503

    play(tmp_path, played)


def test_other_methods_and_too_much_are_refused(tmp_path: Path) -> None:
    """With the status that says why."""

    async def played(teams: Teams) -> None:
        bearer = token(teams.service.url)
        assert (await teams.client.get(PATH)).status_code == 405
        assert (await teams.post(b"x" * (MAX_BODY + 1), bearer)).status_code == 413
        for body in (b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"type": "message"}'):
            assert (await teams.post(body, bearer)).status_code == 400, body[:20]

    play(tmp_path, played)


def test_what_is_none_of_ours_is_heard_and_left(tmp_path: Path) -> None:
    """Reactions, edits, other apps' invokes: Teams is not to think that they failed."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        for kind in ("messageReaction", "messageUpdate", "typing", "conversationUpdate"):
            sent = {**said(url, "x"), "type": kind}
            assert (await teams.send(sent)).status_code == 200
        other = {**executed(url, {"data": {"tap": "x"}}), "name": "task/fetch"}
        assert (await teams.send(other)).json() == {}
        await asyncio.sleep(0.05)
        assert teams.service.calls == []

    play(tmp_path, played)


def test_ten_thousand_mutated_requests_get_a_refusal_or_an_answer(tmp_path: Path) -> None:
    """Tokens and bodies; never a failure, and a token that is changed is refused."""

    async def played(teams: Teams) -> None:
        url, chance = teams.service.url, random.Random(5)
        card = await teams.posted(said(url, "retention"))
        bodies = [
            json.dumps(one).encode()
            for one in (
                said(url, "retention client mensuel"),
                executed(url, button(card, "Résilier"), ticks="a.b"),
                oriented(url, "<p>un downgrade</p>"),
            )
        ]
        good = token(url)
        for n in range(10_000):
            body, bearer = chance.choice(bodies), good
            signed_well = n % 5 == 0
            if signed_well:
                body = _mutated(body, chance)
            else:
                bearer = _mutated(good.encode(), chance, alphabet=_TOKEN).decode("latin-1")
            response = await teams.post(body, bearer)
            allowed = {200, 400, 403} if signed_well else {401}
            if not signed_well and _same(bearer, good):
                continue
            assert response.status_code in allowed, (response.status_code, body, bearer)

    play(tmp_path, played)


_TOKEN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ "


def _mutated(what: bytes, chance: random.Random, alphabet: bytes = bytes(range(256))) -> bytes:
    """What, with a few bytes replaced, left out, repeated or moved."""
    mutated = bytearray(what)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(mutated))
        match chance.randrange(4):
            case 0:
                mutated[at] = chance.choice(alphabet)
            case 1:
                del mutated[at : at + chance.randint(1, 30)]
            case 2:
                mutated[at:at] = mutated[at : at + chance.randint(1, 30)]
            case _:
                mutated[at:at] = bytes(chance.choices(alphabet, k=chance.randint(1, 5)))
        if not mutated:
            return b"."
    return bytes(mutated)


def _same(bearer: str, good: str) -> bool:
    """Whether nothing was changed but the bits that a signature's last letter has to spare."""
    return bearer.strip() == good or bearer[:-1] == good[:-1]


def test_a_failure_is_told_under_a_reference_and_logged_without_what_was_typed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tap's card stays as it is; words are answered by a card of their own."""

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError(TYPED)

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "retention"))
        monkeypatch.setattr("bot.teams.cases.moved", broken)
        told = (await teams.send(executed(url, button(card, "Résilier")))).json()
        assert told["type"] == "application/vnd.microsoft.activity.message"
        assert "Rien n’a été décidé" in told["value"]
        task = (await teams.send(oriented(url, "x"))).json()["task"]
        assert task["type"] == "message"
        failed = await teams.posted(said(url, TYPED))
        assert title(failed) == "Le bot a échoué"

    with caplog.at_level(logging.DEBUG):
        play(tmp_path, played)
    assert "RuntimeError" in caplog.text
    assert TYPED not in caplog.text


def test_words_and_tokens_never_reach_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """At any level, refused or heard."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        await teams.posted(said(url, "retention Monsieur Dupont veut résilier"))
        await teams.send(said(url, "Monsieur Dupont"), exp=1)
        await teams.send({**said(url, "Monsieur Dupont"), "conversation": 1})
        teams.service.failures.append(Failure(400, "BadSyntax"))
        await teams.send(said(url, "retention Monsieur Dupont"))
        await asyncio.sleep(0.2)

    with caplog.at_level(logging.DEBUG):
        play(tmp_path, played)
    assert "BadSyntax" in caplog.text
    for secret in ("Dupont", "jeton1", token("x").partition(".")[0] + ".", "secret d’essai"):
        assert secret not in caplog.text


def test_the_bot_speaks_under_its_own_token_and_renews_it(tmp_path: Path) -> None:
    """One for many messages; a new one where it is refused."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        await teams.posted(said(url, "retention"))
        await teams.posted(said(url, "retention"))
        teams.service.failures.append(Failure(401))
        await teams.send(said(url, "retention"))
        calls = await teams.service.until("POST", 4)
        tokens = [call.authorization for call in calls]
        assert tokens == ["Bearer jeton1", "Bearer jeton1", "Bearer jeton1", "Bearer jeton2"]

    play(tmp_path, played)


LOCAL = {"content-type": "application/json", "host": "127.0.0.1:8000"}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8000"}, 200),
        ({"host": "bot.example"}, 403),
        ({"host": "[::1"}, 403),
        ({"content-type": "text/plain"}, 403),
        ({"origin": "https://ailleurs.example"}, 403),
        ({"x-forwarded-for": "203.0.113.7"}, 403),
        ({"forwarded": "for=203.0.113.7"}, 403),
    ],
)
def test_without_credentials_only_programs_of_this_machine_are_heard(
    tmp_path: Path, changed: dict[str, str], status: int
) -> None:
    """Neither a page of some site, nor what a proxy passes on."""
    response = asyncio.run(_unsigned(tmp_path, LOCAL | changed))
    assert response.status_code == status


def test_without_credentials_nobody_else_is_heard(tmp_path: Path) -> None:
    """By where they come from, and by where the answer would go."""
    far = asyncio.run(_unsigned(tmp_path, LOCAL, client=("203.0.113.7", 1)))
    assert far.status_code == 403
    away = asyncio.run(_unsigned(tmp_path, LOCAL, service="https://ailleurs.example"))
    assert away.status_code == 403


async def _unsigned(
    folder: Path,
    headers: dict[str, str],
    client: tuple[str, int] = ("127.0.0.1", 9),
    service: str | None = None,
) -> httpx.Response:
    url = f"sqlite:///{folder}/essai.db"
    config = Config(database_url=url, pseudonym_key="clef", teams=TeamsConfig())
    async with stub() as teams, running(config) as app:
        transport = httpx.ASGITransport(app, client=client)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
            body = json.dumps(said(service or teams.url, "retention"))
            response = await asking.post(PATH, content=body, headers=headers)
            if response.is_success:
                (call,) = await teams.until("POST")
                assert call.authorization is None
            return response


def test_our_own_keys_are_those_of_the_tests() -> None:
    """Or all the refusals above would prove nothing."""
    assert private(KID).key_size == 2_048
