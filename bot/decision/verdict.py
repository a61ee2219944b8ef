"""What an agent is told: where the call goes, on what ground, and what to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.procedure.model import Condition, Ground


@dataclass(frozen=True)
class Outcome:
    """The part of a verdict on which a question is worth asking: where, and the words to say."""

    destination: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """Everything that follows from a case whose relevant facts are all known.

    `rules` are those that decide, the last to act first, then the firmest. `passages` are those
    that the rules and the phrases rest on; each reminder names its own.
    """

    destination: str
    basis: Ground
    rules: tuple[str, ...]
    passages: tuple[str, ...]
    phrases: tuple[str, ...]
    reminders: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """The destination and the phrases."""
        return Outcome(self.destination, self.phrases)


@dataclass(frozen=True)
class Decided:
    """A verdict that holds whatever the facts still unknown.

    Where those facts change the basis, the weakest is given and `basis_depends_on` names them.
    `conditional` holds the reminders that depend on them, each with the condition left.
    """

    verdict: Verdict
    basis_depends_on: tuple[str, ...] = ()
    conditional: dict[str, Condition] = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """A question to ask next: its id, the facts it asks, and where the call may still go."""

    question: str
    facts: tuple[str, ...]
    possible: tuple[str, ...]


@dataclass(frozen=True)
class Undecidable:
    """Nothing more can be asked: the verdict depends on facts that the agent does not know."""

    facts: tuple[str, ...]
    possible: tuple[str, ...]


Decision = Decided | Ask | Undecidable


def as_json(decision: Decision, warnings: list[str]) -> dict[str, Any]:
    """A decision in the form of the command line's contract (one JSON object a case)."""
    if not isinstance(decision, Decided):
        question = decision.question if isinstance(decision, Ask) else None
        asked = {"question": question, "facts": list(decision.facts)}
        open_case = {"ask": asked, "possible": list(decision.possible)}
        return open_case | ({"warnings": warnings} if warnings else {})
    verdict = decision.verdict
    conditional = [
        {"reminder": name, "if": [{f: list(v) for f, v in way.items()} for way in condition]}
        for name, condition in decision.conditional.items()
    ]
    return {
        "destination": verdict.destination,
        "basis": str(verdict.basis),
        "rules": list(verdict.rules),
        "passages": list(verdict.passages),
        "phrases": list(verdict.phrases),
        "reminders": [*verdict.reminders, *conditional],
        "warnings": warnings,
    }
