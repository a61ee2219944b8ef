"""A procedure applied to one case at a time: what holds, what is set aside, what decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.procedure.model import Condition, Ground, Otherwise, Precedence, Procedure, Rule, Saying

Case = Mapping[str, str]


@dataclass
class Decided:
    """What the plain reading makes of a case."""

    holding: set[str] = field(default_factory=set)
    deciding: set[str] = field(default_factory=set)
    destinations: set[str] = field(default_factory=set)
    silences: set[str] = field(default_factory=set)


def holds(condition: Condition, case: Case) -> bool:
    """Whether one of the alternatives holds; a fact that is not there has no value."""
    return len(condition) == 0 or any(
        all(fact in case and case[fact] in values for fact, values in way.items())
        for way in condition
    )


def prevails(rule: Rule, other: str) -> bool:
    """Whether `rule` declares to prevail over `other`."""
    return any(other in precedence.rules for precedence in rule.over)


def interpret(procedure: Procedure, case: Case) -> Decided:
    """Apply the rules to a case, those that come first and then those played instead."""
    rules, found = procedure.rules, Decided()
    first = {n for n, r in rules.items() if r.instead_of is None and holds(r.when, case)}
    unbeaten = {n for n in first if not any(prevails(rules[other], n) for other in first)}
    places = {rules[n].then for n in unbeaten}
    later = {n for n, r in rules.items() if r.instead_of in places and holds(r.when, case)}
    left = {n for n in later if not any(prevails(rules[other], n) for other in (*unbeaten, *later))}
    found.holding, found.deciding = first | later, unbeaten | left
    found.destinations = {rules[n].then for n in left} if left else places
    if not first:
        found.silences = {n for n, s in procedure.silences.items() if holds(s.when, case)}
        found.destinations = {procedure.silences[n].then for n in found.silences}
    return found


def basis(procedure: Procedure, case: Case) -> Ground:
    """The weakest ground used, of the firmest of the rules that decide together."""
    found = interpret(procedure, case)
    if found.silences:
        return Ground.SILENT
    first = [n for n in found.deciding if procedure.rules[n].instead_of is None]
    later = [n for n in found.deciding if n not in first]
    used = [
        min(_weakest(procedure, name, found) for name in names) for names in (first, later) if names
    ]
    return list(Ground)[max(used, default=0)]


def _weakest(procedure: Procedure, name: str, found: Decided) -> int:
    """The rank of the weakest ground of a rule, and of the precedences that it exercises."""
    rule = procedure.rules[name]
    ranks = [list(Ground).index(rule.ground)]
    for precedence in rule.over:
        for other in precedence.rules:
            weaker = procedure.rules[other]
            stays = rule.instead_of is None and weaker.instead_of is not None
            if other in found.holding and (weaker.then != rule.then or stays):
                ranks.append(list(Ground).index(precedence.ground))
    return max(ranks)


def said(saying: Saying, case: Case, destination: str) -> bool:
    """Whether a phrase or a reminder is for this case."""
    at = not saying.destinations or destination in saying.destinations
    return at and holds(saying.when, case)


def settled(procedure: Procedure, otherwise: Otherwise) -> Procedure:
    """A procedure as it reads under the other reading of a grey zone, its grounds left aside."""
    rules: dict[str, Rule] = {}
    for name, rule in {**procedure.rules, **otherwise.rules}.items():
        if name in otherwise.without:
            continue
        over = [
            Precedence(rules=(other,))
            for precedence in rule.over
            for other in precedence.rules
            if name not in otherwise.prevails.get(other, ())
        ]
        over += [Precedence(rules=(other,)) for other in otherwise.prevails.get(name, ())]
        rules[name] = rule.model_copy(update={"over": tuple(over)})
    phrases = {
        name: otherwise.phrases.get(name, phrase) for name, phrase in procedure.phrases.items()
    }
    return procedure.model_copy(update={"rules": rules, "phrases": phrases})
