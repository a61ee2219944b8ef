"""What comes in by HTTP: never longer than expected, and of the form expected."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.requests import Request

from bot.errors import Malformed

Form = TypeVar("Form", bound=BaseModel)


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
