"""The explorer: any facts on one form, what follows from them, why, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.conversation.card import (
    Actions,
    Block,
    Button,
    Card,
    CardKind,
    Choices,
    Details,
    Form,
    Item,
    Items,
    Note,
    Say,
    Text,
    Tone,
)
from bot.conversation.deciding import badge
from bot.conversation.explaining import MAX_SHOWN, reasons, told_change
from bot.conversation.form import Field
from bot.conversation.frame import Frame, notices
from bot.conversation.inquiry import Inquiry, Look
from bot.decision.decide import decide, known_facts
from bot.decision.explain import what_would_change
from bot.decision.verdict import Ask, Decided, Decision

MAYBE = 6
"""Rules that may still hold, shown by name."""


def explorer_card(
    frame: Frame, given: Mapping[str, str], command: str = "", notice: str | None = None
) -> Card:
    """What follows from some facts; `command` opens the explorer where words do."""
    known = known_facts(frame.compiled, given)
    facts, decision = known.facts, decide(frame.compiled, known.facts)
    blocks: list[Block] = [*notices(known, notice)]
    blocks += _follows(frame, decision)
    blocks.append(_form(frame, facts))
    if isinstance(decision, Decided):
        blocks += reasons(frame, facts, decision)
    else:
        blocks += _open_rules(frame, facts)
    blocks += _changes(frame, facts, decision)
    if facts and command:
        words = " ".join(f"{fact}={value}" for fact, value in facts.items())
        note = Note(frame._("This case again"), f"{command} {Look.EXPLORE} {words}")
        blocks.append(Details(frame._("Link to this case"), (note,)))
    blocks.append(_leave(frame, facts))
    here = _explore(frame, facts)
    sign, title = _headed(frame, decision)
    return Card(CardKind.EXPLORER, title, tuple(blocks), here=here, sign=sign)


def _explore(frame: Frame, facts: Mapping[str, str]) -> str:
    return Inquiry(frame.compiled.edition.name, Look.EXPLORE, facts).token()


def _headed(frame: Frame, decision: Decision) -> tuple[str, str]:
    if not isinstance(decision, Decided):
        return "🔎", frame._("Explorer")
    destination = frame.compiled.procedure.destinations[decision.verdict.destination]
    return destination.sign, destination.label


def _follows(frame: Frame, decision: Decision) -> Iterator[Block]:
    """The verdict, or where the call may still go and what is asked next."""
    if isinstance(decision, Decided):
        yield badge(frame, decision)
        phrases = frame.compiled.procedure.phrases
        for name in decision.verdict.phrases:
            label = frame._("Say, word for word")
            yield Say(label, phrases[name].say, frame.section_link(name))
        return
    possible = tuple(Item(frame.destination(name)) for name in decision.possible)
    yield Items(frame._("Still possible"), possible)
    if isinstance(decision, Ask):
        told = frame._("Asked next: {facts}").format(
            facts=", ".join(frame.fact(fact) for fact in decision.facts)
        )
        yield Text(told, Tone.HINT)


def _form(frame: Frame, facts: Mapping[str, str]) -> Form:
    """Every fact that may matter beside those that are set."""
    space = frame.compiled.space
    fields = tuple(
        Field(
            name,
            fact.label,
            tuple((f"{name}.{value}", told.label) for value, told in fact.values.items()),
            f"{name}.{facts[name]}" if name in facts else "",
        )
        for name, fact in frame.compiled.procedure.facts.items()
        if space.is_relevant(name, facts) is not False
    )
    procedure = frame.compiled.edition.name
    submit = Button(frame._("See"), Inquiry(procedure, Look.EXPLORE).token(), main=True)
    return Form(fields, frame._("Not known"), submit)


def _open_rules(frame: Frame, facts: Mapping[str, str]) -> Iterator[Block]:
    """While nothing is decided: the rules that hold already, and some that may."""
    routing, rules = frame.compiled.routing, frame.compiled.procedure.rules
    cases = frame.compiled.space.matching(facts)
    certain = [name for name, where in routing.holding.items() if not cases & ~where]
    perhaps = [n for n, where in routing.deciding.items() if cases & where and n not in certain]
    more = (Item("…"),) if perhaps[MAYBE:] else ()
    for heading, names, left_out in (
        (frame._("Holds already"), certain, ()),
        (frame._("May hold"), perhaps[:MAYBE] if facts else [], more),
    ):
        items = tuple(
            Item(
                f"→ {frame.destination(rules[name].then)}",
                tuple(frame.link(passage) for passage in rules[name].passages[:1]),
            )
            for name in names
        )
        if items:
            yield Items(heading, items + left_out)


def _changes(frame: Frame, facts: Mapping[str, str], decision: Decision) -> Iterator[Block]:
    if not facts:
        return
    changes = what_would_change(frame.compiled, facts)[:MAX_SHOWN]
    if changes:
        decided = isinstance(decision, Decided)
        told = frame._("What would change it") if decided else frame._("What would decide it")
        yield Text(told, Tone.HEADING)
        yield Choices(
            tuple(
                Button(
                    told_change(frame, change),
                    _explore(frame, {**facts, **change.facts}),
                    f"→ {frame.outcome(change.outcome)}",
                )
                for change in changes
            )
        )


def _leave(frame: Frame, facts: Mapping[str, str]) -> Actions:
    procedure = frame.compiled.edition.name
    buttons = [
        Button(frame._("On the map"), Inquiry(procedure, Look.MAP, facts).token()),
        Button(frame._("Grey zones"), Inquiry(procedure, Look.GREY_ZONES).token()),
    ]
    if facts:
        buttons.insert(0, Button(frame._("Clear all"), _explore(frame, {})))
    return Actions(tuple(buttons))
