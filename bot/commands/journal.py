"""The journal as commands read it: what was counted of late."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from bot.config import Config
from bot.journal.entry import Tally
from bot.journal.traffic import FEWEST_VERDICTS, told_verdicts, verdicts
from bot.keeping import keeping
from bot.numbers import number
from bot.shares import FEWEST
from bot.training.schedule import DAY


def counted(config: Config, name: str, days: int) -> Sequence[Tally]:
    """The verdicts of the weeks of so many days that may be told of, each week whole."""
    until = int(time.time()) + 1

    async def read() -> Sequence[Tally]:
        async with keeping(config) as kept:
            return await told_verdicts(kept, name, until - days * DAY, until)

    return asyncio.run(read())


def too_few(tallies: Sequence[Tally], days: int) -> str:
    """That the journal does not hold enough to tell anything by."""
    found = f"{number(verdicts(tallies))} en {days} jour{'s' if days > 1 else ''}"
    return (
        f"Le journal n’en dit pas encore assez\u00a0: il faut {FEWEST_VERDICTS} verdicts "
        f"(il y en a {found}), des semaines d’au moins {FEWEST} personnes. "
        "Les poids déclarés restent."
    )
