"""A procedure in the form that answers: its case space, and a diagram from facts to verdict."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from bot.decision.diagram import Diagram, Forest, walk
from bot.decision.order import Planner
from bot.decision.routing import Routing
from bot.decision.space import CaseSpace
from bot.decision.verdict import Verdict
from bot.procedure.loader import Edition
from bot.procedure.model import Ground, Procedure


class Compiled:
    """An edition of a procedure, ready to decide and to ask."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.procedure = edition.procedure
        self.space = CaseSpace(edition.procedure)
        self.routing = Routing(self.space, edition.procedure)
        self.forest = Forest()
        self.verdicts = _verdict_diagram(self.procedure, self.routing, self.forest)
        self._walk = walk(self.verdicts)

    def verdict(self, case: Mapping[str, str]) -> Verdict:
        """The verdict of a case whose relevant facts are all there; KeyError where one is not."""
        fact, after = self._walk
        while fact is not None:
            fact, after = after[case[fact]]
        verdict: Verdict = after
        return verdict

    @cached_property
    def outcomes(self) -> Diagram:
        """The diagram from facts to `Outcome`, on which the questions are ordered."""
        return self.forest.mapped(self.verdicts, lambda verdict: verdict.outcome)

    @cached_property
    def planner(self) -> Planner:
        """The cheapest order of the questions."""
        return Planner(self.procedure, self.space, self.forest)


def _verdict_diagram(procedure: Procedure, routing: Routing, forest: Forest) -> Diagram:
    sayings = [*procedure.phrases, *procedure.reminders]
    sets = [
        *(routing.destinations.get(name, 0) for name in procedure.destinations),
        *(routing.bases[ground] for ground in Ground),
        *(routing.deciding[name] for name in procedure.rules),
        *(routing.said(name) for name in sayings),
    ]
    made: dict[tuple[bool, ...], Verdict] = {}

    def leaf(membership: tuple[bool, ...]) -> Verdict:
        if membership not in made:
            made[membership] = _verdict(procedure, membership)
        return made[membership]

    return forest.grow(routing.space.root, sets, leaf)


def _verdict(procedure: Procedure, membership: tuple[bool, ...]) -> Verdict:
    flags = iter(membership)
    destinations = [name for name in procedure.destinations if next(flags)]
    bases = [ground for ground in Ground if next(flags)]
    rules = [name for name in procedure.rules if next(flags)]
    phrases = tuple(name for name in procedure.phrases if next(flags))
    reminders = tuple(name for name in procedure.reminders if next(flags))
    rules.sort(key=lambda name: last_then_firmest(procedure, name))
    passages = [passage for name in rules for passage in procedure.rules[name].passages]
    return Verdict(
        destination=destinations[0] if destinations else "",
        basis=bases[-1],
        rules=tuple(rules),
        passages=tuple(dict.fromkeys([*passages, *phrases])),
        phrases=phrases,
        reminders=reminders,
    )


def last_then_firmest(procedure: Procedure, name: str) -> tuple[bool, int]:
    """The order in which deciding rules are told: the last to act first, then the firmest."""
    rule = procedure.rules[name]
    return rule.instead_of is None, rule.ground.rank
