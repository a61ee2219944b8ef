"""The keys that Teams' requests are signed with, as Microsoft publishes them.

learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jwt
from aiohttp import ClientError, ClientSession
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pydantic import BaseModel

from bot.errors import AiguillageError, Malformed
from bot.incoming import read_json, valid

TIMEOUT = 5.0
"""Seconds for which Microsoft is waited for, both its answers together."""
LASTS = 24 * 3600.0
"""Seconds after which keys are fetched anew."""
PAUSE = 60.0
"""Seconds between two fetches at least, whatever the keys that are asked for."""
HURRY = 5.0
"""The same while no key is known, and nobody is heard."""
MAX_BODY = 2**20
MOST = 200
"""Keys that are read: to read more would hold up everything else."""
BITS = 2_048
"""A key of fewer is refused."""


class KeysUnavailable(AiguillageError):
    """No key is known, and Microsoft does not give any."""


@dataclass(frozen=True)
class Key:
    """A key, and the channels that it vouches for; None where it does not say."""

    public: RSAPublicKey
    channels: frozenset[str] | None


class _Published(BaseModel):
    """A key as it is published; one that gives its private part away is nobody's."""

    kty: Literal["RSA"]
    kid: str
    n: str
    e: str
    d: None = None
    endorsements: frozenset[str] | None = None


class Keys:
    """Keys by their ids. Where they cannot be fetched, those that are known serve on.

    `url` is that of the OpenID metadata; `clock` gives seconds.
    """

    def __init__(self, url: str, session: ClientSession, clock: Callable[[], float]) -> None:
        self._url = url
        self._session = session
        self._clock = clock
        self._known: Mapping[str, Key] = {}
        self._fetched, self._tried = -LASTS, -PAUSE
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> Key | None:
        """A key by its id; who asks for one that is known never waits."""
        known = self._known.get(kid)
        if known is None or self._clock() - self._fetched >= LASTS:
            fetching = self._refresh()
            if fetching and known is None:
                await asyncio.shield(fetching)
        if not self._known:
            raise KeysUnavailable("les clés de Microsoft sont injoignables")
        return known or self._known.get(kid)

    def _refresh(self) -> asyncio.Task[None] | None:
        """The fetch that is going on, begun now if it is not too soon; None where it is."""
        pause = PAUSE if self._known else HURRY
        if self._fetching is None and self._clock() - self._tried >= pause:
            self._tried = self._clock()
            self._fetching = asyncio.create_task(self._fetch())
        return self._fetching

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(TIMEOUT):
                metadata = await self._got(self._url)
                published = await self._got(str(metadata.get("jwks_uri", "")))
            if keys := dict(_read(published)):
                self._known, self._fetched = keys, self._clock()
        except (ClientError, TimeoutError, OSError, ValueError, Malformed):
            # What is known serves on; in a minute somebody will try again.
            return
        finally:
            self._fetching = None

    async def _got(self, url: str) -> Mapping[str, Any]:
        async with self._session.get(url, allow_redirects=False) as response:
            response.raise_for_status()
            body = b""
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > MAX_BODY:
                    raise Malformed("des clés bien trop longues")
        return read_json(body)


def _read(published: Mapping[str, Any]) -> Iterator[tuple[str, Key]]:
    """The keys that can be used; any other is left out."""
    listed = published.get("keys")
    for told in listed[:MOST] if isinstance(listed, list) else []:
        try:
            one = valid(_Published, told)
            # Of what is published only this is read: PyJWT would work on the rest, and for long.
            public = jwt.PyJWK({"kty": one.kty, "n": one.n, "e": one.e}).key
        except (Malformed, jwt.PyJWTError):
            continue
        if public.key_size >= BITS:
            yield one.kid, Key(public, one.endorsements)
