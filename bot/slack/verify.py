"""What proves that a request comes from Slack, before a byte of it is parsed.

Slack signs each request: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping

from bot.errors import AiguillageError

MAX_BODY = 512 * 1024
"""Bytes of a request: a tap brings the whole message back, each button with its case."""
WINDOW = 300
"""Seconds for which a signature is good, and that clocks may differ by."""
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


class Unsigned(AiguillageError):
    """A request that Slack has not signed, or not lately."""


def verify(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> None:
    """Raise `Unsigned` unless Slack signed this body with our secret in the last five minutes."""
    stamp = headers.get("x-slack-request-timestamp", "")
    if not _TIMESTAMP.fullmatch(stamp) or abs(now - int(stamp)) > WINDOW:
        raise Unsigned("requête sans date, ou trop ancienne")
    given = headers.get("x-slack-signature", "").encode("latin-1", "replace")
    if not hmac.compare_digest(given, signature(stamp, body, secret).encode()):
        raise Unsigned("la signature n’est pas celle de Slack")


def signature(stamp: str, body: bytes, secret: str) -> str:
    """The signature that Slack gives to a body sent at a time."""
    signed = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.digest(secret.encode(), signed, "sha256").hex()
