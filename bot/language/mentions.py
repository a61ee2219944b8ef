"""What an expression of a vocabulary says of its fact, where it stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.language.answers import Polarity
from bot.language.clauses import Shade
from bot.language.scope import Reading
from bot.procedure.model import Condition, Procedure
from bot.procedure.vocabulary import Vocabulary


@dataclass(frozen=True)
class Says:
    """What an expression of the vocabulary says: that a fact has a value.

    With `denied`, it says so when it is denied; with `doubt`, it only makes the value uncertain;
    with `answer`, it counts where the fact is asked; with `given`, where that condition holds. A
    `value` of None only names the fact.
    """

    fact: str
    value: str | None
    denied: bool = False
    doubt: bool = False
    answer: bool = False
    given: Condition | None = None


class Force(Enum):
    """What a mention does to its fact."""

    AFFIRMS = "affirms"
    RULES_OUT = "rules out"
    CLOUDS = "clouds"
    """Makes a value uncertain."""
    IMPLIES = "implies"
    """States a value unless another is affirmed: « pas de remise » implies that none is asked."""


@dataclass(frozen=True)
class Mention:
    """One expression read in its place: the values that it leaves to its fact."""

    says: Says
    values: frozenset[str]
    force: Force
    reading: Reading
    place: int
    words: frozenset[str]
    firm: bool


def mention_of(
    procedure: Procedure,
    vocabulary: Vocabulary,
    says: Says,
    reading: Reading,
    place: int,
    words: frozenset[str],
) -> Mention | None:
    """What an expression comes to where it stands; None where it says nothing of its fact."""
    if says.value is None and not reading.answered:
        return None
    values, force = _left(procedure, says, reading.polarity is Polarity.DENIED)
    past_counts = says.fact in vocabulary.facts and vocabulary.facts[says.fact].past
    firm = reading.polarity is not Polarity.UNCLEAR and (
        reading.shade is Shade.NONE or (reading.shade is Shade.PAST and past_counts)
    )
    return Mention(says, values, force, reading, place, words, firm)


def _left(procedure: Procedure, says: Says, denied: bool) -> tuple[frozenset[str], Force]:
    every = frozenset(procedure.facts[says.fact].values)
    if says.value is None:
        return frozenset({"non" if denied else "oui"}), Force.AFFIRMS
    value = frozenset({says.value})
    if says.doubt:
        return (frozenset(), Force.CLOUDS) if denied else (value, Force.CLOUDS)
    if says.denied:
        return (value, Force.IMPLIES) if denied else (every - value, Force.RULES_OUT)
    return (every - value, Force.RULES_OUT) if denied else (value, Force.AFFIRMS)
