"""What groups of learners know, week by week, on a terminal; nobody is told apart."""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import date

from rich.console import Console
from rich.table import Table

from bot.config import Config, read_config
from bot.decision.compiled import Compiled
from bot.keeping import keeping
from bot.procedure.versions import load_named
from bot.shares import FEWEST
from bot.training.groups import Group, weekly
from bot.training.learner import Answer
from bot.training.progress import Share
from bot.training.schedule import DAY
from bot.training.skills import Skills

PIPED = 160
"""Columns of a table that no terminal bounds."""


def tell_groups(name: str) -> int:
    """Print the share known of each section, by week, where enough people trained."""
    config = read_config()
    compiled = Compiled(load_named(config.dialogs, name, date.today()))
    answers = asyncio.run(_answers(config, name))
    found = weekly(Skills(compiled).by_id, answers)
    out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED)
    if not found:
        out.print(f"Rien à montrer : il faut {FEWEST} personnes au moins, la même semaine.")
        return 0
    out.print(_table(compiled, found))
    return 0


async def _answers(config: Config, name: str) -> list[tuple[str, Answer]]:
    since = int(time.time()) - config.training_days * DAY
    async with keeping(config) as kept:
        return list(await (await kept.store()).answered_since(name, since))


def _table(compiled: Compiled, groups: list[Group]) -> Table:
    table = Table(title=f"{compiled.procedure.title} : ce que savent les groupes")
    for heading in ("Semaine du", "Section", "Personnes", "Premières réponses", "Part sue (95 %)"):
        table.add_column(heading)
    for one in groups:
        low, high = (round(100 * bound) for bound in Share(one.known, one.tried).bounds)
        section = compiled.procedure.sections.get(one.section, "hors de la page")
        told = (str(one.learners), str(one.tried), f"{low} % à {high} %")
        table.add_row(one.week, section, *told)
    return table
