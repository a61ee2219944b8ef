"""How many distinct cases each grey zone moves, were it settled the other way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.decision.routing import Routing
from bot.decision.space import Cases
from bot.procedure.model import Otherwise, Precedence, Procedure, Rule
from bot.proof.defect import Defect, Kind


def moved_cases(routing: Routing) -> dict[str, Cases | None]:
    """For each grey zone, the cases whose destination or phrases would change.

    None where the zone changes no rule that can be written (a lost link, a date to confirm).
    """
    return {
        name: difference(routing, settled_otherwise(routing, zone.otherwise))
        if zone.otherwise
        else None
        for name, zone in routing.procedure.grey_zones.items()
    }


def grey_zone_defects(routing: Routing) -> Iterator[Defect]:
    """Yield the zones that move nothing any more, or whose other reading is itself unsettled."""
    for name, zone in routing.procedure.grey_zones.items():
        if zone.otherwise is None:
            continue
        other = settled_otherwise(routing, zone.otherwise)
        if not difference(routing, other):
            yield Defect(Kind.DEAD_GREY_ZONE, f"« {name} » : l’autre lecture ne change aucun cas")
        if other.unsettled:
            message = (
                f"« {name} » : l’autre lecture laisse des cas sans verdict, ou à deux verdicts"
            )
            case = routing.space.first_of(other.unsettled)
            yield Defect(Kind.GREY_ZONE_UNSETTLED, message, case)


def settled_otherwise(routing: Routing, otherwise: Otherwise) -> Routing:
    """The routing of the same cases under the other reading."""
    return Routing(routing.space, overlaid(routing.procedure, otherwise))


def difference(one: Routing, other: Routing) -> Cases:
    """The cases whose destination or phrases differ between two routings of one case space."""
    moved = 0
    for name in one.procedure.destinations:
        moved |= one.destinations.get(name, 0) ^ other.destinations.get(name, 0)
    for name in one.procedure.phrases:
        moved |= one.said(name) ^ other.said(name)
    return moved


def overlaid(procedure: Procedure, otherwise: Otherwise) -> Procedure:
    """The procedure as it would read under `otherwise`."""
    rules = {**procedure.rules, **otherwise.rules}
    for name in otherwise.without:
        rules.pop(name, None)
    for name in (name for name in otherwise.prevails if name in rules):
        weaker = tuple(other for other in otherwise.prevails[name] if other in rules)
        added = Precedence(rules=weaker)
        rules[name] = rules[name].model_copy(update={"over": (*rules[name].over, added)})
        for other in weaker:
            rules[other] = _no_longer_over(rules[other], name)
    rules = {name: _only_over(rule, rules) for name, rule in rules.items()}
    phrases = {
        name: phrase.model_copy(
            update={"when": changed.when, "destinations": changed.destinations}
            if (changed := otherwise.phrases.get(name))
            else {}
        )
        for name, phrase in procedure.phrases.items()
    }
    return procedure.model_copy(update={"rules": rules, "phrases": phrases})


def _no_longer_over(rule: Rule, name: str) -> Rule:
    return _over(rule, lambda weaker: weaker != name)


def _only_over(rule: Rule, rules: dict[str, Rule]) -> Rule:
    return _over(rule, lambda weaker: weaker in rules)


def _over(rule: Rule, keep: Callable[[str], bool]) -> Rule:
    over = tuple(
        precedence.model_copy(update={"rules": tuple(filter(keep, precedence.rules))})
        for precedence in rule.over
    )
    return rule.model_copy(update={"over": over})
