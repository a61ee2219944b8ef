"""What is said for all cases, and the versions of each procedure that were in force."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping, insert, select, update

from bot.conversation.changes import Change
from bot.conversation.states import State
from bot.errors import StoreUnavailable
from bot.store.tables import editions, states
from bot.store.transactions import Transactions, at

TRIES = 10
"""Times that others may say something just before."""


class StateStore(Transactions):
    """The `States` and `Changes` of a database."""

    async def states(self) -> Sequence[State]:
        """The last that was said of each state, whether it still holds or not."""
        every = select(states).order_by(states.c.procedure, states.c.name)
        rows = await self._done(lambda connection: connection.execute(every).mappings().all())
        return [self._state(row) for row in rows]

    async def say(self, state: State) -> None:
        """Say something for all, in the place of what was said."""
        key = {"procedure": state.procedure, "name": state.name}
        row = {
            "fact": state.fact,
            "value": state.value,
            "since": state.since,
            "until": state.until,
            "platform": state.platform,
            "said_by": self._pseudonyms.of(state.platform, state.by),
        }
        for _ in range(TRIES):
            if await self._written(update(states).where(at(states, key)).values(row)):
                return
            if await self._written(insert(states).values({**key, **row})):
                return
        raise StoreUnavailable("cet état change sans cesse")

    async def changes(self) -> Sequence[Change]:
        """The versions that were in force, the oldest first."""
        ordered = select(editions).order_by(editions.c.procedure, editions.c.number)
        rows = await self._done(lambda connection: connection.execute(ordered).mappings().all())
        return [Change(row["procedure"], row["version"], row["at"], row["told"]) for row in rows]

    async def changed(self, change: Change, after: int) -> bool:
        """Write a version that came into force after so many; False where another has been."""
        row = {
            "procedure": change.procedure,
            "number": after,
            "version": change.version,
            "at": change.at,
            "told": change.told,
        }
        return await self._written(insert(editions).values(row))

    def _state(self, row: RowMapping) -> State:
        return State(
            procedure=row["procedure"],
            name=row["name"],
            fact=row["fact"],
            value=row["value"],
            since=row["since"],
            until=row["until"],
            platform=row["platform"],
            by=self._pseudonyms.person(row["platform"], row["said_by"]) or "",
        )
