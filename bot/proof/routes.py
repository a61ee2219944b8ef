"""Every combination of facts has one verdict, and nothing written is without effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from bot.decision.compiled import Compiled
from bot.decision.diagram import support
from bot.decision.routing import Routing
from bot.decision.space import Case, Cases
from bot.errors import ProcedureUnproved
from bot.procedure.model import Procedure, Rule
from bot.proof.defect import Defect, Kind


def route_defects(routing: Routing) -> Iterator[Defect]:
    """Yield the cases that have no verdict or two, each pair of rules told once."""
    yield from _undeclared(routing, routing.first)
    yield from _undeclared(routing, routing.later)
    yield from _silences_at_odds(routing)
    yield from _cycles(routing)
    uncovered = routing.space.everything & ~routing.covered & ~_union(routing.silent)
    if uncovered:
        message = f"{_cases(uncovered)} : aucune règle, et aucun silence déclaré"
        yield Defect(Kind.UNCOVERED, message, _shown(routing, uncovered))


def require_routed(routing: Routing, called: str) -> None:
    """Raise `ProcedureUnproved` where some case of what is called so has no verdict, or two."""
    if found := list(route_defects(routing)):
        raise ProcedureUnproved(called, [str(defect) for defect in found])


def _undeclared(routing: Routing, rules: Mapping[str, Rule]) -> Iterator[Defect]:
    for (name, rule), (other, second) in combinations(rules.items(), 2):
        both = routing.holding[name] & routing.holding[other]
        joined = other in rule.prevails_over or name in second.prevails_over
        if both and not joined and rule.then != second.then:
            yield Defect(
                Kind.UNDECLARED,
                f"« {name} » ({rule.then}) et « {other} » ({second.then}) tiennent ensemble "
                f"dans {_cases(both)} ; dites sous « over » laquelle prévaut, et pourquoi",
                _shown(routing, routing.deciding[name] & routing.deciding[other] or both),
            )


def _silences_at_odds(routing: Routing) -> Iterator[Defect]:
    silences = routing.procedure.silences
    for (name, where), (other, second) in combinations(routing.silent.items(), 2):
        if where & second and silences[name].then != silences[other].then:
            message = f"les silences « {name} » et « {other} » se contredisent"
            yield Defect(Kind.UNDECLARED, message, _shown(routing, where & second))


def _cycles(routing: Routing) -> Iterator[Defect]:
    decided = _union({name: routing.deciding[name] for name in routing.first})
    stuck = routing.covered & ~decided
    spared = 0
    for name in routing.first:
        for other in routing.procedure.rules[name].prevails_over:
            if other in routing.later:
                spared |= routing.deciding[name] & routing.holding[other]
    later = _union({name: routing.holding[name] for name in routing.later})
    stuck |= later & ~routing.replaced & ~spared
    if stuck:
        beaten = {name: routing.holding[name] & ~routing.deciding[name] for name in routing.holding}
        rules = [name for name, cases in beaten.items() if cases & stuck & -stuck]
        told = ", ".join(f"« {name} »" for name in rules)
        message = f"{_cases(stuck)} sans verdict : {told} prévalent l’une sur l’autre en cercle"
        yield Defect(Kind.CYCLE, message, _shown(routing, stuck))


def dead_parts(compiled: Compiled) -> Iterator[Defect]:
    """Yield what is written and never acts: rules, precedences, silences, texts, names."""
    routing, procedure = compiled.routing, compiled.procedure
    yield from _dead_rules(routing)
    for name, cases in routing.silent.items():
        if not cases:
            held = routing.space.where(procedure.silences[name].when)
            why = "une règle couvre déjà tous ces cas" if held else "sa condition ne tient jamais"
            yield Defect(Kind.DEAD_SILENCE, f"« {name} » : {why}")
    for name in (*procedure.phrases, *procedure.reminders):
        if not routing.said(name):
            yield Defect(Kind.DEAD_SAYING, f"« {name} » ne paraît dans aucun verdict")
    cited = _cited(procedure)
    for name in procedure.passages:
        if name not in cited:
            yield Defect(Kind.DEAD_PASSAGE, f"« {name} » : rien ne repose sur lui")
    yield from _unused_names(compiled)


def _dead_rules(routing: Routing) -> Iterator[Defect]:
    for name, rule in routing.procedure.rules.items():
        if not routing.deciding[name]:
            held = routing.holding[name]
            why = "toujours écartée par d’autres" if held else "sa condition ne tient jamais"
            yield Defect(Kind.DEAD_RULE, f"« {name} » : {why}")
            continue
        for weaker in rule.prevails_over:
            if not routing.deciding[name] & routing.holding[weaker]:
                message = f"« {name} » sur « {weaker} » : ne sert dans aucun cas"
                yield Defect(Kind.DEAD_PRECEDENCE, message)


def _cited(procedure: Procedure) -> set[str]:
    cited = set(procedure.phrases)
    for rule in procedure.rules.values():
        cited.update(rule.passages)
    for reminder in procedure.reminders.values():
        cited.update(reminder.passages)
    for zone in procedure.grey_zones.values():
        cited.update(zone.passages)
    return cited


def _unused_names(compiled: Compiled) -> Iterator[Defect]:
    procedure = compiled.procedure
    for name in procedure.facts:
        if name not in support(compiled.verdicts):
            yield Defect(Kind.DEAD_NAME, f"le fait « {name} » ne change aucun verdict")
    for name in procedure.destinations:
        if not compiled.routing.destinations.get(name):
            yield Defect(Kind.DEAD_NAME, f"la destination « {name} » ne reçoit aucun cas")
    sections = {passage.section for passage in procedure.passages.values()}
    for name in procedure.sections:
        if name not in sections:
            yield Defect(Kind.DEAD_NAME, f"la section « {name} » ne contient aucun passage")


def _cases(cases: Cases) -> str:
    return f"{cases.bit_count()} cas"


def _shown(routing: Routing, cases: Cases) -> Case:
    return routing.space.first_of(cases)


def _union(sets: Mapping[str, Cases]) -> Cases:
    union = 0
    for cases in sets.values():
        union |= cases
    return union
