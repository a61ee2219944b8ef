"""Who is a supervisor in a workspace: people, and members of groups, named by the settings."""

from __future__ import annotations

from collections.abc import Callable

from bot.faults import logged
from bot.slack.api import Api, Refused, Undelivered

FRESH = 300.0
"""Seconds for which the members of a group are taken to be the same."""
AGAIN = 10.0
"""Seconds after which a group is asked for again that Slack did not tell."""
GROUP = "S"
"""The first letter of a group's id; a person's is U or W."""


class Supervisors:
    """The supervisors of one workspace; `clock` gives seconds."""

    def __init__(self, api: Api, named: frozenset[str], clock: Callable[[], float]) -> None:
        self._api = api
        self._people = frozenset(one for one in named if not one.startswith(GROUP))
        self._groups = sorted(named - self._people)
        self._clock = clock
        self._members: dict[str, frozenset[str]] = {}
        self._read_at: dict[str, float] = {}

    async def has(self, person: str) -> bool:
        """Whether somebody is a supervisor."""
        if person in self._people:
            return True
        for group in self._groups:
            if person in await self._of(group):
                return True
        return False

    async def _of(self, group: str) -> frozenset[str]:
        """The members of a group; those last known where Slack does not tell."""
        read_at = self._read_at.get(group)
        if read_at is None or self._clock() - read_at > FRESH:
            self._read_at[group] = self._clock()
            try:
                told = await self._api.call_form("usergroups.users.list", usergroup=group)
                self._members[group] = frozenset(map(str, told.get("users", ())))
            except (Refused, Undelivered) as error:
                self._read_at[group] -= FRESH - AGAIN
                logged(error, f"read a group of supervisors: {error}")
        return self._members.get(group, frozenset())
