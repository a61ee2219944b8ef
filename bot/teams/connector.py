"""What we ask of Teams: posting a card, redrawing it, somebody's name.

The Bot Connector's own REST calls, without an SDK: Microsoft's for Python is no longer supported.
learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from pydantic_core import to_json

from bot.errors import AiguillageError
from bot.teams.elements import Drawing, Json
from bot.teams.entra import Entra, TokenRefused, TokenUnavailable
from bot.teams.moves import Where
from bot.teams.rates import Rates

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each new attempt after a failure, give or take a half."""
PATIENCE = 90.0
"""Seconds after which an answer is of no use to anybody."""
TRANSIENT = frozenset({408, 412, 429, 500, 502, 503, 504})
TIMEOUT = ClientTimeout(total=10)
CARD = "application/vnd.microsoft.card.adaptive"
_WORD = re.compile(r"[A-Za-z]{1,64}")


class Refused(AiguillageError):
    """Teams' own refusal; `code` is the word it gives for it."""

    def __init__(self, method: str, status: int, code: str) -> None:
        self.code = code
        super().__init__(f"Teams refuse {method} : {status} {code}")


class Undelivered(AiguillageError):
    """Teams did not answer, or failed, each time it was asked."""


@dataclass(frozen=True)
class _Answer:
    """What came back: a status, and what is asked of us if we are to come back."""

    status: int
    retry_after: float = 0.0
    data: Mapping[str, Any] = field(default_factory=dict)


class Connector:
    """The Bot Connector, by the bot's token; without `entra`, nobody asks who we are."""

    def __init__(self, session: ClientSession, entra: Entra | None) -> None:
        self._session = session
        self._entra = entra
        self._rates = Rates()

    async def turn(self, where: Where) -> None:
        """Wait until something more may be sent in a conversation."""
        await self._rates.turn(where.conversation)

    async def post(self, where: Where, drawing: Drawing) -> str:
        """Post a card in a conversation, in its thread; return the message's id.

        A post whose answer is lost is made again: two cards of one case do no harm, none does.
        """
        await self.turn(where)
        told = await self._steadily("POST", where, "activities", _activity(where, drawing))
        return str(told.get("id", ""))

    async def update(self, where: Where, message: str, drawing: Drawing) -> None:
        """Redraw a message of ours, once it is its turn."""
        body = {**_activity(where, drawing), "id": message}
        await self._steadily("PUT", where, f"activities/{quote(message, safe='')}", body)

    async def name_of(self, where: Where, person: str) -> str:
        """What somebody in a conversation is called; asked once, for it is never urgent."""
        answer = await self._attempted("GET", where, _member(person), None)
        return str(answer.data.get("name", "")) if answer and answer.status == 200 else ""

    async def has(self, where: Where, person: str) -> bool | None:
        """Whether somebody is in a conversation; None where Teams does not say."""
        answer = await self._attempted("GET", where, _member(person), None)
        if answer is None or answer.status in {401, *TRANSIENT}:
            return None
        return answer.status == 200

    async def _steadily(
        self, method: str, where: Where, path: str, body: Json
    ) -> Mapping[str, Any]:
        """Ask until it is done or refused."""
        end = time.monotonic() + PATIENCE
        for pause in (*PAUSES, PATIENCE):
            answer = await self._attempted(method, where, path, body)
            if answer and answer.status < 400:
                return answer.data
            if answer and answer.status not in TRANSIENT:
                raise Refused(method, answer.status, _word(answer.data))
            asked = answer.retry_after if answer else 0.0
            wait = max(asked, pause * random.uniform(0.5, 1.5))  # noqa: S311
            if time.monotonic() + wait > end:
                break
            await asyncio.sleep(wait)
        raise Undelivered(f"Teams n’a pas répondu à {method}")

    async def _attempted(
        self, method: str, where: Where, path: str, body: Json | None
    ) -> _Answer | None:
        """What an attempt gave; None where nothing came back. A token that expired is renewed."""
        answer = await self._sent(method, where, path, body)
        if answer and answer.status == 401:
            answer = await self._sent(method, where, path, body)
        return answer

    async def _sent(
        self, method: str, where: Where, path: str, body: Json | None
    ) -> _Answer | None:
        url = f"{where.service}/v3/conversations/{quote(where.conversation, safe='')}/{path}"
        try:
            token = await self._entra.token() if self._entra else None
            headers = {"content-type": "application/json"}
            if token:
                headers["authorization"] = f"Bearer {token}"
            sent = to_json(body) if body else None
            async with self._session.request(
                method, url, data=sent, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                if response.status == 401 and self._entra and token:
                    self._entra.forget(token)
                return _Answer(response.status, _retry_after(response), await _data(response))
        except TokenRefused as refusal:
            raise Refused(method, 401, refusal.code) from None
        except (ClientError, TimeoutError, OSError, TokenUnavailable):
            return None


def _member(person: str) -> str:
    return f"members/{quote(person, safe='')}"


def _activity(where: Where, drawing: Drawing) -> Json:
    """A card alone: with a text beside it, Teams would make two messages of it."""
    return {
        "type": "message",
        "from": {"id": where.bot},
        "conversation": {"id": where.conversation},
        "summary": drawing.summary,
        "attachments": [{"contentType": CARD, "content": drawing.card}],
    }


async def _data(response: ClientResponse) -> Mapping[str, Any]:
    try:
        told = await response.json(content_type=None)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _retry_after(response: ClientResponse) -> float:
    said = response.headers.get("retry-after", "")
    return min(float(said), PATIENCE) if re.fullmatch("[0-9]{1,6}", said) else 0.0


def _word(data: Mapping[str, Any]) -> str:
    """The Connector's word for a refusal, and nothing else of its answer."""
    error = data.get("error")
    found = _WORD.match(str(error.get("code", ""))) if isinstance(error, dict) else None
    return found[0] if found else ""
