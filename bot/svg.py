"""What our pictures are made of: a white ground, a few inks, and words."""

from __future__ import annotations

from xml.sax.saxutils import escape

INK, MUTED, LINE = "#1b2733", "#51606f", "#c3ccd6"
BLUE, PALE = "#1d5fa8", "#a9c8ec"


def framed(width: int, height: int, shapes: str) -> str:
    """Shapes on a ground of their own, which reads the same in any theme."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="Source Sans Pro, sans-serif">'
        f'<rect width="{width}" height="{height}" rx="12" fill="#ffffff"/>{shapes}</svg>'
    )


def text(
    left: float, base: float, words: str, size: int, ink: str = INK, *,
    weight: int = 400, anchor: str = "start",
) -> str:  # fmt: skip
    """Words on one line."""
    return (
        f'<text x="{left:g}" y="{base:g}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{ink}">{escape(words)}</text>'
    )
