"""The card that asks: single taps, or a checklist of what is seen at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.card import (
    Block,
    Button,
    Card,
    CardKind,
    Checklist,
    Choices,
    Item,
    Items,
    Progress,
    Text,
    Tick,
    Tone,
)
from bot.conversation.case import UNKNOWN, GuidedCase
from bot.conversation.frame import Frame
from bot.conversation.tap import Action, Tap, tap
from bot.decision.diagram import leaves
from bot.decision.verdict import Ask, Undecidable
from bot.procedure.model import Question

Stated = dict[str, str]


def question_card(frame: Frame, view: Tap, ask: Ask, notice: str | None = None) -> Card:
    """The card of a question; `view` is the tap that shows it."""
    case, shown = view.case, view.action is Action.SHOW
    text, where = _wording(frame, ask)
    blocks: list[Block] = [Text(notice, Tone.NOTICE)] if notice else []
    blocks.append(Text(where, Tone.HINT))
    if lines := checklist_lines(frame, ask):
        blocks.append(_checklist(frame, case, ask, lines))
    else:
        blocks.append(_choices(frame, case, ask))
    if case.steps:
        blocks += [frame.answers(case)]
    blocks.append(_progress(frame, case, ask))
    if case.is_begun:
        blocks.append(frame.actions(case, Action.BACK if shown else Action.SHOW, Action.NEW))
    here = case.token() if shown else view.token()
    typed = frame._("A number, or the case in a few words")
    return Card(CardKind.QUESTION, text, tuple(blocks), here, typed)


def correction_card(frame: Frame, case: GuidedCase) -> Card:
    """Which of the facts stated is to be corrected."""
    buttons = tuple(
        Button(frame.value(fact, value), tap(case, Action.CHANGE, fact), frame.fact(fact))
        for fact, value in frame.stated(case).items()
    )
    blocks = (Choices(buttons), frame.actions(case, Action.SHOW, Action.NEW))
    here = tap(case, Action.CORRECT)
    title = frame._("What is to be corrected?")
    return Card(CardKind.CORRECT, title, blocks, here, frame._("A number"))


def offered(frame: Frame, case: GuidedCase, ask: Ask) -> list[tuple[str, Stated]]:
    """The choices of a single-tap question: what each is called and what it states."""
    declared = frame.compiled.procedure.questions.get(ask.question)
    if declared is None:
        (fact,) = ask.facts
        values = frame.compiled.procedure.facts[fact].values
        return [(told.label, {fact: value}) for value, told in values.items()]
    known = frame.facts(case)
    choices: list[tuple[str, Stated]] = []
    for choice in declared.choices:
        if any(known.get(fact, value) != value for fact, value in choice.set.items()):
            continue
        stated = {fact: value for fact, value in choice.set.items() if fact in ask.facts}
        if not stated or any(stated == other for _, other in choices):
            continue
        label = choice.label or frame.facts_line(stated.items())
        rest = [f for f in ask.facts if f not in stated and _is_relevant(frame, case, f, stated)]
        choices.append((label, {**stated, **dict.fromkeys(rest, UNKNOWN)}))
    return choices


def checklist_lines(frame: Frame, ask: Ask) -> list[tuple[str, str]]:
    """The lines of a checklist, as facts and the values that ticking them states."""
    declared = frame.compiled.procedure.questions.get(ask.question)
    ticks = declared.ticks if declared else ()
    return [(f, value) for tick in ticks for f, value in tick.items() if f in ask.facts]


def ticked(frame: Frame, ask: Ask, keys: frozenset[str], unsure: frozenset[str]) -> Stated | None:
    """What a checklist states once sent; None where it contradicts itself or is not this one.

    An unticked line is affirmed not to be so. Of several ticked lines of one fact, the first in
    the fact's `if_several` prevails; a line that is not sure and could prevail leaves the fact
    unknown.
    """
    lines = checklist_lines(frame, ask)
    if keys & unsure or not keys | unsure <= {tick_key(*line) for line in lines}:
        return None
    return {fact: _ticked_value(frame, fact, lines, keys, unsure) for fact in ask.facts}


def _ticked_value(
    frame: Frame,
    fact: str,
    lines: list[tuple[str, str]],
    keys: frozenset[str],
    unsure: frozenset[str],
) -> str:
    declared = frame.compiled.procedure.facts[fact]
    values = [value for name, value in lines if name == fact]
    strongest_first = [value for value in declared.if_several if value in values]
    strongest_first += [value for value in values if value not in strongest_first]
    for value in strongest_first:
        if tick_key(fact, value) in keys:
            return value
        if tick_key(fact, value) in unsure:
            return UNKNOWN
    return next(value for value in declared.values if value not in values)


def lines_ticked(frame: Frame, ask: Ask, ticks: Sequence[tuple[str, str]]) -> Stated:
    """What some lines of a checklist state by themselves: nothing of the other facts."""
    lines, keys = checklist_lines(frame, ask), frozenset(tick_key(*line) for line in ticks)
    return {fact: _ticked_value(frame, fact, lines, keys, frozenset()) for fact, _ in ticks}


def none_of(frame: Frame, ask: Ask) -> Stated:
    """What « none of these » states: every line of the checklist is affirmed not to be so."""
    return ticked(frame, ask, frozenset(), frozenset()) or {}


def unknown_answer(frame: Frame, ask: Ask) -> Stated:
    """What « je ne sais pas » states: that the facts asked are not known.

    Among single taps, the facts after the first are only asked under some of its values.
    """
    asked = ask.facts if checklist_lines(frame, ask) else ask.facts[:1]
    return dict.fromkeys(asked, UNKNOWN)


def tick_key(fact: str, value: str) -> str:
    """How a line of a checklist is named when it is sent."""
    return f"{fact}.{value}"


def depends_card(
    frame: Frame, case: GuidedCase, undecidable: Undecidable, notice: str | None = None
) -> Card:
    """The card shown where nobody knows what decides: what depends on it, and where to look."""
    blocks: list[Block] = [Text(notice, Tone.NOTICE)] if notice else []
    blocks.append(Text(_what_is_open(frame, undecidable)))
    asked = case.unknown(frame.compiled.space)
    facts = [fact for fact in undecidable.facts if fact in asked] or list(undecidable.facts)
    blocks += [_what_depends(frame, case, fact, len(undecidable.possible)) for fact in facts]
    answer = frame._("Answer: {fact}")
    blocks.append(
        Choices(
            tuple(
                Button(answer.format(fact=frame.fact(fact)), tap(case, Action.CHANGE, fact))
                for fact in facts
            )
        )
    )
    blocks.append(frame.answers(case))
    blocks.append(frame.actions(case, Action.WHAT_IF, Action.BACK, Action.NEW))
    return Card(
        CardKind.DEPENDS,
        frame._("It depends"),
        tuple(blocks),
        here=case.token(),
        typed=frame.typed_actions(),
        sign="❓",
    )


def _what_is_open(frame: Frame, undecidable: Undecidable) -> str:
    if len(undecidable.possible) > 1:
        return frame._("The verdict depends on what is not known yet.")
    certain = frame._("{destination} for certain; what to say depends on what is not known yet.")
    return certain.format(destination=frame.destination(undecidable.possible[0]))


def _what_depends(frame: Frame, case: GuidedCase, fact: str, possible: int) -> Items:
    forest, outcomes = frame.compiled.forest, frame.compiled.outcomes
    declared = frame.compiled.procedure.facts[fact]
    rows = []
    for value, told in declared.values.items():
        after = forest.given_all(outcomes, {**frame.facts(case), fact: value})
        told_as = frame.outcome if possible == 1 else lambda end: frame.destination(end.destination)
        ends = dict.fromkeys(told_as(end) for end in leaves(after))
        rows.append(Item(f"{told.label}\u00a0: {frame._(' or ').join(ends)}"))
    rows.append(Item(frame._("Where to look: {where}").format(where=declared.where)))
    return Items(declared.question, tuple(rows))


def _wording(frame: Frame, ask: Ask) -> tuple[str, str]:
    procedure = frame.compiled.procedure
    asked: Question | None = procedure.questions.get(ask.question)
    if asked is not None:
        return asked.text, asked.where
    fact = procedure.facts[ask.facts[0]]
    return fact.question, fact.where


def _choices(frame: Frame, case: GuidedCase, ask: Ask) -> Choices:
    helps = _helps(frame, ask)
    buttons = [
        Button(label, tap(case, Action.ANSWER, ask.question, stated), helps.get(label))
        for label, stated in offered(frame, case, ask)
    ]
    unknown = tap(case, Action.ANSWER, ask.question, unknown_answer(frame, ask))
    buttons.append(Button(frame._("I don’t know"), unknown))
    return Choices(tuple(buttons))


def _helps(frame: Frame, ask: Ask) -> Mapping[str, str | None]:
    if len(ask.facts) > 1:
        return {}
    values = frame.compiled.procedure.facts[ask.facts[0]].values
    return {told.label: told.help for told in values.values()}


def _checklist(frame: Frame, case: GuidedCase, ask: Ask, lines: list[tuple[str, str]]) -> Checklist:
    facts = frame.compiled.procedure.facts
    submit = tap(case, Action.TICK, ask.question)
    nothing = tap(case, Action.ANSWER, ask.question, none_of(frame, ask))
    return Checklist(
        tuple(
            Tick(tick_key(fact, value), told.label, told.help)
            for fact, value, told in ((f, v, facts[f].values[v]) for f, v in lines)
        ),
        unsure=frame._("I don’t know"),
        doubt=frame._("A doubt about a line?"),
        submit=Button(frame._("Send: “no” for the lines not ticked"), submit, main=True),
        none=Button(frame._("None of these"), nothing),
    )


def _progress(frame: Frame, case: GuidedCase, ask: Ask) -> Progress:
    compiled = frame.compiled
    others = {fact: v for fact, v in frame.facts(case).items() if fact not in ask.facts}
    left = compiled.forest.given_all(compiled.outcomes, others)
    unknown = case.unknown(compiled.space)
    most = max(1, compiled.planner.cost(left, unknown.difference(ask.facts)).worst)
    remaining = frame.texts.ngettext(
        "Last question", "{count} questions at most, this one included", most
    )
    return Progress(
        remaining.format(count=most),
        frame._("Still possible"),
        tuple(frame.destination(name) for name in ask.possible),
    )


def _is_relevant(frame: Frame, case: GuidedCase, fact: str, stated: Stated) -> bool:
    return frame.compiled.space.is_relevant(fact, {**frame.facts(case), **stated}) is True
