"""A procedure proved over every combination of facts, and its figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.decision.compiled import Compiled
from bot.procedure.model import Ground
from bot.proof.calls import call_defects
from bot.proof.cards import CardFigures, card_figures
from bot.proof.defect import Defect
from bot.proof.grey_zones import grey_zone_defects, moved_cases
from bot.proof.limits import limit_defects
from bot.proof.routes import dead_parts, route_defects


@dataclass(frozen=True)
class Figures:
    """What a procedure holds, counted."""

    cases: int
    facts: int
    passages: int
    rules: int
    precedences: dict[Ground, int]
    bases: dict[Ground, int]
    destinations: dict[str, int]
    grey_zones: dict[str, int | None]
    calls: int
    cards: CardFigures


def defects(compiled: Compiled) -> list[Defect]:
    """Everything that does not hold; an empty list is the proof."""
    routing = compiled.routing
    routes = list(route_defects(routing))
    rest = [*dead_parts(compiled), *limit_defects(compiled.procedure)]
    if not routes:
        rest += [*grey_zone_defects(routing), *call_defects(compiled)]
    return routes + rest


def figures(compiled: Compiled) -> Figures:
    """Count what a procedure that holds is made of."""
    routing, procedure = compiled.routing, compiled.procedure
    grounds: Counter[Ground] = Counter(
        precedence.ground
        for rule in procedure.rules.values()
        for precedence in rule.prevails_over.values()
    )
    moved = moved_cases(routing)
    return Figures(
        cases=routing.space.size,
        facts=len(procedure.facts),
        passages=len(procedure.passages),
        rules=len(procedure.rules),
        precedences={ground: grounds[ground] for ground in Ground if grounds[ground]},
        bases={ground: cases.bit_count() for ground, cases in routing.bases.items()},
        destinations={name: cases.bit_count() for name, cases in routing.destinations.items()},
        grey_zones={n: None if c is None else c.bit_count() for n, c in moved.items()},
        calls=len(compiled.edition.calls),
        cards=card_figures(compiled),
    )
