"""The whole application, asked by HTTP as Teams asks, with tokens of our own keys."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.app import running
from bot.config import Config, TeamsConfig
from tests.procedures import DIALOGS
from tests.teams.lint import faults, pieces
from tests.teams.signed import APP_ID, TENANT, KeyServer, key_server, token
from tests.teams.stub import Stub, stub

Json = dict[str, Any]
PATH = "/api/messages"


@dataclass
class Teams:
    """Teams as the bot meets it: `service` is asked by the bot, the bot is asked by `client`."""

    service: Stub
    keys: KeyServer
    client: httpx.AsyncClient

    async def send(self, activity: Json, **claims: Any) -> httpx.Response:
        """Send an activity, signed."""
        bearer = token(activity.get("serviceUrl", self.service.url), **claims)
        return await self.post(json.dumps(activity).encode(), bearer)

    async def post(self, body: bytes, bearer: str, **headers: str) -> httpx.Response:
        """Send a body with a token."""
        told = {"authorization": f"Bearer {bearer}", "content-type": "application/json", **headers}
        return await self.client.post(PATH, content=body, headers=told)

    async def posted(self, activity: Json) -> Json:
        """The card that is posted in answer to an activity."""
        before = len(self.service.of("POST"))
        assert (await self.send(activity)).status_code == 200
        return sound((await self.service.until("POST", before + 1))[-1].card)

    async def shown(self, activity: Json) -> Json:
        """The card that an invoke is answered with."""
        response = await self.send(activity)
        assert response.status_code == 200
        told = response.json()
        if "task" in told:
            assert told["task"]["type"] == "continue"
            return sound(told["task"]["value"]["card"]["content"], dialog=True)
        assert told["statusCode"] == 200
        assert told["type"] == "application/vnd.microsoft.card.adaptive"
        return sound(told["value"])


def sound(card: Json, dialog: bool = False) -> Json:
    """A card that nothing is wrong with."""
    assert faults(card, dialog) == []
    return card


def title(card: Json) -> str:
    """What a card is called."""
    first = card["body"][0]
    return str(first["text"] if "text" in first else first["inlines"][0]["text"])


def text(card: Json) -> str:
    """All that a card says."""
    return "\n".join(one["text"] for one in pieces(card) if isinstance(one.get("text"), str))


def button(card: Json, label: str) -> Json:
    """A button of a card, by its words."""
    found = [one for one in _buttons(card) if one.get("title") == label]
    assert found, [one.get("title") for one in _buttons(card)]
    return found[0]


def _buttons(card: Json) -> Iterator[Json]:
    return (one for one in pieces(card) if one.get("type") in ("Action.Execute", "Action.Submit"))


@asynccontextmanager
async def served(folder: Path, dialogs: Path = DIALOGS, **settings: Any) -> AsyncIterator[Teams]:
    """Everything, until the end of the block."""
    async with stub() as service, key_server() as keys:
        config = Config(
            dialogs=dialogs,
            database_url=f"sqlite:///{folder}/essai.db",
            pseudonym_key="clef d’essai",
            teams=TeamsConfig(APP_ID, "secret d’essai", TENANT, service.url, keys.url, **settings),
        )
        async with running(config) as app:
            transport = httpx.ASGITransport(app, raise_app_exceptions=True)
            base = "http://bot.example"
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                yield Teams(service, keys, client)


def play(folder: Path, played: Callable[[Teams], Awaitable[None]], **settings: Any) -> None:
    """Run something against the application."""

    async def run() -> None:
        async with served(folder, **settings) as teams:
            await played(teams)

    asyncio.run(run())
