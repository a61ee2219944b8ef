"""A store opened for the time of a story."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.conversation.threads import Place, Thread
from bot.store.database import open_store
from bot.store.pseudonyms import Pseudonyms
from bot.store.store import Store
from bot.training.learner import Answer, Asked, Learner, Trainee
from bot.training.schedule import Memory, Sure

PLACE = Place("slack", "C01", "1763.0001")
THREAD = Thread(
    procedure="retention",
    here="retention.0123456789ab.1~demande_demande.resiliation*show",
    opened_by="U0CAMILLE",
    said_by={"demande": "U0CAMILLE", "contrat": "U0DOMINIQUE"},
    card="1763.0002",
    announced=True,
)
TRAINEE = Trainee("slack", "U0CAMILLE", "retention")
ASKED = Asked(
    skill="resiliation_seule>contrat_pro",
    seed=4_294_967_295,
    facts={"demande": "resiliation", "contrat": "pro"},
    choices=("Ligne_Pro", "Rétention"),
    phrased=True,
)
ANSWER = Answer(
    number=1,
    at=1_763_000_000,
    version="0123456789ab",
    asked=ASKED,
    destination="Rétention",
    said=("transfert",),
    sure=Sure.GUESS,
    right=True,
)
LEARNER = Learner(
    seed=7,
    number=1,
    sitting=(ANSWER,),
    memories={ASKED.skill: Memory(1 / 3, 0.1 + 0.2, 1_763_086_400, 1_763_000_000, 1)},
)

Told = TypeVar("Told")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: float = 1_763_000_000.75) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def told(
    url: str,
    story: Callable[[Store], Awaitable[Told]],
    clock: Callable[[], float] | None = None,
    secret: str = "a secret of tests",  # noqa: S107 - it opens nothing
) -> Told:
    """What a story ends with, told to the store of a database."""

    async def tell() -> Told:
        async with open_store(url, Pseudonyms(secret), clock or Clock()) as store:
            return await story(store)

    return asyncio.run(tell())
