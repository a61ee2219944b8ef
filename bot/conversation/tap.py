"""What a button does: an action on a case, in one string."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.case import GuidedCase, read_case
from bot.errors import InvalidTap


class Action(StrEnum):
    """What can be asked of a case."""

    SHOW = "show"
    ANSWER = "answer"
    TICK = "tick"
    CHANGE = "change"
    CORRECT = "correct"
    BACK = "back"
    WHY = "why"
    WHAT_IF = "what-if"
    TRY = "try"
    SETTLED = "settled"
    REPORT = "report"
    REPORTED = "reported"
    NEW = "new"


ASIDE = frozenset({Action.WHY, Action.WHAT_IF, Action.REPORT, Action.REPORTED})
"""What looks at a case without moving it: a platform may show it beside the card."""

_TAP = re.compile(
    r"(?P<case>[^*]*)\*(?P<action>[a-z-]+)(?P<subject>(?:_[a-z0-9-]+)?)(?P<stated>(?:_[a-z0-9-]+\.[a-z0-9-]*)*)"
)


@dataclass(frozen=True)
class Tap:
    """An action on a case; `subject` is a question or a fact, `stated` what the tap affirms."""

    case: GuidedCase
    action: Action
    subject: str = ""
    stated: tuple[tuple[str, str], ...] = ()

    def token(self) -> str:
        """The tap as it travels in a button."""
        subject = [self.subject] if self.subject else []
        stated = [f"{fact}.{value}" for fact, value in self.stated]
        return f"{self.case.token()}*{'_'.join([self.action, *subject, *stated])}"


def tap(
    case: GuidedCase, action: Action, subject: str = "", stated: Mapping[str, str] | None = None
) -> str:
    """The content of a button."""
    return Tap(case, action, subject, tuple((stated or {}).items())).token()


def read_tap(token: str) -> Tap:
    """Read a button's content, or raise `InvalidTap`; a case alone shows where it is."""
    if "*" not in token:
        return Tap(read_case(token), Action.SHOW)
    found = _TAP.fullmatch(token)
    if found is None or found["action"] not in set(Action):
        raise InvalidTap("ce bouton ne correspond à aucun cas")
    pairs = (one.partition(".") for one in found["stated"].split("_")[1:])
    return Tap(
        read_case(found["case"]),
        Action(found["action"]),
        found["subject"].removeprefix("_"),
        tuple((fact, value) for fact, _, value in pairs),
    )


def supposes(token: str) -> bool:
    """Whether a button's content tries what is not so, or goes on from there."""
    try:
        one = read_tap(token)
    except InvalidTap:
        return False
    return one.action is not Action.NEW and (one.action is Action.TRY or one.case.is_hypothesis)


def opens(token: str) -> bool:
    """Whether a button's content begins another case, as no content does."""
    return not token or _action(token) is Action.NEW


def reports(token: str) -> bool:
    """Whether a button's content sends a report of its case."""
    return _action(token) is Action.REPORTED


def looks_aside(token: str) -> bool:
    """Whether a button's content only looks at a case."""
    return _action(token) in ASIDE


def _action(token: str) -> Action | None:
    try:
        return read_tap(token).action
    except InvalidTap:
        return None
