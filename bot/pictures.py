"""A picture drawn in SVG, as the PNG that chats show; the letters come with the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ZOOM = 2.0
"""Pixels for each unit of the drawing: sharp on a phone."""


def png(svg: str) -> bytes:
    """The picture in PNG, at twice its size."""
    # Nobody waits for the renderer who has no picture to see.
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg, zoom=ZOOM, skip_system_fonts=True, font_files=_fonts()
    )
    return bytes(drawn)


@cache
def _fonts() -> list[str]:
    import font_source_sans_pro

    files = Path(font_source_sans_pro.__file__).parent / "files"
    return [str(files / f"SourceSansPro-{weight}.ttf") for weight in ("Regular", "Semibold")]
