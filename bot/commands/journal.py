"""The journal as commands read it: what was counted of late."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.config import Config
from bot.journal.entry import Tally, Week
from bot.journal.traffic import FEWEST_VERDICTS
from bot.keeping import keeping
from bot.numbers import number
from bot.shares import FEWEST


def counted(
    config: Config, name: str, since: int, until: int
) -> tuple[Sequence[Week], Sequence[Tally]]:
    """The weeks and the tallies of a procedure, from one second to another."""

    async def read() -> tuple[Sequence[Week], Sequence[Tally]]:
        async with keeping(config) as kept:
            return await kept.weeks(name, since, until), await kept.tallies(name, since, until)

    return asyncio.run(read())


def too_few(verdicts: int, days: int) -> str:
    """That the journal does not hold enough to tell anything by."""
    found = f"{number(verdicts)} en {days} jour{'s' if days > 1 else ''}"
    return (
        f"Le journal n’en dit pas encore assez\u00a0: il faut {FEWEST_VERDICTS} verdicts "
        f"(il y en a {found}) et {FEWEST} personnes la même semaine. "
        "Les poids déclarés restent."
    )
