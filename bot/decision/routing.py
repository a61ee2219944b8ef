"""Which rules hold, which prevail and where the call goes, over all cases at once.

A rule *holds* where its condition does. It is *set aside* where a rule that declares to prevail
over it holds too. What is left *decides*. Rules written `instead_of` a destination hold only where
the other rules lead there, unless one of the rules that lead there prevails over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.decision.space import Cases, CaseSpace
from bot.procedure.model import Ground, Precedence, Procedure, Rule

SetByName = dict[str, Cases]


@dataclass(frozen=True)
class Routing:
    """The rules of a procedure applied to a whole case space."""

    space: CaseSpace
    procedure: Procedure

    @cached_property
    def first(self) -> Mapping[str, Rule]:
        """The rules that say where a call belongs."""
        return {n: r for n, r in self.procedure.rules.items() if r.instead_of is None}

    @cached_property
    def later(self) -> Mapping[str, Rule]:
        """The rules that come before the transfer that others ask for."""
        return {n: r for n, r in self.procedure.rules.items() if r.instead_of is not None}

    @cached_property
    def holding(self) -> SetByName:
        """Where each rule holds."""
        belongs = self._by_destination(self.first, self._belonging)
        later = {
            name: self.space.where(rule.when) & belongs.get(rule.instead_of or "", 0)
            for name, rule in self.later.items()
        }
        return self._first_holding | later

    @cached_property
    def deciding(self) -> SetByName:
        """Where each rule holds and none that holds prevails over it.

        A rule to the destination that a later one replaces has decided all the same: the case
        would not have come to the later rule without it.
        """
        later = {name: self.holding[name] for name in self.later}
        return self._belonging | self._unbeaten(later, self._belonging, later)

    @cached_property
    def _first_holding(self) -> SetByName:
        return {name: self.space.where(rule.when) for name, rule in self.first.items()}

    @cached_property
    def _belonging(self) -> SetByName:
        """Where each rule of the first decides."""
        return self._unbeaten(self._first_holding, self._first_holding)

    @cached_property
    def silent(self) -> SetByName:
        """Where each declared silence speaks: its condition holds, and no rule does."""
        return {
            name: self.space.where(silence.when) & ~self.covered
            for name, silence in self.procedure.silences.items()
        }

    @cached_property
    def covered(self) -> Cases:
        """The cases in which at least one rule holds."""
        return _union(self.holding[name] for name in self.first)

    @cached_property
    def replaced(self) -> Cases:
        """The cases in which a later rule decides."""
        return _union(self.deciding[name] for name in self.later)

    @cached_property
    def destinations(self) -> SetByName:
        """The cases that each destination receives, rules and silences together."""
        received = self._by_destination(self.first, self.deciding)
        received = {name: cases & ~self.replaced for name, cases in received.items()}
        for name, cases in self._by_destination(self.later, self.deciding).items():
            received[name] = received.get(name, 0) | cases
        for name, cases in self.silent.items():
            then = self.procedure.silences[name].then
            received[then] = received.get(then, 0) | cases
        return received

    @cached_property
    def unsettled(self) -> Cases:
        """The cases that have no verdict, or several: none, in a procedure that is proved."""
        once, twice = 0, 0
        for cases in self.destinations.values():
            twice |= once & cases
            once |= cases
        return twice | (self.space.everything & ~once)

    @cached_property
    def bases(self) -> dict[Ground, Cases]:
        """The cases of each basis: the weakest ground used by the strongest deciding rule.

        Where a later rule decides, its ground and that of what it replaces both count.
        """
        at_least = [self.space.everything]
        for ground in (Ground.READING, Ground.CONFLICT):
            weak = self._no_stronger(self.first, ground)
            weak |= self._no_stronger(self.later, ground)
            at_least.append(weak)
        silent = _union(self.silent.values())
        written = at_least[0] & ~at_least[1] & ~silent
        return {
            Ground.WRITTEN: written,
            Ground.READING: at_least[1] & ~at_least[2],
            Ground.CONFLICT: at_least[2],
            Ground.SILENT: silent,
        }

    def said(self, saying_name: str) -> Cases:
        """The cases in which a phrase or a reminder applies."""
        saying = self.procedure.phrases.get(saying_name) or self.procedure.reminders[saying_name]
        cases = self.space.where(saying.when)
        if saying.destinations:
            cases &= _union(self.destinations.get(name, 0) for name in saying.destinations)
        return cases

    def exercised(self, name: str) -> Iterable[tuple[str, Precedence, Cases]]:
        """Where the rule `name` decides against another that holds and says otherwise."""
        rule = self.procedure.rules[name]
        for weaker, precedence in rule.prevails_over.items():
            if self.procedure.rules[weaker].then != rule.then or self._stays(name, weaker):
                yield weaker, precedence, self.deciding[name] & self.holding[weaker]

    def _stays(self, name: str, weaker: str) -> bool:
        return name in self.first and weaker in self.later

    def _unbeaten(self, rules: SetByName, *stronger: SetByName) -> SetByName:
        """Where each of `rules` holds and none of `stronger` that prevails over it does."""
        beaten: SetByName = {}
        for name, cases in (item for sets in stronger for item in sets.items()):
            for other in self.procedure.rules[name].prevails_over:
                if other in rules:
                    beaten[other] = beaten.get(other, 0) | cases
        # `cases ^ (cases & b)` is `cases & ~b` with fewer large copies.
        return {n: cases ^ (cases & beaten.get(n, 0)) for n, cases in rules.items()}

    def _by_destination(self, rules: Mapping[str, Rule], deciding: SetByName) -> SetByName:
        received: SetByName = {}
        for name, rule in rules.items():
            received[rule.then] = received.get(rule.then, 0) | deciding[name]
        return received

    def _no_stronger(self, rules: Mapping[str, Rule], ground: Ground) -> Cases:
        """The cases that some of `rules` decide, none of them on more than `ground`."""
        decided, firmer = 0, 0
        for name, rule in rules.items():
            weak = self.deciding[name] if rule.ground.rank >= ground.rank else 0
            for _, precedence, cases in self.exercised(name):
                weak |= cases if precedence.ground.rank >= ground.rank else 0
            decided |= self.deciding[name]
            firmer |= self.deciding[name] & ~weak
        return decided & ~firmer


def _union(sets: Iterable[Cases]) -> Cases:
    union = 0
    for cases in sets:
        union |= cases
    return union
