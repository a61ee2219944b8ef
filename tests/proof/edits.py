"""Random changes of a procedure, such as its owner makes, each of which leaves it settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from bot.decision.routing import Routing
from bot.decision.space import CaseSpace
from bot.procedure.model import (
    Alternative,
    Condition,
    Fact,
    Ground,
    Precedence,
    Procedure,
    Rule,
    Value,
)

ADDED = "ajout"
Edit = Callable[[st.DrawFn, Procedure], Procedure]


@st.composite
def edited(draw: st.DrawFn, procedure: Procedure, most: int = 3) -> Procedure:
    """The procedure after some changes; one that leaves a case unsettled is not made."""
    for edit in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=most)):
        changed = edit(draw, procedure)
        if changed.rules and not Routing(CaseSpace(changed), changed).unsettled:
            procedure = changed
    return procedure


def without(procedure: Procedure, name: str) -> dict[str, Rule]:
    """The rules but one, over which no other prevails any more."""
    return {
        other: rule.model_copy(
            update={"over": tuple(_among(one, lambda r: r != name) for one in rule.over)}
        )
        for other, rule in procedure.rules.items()
        if other != name
    }


def _among(precedence: Precedence, keep: Callable[[str], bool]) -> Precedence:
    return precedence.model_copy(update={"rules": tuple(filter(keep, precedence.rules))})


def _remove_rule(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    return _with(procedure, rules=without(procedure, _one(draw, procedure.rules)))


def _add_rule(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    if ADDED in procedure.rules:
        return procedure
    return _with(procedure, rules=_added(draw, procedure, _condition(draw, procedure.facts)))


def _added(draw: st.DrawFn, procedure: Procedure, when: Condition) -> dict[str, Rule]:
    """The rules with one that prevails over all."""
    over = (Precedence(rules=tuple(procedure.rules), ground=draw(st.sampled_from(GROUNDS))),)
    then = _one(draw, procedure.destinations)
    return {**procedure.rules, ADDED: Rule(when=when, then=then, over=over)}


def _change_destination(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    return _rule(draw, procedure, then=_one(draw, procedure.destinations))


def _change_condition(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    return _rule(draw, procedure, when=_condition(draw, procedure.facts))


def _change_ground(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    return _rule(draw, procedure, ground=draw(st.sampled_from(GROUNDS)))


def _flip_precedence(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    pairs = [(a, b) for a, rule in procedure.rules.items() for b in rule.prevails_over]
    if not pairs:
        return procedure
    strong, weak = draw(st.sampled_from(pairs))
    rules = dict(procedure.rules)
    kept = tuple(_among(one, lambda r: r != weak) for one in rules[strong].over)
    rules[strong] = _with(rules[strong], over=kept)
    rules[weak] = _with(rules[weak], over=(*rules[weak].over, Precedence(rules=(strong,))))
    return _with(procedure, rules=rules)


def _change_phrase(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    name = _one(draw, procedure.phrases)
    phrase = _with(procedure.phrases[name], when=_condition(draw, procedure.facts))
    return _with(procedure, phrases={**procedure.phrases, name: phrase})


def _add_value(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    """A value, and perhaps the rule that it has; what covers all the others may not cover it."""
    name = _one(draw, procedure.facts)
    fact = procedure.facts[name]
    values = {**fact.values, ADDED: Value(label="Ajout")}
    facts = {**procedure.facts, name: _with(fact, values=values)}
    if ADDED in procedure.rules or draw(st.booleans()):
        return _with(procedure, facts=facts)
    return _with(procedure, facts=facts, rules=_added(draw, procedure, ({name: (ADDED,)},)))


def _add_fact(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    if ADDED in procedure.facts or ADDED in procedure.rules:
        return procedure
    relevant = draw(st.just(()) | st.just(_condition(draw, procedure.facts)))
    values = {"oui": Value(label="Oui"), "non": Value(label="Non")}
    fact = Fact(label="A", question="A", where="A", values=values, relevant=relevant)
    rules = _added(draw, procedure, ({ADDED: ("oui",)},))
    facts = {ADDED: fact, **procedure.facts} if draw(st.booleans()) else procedure.facts
    return _with(procedure, facts={**facts, ADDED: fact}, rules=rules)


def _remove_fact(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    """A fact no longer asked: what rested on it no longer does, or no longer holds."""
    if len(procedure.facts) == 1:
        return procedure
    name, dropped = _one(draw, procedure.facts), draw(st.booleans())

    def freed(part: Any, field: str) -> Any:
        ways: Condition = getattr(part, field)
        kept = [way for way in ways if not dropped or name not in way]
        left = tuple({f: v for f, v in way.items() if f != name} for way in kept)
        if ways and (not left or {} in left):  # Nothing is left of it, or it always holds.
            return part if not left else _with(part, **{field: ()})
        return _with(part, **{field: left})

    def each(parts: Mapping[str, Any], field: str = "when") -> dict[str, Any]:
        return {n: freed(part, field) for n, part in parts.items()}

    facts = {n: f for n, f in each(procedure.facts, "relevant").items() if n != name}
    if any(name in way for fact in facts.values() for way in fact.relevant):
        return procedure
    rules = procedure.rules
    for rule in [n for n, r in rules.items() if dropped and all(name in way for way in r.when)]:
        rules = without(_with(procedure, rules=rules), rule)
    return _with(
        procedure,
        facts=facts,
        rules=each(rules),
        silences=each(procedure.silences),
        phrases=each(procedure.phrases),
        reminders=each(procedure.reminders),
    )


def _change_relevance(draw: st.DrawFn, procedure: Procedure) -> Procedure:
    ordered = list(CaseSpace(procedure).facts)
    name = draw(st.sampled_from(ordered))
    earlier = {other: procedure.facts[other] for other in ordered[: ordered.index(name)]}
    relevant = _condition(draw, earlier) if earlier and draw(st.booleans()) else ()
    fact = _with(procedure.facts[name], relevant=relevant)
    return _with(procedure, facts={**procedure.facts, name: fact})


GROUNDS = (Ground.WRITTEN, Ground.READING, Ground.CONFLICT)
EDITS: tuple[Edit, ...] = (
    _remove_rule,
    _add_rule,
    _change_destination,
    _change_condition,
    _change_ground,
    _flip_precedence,
    _change_phrase,
    _add_value,
    _add_fact,
    _remove_fact,
    _change_relevance,
)


def _rule(draw: st.DrawFn, procedure: Procedure, **changed: Any) -> Procedure:
    name = _one(draw, procedure.rules)
    rule = _with(procedure.rules[name], **changed)
    return _with(procedure, rules={**procedure.rules, name: rule})


def _condition(draw: st.DrawFn, facts: Mapping[str, Fact]) -> Condition:
    return tuple(_way(draw, facts) for _ in range(draw(st.integers(1, 2))))


def _way(draw: st.DrawFn, facts: Mapping[str, Fact]) -> Alternative:
    way = {}
    for name in draw(st.lists(st.sampled_from(list(facts)), min_size=1, max_size=2, unique=True)):
        values = st.sampled_from(list(facts[name].values))
        way[name] = tuple(draw(st.lists(values, min_size=1, max_size=2, unique=True)))
    return way


def _one(draw: st.DrawFn, parts: Mapping[str, Any]) -> str:
    return draw(st.sampled_from(list(parts)))


def _with(part: Any, **changed: Any) -> Any:
    return part.model_copy(update=changed)
