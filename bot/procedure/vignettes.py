"""How a call is told to somebody who learns the procedure: the form of `vignettes.yaml`.

A text is told of a caller who is a man or a woman, and who says « vous » or « tu » to the agent:
`{furieux|furieuse}` agrees with the caller, `[pouvez-vous|peux-tu]` with how they speak, and
`$service` is one of the words of that list, with which the word before it agrees (« mon $service »
is « mon hébergement » or « ma boutique »).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.procedure.document import Path
from bot.procedure.model import Condition, Id, Many, Part, Procedure, Under, Words
from bot.procedure.names import unknown
from bot.procedure.references import Names
from bot.procedure.typography import french_spaces

AGREED = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
ADDRESSED = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
SLOT = re.compile(r"(?:\b(?P<before>\w+) )?\$(?P<name>[a-z]+(?:-[a-z]+)*)")
_LEFT = re.compile(r"[{}\[\]|$]")

Told = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(french_spaces)]
Gender = Literal["m", "f"]


class Tone(StrEnum):
    """How a caller speaks; `ANY` marks what anybody may say."""

    ANY = "any"
    PRESSED = "pressed"
    POLITE = "polite"
    ANGRY = "angry"
    TECHNICAL = "technical"


Spoken = Annotated[dict[Tone, Many[Told]], Under("any")]


class Ways(Part):
    """How a value is told: said by the caller, read on the screen, or known to the agent."""

    caller: Spoken = Field(default_factory=dict)
    screen: Many[Told] = ()
    known: Many[Told] = ()

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Every text, with where it stands."""
        for tone, texts in self.caller.items():
            yield from ((("caller", str(tone), n), text) for n, text in enumerate(texts))
        yield from ((("screen", n), text) for n, text in enumerate(self.screen))
        yield from ((("known", n), text) for n, text in enumerate(self.known))

    @property
    def is_always_told(self) -> bool:
        """Whether there is something to tell whatever the tone."""
        return bool(self.caller.get(Tone.ANY) or self.screen or self.known)


class Manner(Part):
    """How a call of some tone begins, and in which cases a caller may have it (none: in all)."""

    hello: Many[Told]
    when: Condition = ()


class Details(Part):
    """What is beside the point in any case: said by the caller, or read on the screen."""

    caller: Many[Told] = ()
    screen: Many[Told] = ()


class Vignettes(Part):
    """A whole vignettes file; `near` are sentences that look like a prescribed one and are not."""

    words: dict[Id, dict[Words, Gender]] = Field(default_factory=dict)
    tones: dict[Tone, Manner]
    facts: dict[Id, dict[Id, Ways]]
    details: Details = Details()
    near: dict[Id, Many[Words]] = Field(default_factory=dict)

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Every text in which there is something to agree, with where it stands in the file."""
        for tone, manner in self.tones.items():
            path = ("tones", str(tone), "hello")
            yield from (((*path, n), text) for n, text in enumerate(manner.hello))
        for fact, values in self.facts.items():
            for value, ways in values.items():
                yield from ((("facts", fact, value, *path), text) for path, text in ways.texts())
        for key, texts in (("caller", self.details.caller), ("screen", self.details.screen)):
            yield from ((("details", key, n), text) for n, text in enumerate(texts))


def vignettes_faults(vignettes: Vignettes, procedure: Procedure) -> Iterator[tuple[Path, str]]:
    """Yield where vignettes cannot be told, or name what the procedure does not have."""
    names = Names(procedure)
    for path, text in vignettes.texts():
        yield from _unreadable(path, text, vignettes.words)
    if not any(not manner.when for tone, manner in vignettes.tones.items() if tone != Tone.ANY):
        yield ("tones",), "il faut un ton sans « when », que tout client puisse avoir"
    for tone, manner in vignettes.tones.items():
        yield from names.condition(("tones", str(tone), "when"), manner.when)
        if tone is Tone.ANY:
            yield ("tones", "any"), "« any » n’est pas un ton : pressed, polite, angry, technical"
    for fact, values in vignettes.facts.items():
        yield from names.fact(("facts", fact), fact)
        for value in values:
            yield from names.value(("facts", fact, value), fact, value)
    for fact, declared in procedure.facts.items():
        told = vignettes.facts.get(fact, {})
        for value in declared.values:
            if value not in told or not told[value].is_always_told:
                yield ("facts",), f"« {fact}: {value} » n’a pas de texte qui vaille pour tout ton"
    for phrase in vignettes.near:
        if phrase not in procedure.phrases:
            yield ("near", phrase), unknown("phrase inconnue", phrase, procedure.phrases)


def _unreadable(path: Path, text: str, words: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    for slot in SLOT.finditer(text):
        if slot["name"] not in words:
            yield path, unknown("liste de mots inconnue", slot["name"], words)
    left = _LEFT.search(SLOT.sub("", ADDRESSED.sub("", AGREED.sub("", text))))
    if left:
        yield path, f"« {left[0]} » mal placé : écrivez {{il|elle}}, [vous|tu] ou $liste"
