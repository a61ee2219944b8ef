"""Where a denial carries: to the next mention of its clause, through light words only."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.clauses import NOWHERE, Clause, Clauses, Span
from bot.language.french import LIGHT, Role
from bot.language.numbers import number_at
from bot.language.words import Word

BARRIERS = {":", "et", "qui", "dont", "afin", "lequel", "laquelle"}
"""Words that no denial passes."""
FULL = {"pas", "sans", "hors", "refuse", "evite", "non"}
"""Denials two of which undo one another; others only go along: « sans aucun », « pas … ni »."""
_NEGATIVE = {"pas", "sans", "ni", "aucun", "rien", "jamais", "non", "plus", "refuse", "hors"}
"""Words that begin an expression with a denial of its own: « pas content »."""
_OPENERS = {
    "y",
    "il",
    "elle",
    "ce",
    "on",
    "je",
    "ne",
    "pas",
    "aucun",
    "rien",
    "mais",
    "le",
    "la",
    "un",
    "une",
    "juste",
    "en",
}
"""Words before which a « non » is an answer, not a denial."""


class Denials:
    """The denials of a text, and what each reaches."""

    def __init__(self, words: Sequence[Word], clauses: Clauses) -> None:
        self._words = words
        self._clauses = clauses

    def reaching(self, mention: Span, start: int) -> list[Span]:
        """The denials from `start` on that reach a mention: before it, or inside it.

        A mention that begins with « ni » or « rien » only goes along with them.
        """
        if self.is_negative(mention) and self._words[mention.start].text not in FULL:
            return []
        left = self._past_barrier(start, mention.start)
        end = mention.start if self.is_negative(mention) else mention.end
        return [
            span
            for span in self._clauses.between(left, end)
            if Role.DENIES in span.roles
            and not self._is_interjected(span)
            and not self._is_beside(span, mention)
            and not self._is_more(span)
        ]

    def clasps(self, mention: Span) -> bool:
        """Whether a mention stands between « ne » and its « pas »: « il ne résilie pas »."""
        after = self._clauses.at.get(mention.end, NOWHERE)
        place = mention.start - 1
        while place >= 0 and self._clauses.is_small(place):
            place -= 1
        return place >= 0 and self._words[place].text == "ne" and Role.DENIES in after.roles

    def carries(self, clause: Clause, denial: Span, mention: Span) -> bool:
        """Whether only light words stand between a denial and what it denies."""
        between = range(denial.end, mention.start)
        ne = [p for p in range(clause.start, denial.start) if self._words[p].text == "ne"]
        after = self._clauses.between(ne[-1] + 1, clause.end) if ne else ()
        first = next((one.start for one in after if Role.DENIES in one.roles), denial.start)
        verb = range(ne[-1] + 1, first) if ne else range(0)
        return all(self.is_light(place) for place in (*between, *verb))

    def is_negative(self, mention: Span) -> bool:
        """Whether an expression has its own denial: « pas content »."""
        return self._words[mention.start].text in _NEGATIVE

    def is_light(self, place: int) -> bool:
        """Whether a denial passes over a word."""
        text = self._words[place].text
        span = self._clauses.at.get(place, NOWHERE)
        passed = span.aside or bool(span.roles & {Role.DENIES, Role.NOTHING, Role.ENDED})
        known = text in LIGHT or text == "ne" or self._words[place].is_mark
        return known or passed or self._clauses.is_small(place)

    def _past_barrier(self, left: int, right: int) -> int:
        """The place after the last word between `left` and `right` that no denial passes."""
        for place in range(right - 1, left - 1, -1):
            word = self._words[place].text
            listed = word == "et" and place + 1 < right and self._words[place + 1].text == "de"
            if word in BARRIERS and place not in self._clauses.at and not listed:
                return place + 1
        return left

    def _is_interjected(self, denial: Span) -> bool:
        """Whether a « non » stands by itself before a sentence: « non y a rien »."""
        after = self._words[denial.end].text if denial.end < len(self._words) else ""
        return self._words[denial.start].text == "non" and after in _OPENERS

    def _is_beside(self, denial: Span, mention: Span) -> bool:
        """Whether a « sans » inside a mention denies something else: « inclus sans frais dans »."""
        if denial.start < mention.start or self._words[denial.start].text != "sans":
            return False
        end = next((place for place in mention.places if place >= denial.end), denial.end)
        return not all(self.is_light(place) for place in range(denial.end, end))

    def _is_more(self, denial: Span) -> bool:
        """Whether a « plus » counts: « plus de cinq appels »."""
        said = [self._words[place].text for place in range(denial.start, denial.end)]
        before = [word.text for word in self._words[max(0, denial.start - 2) : denial.start]]
        after = self._words[denial.end : denial.end + 2]
        place = denial.end + (bool(after) and after[0].text == "de")
        if "plus" not in said[-2:] or "ne" in before or place >= len(self._words):
            return False
        number = number_at(self._words, place)
        return number is not None and number[0] > 1
