"""A comparison in words: what agents are told in a line, and supervisors in a report."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decision.verdict import Verdict
from bot.numbers import number
from bot.procedure.model import Procedure
from bot.proof.comparison import Comparison, Group, Kind
from bot.proof.rewording import Part, rewordings
from bot.proof.words import GROUNDS, begun, cases, destination, phrases

LINE = 200
"""Characters of what agents are told of a change, at most."""
NEW, GONE = "nouveau cas", "cas retiré"


def summary(comparison: Comparison) -> str:
    """What changed, in one line of 200 characters at most, for whoever is on the phone."""
    moving = [group for group in comparison.groups if group.kind is Kind.DESTINATION]
    known = [group for group in moving if group.change.before and group.change.after]
    moves = [f"{ends(comparison, group)}\u00a0: {number(group.cases)}" for group in known]
    count = sum(group.cases for group in known)
    head = f"{cases(count)} {'change' if count == 1 else 'changent'} d’équipe" if known else ""
    rest = [*_unknown(moving), *_said(comparison), *_reworded(comparison)]
    if not known and not rest:
        return "aucun verdict ne change"
    return next(line for line in _lines(head, moves, rest) if len(line) <= LINE)


def _lines(head: str, moves: list[str], rest: list[str]) -> Iterator[str]:
    """The same in ever fewer words: fewer moves, then fewer of the rest."""
    for kept in range(len(rest), -1, -1):
        for shown in range(len(moves), 0, -1):
            more = ["…"] if shown < len(moves) else []
            yield _joined(f"{head} ({', '.join([*moves[:shown], *more])})", rest[:kept])
        yield _joined(head, rest[:kept])


def _joined(head: str, rest: list[str]) -> str:
    return "\u00a0; ".join([head, *rest] if head else rest)


def _unknown(moving: list[Group]) -> Iterator[str]:
    """How many cases only one of the versions knows."""
    for end, one, many in (("before", "nouveau", "nouveaux"), ("after", "retiré", "retirés")):
        count = sum(group.cases for group in moving if getattr(group.change, end) is None)
        if count:
            yield f"{cases(count)} {one if count == 1 else many}"


def _said(comparison: Comparison) -> Iterator[str]:
    """In how many cases something else is said."""
    if count := sum(group.cases for group in comparison.groups if group.kind is Kind.PHRASES):
        yield f"autre phrase à dire dans {cases(count)}"


def _reworded(comparison: Comparison) -> Iterator[str]:
    """What an agent sees written otherwise: sentences, steps and rules."""
    old, new = comparison.old.procedure, comparison.new.procedure
    found = list(rewordings(old, new))
    for one in found:
        if one.part is Part.PHRASE and one.before and one.after and "say" in one.after:
            yield f"phrase reformulée\u00a0: {begun(new.phrases[one.name[0]])}"
        if one.part is Part.DESTINATION and one.before and one.after and "steps" in one.after:
            yield f"consigne modifiée\u00a0: {destination(new, one.name[0])}"
    rules = [one for one in found if one.part is Part.RULE]
    for done, procedure, some in (
        ("ajoutée", new, [one.name[0] for one in rules if one.before is None]),
        ("retirée", old, [one.name[0] for one in rules if one.after is None]),
        ("modifiée", new, [one.name[0] for one in rules if one.before and one.after]),
    ):
        if len(some) == 1:
            yield f"règle {done}\u00a0: {_section(procedure, some[0])}"
        elif some:
            yield f"{len(some)} règles {done}s"


def _section(procedure: Procedure, rule: str) -> str:
    """Where the page speaks of a rule; its name, where it rests on no passage."""
    for passage in procedure.rules[rule].passages:
        return f"«\u00a0{procedure.sections[procedure.passages[passage].section]}\u00a0»"
    return rule


def ends(comparison: Comparison, group: Group) -> str:
    """Where the cases of a group went and where they go, or what else changes there."""
    old, new = comparison.old.procedure, comparison.new.procedure
    before, after = group.change.before, group.change.after
    if before is None or after is None or group.kind is Kind.DESTINATION:
        one = destination(old, before.destination) if before else NEW
        return f"{one} → {destination(new, after.destination) if after else GONE}"
    told = destination(new, after.destination)
    if group.kind is Kind.PHRASES:
        return f"{told}\u00a0: {phrases(old, before.phrases)} → {phrases(new, after.phrases)}"
    return f"{told}\u00a0: {_rests_on(group, before, after)}"


def _rests_on(group: Group, before: Verdict, after: Verdict) -> str:
    """What a verdict rests on, or is told with, where it is otherwise in some of a group."""
    changes = [one.change for one in group.classes]
    others = [
        words
        for name, words in (("rules", "règles"), ("passages", "passages"), ("reminders", "rappels"))
        if any(getattr(one.before, name) != getattr(one.after, name) for one in changes)
    ]
    ground = GROUNDS[after.basis]
    told = ground if before.basis is after.basis else f"{GROUNDS[before.basis]} → {ground}"
    return f"{told}\u00a0; autres {', '.join(others)}" if others else told


def rules_told(group: Group) -> str:
    """The rules that decide no longer, and those that do now; or the one that decides still."""
    gone, come = group.rules
    after = group.change.after
    told = [f"− {name}" for name in gone] + [f"+ {name}" for name in come]
    return ", ".join(told or (after.rules[:1] if after else ()))
