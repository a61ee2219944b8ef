"""The card that answers: where the call goes, on what ground, what to say and to keep in mind."""

from __future__ import annotations

from bot.conversation.card import (
    Actions,
    Badge,
    Block,
    Button,
    Card,
    CardKind,
    Details,
    Item,
    Items,
    Note,
    Say,
    Text,
    Tone,
)
from bot.conversation.case import GuidedCase
from bot.conversation.frame import Frame
from bot.conversation.tap import Action, tap
from bot.decision.verdict import Decided
from bot.procedure.model import Condition, Settled


def verdict_card(
    frame: Frame, case: GuidedCase, decided: Decided, notice: str | None = None
) -> Card:
    """The verdict of a case."""
    verdict = decided.verdict
    destination = frame.compiled.procedure.destinations[verdict.destination]
    blocks: list[Block] = [Text(notice, Tone.NOTICE)] if notice else []
    blocks += [badge(frame, decided), *_sayings(frame, decided)]
    blocks.append(Items(frame._("What to do"), tuple(Item(step) for step in destination.steps)))
    if reminders := _reminders(frame, decided):
        blocks.append(Items(frame._("Keep in mind"), reminders))
    if settled := _settled(frame, case, decided):
        blocks.append(Actions((settled,)))
    quotes = tuple(frame.quote(passage) for passage in verdict.passages)
    if quotes:
        blocks.append(Details(frame._("What the procedure says"), quotes))
    if not case.is_hypothesis:
        blocks.append(Details(frame._("Note to paste"), (note(frame, case, decided),)))
    blocks.append(frame.answers(case))
    report = (Action.REPORT,) if frame.reports and not case.is_hypothesis else ()
    ways = (Action.WHY, Action.WHAT_IF, Action.CORRECT, Action.BACK, Action.NEW)
    blocks.append(frame.actions(case, *ways, *report))
    return Card(
        CardKind.VERDICT,
        destination.label,
        tuple(blocks),
        here=case.token(),
        typed=frame.typed_actions(),
        sign=destination.sign,
    )


def badge(frame: Frame, decided: Decided) -> Badge:
    """The ground of a verdict, the weakest where it is not certain."""
    sign, label, meaning = frame.ground(decided.verdict.basis)
    if decided.basis_depends_on:
        facts = ", ".join(frame.fact(fact) for fact in decided.basis_depends_on)
        label = frame._("{ground}, at worst").format(ground=label)
        meaning = frame._("The destination is certain; its ground depends on: {facts}.").format(
            facts=facts
        )
    return Badge(str(decided.verdict.basis), sign, label, meaning)


def _sayings(frame: Frame, decided: Decided) -> list[Block]:
    phrases = frame.compiled.procedure.phrases
    if not decided.verdict.phrases:
        return [Text(frame._("No sentence is prescribed here."), Tone.HINT)]
    return [
        Say(frame._("Say, word for word"), phrases[name].say, frame.section_link(name))
        for name in decided.verdict.phrases
    ]


def _reminders(frame: Frame, decided: Decided) -> tuple[Item, ...]:
    declared = frame.compiled.procedure.reminders
    items = []
    for name, reminder in declared.items():
        links = tuple(frame.link(passage) for passage in reminder.passages)
        if name in decided.verdict.reminders:
            items.append(Item(reminder.text, links))
        elif name in decided.conditional:
            told = _condition(frame, decided.conditional[name])
            only_if = frame._("If {condition}: {reminder}")
            items.append(Item(only_if.format(condition=told, reminder=reminder.text), links))
    return tuple(items)


def _condition(frame: Frame, condition: Condition) -> str:
    ways = (
        frame._(" and ").join(
            frame._(" or ").join(f"«\u00a0{frame.value(fact, value)}\u00a0»" for value in values)
            for fact, values in way.items()
        )
        for way in condition
    )
    return frame._(" or ").join(ways)


def _settled(frame: Frame, case: GuidedCase, decided: Decided) -> Button | None:
    settled = what_is_settled(frame, case, decided)
    return Button(settled.label, tap(case, Action.SETTLED), main=True) if settled else None


def what_is_settled(frame: Frame, case: GuidedCase, decided: Decided) -> Settled | None:
    """What doing as the destination asks would change; None where nothing known would."""
    destination = frame.compiled.procedure.destinations[decided.verdict.destination]
    known = frame.facts(case)
    for settled in destination.settled:
        if any(known.get(fact, value) != value for fact, value in settled.sets.items()):
            return settled
    return None


def note(frame: Frame, case: GuidedCase, decided: Decided) -> Note:
    """A text for the task or the transfer: facts, destination, passages; no caller’s data."""
    verdict, passages = decided.verdict, frame.compiled.procedure.passages
    sections = frame.compiled.procedure.sections
    cited = "\u00a0; ".join(
        f"{frame.passage_label(name)} ({sections[passages[name].section]})"
        for name in verdict.passages
    )
    lines = [
        f"{frame.compiled.procedure.title}",
        frame._("Decision: {destination} ({ground})").format(
            destination=frame.destination(verdict.destination),
            ground=badge(frame, decided).label.lower(),
        ),
        frame._("Facts: {facts}").format(facts=frame.facts_line(frame.facts(case).items())),
    ]
    if unknown := case.unknown(frame.compiled.space):
        facts = ", ".join(frame.fact(fact) for fact in frame.stated(case) if fact in unknown)
        lines.append(frame._("Not known: {facts}").format(facts=facts))
    if cited:
        lines.append(frame._("Passages: {passages}").format(passages=cited))
    return Note(frame._("Facts, decision and passages; nothing of the caller"), "\n".join(lines))
