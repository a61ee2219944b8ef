"""How fast every case is decided: a walk of our diagram, zen-engine, and dicts nested by hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from bot.decision.compiled import Compiled
from bot.decision.space import Case
from bot.decision.verdict import Verdict
from bot.procedure.loader import Edition
from tests.bench.report import Report, Row, seconds
from tests.bench.timing import Run, Tell, alternated
from tests.bench.zen_table import Answer, zen_paths

OURS, NESTED = "Compiled.verdict", "nested dicts"
ROUNDS = 15

Nested: TypeAlias = dict[str, Any]


class Disagreement(Exception):
    """A competitor that does not answer what we answer: its speed would mean nothing."""


def measure(edition: Edition, tell: Tell) -> Report:
    """Time the decision of every case, once all agree on each."""
    compiled = Compiled(edition)
    cases = list(compiled.space.each_of(compiled.space.everything))
    walk = partial(walked, nested(cases, [compiled.verdict(case) for case in cases]))
    paths = zen_paths(cases)
    agree(compiled, cases, NESTED, map(told, map(walk, cases)))
    for name, path in paths.items():
        agree(compiled, cases, name, path.answers())
    runs = {OURS: _each(compiled.verdict, cases), NESTED: _each(walk, cases)}
    runs |= {name: _each(path.evaluate, path.contexts) for name, path in paths.items()}
    laps = alternated(runs, ROUNDS, tell)
    zen = min(paths, key=laps.median)
    a_case = {name: seconds(laps.median(name) / len(cases)) for name in runs}
    rows = [
        Row(
            f"a verdict, against {zen}", a_case[OURS], a_case[zen], laps.ratio(zen, OURS), 25, True
        ),
        Row(
            "a verdict, against nested dicts",
            a_case[OURS],
            a_case[NESTED],
            laps.ratio(OURS, NESTED),
            1.5,
        ),
    ]
    others = ", ".join(f"{name} {a_case[name]}" for name in paths if name != zen)
    return Report(
        rows,
        notes=[
            f"{len(cases)} cases, the same answers from all. The first ratio is how many times "
            f"faster we are, the second how many times longer we take. Other paths: {others}. "
            "zen-engine tells the destination and the basis; the others the whole verdict."
        ],
    )


def _each(decide: Callable[[Any], object], cases: Sequence[Any]) -> Run:
    return lambda: deque(map(decide, cases), maxlen=0)


def agree(compiled: Compiled, cases: Sequence[Case], name: str, answers: Iterable[Answer]) -> None:
    """Raise `Disagreement` at the first case that `name` answers otherwise."""
    for case, answer in zip(cases, answers, strict=True):
        ours = told(compiled.verdict(case))
        if answer != ours:
            raise Disagreement(f"{name}: {answer} instead of {ours} in {case}")


def told(verdict: Verdict) -> Answer:
    """What every competitor tells of a verdict."""
    return verdict.destination, str(verdict.basis)


def nested(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Nested:
    """The whole table, one dict in another for each relevant fact in turn."""
    table: Nested = {}
    for case, verdict in zip(cases, verdicts, strict=True):
        *path, last = case.values()
        row = table
        for value in path:
            row = row.setdefault(value, {})
        row[last] = verdict
    return table


def walked(table: Nested, case: Mapping[str, str]) -> Verdict:
    """The verdict of a case, its relevant facts looked up as one would write it by hand."""
    demande = case["demande"]
    row: Any = table[demande][case["pre-actif"]][case["blocage"]][case["feu-rouge"]]
    row = row[case["facturation-a-regler"]][case["retention-disponible"]]
    if demande == "resiliation":
        contrat = case["contrat"]
        row = row[contrat]
        if contrat == "mensuel":
            ouvert = case["ouvert-offre"]
            row = row[ouvert]
            if ouvert == "non":
                row = row[case["mecontent"]]
        row = row[case["mbg"]][case["plusieurs-domaines"]][case["remboursement-demande"]]
        row = row[case["situation-particuliere"]]
    elif demande == "downgrade":
        row = row[case["situation-particuliere"]]
    elif demande == "remboursement":
        row = row[case["resilie-par-support"]]
    verdict: Verdict = row
    return verdict
