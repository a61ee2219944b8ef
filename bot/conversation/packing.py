"""A tap as a button carries it, pressed where it is longer than there is room for."""

from __future__ import annotations

import base64
import zlib

from bot.conversation.guide import Guide, Request
from bot.errors import InvalidTap

LONGEST = 8_000
"""Characters of a tap, once unpacked."""
_PRESSED = "="


def packed(tap: str, most: int) -> str:
    """A tap as a button's content, pressed if it has more than `most` characters."""
    if len(tap) <= most:
        return tap
    return _PRESSED + base64.urlsafe_b64encode(zlib.compress(tap.encode(), 9)).decode()


def unpacked(content: str) -> str:
    """The tap that a button's content holds; `InvalidTap` where it holds none."""
    if not content.startswith(_PRESSED):
        return content
    try:
        pressed = base64.urlsafe_b64decode(content.removeprefix(_PRESSED))
        return zlib.decompressobj().decompress(pressed, LONGEST).decode()
    except (ValueError, zlib.error) as error:
        raise InvalidTap("ce bouton ne correspond à aucun cas") from error


def tapped(
    guide: Guide,
    content: str,
    ticks: frozenset[str] = frozenset(),
    unsure: frozenset[str] = frozenset(),
) -> Request:
    """A tapped button as a request; what is no tap of ours is answered all the same."""
    try:
        tap = unpacked(content)
    except InvalidTap:
        tap = "?"
    named = tap.partition(".")[0]
    procedure = named if named in guide.procedures else next(iter(guide.procedures))
    return Request(procedure, tap=tap or "?", ticks=ticks, unsure=unsure)
