"""What the questions cost: the cards of the computed order, the least possible, and two others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.decision.compiled import Compiled
from bot.decision.diagram import Diagram, Fork, support
from bot.decision.order import Cost, Planner, one_at_a_time, policy_cost
from bot.procedure.model import Ground

CASES_FOR_CERTIFICATES = 20_000


@dataclass(frozen=True)
class CardFigures:
    """Cards to a verdict, under the declared weights.

    `bound` is below any order's expected cards; `exact` says that `computed` is proved the least.
    """

    computed: Cost
    exact: bool
    bound: float
    one_at_a_time: Cost
    reading_order: Cost


def card_figures(compiled: Compiled) -> CardFigures:
    """Measure the order of questions of a procedure."""
    planner, start = compiled.planner, compiled.outcomes
    computed = planner.cost(start)
    alone = Planner(
        compiled.procedure,
        compiled.space,
        compiled.forest,
        one_at_a_time(compiled.procedure),
    )
    order = text_order(compiled)
    return CardFigures(
        computed=computed,
        exact=planner.exact,
        bound=lower_bound(compiled),
        one_at_a_time=alone.cost(start),
        reading_order=policy_cost(alone, start, lambda state: _first(alone, state, order)),
    )


def text_order(compiled: Compiled) -> dict[str, int]:
    """Where in the source each fact is first of use: at the first written rule that reads it."""
    procedure, text = compiled.procedure, compiled.edition.source.text
    places: dict[str, int] = {}
    for rule in (rule for rule in procedure.rules.values() if rule.ground is Ground.WRITTEN):
        quotes = [quote for name in rule.passages for quote in procedure.passages[name].quote]
        place = min((text.find(quote) for quote in quotes), default=len(text))
        for fact in {fact for way in rule.when for fact in way}:
            places[fact] = min(place, places.get(fact, len(text)))
    return {fact: places.get(fact, len(text)) for fact in procedure.facts}


def _first(planner: Planner, state: Diagram, order: Mapping[str, int]) -> tuple[str, ...]:
    return min((facts for _, facts in planner.candidates(state)), key=lambda facts: order[facts[0]])


def lower_bound(compiled: Compiled) -> float:
    """Expected cards below which no order can go.

    Each case needs at least as many cards as the smallest set of questions whose answers settle
    it, chosen by someone who already knew them. Over too many cases to go through, the bound is
    that of the first card only.
    """
    planner, start = compiled.planner, compiled.outcomes
    if compiled.space.size > CASES_FOR_CERTIFICATES:
        return 1.0 if start.__class__ is Fork else 0.0
    certificates = _Certificates(compiled)
    return sum(
        chance * certificates.fewest(start, case)
        for case, chance in _weighted_cases(compiled, planner)
    )


def _weighted_cases(compiled: Compiled, planner: Planner) -> list[tuple[dict[str, str], float]]:
    weighted = []
    for case in compiled.space.each_of(compiled.space.everything):
        chance = 1.0
        for fact, value in case.items():
            chance *= planner.weights[fact][value]
        weighted.append((case, chance))
    return weighted


class _Certificates:
    """The fewest questions that settle a case, for who knows the answers beforehand."""

    def __init__(self, compiled: Compiled) -> None:
        self._planner, self._forest = compiled.planner, compiled.forest
        self._known: dict[tuple[Diagram, tuple[str | None, ...]], int] = {}

    def fewest(self, state: Diagram, case: Mapping[str, str]) -> int:
        if state.__class__ is not Fork:
            return 0
        key = (state, tuple(case.get(fact) for fact in sorted(support(state))))
        if key not in self._known:
            self._known[key] = self._search(state, case)
        return self._known[key]

    def _search(self, state: Diagram, case: Mapping[str, str]) -> int:
        following = [
            self._answered(state, facts, case) for _, facts in self._planner.candidates(state)
        ]
        if any(after.__class__ is not Fork for after in following):
            return 1
        fewest = len(support(state))
        for after in dict.fromkeys(following):
            fewest = min(fewest, 1 + self.fewest(after, case))
            if fewest == 2:
                break
        return fewest

    def _answered(self, state: Diagram, facts: tuple[str, ...], case: Mapping[str, str]) -> Diagram:
        return self._forest.given_all(state, {f: case[f] for f in facts if f in case})
