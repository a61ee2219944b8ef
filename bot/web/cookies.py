"""What a browser is known by: random names that it brings back, never whose they are."""

from __future__ import annotations

import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from bot.training.schedule import DAY

LEARNER, VISITOR, SEEN = "apprenant", "poste", "vu"
WEEK, SEASON = 7 * DAY, 90 * DAY
"""Seconds for which a visitor is counted as one person, and a version remembered as seen."""
_NAME = re.compile(r"[A-Za-z0-9_-]{22}")
_VERSION = re.compile(r"[0-9a-f]{12}")


def fresh_name() -> str:
    """A name that nobody has yet."""
    return secrets.token_urlsafe(16)


def name_of(request: Request, cookie: str) -> str | None:
    """The name that a browser brings back; None for one of another form than ours."""
    brought = request.cookies.get(cookie, "")
    return brought if _NAME.fullmatch(brought) else None


def seen(request: Request) -> str | None:
    """The version of the procedure under which a browser last opened a case."""
    brought = request.cookies.get(SEEN, "")
    return brought if _VERSION.fullmatch(brought) else None


def give(response: Response, cookie: str, value: str, age: int, path: str, secure: bool) -> None:
    """Have a browser bring something back, for so many seconds, to a path and nowhere else."""
    response.set_cookie(cookie, value, age, path=path, secure=secure, httponly=True, samesite="lax")
