"""What proves that a request comes from Teams, before its body is read.

Each bears a token:
learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
"""

from __future__ import annotations

import re
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from bot.errors import AiguillageError, Malformed
from bot.incoming import read_json
from bot.teams.keys import Key, Keys

ISSUER = "https://api.botframework.com"
LEEWAY = 300
"""Seconds that clocks may differ by."""
ENDLESS = 1e12
"""Seconds since the epoch that no date reaches."""
MAX_TOKEN = 8_192
"""Characters of a token."""
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)", re.ASCII)
_SIGNATURES = jwt.PyJWS(algorithms=["RS256"])


class Unverified(AiguillageError):
    """A request whose token is none of the Bot Framework's for this bot, or no longer."""


class Forbidden(AiguillageError):
    """A request whose token is good, for something else than what it asks."""


@dataclass(frozen=True)
class Claims:
    """What a token vouches for: a service, and channels (None where its key names none)."""

    service_url: str
    channels: frozenset[str] | None

    def check(self, service_url: str, channel: str) -> None:
        """Raise `Forbidden` unless an activity comes from this service, by one of the channels."""
        if service_url.removesuffix("/") != self.service_url.removesuffix("/"):
            raise Forbidden("le jeton est celui d’un autre service")
        if self.channels is not None and channel not in self.channels:
            raise Forbidden("le jeton est celui d’un autre canal")


class Verifier:
    """Verifies tokens for one bot; `clock` gives seconds since the epoch."""

    def __init__(self, app_id: str, keys: Keys, clock: Callable[[], float] = time.time) -> None:
        self._app_id = app_id
        self._keys = keys
        self._clock = clock

    async def verified(self, authorization: str) -> Claims:
        """What a request's token vouches for, or raise `Unverified`."""
        bearer = _BEARER.fullmatch(authorization) if len(authorization) <= MAX_TOKEN else None
        if bearer is None:
            raise Unverified("jeton absent, ou illisible")
        key = await self._keys.find(_kid(bearer[1]))
        if key is None:
            raise Unverified("jeton signé d’une clé inconnue")
        claims = _signed(bearer[1], key)
        service = self._checked(claims)
        return Claims(service, key.channels)

    def _checked(self, claims: Mapping[str, Any]) -> str:
        """The service that the claims name, once all else in them is as it must be."""
        now = self._clock()
        if claims.get("iss") != ISSUER or claims.get("aud") != self._app_id:
            raise Unverified("jeton d’un autre émetteur, ou pour un autre bot")
        if not now < _moment(claims.get("exp")) + LEEWAY:
            raise Unverified("jeton expiré")
        if "nbf" in claims and not _moment(claims["nbf"]) - LEEWAY <= now:
            raise Unverified("jeton pas encore valable")
        # It is written both `serviceurl` and `serviceUrl`.
        named = [one for name, one in claims.items() if name.lower() == "serviceurl"]
        if len(named) != 1 or not isinstance(named[0], str) or not named[0]:
            raise Unverified("jeton sans service")
        return named[0]


def _kid(token: str) -> str:
    """The key that a token says it is signed with; nothing else of its header is believed."""
    # PyJWT would read the whole token here, and once more to verify it.
    header = _read(lambda: read_json(urlsafe_b64decode(token.partition(".")[0] + "==")))
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str) or len(kid) > 256:
        raise Unverified("jeton signé autrement")
    if "crit" in header or "b64" in header:
        raise Unverified("jeton d’une forme inattendue")
    return kid


def _signed(token: str, key: Key) -> Mapping[str, Any]:
    """The claims of a token that this key has signed."""

    def claims() -> Mapping[str, Any]:
        return read_json(_SIGNATURES.decode(token, key.public, algorithms=["RS256"]))

    return _read(claims)


def _read(read: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    try:
        return read()
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError, Malformed):
        # The error itself could show some of the token.
        raise Unverified("jeton illisible, ou mal signé") from None


def _moment(told: object) -> float:
    """A date in a token, in seconds; a date that is none is refused."""
    if isinstance(told, int | float) and not isinstance(told, bool) and abs(told) < ENDLESS:
        return float(told)
    raise Unverified("jeton sans date")
