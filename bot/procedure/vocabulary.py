"""How people say the facts of a procedure: the form of `vocabulary.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from bot.procedure.document import Path
from bot.procedure.expression import Literal, Unreadable, read_expression
from bot.procedure.model import Condition, Id, Many, Part, Procedure, Under
from bot.procedure.names import unknown
from bot.procedure.references import Names

_ABBREVIATION = re.compile(r"[^\W\d_]+")
Words = Annotated[str, Field(min_length=1, max_length=200)]


class Given(Part):
    """Expressions that only count where the rest of the text states something."""

    words: Many[Words]
    when: Condition


class Wording(Part):
    """How a value is said: outright, by denying something, only as an answer, or in a context.

    What is said does not count `unless` something is stated elsewhere in the text, and is left
    unsure `unsure_with` some other words.
    """

    says: Many[Words] = ()
    denied: Many[Words] = ()
    answers: Many[Words] = ()
    unless: Condition = ()
    unsure_with: Many[Words] = ()
    given: Many[Given] = ()


class Hearing(Part):
    """How a fact is said.

    `about` names it without a value; `past` says that the past counts for it. Where a text says
    several values, those of `first` prevail, then those of the fact’s `if_several`, then the
    others; those of `last` give way to any.
    """

    about: Many[Words] = ()
    past: bool = False
    first: tuple[Id, ...] = ()
    last: tuple[Id, ...] = ()
    values: dict[Id, Annotated[Wording, Under("says")]]


class Vocabulary(Part):
    """A whole vocabulary file."""

    groups: dict[Id, Many[Words]] = Field(default_factory=dict)
    abbreviations: dict[str, Words] = Field(default_factory=dict)
    lures: Many[Words] = ()
    facts: dict[Id, Hearing] = Field(default_factory=dict)

    def sayings(self) -> Iterator[tuple[Path, tuple[str, ...]]]:
        """Every list of expressions, with where it stands in the file."""
        for name, words in self.groups.items():
            yield ("groups", name), words
        yield ("lures",), self.lures
        for fact, hearing in self.facts.items():
            yield ("facts", fact, "about"), hearing.about
            for value, wording in hearing.values.items():
                path: Path = ("facts", fact, "values", value)
                yield (*path, "says"), wording.says
                yield (*path, "denied"), wording.denied
                yield (*path, "answers"), wording.answers
                yield (*path, "unsure_with"), wording.unsure_with
                for n, given in enumerate(wording.given):
                    yield (*path, "given", n, "words"), given.words


def vocabulary_faults(vocabulary: Vocabulary, procedure: Procedure) -> Iterator[tuple[Path, str]]:
    """Yield where a vocabulary cannot be read, or names what the procedure does not have."""
    for typed in vocabulary.abbreviations:
        if not _ABBREVIATION.fullmatch(typed):
            yield ("abbreviations", typed), "une abréviation est un mot, de lettres seules"
    names = Names(procedure)
    order = {name: n for n, name in enumerate(vocabulary.groups)}
    for path, sayings in vocabulary.sayings():
        known = [g for g in order if path[0] != "groups" or order[g] < order[str(path[1])]]
        for n, text in enumerate(sayings):
            yield from _unreadable((*path, n), text, known)
    for fact, hearing in vocabulary.facts.items():
        path = ("facts", fact)
        yield from names.fact(path, fact)
        if fact not in procedure.facts:
            continue
        values = procedure.facts[fact].values
        named: list[tuple[Path, str]] = [
            ((*path, key, n), value)
            for key, ranked in (("first", hearing.first), ("last", hearing.last))
            for n, value in enumerate(ranked)
        ]
        named += [((*path, "values", value), value) for value in hearing.values]
        for place, value in named:
            yield from names.value(place, fact, value)
        if hearing.about and not {"oui", "non"} <= set(values):
            yield (*path, "about"), "« about » demande un fait dont les valeurs sont oui et non"
        for value, wording in hearing.values.items():
            place = (*path, "values", value)
            yield from names.condition((*place, "unless"), wording.unless)
            for n, given in enumerate(wording.given):
                yield from names.condition((*place, "given", n, "when"), given.when)


def _unreadable(path: Path, text: str, groups: Sequence[str]) -> Iterator[tuple[Path, str]]:
    try:
        expression = read_expression(text)
    except Unreadable as error:
        yield path, f"expression illisible : {error}"
        return
    for element in expression:
        for word in element.words if isinstance(element, Literal) else ():
            if word[0] == "$" and word[1:] not in groups:
                yield path, unknown("groupe inconnu (ou écrit plus bas)", word[1:], groups)
