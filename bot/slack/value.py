"""A tap as the value of a button, pressed where it is longer than Slack takes."""

from __future__ import annotations

import base64
import zlib

from bot.errors import InvalidTap

MOST = 2_000
"""Characters that a button brings back."""
_PRESSED = "="


def packed(tap: str) -> str:
    """A tap as a button's value."""
    if len(tap) <= MOST:
        return tap
    return _PRESSED + base64.urlsafe_b64encode(zlib.compress(tap.encode(), 9)).decode()


def unpacked(value: str) -> str:
    """The tap that a button's value holds; `InvalidTap` where it holds none."""
    if not value.startswith(_PRESSED):
        return value
    try:
        pressed = base64.urlsafe_b64decode(value.removeprefix(_PRESSED))
        return zlib.decompressobj().decompress(pressed, 4 * MOST).decode()
    except (ValueError, zlib.error) as error:
        raise InvalidTap("ce bouton ne correspond à aucun cas") from error
