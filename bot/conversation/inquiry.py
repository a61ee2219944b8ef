"""What a supervisor's button asks for, in one string: `retention+explorer*demande.resiliation`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.conversation.case import ID
from bot.errors import InvalidTap


class Look(StrEnum):
    """What can be asked for; these are the words that are typed, too."""

    EXPLORE = "explorer"
    GREY_ZONES = "zones-grises"
    STATE = "etat"
    MAP = "plan"
    FIGURES = "chiffres"


_INQUIRY = re.compile(
    rf"(?P<procedure>{ID})\+(?P<look>[a-z-]+)(?:_(?P<subject>{ID}))?"
    rf"\*(?P<facts>(?:{ID}\.{ID}(?:_{ID}\.{ID})*)?)"
)


@dataclass(frozen=True)
class Inquiry:
    """What is looked at: the facts of a case, a grey zone (`subject`), or the state so called.

    Of a state, `facts` has the word that is said of it.
    """

    procedure: str
    look: Look
    facts: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""

    def token(self) -> str:
        """The inquiry as it travels in a button."""
        subject = f"_{self.subject}" if self.subject else ""
        facts = "_".join(f"{fact}.{value}" for fact, value in self.facts.items())
        return f"{self.procedure}+{self.look}{subject}*{facts}"


def is_inquiry(content: str) -> bool:
    """Whether a button's content is a supervisor's."""
    return _INQUIRY.fullmatch(content) is not None


def read_inquiry(content: str, chosen: Iterable[str] = ()) -> Inquiry:
    """Read a button's content, or raise `InvalidTap`; what a form's fields say prevails."""
    found = _INQUIRY.fullmatch(content)
    if found is None or found["look"] not in set(Look):
        raise InvalidTap("ce bouton n’est pas d’un superviseur")
    facts = _pairs(found["facts"].split("_")) | _pairs(chosen)
    stated = {fact: value for fact, value in facts.items() if value}
    return Inquiry(found["procedure"], Look(found["look"]), stated, found["subject"] or "")


def _pairs(told: Iterable[str]) -> dict[str, str]:
    return {fact: value for fact, _, value in (one.partition(".") for one in sorted(told)) if fact}
