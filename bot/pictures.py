"""A picture drawn in SVG, as the PNG that chats show; the letters come with the program."""

from __future__ import annotations

import re
from io import BytesIO
from math import sqrt

from bot import fonts

COLOURS = 64
"""A drawing has fewer; a palette of them weighs a third."""
MOST = 20_000_000
"""Pixels of a picture; more take seconds to draw, and no program shows them."""
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


def png(svg: str, zoom: float = 2.0, colours: int = COLOURS) -> bytes:
    """The picture in PNG, at so many times its size, or less where that has too many pixels."""
    # Nobody waits for the renderer who has no picture to see.
    import resvg_py
    from PIL import Image

    width, height = map(float, _SIZE.findall(svg, endpos=500)[0])
    zoom = min(zoom, sqrt(MOST / (width * height)))
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=zoom,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=fonts.files(),
    )
    pressed = BytesIO()
    Image.open(BytesIO(drawn)).convert("RGB").quantize(colours).save(pressed, "PNG", optimize=True)
    return pressed.getvalue()
