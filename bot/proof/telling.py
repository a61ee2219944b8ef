"""A comparison in words, as its readers call things: teams, facts, passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.decision.verdict import Verdict
from bot.procedure.model import Alternative, Procedure
from bot.proof.comparison import Comparison, Group, Kind
from bot.proof.rewording import Part, Rewording, rewordings

LINE = 200
"""Characters of what agents are told of a change."""
NOBODY = "cas inconnu"


def summary(comparison: Comparison) -> str:
    """What changed, in one line, for whoever is on the phone."""
    old, new = comparison.old.procedure, comparison.new.procedure
    told = [
        f"{_cases(group.cases)} : {ends(comparison, group)}"
        for group in comparison.groups
        if group.kind is Kind.DESTINATION
    ]
    said = sum(g.cases for g in comparison.groups if g.kind is Kind.PHRASES)
    told += [f"{_cases(said)} : autre phrase à dire"] if said else []
    words = [
        one for one in rewordings(old, new) if one.part is Part.PHRASE and one.before and one.after
    ]
    told += ["une phrase est reformulée"] if words else []
    line = " ; ".join(told) or "aucun verdict ne change"
    if len(line) > LINE:
        moved = sum(g.cases for g in comparison.groups if g.kind is Kind.DESTINATION)
        line = f"{_cases(moved)} vont ailleurs"
        line += f" ; {_cases(said)} : autre phrase à dire" if said else ""
    return line


def ends(comparison: Comparison, group: Group) -> str:
    """Where the cases of a group went, and where they go."""
    before, after = group.change.before, group.change.after
    one, other = comparison.old.procedure, comparison.new.procedure
    if group.kind is Kind.DESTINATION:
        return f"{_destination(one, before)} → {_destination(other, after)}"
    told = _destination(other, after)
    if group.kind is Kind.PHRASES:
        return f"{told}, {_said(before)} → {_said(after)}"
    return f"{told}, même verdict"


def condition(comparison: Comparison, facts: Alternative) -> str:
    """Facts with their values, in words."""
    return (
        " · ".join(
            " ou ".join(value(comparison, fact, one) for one in values)
            for fact, values in facts.items()
        )
        or "tous les cas"
    )


def value(comparison: Comparison, fact: str, name: str) -> str:
    """A value's label, in the version that has it."""
    return comparison.space.facts[fact].values[name].label


def rules_told(group: Group) -> str:
    """The rules that decide no longer, and those that do now; or the one that decides still."""
    gone, come = group.rules
    told = [f"− {name}" for name in gone] + [f"+ {name}" for name in come]
    after = group.change.after
    return ", ".join(told or (after.rules[:1] if after else ()))


def reworded(one: Rewording) -> str:
    """A part added, removed or changed, in one line."""
    if one.before is None:
        return f"+ {one.part} « {one.name} »"
    if one.after is None:
        return f"− {one.part} « {one.name} »"
    return f"± {one.part} « {one.name} » : {', '.join(_fields(one.before, one.after))}"


def _fields(before: Mapping[str, object], after: Mapping[str, object]) -> Sequence[str]:
    return [f"{name} : {_short(before[name])} → {_short(after[name])}" for name in before]


def _short(told: object) -> str:
    text = "rien" if told in (None, [], {}) else str(told)
    return text if len(text) <= LINE else text[: LINE - 1] + "…"


def _destination(procedure: Procedure, verdict: Verdict | None) -> str:
    return procedure.destinations[verdict.destination].label if verdict else NOBODY


def _said(verdict: Verdict | None) -> str:
    names = verdict.phrases if verdict else ()
    return " + ".join(f"« {name} »" for name in names) or "aucune phrase"


def _cases(count: int) -> str:
    return f"{count:,} cas".replace(",", "\u202f")
