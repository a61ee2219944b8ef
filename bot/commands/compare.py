"""Two versions compared: every class of cases that changes, and what was written otherwise."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.decision.compiled import Compiled
from bot.decision.verdict import Decided, Verdict, as_json
from bot.errors import AiguillageError, ProcedureUnproved
from bot.procedure.loader import load
from bot.proof.comparison import Comparison, Group, Kind, compare
from bot.proof.rewording import rewordings
from bot.proof.routes import route_defects
from bot.proof.telling import condition, ends, reworded, rules_told

PIPED = 160
"""Columns of a table that no terminal bounds."""
SHOWN = 12
"""Classes of a group that are listed; `--json` gives all."""

_KINDS = {
    Kind.DESTINATION: "Vont ailleurs",
    Kind.PHRASES: "Même équipe, autre phrase à dire",
    Kind.GROUND: "Même verdict, autre fondement",
}


def compare_versions(name: str, old: Path, new: Path, as_lines: bool) -> int:
    """Print every class of cases whose verdict changes."""
    with Console(stderr=True).status("Comparaison…"):
        comparison = compare(_version(old, name), _version(new, name))
    if as_lines:
        for one in comparison.classes:
            told = {
                "facts": {fact: list(values) for fact, values in one.facts.items()},
                "cases": one.cases,
                "share": round(one.share, 6),
                "change": str(one.change.kind),
                "before": _json(one.change.before),
                "after": _json(one.change.after),
            }
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return 0
    _tell(comparison)
    return 0


def _version(folder: Path, name: str) -> Compiled:
    """A version whose every case has one verdict; `ProcedureUnproved` where it has not."""
    compiled = Compiled(load(folder))
    if compiled.edition.name != name:
        message = f"{folder} contient « {compiled.edition.name} », et non « {name} »"
        raise AiguillageError(message)
    if found := list(route_defects(compiled.routing)):
        raise ProcedureUnproved(name, [str(defect) for defect in found])
    return compiled


def _json(verdict: Verdict | None) -> dict[str, Any] | None:
    return as_json(Decided(verdict), []) if verdict else None


def _tell(comparison: Comparison) -> None:
    out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED)
    old, new = comparison.old, comparison.new
    out.print(
        f"{new.procedure.title}\u00a0: version {old.edition.version} → {new.edition.version}",
        style="bold",
        markup=False,
    )
    if not comparison.classes:
        out.print("Aucun verdict ne change.")
    for kind, heading in _KINDS.items():
        groups = [group for group in comparison.groups if group.kind is kind]
        if groups:
            cases, share = sum(g.cases for g in groups), sum(g.share for g in groups)
            out.print(
                f"\n{heading}\u00a0: {_number(cases)} cas, {_percent(share)} des appels",
                style="bold",
            )
            for group in groups:
                _tell_group(out, comparison, group)
    texts = [reworded(one) for one in rewordings(old.procedure, new.procedure)]
    if texts:
        out.print("\nCe qui est écrit autrement", style="bold")
        for line in texts:
            out.print(line, markup=False)
    out.print(
        "\nLes parts d’appels reposent sur les poids déclarés\u00a0: une hypothèse.", style="italic"
    )


def _tell_group(out: Console, comparison: Comparison, group: Group) -> None:
    out.print(f"\n  {ends(comparison, group)}", markup=False)
    rules = rules_told(group)
    out.print(
        f"  {_number(group.cases)} cas, {_percent(group.share)} des appels"
        + (f"\u00a0; règles\u00a0: {rules}" if rules else ""),
        markup=False,
    )
    table = Table("cas", "quand", box=None, pad_edge=False, padding=(0, 2))
    largest = sorted(group.classes, key=lambda one: -one.cases)
    for one in largest[:SHOWN]:
        table.add_row(_number(one.cases), condition(comparison, one.facts))
    if len(largest) > SHOWN:
        rest = largest[SHOWN:]
        table.add_row(
            _number(sum(one.cases for one in rest)), f"… en {len(rest)} autres classes (--json)"
        )
    common = comparison.common(group)
    if common and len(group.classes) > 1:
        out.print(f"  tous\u00a0: {condition(comparison, common)}", markup=False)
    out.print(table)


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _percent(share: float) -> str:
    return f"{100 * share:.2f}\u00a0%".replace(".", ",")
