"""What a condition says of the facts of a case, complete or not."""

from __future__ import annotations

from collections.abc import Mapping

from bot.procedure.model import Alternative, Condition, Fact


def holds(condition: Condition, case: Mapping[str, str]) -> bool:
    """Whether `condition` holds in a case whose relevant facts are all there."""
    return not condition or any(
        all(case.get(fact) in values for fact, values in way.items()) for way in condition
    )


def is_relevant(facts: Mapping[str, Fact], fact: str, case: Mapping[str, str]) -> bool | None:
    """Whether `fact` matters in `case`; None while that depends on an unknown fact."""
    if not facts[fact].relevant:
        return True
    ways = [_way_holds(facts, way, case) for way in facts[fact].relevant]
    return True if True in ways else None if None in ways else False


def _way_holds(facts: Mapping[str, Fact], way: Alternative, case: Mapping[str, str]) -> bool | None:
    told: list[bool | None] = []
    for parent, values in way.items():
        relevant = is_relevant(facts, parent, case)
        known = None if parent not in case else case[parent] in values
        told.append(False if relevant is False else known if relevant or known is False else None)
    return False if False in told else None if None in told else True
