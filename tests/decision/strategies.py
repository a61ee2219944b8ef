"""Random small procedures, built in memory, and the plain reading of their cases."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from hypothesis import strategies as st

from bot.decision.compiled import Compiled
from bot.procedure.loader import Edition
from bot.procedure.model import Ground, Procedure
from bot.procedure.source import Source

Case = dict[str, str]
Facts = dict[str, list[str]]
DESTINATIONS = ("nord", "sud", "est")
GROUNDS = (Ground.WRITTEN, Ground.READING, Ground.CONFLICT)


def compiled(procedure: Procedure) -> Compiled:
    """A procedure built in memory, as the program uses it."""
    return Compiled(Edition(procedure, Source(""), "essai"))


def built(**parts: Any) -> Procedure:
    """A procedure of which only the parts that route and ask are given."""
    facts = {
        name: {
            "label": name,
            "question": name,
            "where": name,
            "values": dict.fromkeys(fact["values"], "oui"),
            "relevant": fact.get("relevant", ()),
        }
        for name, fact in parts.pop("facts").items()
    }
    destinations = {name: {"label": name, "sign": "→", "steps": "Oui"} for name in DESTINATIONS}
    whole = {
        "procedure": "essai",
        "title": "Essai",
        "command": "essai",
        "in_force": {"from": "2026-01-01"},
        "sections": {},
        "passages": {},
        "facts": facts,
        "destinations": destinations,
        "rules": {},
    }
    return Procedure.model_validate(whole | parts)


def conditions(facts: Facts, most: int = 2) -> st.SearchStrategy[list[dict[str, list[str]]]]:
    """One or more alternatives on one or two of `facts`, each with some of its values."""
    return st.lists(_ways(facts, st.integers(1, 2)), min_size=1, max_size=most)


@st.composite
def _ways(draw: st.DrawFn, facts: Facts, count: st.SearchStrategy[int]) -> dict[str, list[str]]:
    way: dict[str, list[str]] = {}
    for _ in range(draw(count)):
        name = draw(st.sampled_from(list(facts)))
        start = draw(st.integers(0, len(facts[name]) - 1))
        way[name] = facts[name][start : start + draw(st.integers(1, len(facts[name]) - 1))]
    return way


@st.composite
def fact_parts(
    draw: st.DrawFn, most: int = 5, one_parent: bool = False
) -> dict[str, dict[str, Any]]:
    """Facts of two or three values, some of them relevant only under others; in any order."""
    earlier: Facts = {}
    parts: dict[str, dict[str, Any]] = {}
    for n in range(draw(st.integers(1, most))):
        values = [f"v{m}" for m in range(draw(st.integers(2, 3)))]
        under = (
            _ways(earlier, st.just(1)).map(lambda way: [way]) if one_parent else conditions(earlier)
        )
        relevant = draw(st.just([]) | under) if earlier else []
        parts[f"f{n}"] = {"values": values, "relevant": relevant}
        earlier[f"f{n}"] = values
    return {name: parts[name] for name in draw(st.permutations(list(parts)))}


@st.composite
def procedures(
    draw: st.DrawFn, sound: bool = False, most: int = 5, one_parent: bool = False
) -> Procedure:
    """A small procedure; a `sound` one gives each case one verdict."""
    facts = draw(fact_parts(most, one_parent))
    values: Facts = {name: fact["values"] for name, fact in facts.items()}
    names = [f"r{n}" for n in range(draw(st.integers(1, 6)))]
    rules: dict[str, dict[str, Any]] = {
        name: {
            "when": draw(conditions(values)),
            "then": draw(st.sampled_from(DESTINATIONS)),
            "instead_of": draw(st.none() | st.none() | st.sampled_from(DESTINATIONS)),
            "ground": draw(st.sampled_from(GROUNDS)),
            "over": [],
        }
        for name in names
    }
    _declare(draw, rules, sound)
    silences = {"rien": {"when": {}, "then": draw(st.sampled_from(DESTINATIONS)), "because": "Non"}}
    sayings = st.fixed_dictionaries(
        {
            "when": st.just([]) | conditions(values),
            "destinations": st.lists(st.sampled_from(DESTINATIONS), max_size=1),
        }
    )
    return built(
        facts=facts,
        questions=draw(_questions(values)),
        rules={name: rules[name] for name in draw(st.permutations(names))},
        silences=silences if sound or draw(st.booleans()) else {},
        phrases={"p": {"say": "Oui", **draw(sayings)}},
        reminders={
            name: {"text": "Oui", "passages": "p", **draw(sayings)}
            for name in draw(st.lists(st.sampled_from(["m0", "m1"]), unique=True))
        },
        weights=draw(_weights(values)),
    )


def _declare(draw: st.DrawFn, rules: dict[str, dict[str, Any]], sound: bool) -> None:
    """Let some rules prevail over others; all that disagree, in one direction, if `sound`."""
    names = list(rules)
    for n, name in enumerate(names):
        for other in names[n + 1 :]:
            one, two = rules[name], rules[other]
            pairs = [(name, other)] if sound else [(name, other), (other, name)]
            legal = [pair for pair in pairs if _may_prevail(rules[pair[0]], rules[pair[1]])]
            if not legal:
                continue
            needed = sound and one["then"] != two["then"]
            chosen = draw(st.sampled_from(legal) if needed else st.none() | st.sampled_from(legal))
            if chosen:
                ground = draw(st.sampled_from(GROUNDS))
                rules[chosen[0]]["over"].append({"rules": chosen[1], "ground": ground})


def _may_prevail(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["instead_of"] in (None, other["instead_of"])


def _questions(facts: Facts) -> st.SearchStrategy[dict[str, Any]]:
    asks = st.lists(st.sampled_from(list(facts)), min_size=2, max_size=3, unique=True)
    if len(facts) < 2:
        return st.just({})
    question = asks.map(
        lambda names: {
            "text": "Quoi ?",
            "where": "Là",
            "choices": [{"set": {name: facts[name][0]}, "label": name} for name in names],
        }
    )
    return st.dictionaries(st.sampled_from(["q0", "q1"]), question, max_size=2)


def _weights(facts: Facts) -> st.SearchStrategy[dict[str, dict[str, float]]]:
    return st.fixed_dictionaries(
        {},
        optional={
            name: st.integers(0, 10).map(lambda n, first=values[0]: {first: n / 10})
            for name, values in facts.items()
        },
    )


# ── The plain reading ─────────────────────────────────────────────────────────────────────────


def totals(procedure: Procedure) -> Iterator[Case]:
    """Every way to give all facts a value, relevant or not."""
    names = list(procedure.facts)
    for values in product(*(procedure.facts[name].values for name in names)):
        yield dict(zip(names, values, strict=True))


def relevant(procedure: Procedure, fact: str, total: Mapping[str, str]) -> bool:
    """Whether `fact` is of use: one way holds, by facts that are themselves of use."""
    ways = procedure.facts[fact].relevant
    return not ways or any(
        all(
            relevant(procedure, parent, total) and total.get(parent) in values
            for parent, values in way.items()
        )
        for way in ways
    )


def restricted(procedure: Procedure, total: Case) -> Case:
    """The distinct case of a total one: its relevant facts."""
    return {fact: value for fact, value in total.items() if relevant(procedure, fact, total)}


def distinct(procedure: Procedure) -> list[Case]:
    """Each distinct case once."""
    cases = [restricted(procedure, total) for total in totals(procedure)]
    return [dict(items) for items in dict.fromkeys(frozenset(case.items()) for case in cases)]


def agrees(case: Mapping[str, str], known: Mapping[str, str]) -> bool:
    """Whether a case does not contradict what is known, leaving aside what it has no use for."""
    return all(case.get(fact, value) == value for fact, value in known.items())
