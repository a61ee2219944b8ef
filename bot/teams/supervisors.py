"""Who is a supervisor in a tenant: the people, and the members of the teams, of the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.faults import logged
from bot.teams.connector import Connector, Refused
from bot.teams.moves import Person, Where

FRESH = 300.0
"""Seconds for which somebody who is a member of a team, or is not, is taken to be so still."""
MOST = 10_000
"""People of whom it is remembered."""


class Supervisors:
    """The supervisors of one tenant; `clock` gives seconds.

    A team is named by its conversation (`19:…@thread.tacv2`), and the bot must be in it: it then
    reads who its members are without any other right.
    """

    def __init__(
        self, connector: Connector, named: frozenset[str], clock: Callable[[], float]
    ) -> None:
        self._connector = connector
        self._teams = sorted(one for one in named if one.startswith("19:"))
        self._people = frozenset(one.lower() for one in named)
        self._clock = clock
        self._known: dict[str, tuple[float, bool]] = {}

    async def has(self, where: Where, person: Person) -> bool:
        """Whether somebody is a supervisor; what was last known, where Teams does not tell."""
        if {person.directory.lower(), person.id.lower()} & self._people:
            return True
        if not self._teams:
            return False
        read_at, known = self._known.get(person.id, (0.0, False))
        if read_at and self._clock() - read_at <= FRESH:
            return known
        found = await self._is_member(where, person)
        if found is None:
            return known
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[person.id] = (self._clock(), found)
        return found

    async def _is_member(self, where: Where, person: Person) -> bool | None:
        """Whether somebody is in one of the teams; None where Teams does not tell of some."""
        is_unknown = False
        for team in self._teams:
            try:
                found = await self._connector.has(replace(where, conversation=team), person.id)
            except Refused as refusal:
                logged(refusal, f"read a team of supervisors: {refusal}")
                found = None
            if found:
                return True
            is_unknown = is_unknown or found is None
        return None if is_unknown else False
