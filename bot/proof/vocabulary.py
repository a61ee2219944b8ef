"""Every expression of a vocabulary says what it stands under, and no two values claim one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.language.mentions import Says
from bot.language.understanding import Lure, Meaning, Understanding
from bot.procedure.expression import (
    DAYS,
    Date,
    Element,
    Expression,
    Gap,
    Number,
    read_expression,
)
from bot.procedure.model import Procedure
from bot.procedure.vocabulary import Vocabulary
from bot.proof.defect import Defect, Kind


def vocabulary_defects(
    procedure: Procedure, vocabulary: Vocabulary, understanding: Understanding
) -> Iterator[Defect]:
    """Yield the expressions that two values claim, and those that are not heard as they are meant.

    Each is read as if it were typed alone, in answer to the question of its fact; what is written
    to be denied, after « pas de ».
    """
    groups = understanding.groups
    yield from _claimed_twice(understanding)
    for fact, hearing in vocabulary.facts.items():
        for value, wording in hearing.values.items():
            for text in (*wording.says, *wording.answers):
                typed = example(read_expression(text), groups)
                heard = understanding.read(typed, (fact,)).facts.get(fact)
                if heard != value:
                    yield _unheard(procedure, (fact, value), text, typed, heard)
            for text in wording.denied:
                typed = f"pas de {example(read_expression(text), groups)}"
                found = understanding.read(typed, (fact,))
                heard = found.facts.get(fact)
                if heard != value and value not in found.unsure.get(fact, ()):
                    yield _unheard(procedure, (fact, value), text, typed, heard)


def _unheard(
    procedure: Procedure, said: tuple[str, str], text: str, typed: str, heard: str | None
) -> Defect:
    fact, value = said
    label = procedure.facts[fact].values[heard].label if heard else "rien"
    place = f"« {text} », sous « {fact}: {value} »"
    return Defect(Kind.UNHEARD, f"{place} : « {typed} » s’entend « {label} »")


def _claimed_twice(understanding: Understanding) -> Iterator[Defect]:
    told: set[tuple[str, ...]] = set()
    book = understanding.book
    for steps, meanings in book.claims.items():
        named = tuple(sorted({claim for one in meanings if (claim := _claim(one))}))
        facts = [claim.partition(":")[0] for claim in named]
        clash = len(named) > len(set(facts)) or ("leurre" in named and len(named) > 1)
        words = example(book.written[steps], understanding.groups)
        if clash and (words, *named) not in told:
            told.add((words, *named))
            places = " et ".join(f"« {one} »" for one in named)
            yield Defect(Kind.CLAIMED_TWICE, f"« {words} », sous {places}")


def _claim(meaning: Meaning) -> str | None:
    if isinstance(meaning, Lure):
        return "leurre"
    if not isinstance(meaning, Says) or meaning.value is None or meaning.given is not None:
        return None
    return None if meaning.denied or meaning.doubt else f"{meaning.fact}: {meaning.value}"


def example(expression: Expression, groups: Mapping[str, Sequence[Expression]]) -> str:
    """An expression as it could be typed: its first words, its lowest numbers."""
    return " ".join(said for element in expression if (said := _said(element, groups))).replace(
        " ,", ","
    )


def _said(element: Element, groups: Mapping[str, Sequence[Expression]]) -> str:
    if isinstance(element, Gap) or element.optional:
        return ""
    if isinstance(element, Date):
        return "mars 2027"
    if isinstance(element, Number):
        low = max(1, element.ranges[0][0]) if element.duration else element.ranges[0][0]
        if not element.duration:
            return str(low)
        unit, days = next((u, d) for u, d in reversed(DAYS.items()) if low % d == 0)
        return f"{low // days} {unit}"
    word = element.words[0]
    if word[0] == "$":
        return example(groups[word[1:]][0], groups)
    return word.strip("=*")
