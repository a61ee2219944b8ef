"""Named calls: real situations and the verdict that the procedure's owner expects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from bot.procedure.document import Path
from bot.procedure.model import Ground, Id, Many, Part, Procedure
from bot.procedure.names import unknown


class Expectation(Part):
    """What a call must come to; `possible` where something decisive is unknown."""

    destination: Id | None = None
    basis: Ground | None = None
    phrases: Many[Id] | None = None
    possible: tuple[Id, ...] | None = None


class NamedCall(Part):
    """A call, told in a few words, with what is known of it."""

    call: str = Field(min_length=1)
    facts: dict[str, str]
    expect: Expectation


def call_faults(calls: Sequence[NamedCall], procedure: Procedure) -> Iterator[tuple[Path, str]]:
    """Yield where the calls name what the procedure does not have, or repeat one another."""
    seen: set[str] = set()
    for n, call in enumerate(calls):
        if call.call in seen:
            yield (n, "call"), f"un autre appel s’appelle déjà « {call.call} »"
        seen.add(call.call)
        for fact, value in call.facts.items():
            if fact not in procedure.facts:
                yield (n, "facts", fact), unknown("fait inconnu", fact, procedure.facts)
            elif value not in procedure.facts[fact].values:
                known = procedure.facts[fact].values
                yield (n, "facts", fact), unknown(f"valeur inconnue de « {fact} » :", value, known)
        yield from _expected((n, "expect"), call.expect, procedure)


def _expected(path: Path, expect: Expectation, procedure: Procedure) -> Iterator[tuple[Path, str]]:
    destinations = [("destination", 0, expect.destination)] if expect.destination else []
    destinations += [("possible", m, name) for m, name in enumerate(expect.possible or ())]
    for key, m, name in destinations:
        if name not in procedure.destinations:
            told = unknown("destination inconnue", name, procedure.destinations)
            yield (*path, key, m), told
    for m, name in enumerate(expect.phrases or ()):
        if name not in procedure.phrases:
            yield (*path, "phrases", m), unknown("phrase inconnue", name, procedure.phrases)
