"""Somebody who knows a case and answers what is asked of it."""

from __future__ import annotations

from bot.conversation.asking import tick_key
from bot.conversation.card import Card, Checklist, Choices
from bot.conversation.guide import Request


def truthful(card: Card, case: dict[str, str]) -> Request:
    """The tap that says of a case what a question asks."""
    for block in card.blocks:
        if isinstance(block, Checklist):
            stated = {tick_key(fact, value) for fact, value in case.items()}
            keys = frozenset(line.key for line in block.lines if line.key in stated)
            return Request("retention", block.submit.tap, keys)
        if isinstance(block, Choices):
            return Request("retention", next(b.tap for b in block.buttons if _agrees(b.tap, case)))
    raise AssertionError("a question card has something to answer")


def _agrees(tap: str, case: dict[str, str]) -> bool:
    said = [one.partition(".") for one in tap.partition("*answer")[2].split("_")[2:]]
    return all(case.get(fact) == value for fact, _, value in said)
