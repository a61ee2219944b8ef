"""The small language in which a vocabulary says how things are said.

An expression is a few words of French, in the order in which they are typed; small words in between
(articles, pronouns, auxiliaries) need not be written. Beyond plain words it knows

    résili*              any ending
    soft/hard lock       one or the other
    (très) déçu          with or without
    engagé … mois        up to a few words in between
    <2+> domaines        a number: <5>, <2+>, <0-4>, <12|24|36>
    <0-30 jours>         a duration, whatever its unit
    <date>               a month or a year, which is not compared with today
    [résilie] son pack   a word that must be there, and stays free for other expressions
    =au mois             exactly this word, however small
    offre … , … non      a comma, which no gap crosses
    $service             any word of a group
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

MAX_NUMBER = 10**6
MAX_OPTIONAL = 4
DAYS = {"jour": 1, "semaine": 7, "mois": 30, "an": 365}
"""The units of a duration, in days."""

_NUMBERS = re.compile(r"<(\d+)(?:(\+)|-(\d+)|((?:\|\d+)+))?(?: (jour|semaine|mois|an)s?)?>")
_CHUNKS = re.compile(r"[\[(]?<[^>]*>[\])]?|[^\s<]+|<")
_WORD = re.compile(r"=?[\w’'-]+\*?|\$[\w-]+")


@dataclass(frozen=True)
class Literal:
    """One word among several; `*` ends a stem, `=` begins a word taken exactly, `$` a group."""

    words: tuple[str, ...]
    optional: bool = False
    context: bool = False


@dataclass(frozen=True)
class Number:
    """A number within ranges, or a duration within ranges of days."""

    ranges: tuple[tuple[int, int], ...]
    duration: bool = False
    optional: bool = False
    context: bool = False


@dataclass(frozen=True)
class Date:
    """A month or a year."""

    optional: bool = False
    context: bool = False


@dataclass(frozen=True)
class Gap:
    """A few words, whatever they are."""


Element = Literal | Number | Date | Gap
Expression = tuple[Element, ...]


class Unreadable(ValueError):
    """Why a text is no expression, in French."""


def read_expression(text: str) -> Expression:
    """Read an expression, or raise `Unreadable`."""
    elements = tuple(element for chunk in _CHUNKS.findall(text) for element in _elements(chunk))
    said = [one for one in elements if not isinstance(one, Gap)]
    if not any(not one.optional and not one.context for one in said):
        raise Unreadable("il faut au moins un mot")
    if sum(one.optional for one in said) > MAX_OPTIONAL:
        raise Unreadable(f"{MAX_OPTIONAL} mots facultatifs au plus")
    if isinstance(elements[0], Gap) or isinstance(elements[-1], Gap):
        raise Unreadable("« … » se place entre deux mots")
    return elements


def _elements(chunk: str) -> Iterator[Element]:
    if not chunk:
        raise Unreadable("des parenthèses vides ne disent rien")
    if chunk in ("…", "..."):
        yield Gap()
    elif chunk == ",":
        yield Literal((",",))
    elif chunk[0] == "(" and chunk[-1] == ")":
        yield from (_with(one, optional=True) for one in _elements(chunk[1:-1]))
    elif chunk[0] == "[" and chunk[-1] == "]":
        yield from (_with(one, context=True) for one in _elements(chunk[1:-1]))
    elif chunk == "<date>":
        yield Date()
    elif chunk[0] == "<":
        yield _number(chunk)
    else:
        yield from _words(chunk)


def _with(element: Element, *, optional: bool = False, context: bool = False) -> Element:
    if isinstance(element, Gap):
        raise Unreadable("« … » ne se met pas entre parenthèses")
    return replace(
        element, optional=optional or element.optional, context=context or element.context
    )


def _words(chunk: str) -> Iterator[Literal]:
    alternatives = tuple(chunk.split("/"))
    if len(alternatives) > 1 and "$" in chunk:
        raise Unreadable(f"« {chunk} » : un groupe se nomme seul, sans « / »")
    for word in alternatives:
        if not _WORD.fullmatch(word) or not _can_be_typed(word):
            raise Unreadable(f"« {word or chunk} » n’est pas un mot")
    if len(alternatives) > 1 or chunk[0] == "$":
        yield Literal(alternatives)
        return
    for part in chunk.split("-"):
        if part:
            yield Literal((part,))


def _can_be_typed(word: str) -> bool:
    """Whether something is left of a word once it is folded: a letter of the alphabet, a figure."""
    return any(
        "a" <= c <= "z" or c.isdecimal() for c in unicodedata.normalize("NFKD", word.lower())
    )


def _number(chunk: str) -> Number:
    found = _NUMBERS.fullmatch(chunk)
    if found is None:
        raise Unreadable(f"« {chunk} » : écrivez <5>, <2+>, <0-4>, <12|24>, <0-30 jours> ou <date>")
    first, more, last, others, unit = found.groups()
    low = int(first)
    if others:
        ranges = tuple((n, n) for n in map(int, [first, *others[1:].split("|")]))
    else:
        ranges = ((low, MAX_NUMBER if more else min(int(last or low), MAX_NUMBER)),)
    if any(a > b for a, b in ranges):
        raise Unreadable(f"« {chunk} » : le plus petit nombre d’abord, {MAX_NUMBER} au plus")
    days = DAYS[unit] if unit else 1
    return Number(tuple((a * days, b * days) for a, b in ranges), duration=unit is not None)
