"""What a button of a training card does, in one string: `retention!12*answer_retention_2_sure`.

It names the situation by its number and carries what was chosen so far; nothing is written before
the whole answer is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.conversation.case import ID
from bot.errors import InvalidTap
from bot.training.schedule import Sure


class Lesson(StrEnum):
    """What can be asked of training."""

    START = "start"
    SHOW = "show"
    ANSWER = "answer"
    NEXT = "next"
    STOP = "stop"
    PROGRESS = "progress"
    DATA = "data"
    EXPORT = "export"
    ERASE = "erase"
    ERASED = "erased"


WRITES = frozenset({Lesson.START, Lesson.ANSWER, Lesson.NEXT, Lesson.ERASED})
"""What changes what is kept: a page that is only looked at does not do it."""

_STEP = re.compile(
    rf"(?P<procedure>{ID})!(?P<number>[0-9]{{1,9}})\*(?P<action>[a-z]+)"
    rf"(?:_(?P<destination>{ID})(?:_(?P<option>[0-9]?)(?:_(?P<sure>[a-z]+))?)?)?"
)


@dataclass(frozen=True)
class Step:
    """An action on the situation of a number, with what was chosen of it so far.

    `option` is the place of the sentence chosen among those shown.
    """

    procedure: str
    action: Lesson = Lesson.START
    number: int = 0
    destination: str = ""
    option: int | None = None
    sure: Sure | None = None

    def token(self) -> str:
        """The step as it travels in a button."""
        chosen = [self.destination] if self.destination else []
        if self.option is not None or self.sure:
            chosen.append("" if self.option is None else str(self.option))
        chosen += [self.sure] if self.sure else []
        return f"{self.procedure}!{self.number}*{'_'.join([self.action, *chosen])}"

    def then(self, action: Lesson) -> Step:
        """Another action on the same situation."""
        return Step(self.procedure, action, self.number)

    def chosen(self, destination: str, option: int | None = None, sure: Sure | None = None) -> Step:
        """What was chosen, and whether that is all of it."""
        action = Lesson.ANSWER if sure else Lesson.SHOW
        return replace(self, action=action, destination=destination, option=option, sure=sure)


def is_lesson(content: str) -> bool:
    """Whether a button's content is of training."""
    return _STEP.fullmatch(content) is not None


def read_step(content: str) -> Step:
    """Read a button's content, or raise `InvalidTap`."""
    found = _STEP.fullmatch(content)
    if found is None or found["action"] not in set(Lesson):
        raise InvalidTap("ce bouton n’est pas de l’entraînement")
    if found["sure"] and found["sure"] not in set(Sure):
        raise InvalidTap("ce bouton n’est pas de l’entraînement")
    return Step(
        found["procedure"],
        Lesson(found["action"]),
        int(found["number"]),
        found["destination"] or "",
        int(found["option"]) if found["option"] else None,
        Sure(found["sure"]) if found["sure"] else None,
    )
