"""The cards that say why a verdict is what it is, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.card import Block, Button, Card, CardKind, Choices, Item, Items, Text, Tone
from bot.conversation.case import GuidedCase
from bot.conversation.frame import Frame
from bot.conversation.tap import Action, tap
from bot.decision.explain import Change, SetAside, explain, replaced_rules, what_would_change
from bot.decision.verdict import Decided
from bot.texts import cut

MAX_SHOWN = 8
CHOICE = 75
"""Characters on a button (Slack)."""


def why_card(frame: Frame, case: GuidedCase, decided: Decided) -> Card:
    """The rules that decide, those set aside and on what ground, with the words of each."""
    blocks = reasons(frame, frame.facts(case), decided)
    blocks.append(frame.actions(case, Action.SHOW, Action.WHAT_IF, Action.NEW, main=Action.SHOW))
    title = frame._("Why: {destination}").format(
        destination=frame.destination(decided.verdict.destination)
    )
    here = tap(case, Action.WHY)
    return Card(CardKind.WHY, title, tuple(blocks), here, frame.typed_actions())


def reasons(frame: Frame, facts: Mapping[str, str], decided: Decided) -> list[Block]:
    """Why a verdict is what it is, in words."""
    explanation = explain(frame.compiled, facts)
    rules = frame.compiled.procedure.rules
    blocks: list[Block] = []
    if explanation.silence:
        silence = frame.compiled.procedure.silences[explanation.silence]
        blocks.append(Text(silence.because))
    replaced = replaced_rules(rules, explanation.deciding)
    for place, name in enumerate(explanation.deciding):
        heading = frame._("What decides") if place == 0 else frame._("To the same end")
        heading = frame._("It would go otherwise") if name in replaced else heading
        blocks += _rule(frame, name, heading)
    certainly = frame._("Set aside → {destination} ({ground})")
    perhaps = frame._("Set aside, perhaps → {destination} ({ground})")
    blocks += [_set_aside(frame, aside, certainly) for aside in explanation.set_aside]
    blocks += [_set_aside(frame, aside, perhaps) for aside in explanation.perhaps]
    if not explanation.deciding and not explanation.silence:
        told = frame._("Several rules lead here, depending on what is not known yet.")
        blocks.append(Text(told))
        for name in decided.verdict.rules:
            blocks += _rule(frame, name, frame._("May decide"))
    return blocks


def _rule(frame: Frame, name: str, heading: str) -> list[Block]:
    rule = frame.compiled.procedure.rules[name]
    sign, ground, _ = frame.ground(rule.ground)
    told = f"{heading} → {frame.destination(rule.then)} ({sign}\u00a0{ground})"
    because = [Text(rule.because, Tone.HINT)] if rule.because else []
    return [
        Text(told, Tone.HEADING),
        *because,
        *(frame.quote(passage) for passage in rule.passages),
    ]


def _set_aside(frame: Frame, aside: SetAside, heading: str) -> Items:
    rule = frame.compiled.procedure.rules[aside.rule]
    sign, ground, _ = frame.ground(aside.precedence.ground)
    told = heading.format(destination=frame.destination(rule.then), ground=f"{sign}\u00a0{ground}")
    reasons = [Item(f"«\u00a0{words}\u00a0»") for words in aside.precedence.words]
    if aside.precedence.because:
        reasons.append(Item(aside.precedence.because))
    links = tuple(frame.link(passage) for passage in rule.passages)
    named = Item(frame._("The passage set aside"), links)
    return Items(told, (named, *reasons))


def what_if_card(frame: Frame, case: GuidedCase) -> Card:
    """The nearest other verdicts, each one tap away."""
    changes = what_would_change(frame.compiled, frame.facts(case))[:MAX_SHOWN]
    buttons = tuple(
        Button(
            told_change(frame, change),
            tap(case, Action.TRY, "", change.facts),
            f"→ {frame.outcome(change.outcome)}",
        )
        for change in changes
    )
    blocks: list[Block] = [
        Text(
            frame._("The fewest facts that would change the answer; tap one to try it."), Tone.HINT
        ),
        Choices(buttons),
        frame.answers(case),
        frame.actions(case, Action.SHOW, Action.NEW),
    ]
    here = tap(case, Action.WHAT_IF)
    return Card(CardKind.WHAT_IF, frame._("What if…?"), tuple(blocks), here, frame._("A number"))


def told_change(frame: Frame, change: Change) -> str:
    """A change of facts, short enough for a button."""
    told = " + ".join(frame.value(fact, value) for fact, value in change.facts.items())
    return cut(told, CHOICE)
