"""What follows from the facts given so far: a verdict as soon as nothing unknown can change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from bot.decision.compiled import Compiled
from bot.decision.diagram import Diagram, leaves, support
from bot.decision.verdict import Ask, Decided, Decision, Undecidable, Verdict
from bot.errors import InvalidCase
from bot.procedure.model import Condition, Saying
from bot.procedure.names import unknown as told_unknown

Facts = Mapping[str, str]


@dataclass(frozen=True)
class Known:
    """Facts checked against a procedure: those of use, and what is to be said of the others."""

    facts: dict[str, str]
    warnings: list[str] = field(default_factory=list)


def read_facts(compiled: Compiled, given: Mapping[str, object]) -> Known:
    """Check facts from outside; raise `InvalidCase` naming every wrong one.

    An empty or null value is a fact not given. A fact that is not relevant is ignored with a
    warning; one whose relevance is not known yet is kept.
    """
    facts = {name: value for name, value in given.items() if value is not None and value != ""}
    wrong = list(_wrong(compiled, facts))
    if wrong:
        raise InvalidCase(" ; ".join(wrong))
    stated = {name: str(value) for name, value in facts.items()}
    kept, warnings = {}, []
    for name, value in stated.items():
        if compiled.space.is_relevant(name, stated) is False:
            warnings.append(f"« {name} » est ignoré : ce fait ne compte pas dans ce cas")
        else:
            kept[name] = value
    return Known(kept, warnings)


def known_facts(compiled: Compiled, given: Mapping[str, str]) -> Known:
    """The facts of use among those from outside; each of the others has its warning."""
    facts = {name: value for name, value in given.items() if value}
    own = {name: value for name, value in facts.items() if not [*_wrong(compiled, {name: value})]}
    known = read_facts(compiled, own)
    return Known(known.facts, [*_wrong(compiled, facts), *known.warnings])


def _wrong(compiled: Compiled, facts: Mapping[str, object]) -> Iterable[str]:
    for name, value in facts.items():
        if name not in compiled.space.facts:
            yield told_unknown("fait inconnu", name, compiled.space.facts)
        elif not isinstance(value, str) or value not in compiled.space.facts[name].values:
            values = compiled.space.facts[name].values
            yield told_unknown(f"valeur inconnue de « {name} » :", str(value), values)


def decide(compiled: Compiled, facts: Facts, not_known: frozenset[str] = frozenset()) -> Decision:
    """The verdict, or the cheapest next question; `facts` must come from `read_facts`.

    `not_known` are the facts that the agent was asked and cannot tell.
    """
    with suppress(KeyError):
        return Decided(compiled.verdict(facts))
    outcome = compiled.forest.given_all(compiled.outcomes, facts)
    ends = leaves(outcome)
    if len(ends) == 1:
        return _merged(compiled, facts, compiled.forest.given_all(compiled.verdicts, facts))
    possible = tuple(dict.fromkeys(end.destination for end in ends))
    possible = tuple(name for name in compiled.procedure.destinations if name in possible)
    step = compiled.planner.step(outcome, not_known)
    if step is None:
        return Undecidable(_in_order(compiled, support(outcome)), possible)
    return Ask(step.question, step.facts, possible)


def _merged(compiled: Compiled, facts: Facts, diagram: Diagram) -> Decided:
    """One verdict for several completions that agree on where to send the call and what to say."""
    verdicts: list[Verdict] = list(leaves(diagram))
    if len(verdicts) == 1:
        return Decided(verdicts[0])
    weakest = max((verdict.basis for verdict in verdicts), key=lambda ground: ground.rank)
    always = _common([verdict.reminders for verdict in verdicts])
    sometimes = dict.fromkeys(name for verdict in verdicts for name in verdict.reminders)
    merged = Verdict(
        destination=verdicts[0].destination,
        basis=weakest,
        rules=_shared([verdict.rules for verdict in verdicts]),
        passages=_shared([verdict.passages for verdict in verdicts]),
        phrases=verdicts[0].phrases,
        reminders=always,
    )
    bases = compiled.forest.mapped(diagram, lambda verdict: verdict.basis)
    conditional = {
        name: _left(compiled, compiled.procedure.reminders[name], facts)
        for name in compiled.procedure.reminders
        if name in sometimes and name not in always
    }
    return Decided(merged, _in_order(compiled, support(bases)), conditional)


def _common(lists: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for name in lists[0] if all(name in one for one in lists))


def _shared(lists: list[tuple[str, ...]]) -> tuple[str, ...]:
    """What all have in common, or where that is nothing, everything that any has."""
    return _common(lists) or tuple(dict.fromkeys(name for one in lists for name in one))


def _left(compiled: Compiled, saying: Saying, facts: Facts) -> Condition:
    """What is still to be found out of the condition of `saying`.

    A fact already given stays in it while it may turn out not to be relevant.
    """
    ways = []
    for way in saying.when:
        relevant = {fact: compiled.space.is_relevant(fact, facts) for fact in way}
        possible = all(facts[f] in values for f, values in way.items() if f in facts)
        if possible and False not in relevant.values():
            settled = {fact for fact in way if fact in facts and relevant[fact]}
            ways.append({fact: values for fact, values in way.items() if fact not in settled})
    return tuple(ways)


def _in_order(compiled: Compiled, facts: Iterable[str]) -> tuple[str, ...]:
    wanted = set(facts)
    return tuple(name for name in compiled.space.facts if name in wanted)
