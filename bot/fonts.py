"""The letters that our pictures are drawn with, and how much room words take in them."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_FILES = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf"}
_SPARE = 1.08
"""A browser that does not have these letters draws wider ones."""


@cache
def files() -> list[str]:
    """The paths of the font’s files."""
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return [str(folder / name) for name in _FILES.values()]


@lru_cache(maxsize=4096)
def wrapped(words: str, size: int, width: float, weight: int = 400) -> tuple[str, ...]:
    """Words in lines of `width` at most, in pixels; a longer word has a line of its own."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _font(weight).getlength(longer) * size * _SPARE <= width * _DRAWN:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


_DRAWN = 100
"""Pixels of the letters that are measured."""


@cache
def _font(weight: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(files()[list(_FILES).index(weight)], _DRAWN)
