"""The largest procedure that may be loaded: every text, name and list at its limit."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from typing import Any

from bot.app import chat_guide
from bot.config import Config
from bot.conversation.card import Card, Checklist
from bot.conversation.guide import Guide, Request
from bot.conversation.links import Links
from bot.decision.compiled import Compiled
from bot.procedure.loader import Edition
from bot.procedure.model import Procedure
from bot.procedure.source import Source
from bot.proof.limits import limit_defects
from tests.conversation.plain import buttons

LABEL, HEADING, LINE, HELP, BLOCK, NAME = 75, 140, 300, 150, 2_900, 48
FACTS, TICKS, CHOICES, PHRASES, REMINDERS, STEPS = 10, 7, 98, 4, 20, 10
_CHANCE = random.Random(0)

Part = dict[str, Any]


def name() -> str:
    """A name that nothing shortens."""
    return "n" + "".join(_CHANCE.choices(string.ascii_lowercase + string.digits, k=NAME - 1))


def words(length: int) -> str:
    """Words with all that a markup could take for its own."""
    some = "".join(_CHANCE.choices("é à*_~`<>&@#| :smile: <!here> ", k=length))
    return f"M{some[1:-1]}."


def largest() -> Compiled:
    """A procedure with a question of 98 choices, and a verdict that says all there is to say."""
    facts, values = [name() for _ in range(FACTS)], [name() for _ in range(CHOICES)]
    first, *others = facts
    yes, no = name(), name()
    passages = {name(): {"section": "s", "quote": words(BLOCK)} for _ in range(REMINDERS)}
    phrases = {name(): {"section": "s", "quote": words(BLOCK)} for _ in range(PHRASES)}
    ends = [name(), name()]
    data: Part = {
        "procedure": name(),
        "title": words(HEADING),
        "command": "c" * 31,
        "in_force": {"from": "2026-01-01"},
        "sections": {"s": words(HEADING)},
        "passages": passages | phrases,
        "facts": {
            first: _fact(values),
            **{fact: _fact([yes, no]) for fact in others},
        },
        "questions": {
            name(): _question(ticks=[{fact: yes} for fact in others[:TICKS]]),
            name(): _question(choices=[{"set": {first: value}} for value in values]),
        },
        "destinations": {end: _destination() for end in ends},
        "rules": _rules(first, values, others, yes, ends, list(passages)),
        "phrases": {one: {"say": told["quote"]} for one, told in phrases.items()},
        "reminders": {
            name(): {"text": words(LINE), "passages": list(passages)} for _ in range(REMINDERS)
        },
    }
    source = Source("\n".join(one["quote"] for one in data["passages"].values()))
    return Compiled(Edition(Procedure.model_validate(data), source, "0123456789ab"))


def _fact(values: list[str]) -> Part:
    told = {one: {"label": words(LABEL), "help": words(HELP)} for one in values}
    return {
        "label": words(LABEL), "question": words(HEADING), "where": words(LINE), "values": told,
    }  # fmt: skip


def _question(**asked: list[Part]) -> Part:
    return {"text": words(HEADING), "where": words(LINE), **asked}


def _destination() -> Part:
    return {
        "label": words(HEADING),
        "sign": "✅" * 9,
        "steps": [words(LINE) for _ in range(STEPS)],
    }


def _rules(
    first: str, values: list[str], others: list[str], yes: str, ends: list[str], told: list[str]
) -> Part:
    """One for each half of the choices, then one for each other fact, over all before it."""
    half = len(values) // 2
    rules: Part = {
        name(): {"when": {first: values[:half]}, "then": ends[0], "passages": told},
        name(): {"when": {first: values[half:]}, "then": ends[1], "passages": told},
    }
    for n, fact in enumerate(others):
        over = {"rules": list(rules), "ground": "written", "because": words(LINE)}
        rules[name()] = {
            "when": {fact: yes}, "then": ends[n % 2], "passages": told,
            "because": words(LINE), "over": [over],
        }  # fmt: skip
    return rules


def vast_guide() -> Guide:
    """The largest procedure, whose passages can be opened."""
    compiled = largest()
    assert list(limit_defects(compiled.procedure)) == []
    links = Links("https://kb.exemple.fr/" + "p" * 200)
    return Guide({compiled.edition.name: compiled}, links, chat_guide(Config(), {}).texts)


def met(guide: Guide, chance: random.Random, most: int) -> Iterator[Card]:
    """Cards met by somebody who taps anything."""
    (procedure,) = guide.procedures
    card = guide.respond(Request(procedure))
    for _ in range(most):
        yield card
        taps = [*buttons(card).values(), card.here]
        lists = [block for block in card.blocks if isinstance(block, Checklist)]
        keys = [line.key for block in lists for line in block.lines if chance.random() < 0.4]
        tap = chance.choice([one for one in taps if one])
        card = guide.respond(Request(procedure, tap=tap, ticks=frozenset(keys)))
