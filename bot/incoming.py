"""What comes in by HTTP: never longer than expected, and of the form expected."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.requests import Request

from bot.errors import Malformed

Form = TypeVar("Form", bound=BaseModel)
_FORWARDED = ("forwarded", "via", "x-real-ip", "cf-connecting-ip", "true-client-ip")
"""What a proxy says, beside all that begins with `x-forwarded-`."""


async def body_of(request: Request, most: int) -> bytes | None:
    """The body; None, and the rest is not read, where it has more than `most` bytes."""
    told = request.headers.get("content-length", "0")
    if not told.isascii() or not told.isdigit() or int(told[:10]) > most:
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return body


def read_json(body: bytes) -> dict[str, Any]:
    """The object that a body is, or raise `Malformed`."""
    try:
        value = from_json(body)
    except ValueError as error:
        raise Malformed("JSON illisible") from error
    if not isinstance(value, dict):
        raise Malformed("un objet JSON est attendu")
    return value


def valid(form: type[Form], payload: object) -> Form:
    """What was sent, in the form expected, or raise `Malformed`."""
    try:
        return form.model_validate(payload)
    except ValidationError:
        # Its message would quote what was sent.
        raise Malformed(f"forme inattendue : {form.__name__}") from None


def is_from_here(request: Request) -> bool:
    """Whether a request comes from a program of this machine, directly and by its local name."""
    here = is_local(request.client.host if request.client else None)
    named = is_local(host_of(f"//{request.headers.get('host', '')}"))
    told = any(n in _FORWARDED or n.startswith("x-forwarded-") for n in request.headers)
    return here and named and not told


def host_of(address: str) -> str | None:
    """The host of an address; None where it has none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def is_local(host: str | None) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
