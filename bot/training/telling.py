"""A text of the vignettes as one caller says it: agreed, addressed, and elided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.procedure.vignettes import ADDRESSED, AGREED, SLOT, Gender

_VOWEL = re.compile(r"[aeiouyhœàâäéèêëîïôöûü]", re.IGNORECASE)

# As written in the masculine: before a feminine word, before a vowel (masculine, feminine).
_AGREEMENTS = {
    "le": ("la", "l’", "l’"),
    "un": ("une", "un", "une"),
    "mon": ("ma", "mon", "mon"),
    "ton": ("ta", "ton", "ton"),
    "son": ("sa", "son", "son"),
    "ce": ("cette", "cet", "cette"),
    "du": ("de la", "de l’", "de l’"),
    "au": ("à la", "à l’", "à l’"),
    "de": ("de", "d’", "d’"),
    "que": ("que", "qu’", "qu’"),
}


@dataclass(frozen=True)
class Speaker:
    """Who calls: a woman or a man, who says « vous » (`formal`) or « tu » to the agent."""

    feminine: bool
    formal: bool


def told(text: str, speaker: Speaker, words: Mapping[str, tuple[str, Gender]]) -> str:
    """A text told of a speaker, each list giving the word chosen of it with its gender."""
    text = AGREED.sub(lambda found: found[2 if speaker.feminine else 1], text)
    text = ADDRESSED.sub(lambda found: found[1 if speaker.formal else 2], text)
    return SLOT.sub(lambda found: _agreed(found["before"], *words[found["name"]]), text)


def _agreed(before: str | None, word: str, gender: Gender) -> str:
    """A word with what stands before it: « mon » and « boutique » are « ma boutique ».

    An h is taken for silent.
    """
    if before is None:
        return word
    feminine = gender == "f"
    of_feminine, elided_masculine, elided_feminine = _AGREEMENTS.get(
        before.lower(), (before, before, before)
    )
    if _VOWEL.match(word):
        agreed = elided_feminine if feminine else elided_masculine
    else:
        agreed = of_feminine if feminine else before
    agreed = agreed.capitalize() if before[0].isupper() else agreed
    return agreed + word if agreed.endswith("’") else f"{agreed} {word}"
