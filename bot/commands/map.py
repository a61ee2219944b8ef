"""The map of a procedure, as a picture in a file or on standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.commands.output import write
from bot.config import read_config
from bot.conversation.charting import map_of
from bot.decision.compiled import Compiled
from bot.errors import InvalidCase
from bot.pictures import png
from bot.procedure.versions import load_named
from bot.proof.routes import require_routed
from bot.texts import load_texts


def draw_map(name: str, stated: Sequence[str], output: Path | None) -> None:
    """Write the map, with the way of the case that states some facts (`fait=valeur`), if any.

    A file called .png is a PNG; any other, and the standard output, SVG.
    """
    config = read_config()
    compiled = Compiled(load_named(config.dialogs, name, date.today()))
    texts = load_texts(config.locales, config.language)
    require_routed(compiled.routing, name)
    drawn = map_of(compiled, texts, dict(map(_fact, stated)))
    if not drawn.chart.is_whole:
        sys.stderr.write("Le plan n’est pas entier\u00a0: il y a trop de questions.\n")
    svg = drawn.svg
    target = output or Path(f"{compiled.edition.name}.svg")
    write(png(svg, 1.0) if target.suffix.lower() == ".png" else svg.encode(), target)


def _fact(stated: str) -> tuple[str, str]:
    fact, equals, value = stated.partition("=")
    if not equals:
        raise InvalidCase(f"«\u00a0{stated}\u00a0» n’est pas de la forme fait=valeur")
    return fact.strip(), value.strip()
