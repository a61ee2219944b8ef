"""What the people of a conversation are called; known while the program runs, and never kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.card import Answers, Block, Card
from bot.teams.connector import Connector, Refused
from bot.teams.moves import Kind, Person, Where

MOST = 10_000
"""Names remembered."""
PATIENCE = 0.5
"""Seconds for which a card waits for a name."""


class People:
    """Names, learnt from what people do, or asked of Teams."""

    def __init__(self, connector: Connector, stranger: str) -> None:
        self._connector = connector
        self._stranger = stranger
        self._names: OrderedDict[str, str] = OrderedDict()

    def meet(self, person: Person) -> None:
        """Remember what somebody is called."""
        if person.name:
            self._names[person.id] = person.name
            self._names.move_to_end(person.id)
        if len(self._names) > MOST:
            self._names.popitem(last=False)

    async def named(self, where: Where, card: Card) -> Card:
        """A card that tells who answered by their names; in a chat of two, it goes without."""
        if where.kind is Kind.PERSONAL:
            return _signed(card, {})
        answers = [block for block in card.blocks if isinstance(block, Answers)]
        people = {one.by for block in answers for one in block.answers if one.by}
        unknown = people - self._names.keys()
        if unknown:
            await asyncio.gather(*(self._ask(where, person) for person in unknown))
        return _signed(card, {one: self._names.get(one, self._stranger) for one in people})

    async def _ask(self, where: Where, person: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                self.meet(Person(person, await self._connector.name_of(where, person)))
        except (TimeoutError, Refused):
            return


def _signed(card: Card, names: Mapping[str, str]) -> Card:
    """A card whose answers bear these names, or none."""

    def signed(block: Block) -> Block:
        if not isinstance(block, Answers):
            return block
        answers = (replace(one, by=names.get(one.by or "")) for one in block.answers)
        return replace(block, answers=tuple(answers))

    return replace(card, blocks=tuple(map(signed, card.blocks)))
