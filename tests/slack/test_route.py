"""Slack by HTTP: what is not signed, or not well formed, goes no further; the rest is heard."""

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from bot.slack.verify import MAX_BODY
from tests.slack.signed import FORM, JSON, command, event, post, said, served, signed, tap
from tests.slack.stub import Stub, stub

Played = Callable[[Stub, httpx.AsyncClient], Awaitable[None]]


def play(folder: Path, played: Played, **settings: object) -> None:
    """Run something against the application and a workspace."""

    async def run() -> None:
        async with stub() as slack, served(slack, folder, **settings) as client:
            await played(slack, client)

    asyncio.run(run())


def test_a_command_is_acknowledged_at_once_and_opens_a_case_in_a_thread(tmp_path: Path) -> None:
    """The root message and the question come after an empty answer."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        slack.delay = 0.2
        before = time.perf_counter()
        response = await post(client, command(slack.hook))
        assert (response.status_code, response.content) == (200, b"")
        assert time.perf_counter() - before < 0.2
        root, card = await slack.until("chat.postMessage", 2)
        assert "thread_ts" not in root
        assert root["text"] == "Cas ouvert par <@U1>"
        assert card["thread_ts"] == slack.posted[0]["ts"]
        assert card["text"].startswith("Que demande le client")

    play(tmp_path, played)


REFUSED = [
    ({"x-slack-signature": "v0=" + "0" * 64}, 401),
    ({"x-slack-signature": "é"}, 401),
    ({"x-slack-signature": ""}, 401),
    ({"x-slack-request-timestamp": "demain"}, 401),
    ({"x-slack-request-timestamp": "-1"}, 401),
    ({"x-slack-request-timestamp": "٣"}, 401),
    ({"x-slack-request-timestamp": "9" * 40}, 401),
    ({"content-length": "x"}, 413),
]


def test_a_forged_header_is_refused(tmp_path: Path) -> None:
    """And nothing is done."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        body = command(slack.hook)
        for changed, status in REFUSED:
            told = {**signed(body), **changed}
            headers = [(name.encode(), value.encode()) for name, value in told.items()]
            response = await client.post("/slack", content=body, headers=headers)
            assert response.status_code == status, changed
        assert (await client.post("/slack", content=body)).status_code == 401
        await asyncio.sleep(0.05)
        assert slack.calls == []

    play(tmp_path, played)


def test_a_signature_is_good_for_five_minutes(tmp_path: Path) -> None:
    """Older or from the future, it is refused; sent again meanwhile, it is acted upon once."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        body, now = command(slack.hook, "aide"), time.time()
        for at, status in ((now - 301, 401), (now + 302, 401), (now - 290, 200), (now, 200)):
            response = await client.post("/slack", content=body, headers=signed(body, at=at))
            assert response.status_code == status
        await slack.until("response_url")
        await asyncio.sleep(0.1)
        assert len(slack.of("response_url")) == 1

    play(tmp_path, played)


def test_other_methods_and_types_and_too_much_are_refused(tmp_path: Path) -> None:
    """With the status that says why."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        assert (await client.get("/slack")).status_code == 405
        big = b"x" * (MAX_BODY + 1)
        assert (await client.post("/slack", content=big, headers=signed(big))).status_code == 413
        body = b"x=1"
        assert (await post(client, body, "text/plain")).status_code == 415
        assert (await post(client, body, "")).status_code == 415

    play(tmp_path, played)


MALFORMED = [
    (b"", FORM),
    (b"payload=", FORM),
    (b"payload=%7B", FORM),
    (b"payload=[]", FORM),
    (b"payload=" + b"[" * 100_000, FORM),
    (b"\xff\xfe", FORM),
    (b"&".join(b"a=1" for _ in range(200)), FORM),
    (b"payload=%7B%22type%22%3A%22block_actions%22%7D", FORM),
    (b"payload=%7B%22type%22%3A1%7D", FORM),
    (b"command=%2Fretention", FORM),
    (b"", JSON),
    (b"{", JSON),
    (b"null", JSON),
    (b"{}", JSON),
    (b'{"type":"event_callback"}', JSON),
    (b'{"type":"event_callback","event_id":"1","event":{}}', JSON),
    (b'{"type":"event_callback","event_id":"1","event":{"type":"message"}}', JSON),
    (b'{"a":"\\ud800"}', JSON),
    (b"[" * 200_000, JSON),
    (b'{"a":' + b"9" * 10_000 + b"}", JSON),
]


def test_a_signed_request_of_another_form_is_malformed(tmp_path: Path) -> None:
    """Whatever it is: 400, and never a failure."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        for body, kind in MALFORMED:
            assert (await post(client, body, kind)).status_code == 400, body[:40]
        assert slack.calls == []

    play(tmp_path, played)


def test_slack_is_told_that_the_address_is_ours(tmp_path: Path) -> None:
    """The challenge comes back, once it is signed; the check of certificates is heard."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        body = json.dumps({"type": "url_verification", "challenge": "défi"}).encode()
        assert (await post(client, body, JSON)).json() == {"challenge": "défi"}
        assert (await client.post("/slack", content=body)).status_code == 401
        assert (await post(client, b"ssl_check=1&token=x")).status_code == 200

    play(tmp_path, played)


LEFT_ALONE = [
    {"type": "reaction_added"},
    {"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "1.1"},
    {"type": "message", "bot_id": "B1", "channel": "C1", "ts": "1.1", "text": "2"},
    {"type": "message", "user": "U1", "channel": "C1", "ts": "1.1", "text": "bonjour"},
    {"type": "app_home_opened", "user": "U1", "tab": "messages"},
]


def test_what_concerns_nothing_of_ours_is_heard_and_left_alone(tmp_path: Path) -> None:
    """Nothing is asked of Slack."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        for told in LEFT_ALONE:
            assert (await post(client, event(told), JSON)).status_code == 200
        await asyncio.sleep(0.1)
        assert slack.calls == []

    play(tmp_path, played)


MUTATIONS = 10_000


def test_ten_thousand_hostile_requests_are_refused_and_none_fails(tmp_path: Path) -> None:
    """Bodies changed after they were signed, or headers changed: only 4xx, and nothing is done."""
    chance = random.Random(20261126)

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        bodies = [
            (command(slack.hook, "veut résilier"), FORM),
            (tap(slack.hook, "retention.0123456789ab.0*new"), FORM),
            (said("2", thread="1.1"), JSON),
        ]
        seen = set()
        for _ in range(MUTATIONS):
            body, kind = chance.choice(bodies)
            headers, sent = _mutated(chance, signed(body, kind), body)
            response = await client.post("/slack", content=sent, headers=headers)
            seen.add(response.status_code)
        assert seen <= {400, 401, 413, 415}
        assert 401 in seen
        assert slack.calls == []

    play(tmp_path, played)


def test_signed_mutations_are_heard_or_malformed_and_none_fails(tmp_path: Path) -> None:
    """Whoever has the secret can say anything, and cannot make us fail."""
    chance = random.Random(4)

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        bodies = [
            (command(slack.hook, "aide"), FORM),
            (tap(slack.hook, "retention.0123456789ab.0*new"), FORM),
            (said("2", thread="1.1"), JSON),
        ]
        seen = set()
        for _ in range(2_000):
            body, kind = chance.choice(bodies)
            seen.add((await post(client, _changed(chance, body), kind)).status_code)
        assert seen == {200, 400}

    play(tmp_path, played)


def _mutated(
    chance: random.Random, headers: dict[str, str], body: bytes
) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """A request in which something is not as it was signed."""
    raw = {name.encode(): value.encode() for name, value in headers.items()}
    if chance.random() < 0.5:
        changed = _changed(chance, body)
        return list(raw.items()), changed if changed != body else body + b" "
    name = chance.choice([b"x-slack-signature", b"x-slack-request-timestamp"])
    value = raw.pop(name)
    wrong = [
        b"", value[:-1], value + b"0", value[::-1], b"v1" + value[2:], b"\xff" * 8, b"1e9", b"nan",
        str(int(time.time()) + chance.randrange(400, 10**9)).encode(), value.upper() + b" ",
    ]  # fmt: skip
    told = chance.choice(wrong)
    return [*raw.items(), *([(name, told)] if told else [])], body


def _changed(chance: random.Random, body: bytes) -> bytes:
    place = chance.randrange(len(body))
    match chance.randrange(5):
        case 0:
            return body[:place]
        case 1:
            return body[:place] + bytes([chance.randrange(256)]) + body[place + 1 :]
        case 2:
            return body[:place] + chance.randbytes(chance.randrange(1, 50)) + body[place:]
        case 3:
            return body + body[place:]
        case _:
            return body.replace(b"U1", b"%00" * chance.randrange(1, 9)).replace(b"type", b"typ")


def test_nothing_typed_reaches_a_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """With every logger wide open: a command, a line, a forged request, a failing Slack."""
    caplog.set_level(logging.DEBUG)
    for name in ("slack_sdk", "aiohttp", "sqlalchemy", "aiosqlite", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        words = "zyzzogeton veut résilier"
        await post(client, command(slack.hook, words))
        await slack.until("chat.postMessage", 2)
        thread = slack.posted[0]["ts"]
        await post(client, said(f"{words}, mensuel", thread=thread), JSON)
        await slack.until("chat.update")
        forged = command(slack.hook, words)
        assert (await client.post("/slack", content=forged)).status_code == 401
        await post(client, forged[:-40], FORM)
        await post(client, b"zyzzogeton", JSON)

    play(tmp_path, played)
    out, err = capfd.readouterr()
    assert "zyzzogeton" not in caplog.text + out + err
    assert "zyzzogeton" not in "".join(map(_contents, tmp_path.iterdir()))


def _contents(file: Path) -> str:
    return file.read_bytes().decode("latin-1")
