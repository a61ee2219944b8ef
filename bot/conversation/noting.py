"""What the journal is told of a move: that a case has begun, or has come to its verdict."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.conversation.card import Card, CardKind
from bot.conversation.case import STATE, TEXT, GuidedCase
from bot.conversation.guide import Guide
from bot.conversation.tap import read_tap
from bot.decision.verdict import Decided
from bot.errors import InvalidTap
from bot.journal.entry import Begun, Entry


@dataclass(frozen=True)
class Whose:
    """Who made a move, as their platform names them, and when, in seconds since the epoch."""

    platform: str
    person: str
    at: int


def noted(guide: Guide, whose: Whose, before: str, card: Card) -> Entry | Begun | None:
    """What a card is noted for, `before` being the tap on which its move was made.

    Nothing is, where the case stays as it was or where something is only supposed. Noted again for
    the same move, it is the same.
    """
    case, was = _case(card.here or ""), _case(before)
    if case is None or case == was or case.is_hypothesis or not case.number:
        return None
    name = f"{whose.platform}:{case.number}"
    if card.kind not in (CardKind.VERDICT, CardKind.DEPENDS):
        is_first = was is None or was.number != case.number or not was.is_begun
        begun = Begun(name, case.procedure, whose.platform, whose.at)
        return begun if case.is_begun and is_first else None
    frame = guide.frame(case.procedure)
    decision, facts = frame.decide(case), frame.facts(case)
    verdict = decision.verdict if isinstance(decision, Decided) else None
    unknown = case.unknown(frame.compiled.space)
    return Entry(
        id=hashlib.sha256(f"{whose.platform}:{case.token()}".encode()).hexdigest()[:32],
        case=name,
        procedure=case.procedure,
        version=case.version,
        platform=whose.platform,
        person=whose.person,
        at=whose.at,
        facts=facts,
        unknown=tuple(sorted(unknown)),
        destination=verdict.destination if verdict else "",
        basis=str(verdict.basis) if verdict else "",
        rules=verdict.rules if verdict else (),
        phrases=verdict.phrases if verdict else (),
        cards=_cards(case),
    )


def _cards(case: GuidedCase) -> int:
    """The cards answered; a line that opened the case was none."""
    steps = [step.question for step in case.steps if step.question != STATE]
    return len(steps) - (steps[:1] == [TEXT])


def _case(tap: str) -> GuidedCase | None:
    try:
        return read_tap(tap).case
    except InvalidTap:
        return None
