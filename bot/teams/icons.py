"""The app's two icons: railway points, set for one of two tracks.

Microsoft's rules: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package.
The symbol is drawn on a square of 32 units, so that at 32 pixels its rails fall on whole pixels.
Points of the plane are complex numbers, y downwards.
"""

from __future__ import annotations

import cmath
import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Pixel = tuple[int, int, int, int]
"""Red, green, blue, and how opaque."""

COLOUR, OUTLINE = 192, 32
"""Pixels on a side."""
SYMBOL = 96
"""Pixels, in the middle of the colour icon, that no crop takes away: squares, discs, hexagons."""
BACKGROUND: Pixel = (0x1D, 0x35, 0x57, 0xFF)
SET: Pixel = (0xFF, 0xD1, 0x66, 0xFF)
OTHER: Pixel = (0xA9, 0xBC, 0xD4, 0xFF)


def colour_icon() -> bytes:
    """The icon in colours, up to its edges, as a PNG."""
    margin = (COLOUR - SYMBOL) // 2
    beside, above = [BACKGROUND] * margin, [[BACKGROUND] * COLOUR] * margin
    symbol = [
        [*beside, *(_mixed(_mixed(BACKGROUND, OTHER, off), SET, on) for on, off in row), *beside]
        for row in _symbol(SYMBOL)
    ]
    return _png([*above, *symbol, *above])


def outline_icon() -> bytes:
    """The icon in white on nothing, as a PNG."""
    return _png(
        [
            [(255, 255, 255, round(255 * max(on, off))) for on, off in row]
            for row in _symbol(OUTLINE)
        ]
    )


@dataclass(frozen=True)
class _Segment:
    start: complex
    end: complex

    def distance(self, point: complex) -> float:
        along, to = self.end - self.start, point - self.start
        share = (to * along.conjugate()).real / abs(along) ** 2
        return abs(to - along * min(max(share, 0.0), 1.0))


@dataclass(frozen=True)
class _Arc:
    """An eighth of a circle, on both sides of the direction `middle`."""

    centre: complex
    radius: float
    middle: complex

    def distance(self, point: complex) -> float:
        to = (point - self.centre) / self.middle
        to = complex(to.real, abs(to.imag))
        if cmath.phase(to) <= math.pi / 8:
            return abs(abs(to) - self.radius)
        return abs(to - cmath.rect(self.radius, math.pi / 8))


_SIDE = 32
_CENTRE = complex(_SIDE, _SIDE) / 2
_HALF = 1.5
"""Half a rail's width."""
_GAP = 2.0
"""What parts the other track from the one that is set, which passes in front."""
_BEND = 15 + 29j
"""The centre of the first bend; the second's is its mirror image through the middle."""
_WIDE, _TIGHT = 12.5, 4.5
"""Radii of the bends: the left rail takes the first one wide and the second one tight."""
_UP_LEFT = cmath.rect(1, math.pi * 5 / 4)

_LEFT_RAIL = (
    _Segment(complex(_BEND.real - _WIDE, _SIDE - _HALF), _BEND - _WIDE),
    _Arc(_BEND, _WIDE, cmath.rect(1, math.pi * 9 / 8)),
    _Segment(_BEND + _WIDE * _UP_LEFT, 2 * _CENTRE - _BEND - _TIGHT * _UP_LEFT),
    _Arc(2 * _CENTRE - _BEND, _TIGHT, cmath.rect(1, math.pi / 8)),
    _Segment(2 * _CENTRE - _BEND + _TIGHT, complex(_SIDE - _BEND.real + _TIGHT, _HALF)),
)
_OTHER_TRACK = (
    _Segment(2.5 + 1.5j, 2.5 + 23j),
    _Segment(10.5 + 1.5j, 10.5 + 14j),
)
"""It goes straight on; where it ends below, the track that is set hides it."""


def _symbol(pixels: int) -> list[list[tuple[float, float]]]:
    """How much of each pixel belongs to the track that is set, and to the other one."""
    size = _SIDE / pixels
    places = [(n + 0.5) * size for n in range(pixels)]
    return [[_shares(complex(x, y), size) for x in places] for y in places]


def _shares(point: complex, size: float) -> tuple[float, float]:
    left = _distance(point, _LEFT_RAIL)
    # The right rail is the left one's mirror image through the middle.
    track = min(left, _distance(2 * _CENTRE - point, _LEFT_RAIL))
    other = _covered(_distance(point, _OTHER_TRACK) - _HALF, size)
    return _covered(track - _HALF, size), other * (1 - _covered(left - _HALF - _GAP, size))


def _distance(point: complex, shapes: Iterable[_Segment | _Arc]) -> float:
    return min(shape.distance(point) for shape in shapes)


def _covered(distance: float, size: float) -> float:
    """How much of a pixel lies within an edge, which is this far from its middle."""
    return min(max(0.5 - distance / size, 0.0), 1.0)


def _mixed(under: Pixel, over: Pixel, share: float) -> Pixel:
    red, green, blue, opaque = (
        round(a + (b - a) * share) for a, b in zip(under, over, strict=True)
    )
    return red, green, blue, opaque


def _png(rows: Sequence[Sequence[Pixel]]) -> bytes:
    """A picture, eight bits a channel; its form: w3.org/TR/png."""
    size = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    # Each row begins with the filter that it went through: none.
    pixels = b"".join(b"\0" + bytes(one for pixel in row for one in pixel) for row in rows)
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )
