"""What people call the parts of a procedure: teams, answers, grounds, sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.numbers import number
from bot.procedure.model import Alternative, Condition, Fact, Ground, Phrase, Procedure

GROUNDS = {
    Ground.WRITTEN: "écrit",
    Ground.READING: "notre lecture",
    Ground.CONFLICT: "conflit",
    Ground.SILENT: "silence",
}
BEGINNING = 40
"""Characters of a prescribed sentence that are enough to know it by."""


def condition(facts: Mapping[str, Fact], ways: Condition) -> str:
    """The ways of a condition, in the labels of answers."""
    return "\u00a0; ou ".join(way(facts, one) for one in ways) or "toujours"


def way(facts: Mapping[str, Fact], alternative: Alternative) -> str:
    """Facts with their values, in the labels of answers."""
    told = (
        " ou ".join(value(facts, fact, one) for one in values)
        for fact, values in alternative.items()
    )
    return " · ".join(told) or "tous les cas"


def stated(facts: Mapping[str, Fact], told: Mapping[str, str]) -> str:
    """Facts, each with its one value, in the labels of answers."""
    return " · ".join(value(facts, fact, one) for fact, one in told.items())


def value(facts: Mapping[str, Fact], fact: str, name: str) -> str:
    """An answer's label."""
    known = facts[fact].values if fact in facts else {}
    return known[name].label if name in known else f"{fact}\u00a0: {name}"


def destination(procedure: Procedure, name: str) -> str:
    """A team's label."""
    return procedure.destinations[name].label if name in procedure.destinations else name


def phrases(procedure: Procedure, names: Iterable[str]) -> str:
    """How each sentence to say begins."""
    return " puis ".join(begun(procedure.phrases[name]) for name in names) or "rien à dire"


def begun(phrase: Phrase) -> str:
    """How a sentence to say begins, as far as whole words go."""
    text = " ".join(phrase.say)
    if len(text) > BEGINNING:
        text = text[:BEGINNING].rsplit(" ", 1)[0] + "…"
    return f"«\u00a0{text}\u00a0»"


def cases(count: int) -> str:
    """A number of cases."""
    return f"{number(count)}\u00a0cas"
