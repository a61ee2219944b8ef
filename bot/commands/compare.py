"""Two versions compared: every class of cases that changes, and what was written otherwise."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from bot.commands.journal import counted, too_few
from bot.config import read_config
from bot.decision.compiled import Compiled
from bot.decision.verdict import Decided, Verdict, as_json
from bot.errors import AiguillageError
from bot.journal.replay import real_calls
from bot.numbers import number, percent
from bot.procedure.loader import PROCEDURE, load
from bot.procedure.model import Alternative
from bot.proof.comparison import Class, Comparison, Group, Kind, Weighed, compare
from bot.proof.routes import require_routed
from bot.proof.telling import ends, rules_told
from bot.proof.wording import told_otherwise
from bot.proof.words import cases, way

PIPED = 160
"""Columns of a table that no terminal bounds."""
SHOWN = 12
"""Lines of a group that are told; `--json` gives all."""

_KINDS = {
    Kind.DESTINATION: "Vont ailleurs",
    Kind.PHRASES: "Même équipe, autre phrase à dire",
    Kind.GROUND: "Même équipe, mêmes phrases, autre fondement",
}


def compare_versions(name: str, old: Path, new: Path, as_lines: bool, days: int | None) -> int:
    """Print every class of cases whose verdict changes; with the real calls of so many days."""
    with Console(stderr=True).status("Comparaison…"):
        comparison = compare(_version(old, name), _version(new, name))
    if as_lines:
        for one in comparison.classes:
            sys.stdout.write(json.dumps(_class(one), ensure_ascii=False) + "\n")
    else:
        _tell(comparison, _weighed(comparison, name, days) if days else None)
    return 0


def _weighed(comparison: Comparison, name: str, days: int) -> Weighed | None:
    """What the changes come to on real calls; None, which is said, where there are too few."""
    tallies = counted(read_config(), name, days)
    real = real_calls(comparison, tallies).weighed
    if real is None:
        sys.stderr.write(f"{too_few(tallies, days)}\n")
    return real


def _version(folder: Path, name: str) -> Compiled:
    """A version whose every case has one verdict; `ProcedureUnproved` where it has not.

    A dated version takes what its folder lacks from the procedure's own, around it.
    """
    around = folder.resolve().parent
    compiled = Compiled(load(folder, shared=around if (around / PROCEDURE).exists() else None))
    if compiled.edition.name != name:
        message = (
            f"{folder} contient «\u00a0{compiled.edition.name}\u00a0», et non «\u00a0{name}\u00a0»"
        )
        raise AiguillageError(message)
    require_routed(compiled.routing, str(folder))
    return compiled


def _class(one: Class) -> dict[str, Any]:
    return {
        "facts": {fact: list(values) for fact, values in one.facts.items()},
        "cases": one.cases,
        "share": round(one.share, 6),
        "change": str(one.change.kind),
        "before": _verdict(one.change.before),
        "after": _verdict(one.change.after),
    }


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    return as_json(Decided(verdict), []) if verdict else None


def _tell(comparison: Comparison, real: Weighed | None) -> None:
    width = None if sys.stdout.isatty() else PIPED
    out = Console(highlight=False, markup=False, emoji=False, width=width)
    old, new = comparison.old.edition, comparison.new.edition
    out.print(new.procedure.title, style="bold")
    out.print(f"De la version {old.version} à la version {new.version}\u00a0:", end=" ")
    if comparison.classes:
        share = sum(group.share for group in comparison.groups)
        whole = number(comparison.space.size)
        out.print(f"{number(comparison.cases)} cas changent sur {whole}, {_percent(share)}.")
    else:
        out.print("Aucun verdict ne change.")
    for kind in _KINDS:
        _tell_kind(out, comparison, kind, real)
    lines = [line for part in told_otherwise(old.procedure, new.procedure) for line in part]
    if lines:
        out.print("\nCe qui est écrit autrement", style="bold")
        out.print(*lines, sep="\n", soft_wrap=True)
    if comparison.classes:
        out.print(
            "\nLes parts d’appels reposent sur les poids déclarés\u00a0: une hypothèse.",
            style="italic",
        )
    if real:
        told = f"Appels réels pesés\u00a0: {number(real.calls)}"
        if real.undetermined:
            told += f", dont {number(real.undetermined)} trop peu connus pour le dire"
        out.print(f"{told}.", style="italic")


def _tell_kind(out: Console, comparison: Comparison, kind: Kind, real: Weighed | None) -> None:
    groups = [group for group in comparison.groups if group.kind is kind]
    if groups:
        count, share = sum(g.cases for g in groups), sum(g.share for g in groups)
        out.print(f"\n{_KINDS[kind]}\u00a0: {cases(count)}, {_percent(share)}", style="bold")
    for group in groups:
        _tell_group(out, comparison, group, real)


def _tell_group(out: Console, comparison: Comparison, group: Group, real: Weighed | None) -> None:
    """What a group has in common, then what tells its lines apart."""
    facts, common = comparison.space.facts, comparison.common(group)
    out.print(f"\n  {ends(comparison, group)}", soft_wrap=True)
    rules = rules_told(group)
    based = f"\u00a0; règles\u00a0: {rules}" if rules else ""
    share = f"{cases(group.cases)}, {_percent(group.share)}{_of_real(comparison, group, real)}"
    out.print(f"  {share}{based}", soft_wrap=True)
    told = f"toujours\u00a0: {way(facts, common)}" if common else "toujours\u00a0: rien de commun"
    out.print(Padding(told, (0, 0, 0, 4)))
    if len(group.ways) > 1:
        out.print(Padding(_ways(comparison, group, common), (0, 0, 0, 4)))


def _of_real(comparison: Comparison, group: Group, real: Weighed | None) -> str:
    if real is None:
        return ""
    moved = real.moved[comparison.groups.index(group)]
    return f", {number(moved)} appels réels ({percent(moved / real.calls, 2)})"


def _ways(comparison: Comparison, group: Group, common: Alternative) -> Table:
    table = Table("cas", "appels", "et", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in table.columns[:2]:
        column.justify = "right"
    largest = sorted(group.ways, key=lambda one: (-one.share, -one.cases))
    for one in largest[:SHOWN]:
        apart = {f: values for f, values in one.facts.items() if common.get(f) != values}
        told = way(comparison.space.facts, apart)
        table.add_row(number(one.cases), _percent(one.share, ""), told)
    if rest := largest[SHOWN:]:
        count, share = sum(one.cases for one in rest), sum(one.share for one in rest)
        told = f"… en {len(rest)} autres lignes (toutes\u00a0: --json)"
        table.add_row(number(count), _percent(share, ""), told)
    return table


def _percent(share: float, of: str = " des appels") -> str:
    return f"{percent(share, 2)}{of}"
