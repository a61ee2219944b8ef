"""The bot's own token: asked for once, renewed in time, and a refusal is told by its number."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout, web

from bot.config import TeamsConfig
from bot.errors import InvalidSetting
from bot.teams import entra as module
from bot.teams.entra import Entra, TokenRefused, TokenUnavailable
from bot.teams.running import check
from tests.loopback import loopback
from tests.teams.signed import APP_ID, TENANT

SECRET = "un secret bien gardé"  # noqa: S105


@dataclass
class Login:
    """Whoever gives tokens; `answer` is given in place of one, after a `delay`.

    `location` is where else it sends whoever asks.
    """

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    answer: str | None = None
    delay: float = 0.0
    location: str = ""

    @property
    def config(self) -> TeamsConfig:
        return TeamsConfig(APP_ID, SECRET, TENANT, self.url)

    async def token(self, request: web.Request) -> web.Response:
        """Give a token."""
        self.asked.append({**await request.post(), "path": request.path})
        given = f'{{"access_token": "t{len(self.asked)}", "expires_in": 3600}}'
        text = given if self.answer is None else self.answer
        await asyncio.sleep(self.delay)
        headers = {"location": self.location} if self.location else {}
        return web.Response(
            text=text, status=self.status, content_type="application/json", headers=headers
        )


@asynccontextmanager
async def login() -> AsyncIterator[Login]:
    """Serve until the end of the block."""
    server = Login()
    app = web.Application()
    app.router.add_post("/{path:.*}", server.token)
    async with loopback(app) as server.url:
        yield server


def play(played: Callable[[Login, Entra], Awaitable[None]]) -> None:
    """Run something with whoever gives tokens."""

    async def run() -> None:
        async with login() as server, ClientSession() as session:
            await played(server, Entra(server.config, session))

    asyncio.run(run())


def test_one_token_serves_whoever_needs_it() -> None:
    """Asked for as the bot of its tenant."""

    async def played(server: Login, entra: Entra) -> None:
        assert set(await asyncio.gather(*(entra.token() for _ in range(20)))) == {"t1"}
        (asked,) = server.asked
        assert asked == {
            "path": f"/{TENANT}/oauth2/v2.0/token", "grant_type": "client_credentials",
            "client_id": APP_ID, "client_secret": SECRET,
            "scope": "https://api.botframework.com/.default",
        }  # fmt: skip

    play(played)


def test_a_token_is_renewed_before_its_end_and_once_it_was_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Five minutes before; what others were refused meanwhile is not forgotten twice."""
    now = [1_000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])

    async def played(_: Login, entra: Entra) -> None:
        assert await entra.token() == "t1"
        now[0] += 3_299
        assert await entra.token() == "t1"
        now[0] += 1
        assert await entra.token() == "t2"
        entra.forget("t1")
        assert await entra.token() == "t2"
        entra.forget("t2")
        assert await entra.token() == "t3"

    play(played)


REFUSALS = [
    ("AADSTS7000215: Invalid client secret", "TEAMS_APP_PASSWORD.*copiez la valeur"),
    ("AADSTS7000222: expired", "TEAMS_APP_PASSWORD a expiré"),
    ("AADSTS700016: not found in the directory", "TEAMS_APP_ID.*TEAMS_TENANT_ID"),
    ("AADSTS90002: Tenant not found", "TEAMS_TENANT_ID n’est celui d’aucun locataire"),
    ("AADSTS50034: else", "AADSTS50034"),
]


@pytest.mark.parametrize(("described", "told"), REFUSALS)
def test_a_refusal_names_the_setting_before_the_bot_serves(described: str, told: str) -> None:
    """And shows nothing of what was sent or answered."""

    async def run() -> None:
        async with login() as server:
            server.status = 401
            server.answer = f'{{"error": "x", "error_description": "{described} {SECRET}"}}'
            await check(server.config)

    with pytest.raises(InvalidSetting, match=told) as refused:
        asyncio.run(run())
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, "<html>"),
        (200, "<html>"),
        (200, "[]"),
        (200, "{}"),
        (502, ""),
        (200, "null"),
        (200, "[" * 90_000),
    ],
)
def test_what_is_no_answer_is_waited_for(status: int, answer: str) -> None:
    """The bot serves all the same, and says that nothing was checked."""

    async def run() -> list[str]:
        async with login() as server, ClientSession() as session:
            server.status, server.answer = status, answer
            with pytest.raises(TokenUnavailable):
                await Entra(server.config, session).token()
            return await check(server.config)

    (told,) = asyncio.run(run())
    assert "injoignable" in told


@pytest.mark.parametrize(
    ("described", "code"),
    [(f"AADSTS7000215: {SECRET}", "AADSTS7000215"), (SECRET, "refusé"), ("AADSTS", "refusé")],
)
def test_a_refusal_is_told_by_its_number_alone(described: str, code: str) -> None:
    """Neither what was sent nor what was answered stands in it, or in what led to it."""

    async def played(server: Login, entra: Entra) -> None:
        server.status = 400
        server.answer = f'{{"error": "invalid_client", "error_description": "{described}"}}'
        with pytest.raises(TokenRefused) as refused:
            await entra.token()
        assert refused.value.code == code
        assert str(refused.value).endswith(f": {code}")
        assert SECRET not in "".join(traceback.format_exception(refused.value))

    play(played)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_failure_that_passes_is_no_refusal(status: int) -> None:
    """Though it is told as one; whoever asks next has a token."""

    async def played(server: Login, entra: Entra) -> None:
        server.status = status
        server.answer = '{"error": "temporarily_unavailable", "error_description": "AADSTS90033"}'
        with pytest.raises(TokenUnavailable):
            await entra.token()
        server.status, server.answer = 200, None
        assert await entra.token() == "t2"

    play(played)


def test_nobody_is_waited_for_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is slow, or is not there at all, gives no token."""
    monkeypatch.setattr(module, "TIMEOUT", ClientTimeout(total=0.05))

    async def run() -> None:
        async with ClientSession() as session:
            async with login() as server:
                server.delay = 0.3
                with pytest.raises(TokenUnavailable):
                    await Entra(server.config, session).token()
            with pytest.raises(TokenUnavailable) as gone:
                await Entra(server.config, session).token()
            assert SECRET not in "".join(traceback.format_exception(gone.value))

    asyncio.run(run())


@pytest.mark.parametrize("status", [302, 307, 308])
def test_the_secret_is_sent_nowhere_else(status: int) -> None:
    """Wherever the answer leads."""

    async def played(server: Login, entra: Entra) -> None:
        server.status, server.answer, server.location = status, "", f"{server.url}/ailleurs"
        with pytest.raises(TokenUnavailable):
            await entra.token()
        assert [asked["path"] for asked in server.asked] == [f"/{TENANT}/oauth2/v2.0/token"]

    play(played)


@pytest.mark.parametrize(
    "lasts", ["", ', "expires_in": "²"', ', "expires_in": -1', ', "expires_in": null',
              ', "expires_in": [9999]', ', "expires_in": "1e9"', ', "expires_in": 300'],
)  # fmt: skip
def test_a_token_whose_end_is_unknown_or_near_serves_once(lasts: str) -> None:
    """It could be refused the next time."""

    async def played(server: Login, entra: Entra) -> None:
        server.answer = f'{{"access_token": "t"{lasts}}}'
        assert [await entra.token(), await entra.token()] == ["t", "t"]
        assert len(server.asked) == 2

    play(played)


def test_credentials_that_do_are_said_nothing_of() -> None:
    """Nor is the playground's want of them."""

    async def run() -> list[str]:
        async with login() as server:
            return await check(server.config) + await check(TeamsConfig())

    assert asyncio.run(run()) == []
    assert TokenRefused("AADSTS1").code == "AADSTS1"
