"""A picture drawn in SVG, as the PNG that chats show; the letters come with the program."""

from __future__ import annotations

from io import BytesIO

from bot import fonts

COLOURS = 64
"""A drawing has fewer; a palette of them weighs a third."""


def png(svg: str, zoom: float = 2.0, colours: int = COLOURS) -> bytes:
    """The picture in PNG, at so many times its size."""
    # Nobody waits for the renderer who has no picture to see.
    import resvg_py
    from PIL import Image

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
