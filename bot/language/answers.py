"""What stands after a mention: the answer of its label, or an end of clause that takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.language.clauses import NOWHERE, SENTENCE_ENDS, Clause, Clauses, Span
from bot.language.denials import BARRIERS, Denials
from bot.language.french import Role
from bot.language.words import Word

_LABELS = {":", "=", ">", "→", "-", "?", "("}
"""Marks after which a label's answer stands: « feu rouge : non »."""
_FLAGS = {
    **dict.fromkeys(("o", "y", "true", "on", "x", "v"), Role.AFFIRMS),
    **dict.fromkeys(("n", "false", "none", "off"), Role.DENIES),
}
"""Answers of a label that are no words: « mbg=false », « RTL : O »."""
_ANSWERS = (Role.AFFIRMS, Role.DENIES, Role.NOTHING, Role.ENDED)


class Polarity(StrEnum):
    """How a mention is meant."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    UNCLEAR = "unclear"


class Answers:
    """What the words after the mentions of a text say of them."""

    def __init__(self, words: Sequence[Word], clauses: Clauses, denials: Denials) -> None:
        self._words = words
        self._clauses = clauses
        self._denials = denials

    def ended(self, mention: Span, clause: Clause, after: Span | None) -> Polarity:
        """« le feu rouge n’y est pas », « Inkasso levé »: what the end of a clause says of it."""
        if self._denials.is_negative(mention):
            return Polarity.AFFIRMED
        at = self._clauses.at
        if mention.aside and Role.DENIES in at.get(mention.end, NOWHERE).roles:
            return Polarity.DENIED
        followed = after is not None and after.start < clause.end
        end = after.start if after and followed else clause.end
        rest = range(mention.end, end)
        stop = next((p for p in rest if self._words[p].text in (*BARRIERS - {":"}, "que")), end)
        rest = range(mention.end, stop)
        ends = [at[place] for place in rest if place in at]
        gone = next((span for span in ends if Role.ENDED in span.roles), None)
        if gone and all(
            self._denials.is_light(place) for place in range(mention.end, ends[0].start)
        ):
            still = any(Role.DENIES in span.roles and span.start < gone.start for span in ends)
            return Polarity.UNCLEAR if still else Polarity.DENIED
        denials = [
            span
            for span in ends
            if Role.DENIES in span.roles
            and (self._words[span.start].text != "non" or span.end == end)  # « non utilisé »
        ]
        if not denials or (followed and stop == end):
            return Polarity.AFFIRMED
        light = all(self._denials.is_light(place) for place in rest)
        return Polarity.DENIED if light else Polarity.UNCLEAR

    def answer(self, mention: Span, after: Span | None) -> tuple[Polarity | None, bool]:
        """The yes or no that follows a mention, and whether it does so as a label’s answer."""
        place, label = mention.end, ""
        while place < len(self._words) and self._words[place].text in _LABELS:
            place, label = place + 1, self._words[place].text
        if not label and self._says_no(place):
            return Polarity.DENIED, True
        answers, place = self._answers_from(place, label)
        if not answers:
            return self._pointed(mention), False
        if self._denials.is_negative(mention) and answers[0] is not Role.AFFIRMS:
            return None, False
        closed = place >= len(self._words) or (
            self._words[place].is_mark or Role.TURNS in self._clauses.at.get(place, NOWHERE).roles
        )
        follows = after is not None and after.start == place
        if not closed and not (follows and (label or answers == [Role.AFFIRMS])):
            return None, False
        affirmed = answers[0] is Role.AFFIRMS
        return (Polarity.AFFIRMED if affirmed else Polarity.DENIED), bool(label)

    def _says_no(self, place: int) -> bool:
        """Whether a sentence ends there with « , non »."""
        after = [word.text for word in self._words[place : place + 3]]
        return after[:2] == [",", "non"] and (len(after) < 3 or after[2] in SENTENCE_ENDS)

    def _answers_from(self, place: int, label: str) -> tuple[list[Role], int]:
        """The answers that stand from a place on, and the place after them."""
        answers: list[Role] = []
        while place < len(self._words):
            span = self._clauses.at.get(place, NOWHERE)
            text = self._words[place].text
            if label and span is NOWHERE and text in _FLAGS:
                answers.append(_FLAGS[text])
                place += 1
                continue
            role = next((one for one in _ANSWERS if one in span.roles), None)
            if role is None:
                return ([] if text in {"de", "la", "le"} else answers), place
            answers.append(role)
            place = span.end
        return answers, place

    def _pointed(self, mention: Span) -> Polarity | None:
        """« …, il n’y est plus »: a clause of its own that only says whether a thing is there."""
        clause = self._clauses.after(self._clauses.of(mention.start))
        if clause is None:
            return None
        at, places = self._clauses.at, range(clause.start, clause.end)
        roles = {role for place in places if place in at for role in at[place].roles}
        plain = all(place in at or self._clauses.is_small(place) for place in places)
        between = (
            one.facts and not one.aside for one in self._clauses.between(mention.end, clause.start)
        )
        if not plain or any(between) or any(self._is_firm(p) for p in places):
            return None
        if roles == {Role.ENDED}:
            return Polarity.DENIED
        return Polarity.AFFIRMED if roles == {Role.AFFIRMS} else None

    def _is_firm(self, place: int) -> bool:
        """Whether a word belongs to a mention that is not aside."""
        span = self._clauses.at.get(place, NOWHERE)
        return bool(span.facts) and not span.aside
