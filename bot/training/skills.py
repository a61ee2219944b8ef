"""What there is to learn of a procedure: each rule, and each precedence over a rule that differs.

A precedence is learnt by itself, for there the weaker rule holds too and points elsewhere: whoever
knows both rules can still be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from random import Random

from bot.decision.compiled import Compiled
from bot.decision.diagram import Diagram, Forest, Fork
from bot.decision.order import value_weights
from bot.decision.space import Case, Cases
from bot.procedure.model import Rule

ALONE = 2 / 3
"""How often a case is drawn among those that one rule alone decides."""


@dataclass(frozen=True)
class Skill:
    """Something to know: the rule (or the silence) that decides, and the rules it sets aside.

    `cases` call for it, and `chance` is their share of the calls, by the declared weights.
    """

    id: str
    rule: str
    over: tuple[str, ...]
    section: str
    cases: Cases
    chance: float


class Skills:
    """The skills of a procedure, the most used first, and the cases that call for each."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._forest = Forest()
        self._weights = {
            fact: value_weights(compiled.procedure, fact) for fact in compiled.space.facts
        }
        self._chances: dict[int, float] = {}
        self._diagrams: dict[str, tuple[Diagram, Diagram]] = {}
        found = sorted(self._found(), key=lambda skill: -skill.chance)
        self.by_id: Mapping[str, Skill] = {skill.id: skill for skill in found}

    def draw(self, skill: Skill, random: Random) -> Case:
        """A case that calls for a skill, as likely as the declared weights say.

        Two times in three, no other rule would lead there too.
        """
        plain, alone = self._diagrams[skill.id]
        node, case = alone if random.random() < ALONE else plain, {}
        while node.__class__ is Fork:
            ways = {
                value: self._weights[node.fact][value] * self._chance(below)
                for value, below in node.branches.items()
            }
            value = _one_of(ways, random)
            case[node.fact] = value
            node = node.branches[value]
        space = self._compiled.space
        whole: Case = {}
        for fact in space.facts:
            if space.is_relevant(fact, whole):
                whole[fact] = case.get(fact) or _one_of(self._weights[fact], random)
        return whole

    def called_for(self, case: Mapping[str, str]) -> Skill:
        """The skill that a case calls for, complete or not: a precedence, else a rule."""
        where = self._compiled.space.matching(case)
        ranked = [*self._precedences, *self._rules]
        surely = (skill for skill in ranked if not where & ~skill.cases)
        perhaps = (skill for skill in reversed(ranked) if skill.cases & where)
        return next(chain(surely, perhaps))

    @cached_property
    def _rules(self) -> list[Skill]:
        return [skill for skill in self.by_id.values() if not skill.over]

    @cached_property
    def _precedences(self) -> list[Skill]:
        return [skill for skill in self.by_id.values() if skill.over]

    def likely(self, fact: str) -> str:
        """The value that a fact mostly has."""
        weights = self._weights[fact]
        return max(weights, key=weights.__getitem__)

    def _found(self) -> Iterator[Skill]:
        procedure, routing = self._compiled.procedure, self._compiled.routing
        for name, rule in procedure.rules.items():
            yield from self._skill(name, name, (), self._clear(name), rule)
            for precedence in rule.over:
                exercised = {
                    weaker: cases
                    for weaker, its, cases in routing.exercised(name)
                    if its is precedence and cases
                }
                if exercised:
                    cases = 0
                    for one in exercised.values():
                        cases |= one
                    if name in routing.first:
                        cases = cases & ~routing.replaced or cases
                    over = tuple(exercised)
                    yield from self._skill(f"{name}>{over[0]}", name, over, cases, rule)
        for name, cases in routing.silent.items():
            yield from self._skill(name, name, (), cases, None)

    def _skill(
        self, id_: str, rule: str, over: tuple[str, ...], cases: Cases, declared: Rule | None
    ) -> Iterator[Skill]:
        """The skill, where some case calls for it."""
        if not cases:
            return
        procedure, space = self._compiled.procedure, self._compiled.space
        passages = declared.passages if declared else ()
        section = procedure.passages[passages[0]].section if passages else ""
        alone = cases & ~self._others(rule) or cases
        plain, alone = (
            self._forest.grow(space.root, [one], lambda told: told[0]) for one in (cases, alone)
        )
        self._diagrams[id_] = plain, alone
        yield Skill(id_, rule, over, section, cases, self._chance(plain))

    def _clear(self, name: str) -> Cases:
        """Where a rule decides, setting nothing aside and not itself replaced."""
        routing = self._compiled.routing
        cases = routing.deciding[name]
        if name in routing.first:
            cases = cases & ~routing.replaced or cases
        for _, _, exercised in routing.exercised(name):
            cases &= ~exercised
        return cases

    def _others(self, name: str) -> Cases:
        """Where other rules decide than this one and those that it replaces."""
        procedure, routing = self._compiled.procedure, self._compiled.routing
        others = 0
        if name in procedure.rules:
            instead_of = procedure.rules[name].instead_of
            for other, decided in routing.deciding.items():
                if other != name and procedure.rules[other].instead_of == instead_of:
                    others |= decided
        return others

    def _chance(self, node: Diagram) -> float:
        """How likely a case is to be among those of a diagram."""
        if node.__class__ is not Fork:
            return float(node)
        if id(node) not in self._chances:
            self._chances[id(node)] = sum(
                self._weights[node.fact][value] * self._chance(below)
                for value, below in node.branches.items()
            )
        return self._chances[id(node)]


def _one_of(weights: Mapping[str, float], random: Random) -> str:
    """A value, as likely as its weight says; where none weighs anything, any."""
    values = list(weights)
    if not any(weights.values()):
        return random.choice(values)
    return random.choices(values, [weights[value] for value in values])[0]
