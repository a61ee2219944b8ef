"""The token under which the bot speaks in Teams, which Entra ID gives it for an hour.

By its own credentials: learn.microsoft.com/entra/identity-platform, “client credentials flow”.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.config import TeamsConfig
from bot.errors import AiguillageError

SCOPE = "https://api.botframework.com/.default"
EARLY = 300.0
"""Seconds before its end from which a token is no longer used."""
TIMEOUT = ClientTimeout(total=10)
_CODE = re.compile(r"AADSTS[0-9]{1,9}")


class TokenRefused(AiguillageError):
    """Entra ID's own refusal; `code` is its number for it."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Entra ID refuse le jeton du bot : {code}")


class TokenUnavailable(AiguillageError):
    """Entra ID does not answer, or not as it should."""


class Entra:
    """The bot's token, asked for once whoever needs it."""

    def __init__(self, config: TeamsConfig, session: ClientSession) -> None:
        self._config = config
        self._session = session
        self._asking = asyncio.Lock()
        self._token, self._until = "", 0.0

    async def token(self) -> str:
        """A token that is still good; `TokenRefused` or `TokenUnavailable` where there is none."""
        async with self._asking:
            if time.monotonic() >= self._until:
                told = await self._asked()
                self._token = str(told["access_token"])
                self._until = time.monotonic() + _seconds(told) - EARLY
            return self._token

    def forget(self, token: str) -> None:
        """Have a token that was refused not be used again."""
        if token == self._token:
            self._until = 0.0

    async def _asked(self) -> Mapping[str, Any]:
        config = self._config
        form = {
            "grant_type": "client_credentials",
            "client_id": config.app_id,
            "client_secret": config.app_password,
            "scope": SCOPE,
        }
        url = f"{config.login_url}/{config.tenant_id}/oauth2/v2.0/token"
        try:
            # Wherever it led, the secret would be sent there too.
            async with self._session.post(
                url, data=form, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                if response.status == 429 or response.status >= 500:
                    raise TokenUnavailable("Entra ID ne répond pas pour l’instant")
                told = await response.json()
        except (ClientError, TimeoutError, OSError, ValueError, RecursionError):
            # The error itself could show what was sent.
            raise TokenUnavailable("Entra ID ne répond pas") from None
        if not isinstance(told, dict) or not (told.get("access_token") or told.get("error")):
            raise TokenUnavailable("Entra ID ne répond pas comme prévu")
        if "error" in told:
            found = _CODE.search(str(told.get("error_description", "")))
            raise TokenRefused(found[0] if found else "refusé")
        return told


def _seconds(told: Mapping[str, Any]) -> float:
    lasts = str(told.get("expires_in", ""))
    return float(lasts) if re.fullmatch("[0-9]{1,9}", lasts) else EARLY
