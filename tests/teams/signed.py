"""Tokens as the Bot Framework makes them, signed with our own keys, which a server publishes."""

from __future__ import annotations

import asyncio
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from tests.loopback import loopback

Json = dict[str, Any]
APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "99999999-8888-7777-6666-555555555555"
SERVICE = "https://smba.example/emea/"
ISSUER = "https://api.botframework.com"
KID = "k1"


@cache
def private(name: str, bits: int = 2_048) -> rsa.RSAPrivateKey:
    """A key, the same each time it is named."""
    return rsa.generate_private_key(65_537, bits)


def published(kid: str = KID, name: str | None = None, **more: Any) -> Json:
    """A key as it is published, vouching for Teams unless told otherwise."""
    told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private(name or kid).public_key()))
    kept = {part: told[part] for part in ("kty", "n", "e")}
    return {**kept, "kid": kid, "use": "sig", "endorsements": ["msteams"], **more}


def token(
    service: str = SERVICE,
    *,
    header: Mapping[str, Any] | None = None,
    key: Any = None,
    algorithm: str | None = "RS256",
    **claims: Any,
) -> str:
    """A token; a claim given as None is left out."""
    now = int(time.time())
    told = {
        "iss": ISSUER, "aud": APP_ID, "nbf": now - 10, "exp": now + 3_600, "serviceurl": service,
        **claims,
    }  # fmt: skip
    kept = {name: one for name, one in told.items() if one is not None}
    headers = {"kid": KID, **(header or {})}
    signer = None if algorithm == "none" else key or private(KID)
    return jwt.PyJWS().encode(
        json.dumps(kept).encode(), signer, algorithm=algorithm, headers=headers
    )


def rs256(signed: bytes) -> bytes:
    """What our key signs, as a good token is signed."""
    return private(KID).sign(signed, PKCS1v15(), SHA256())


def sealed(header: bytes, payload: bytes, sign: Callable[[bytes], bytes] = rs256) -> str:
    """A token of any two texts, signed in any way: PyJWT would refuse to make some."""
    first = f"{base64(header)}.{base64(payload)}"
    return f"{first}.{base64(sign(first.encode()))}"


def base64(part: bytes) -> str:
    """A part of a token as it is written."""
    return urlsafe_b64encode(part).decode().rstrip("=")


@dataclass
class KeyServer:
    """Whoever publishes the keys; `garbage` is answered in their place.

    `misleading` is answered where it should say where they are; keys that have `moved` are
    given elsewhere, and when it is `down`, with an error.
    """

    url: str = ""
    fetches: int = 0
    delay: float = 0.0
    down: bool = False
    moved: bool = False
    garbage: bytes | None = None
    misleading: bytes | None = None
    keys: list[Json] = field(default_factory=lambda: [published()])

    async def metadata(self, _: web.Request) -> web.Response:
        """Where the keys are."""
        self.fetches += 1
        if self.misleading is not None:
            return web.Response(body=self.misleading)
        return web.json_response({"issuer": ISSUER, "jwks_uri": self.url.replace("/open", "/keys")})

    async def jwks(self, _: web.Request) -> web.Response:
        """The keys."""
        await asyncio.sleep(self.delay)
        if self.moved:
            raise web.HTTPFound("/moved")
        if self.garbage is not None:
            return web.Response(body=self.garbage)
        return web.json_response({"keys": self.keys}, status=500 if self.down else 200)

    async def elsewhere(self, _: web.Request) -> web.Response:
        """The keys, where only a redirect leads."""
        return web.json_response({"keys": self.keys})


@asynccontextmanager
async def key_server() -> AsyncIterator[KeyServer]:
    """A server of keys, until the end of the block."""
    server = KeyServer()
    app = web.Application()
    app.router.add_get("/open", server.metadata)
    app.router.add_get("/keys", server.jwks)
    app.router.add_get("/moved", server.elsewhere)
    async with loopback(app) as address:
        server.url = f"{address}/open"
        yield server
