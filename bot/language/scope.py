"""How a mention is meant where it stands: affirmed, denied, or not clear.

A denial carries to the next mention of its clause, through light words only; a mention that it has
reached hands it on in a list (« ou », « et de »). A label has its answer after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from bot.language.clauses import NOWHERE, SENTENCE_ENDS, Clause, Clauses, Shade, Span
from bot.language.french import LIGHT, Role
from bot.language.numbers import number_at
from bot.language.words import Word

_LABELS = {":", "=", ">", "→", "-", "?", "("}
"""Marks after which a label's answer stands: « feu rouge : non »."""
_BARRIERS = {":", "et", "qui", "dont", "afin", "lequel", "laquelle"}
"""Words that no denial passes."""
_NEGATIVE = {"pas", "sans", "ni", "aucun", "rien", "jamais", "non", "plus", "refuse", "hors"}
"""Words that begin an expression with a denial of its own: « pas content »."""
_FULL = {"pas", "sans", "hors", "refuse", "evite", "non"}
"""Denials two of which undo one another; others only go along: « sans aucun », « pas … ni »."""
_OPENERS = {"y", "il", "elle", "ce", "on", "je", "ne", "pas", "aucun", "rien", "mais", "le", "la"}
"""Words before which a « non » is an answer, not a denial."""
_APART = {"est", "juste", "plutot"}
"""Words that begin something else after a denied mention: « pas 12 mois, c’est mensuel »."""
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


@dataclass(frozen=True)
class Reading:
    """How a mention is meant, how far its clause vouches for it, and after how many corrections.

    It is `answered` by an explicit yes or no, or said to be `unknown`.
    """

    polarity: Polarity
    answered: bool
    shade: Shade
    epoch: int
    unknown: bool = False


class Scope:
    """The mentions of a text, read one after the other."""

    def __init__(self, words: Sequence[Word], spans: Sequence[Span]) -> None:
        self._words = words
        self._spans = spans
        self._clauses = Clauses(words, spans)

    def readings(self, mentions: Sequence[Span]) -> list[Reading]:
        """How each mention is meant, in the order of the text."""
        made: list[Reading] = []
        before: list[tuple[Span, Reading]] = []
        for mention, after in zip(mentions, _next_firm(mentions), strict=True):
            clause = self._clauses.of(mention.start)
            here = takewhile(lambda one: one[0].start >= clause.start, reversed(before))
            linked = next((one for one in here if not one[0].crosses(mention)), None)
            polarity, answered = self._polarity(mention, clause, linked, after)
            shade = Shade.NONE if answered else self._clauses.shade(mention.start)
            unknown = self._clauses.is_said_unknown(clause)
            made.append(Reading(polarity, answered, shade, clause.epoch, unknown))
            if not mention.aside:
                before.append((mention, made[-1]))
        self._take_back(mentions, made)
        for n in range(len(mentions) - 1, 0, -1):
            if made[n].answered and self._is_label_of(mentions[n - 1], mentions[n]):
                made[n - 1] = replace(made[n - 1], polarity=made[n].polarity, answered=True)
        return made

    def _take_back(self, mentions: Sequence[Span], made: list[Reading]) -> None:
        """Leave unclear what a correction takes back without saying what holds instead."""
        spoken = max((one.epoch for one in made), default=0)
        if spoken == self._clauses.epochs:
            return
        last = max((n for n, one in enumerate(mentions) if not one.aside), default=None)
        if last is not None:
            after = self._said_instead()
            clause = self._clauses.of(mentions[last].start)
            for n, mention in enumerate(mentions):
                if mention.start >= clause.start:
                    made[n] = replace(made[n], polarity=after)

    def _said_instead(self) -> Polarity:
        """What the last correction says of what it takes back: « attends, si, il y est »."""
        last = (s for s in self._spans if self._clauses.of(s.start).epoch == self._clauses.epochs)
        roles = {role for span in last for role in span.roles & {Role.AFFIRMS, Role.ENDED}}
        if len(roles) != 1:
            return Polarity.UNCLEAR
        return Polarity.AFFIRMED if Role.AFFIRMS in roles else Polarity.DENIED

    def _polarity(
        self,
        mention: Span,
        clause: Clause,
        linked: tuple[Span, Reading] | None,
        after: Span | None,
    ) -> tuple[Polarity, bool]:
        """How a mention is meant, and whether an answer says so.

        `linked` is the mention before it in its clause, `after` the next one of the text.
        """
        answer, labelled = self._answer(mention, after)
        if answer is not None and (labelled or answer is not Polarity.AFFIRMED):
            return answer, True
        if self._is_clasped(mention):
            return Polarity.DENIED, False
        if denials := self._denials(mention, clause, linked):
            full = [span for span in denials if self._words[span.start].text in _FULL]
            firm = len(full) < 2 and self._carries(clause, denials[-1], mention)
            return (Polarity.DENIED if firm else Polarity.UNCLEAR), False
        if answer is not None:
            return answer, True
        if linked and linked[1].polarity is not Polarity.AFFIRMED and not linked[1].answered:
            return self._handed_on(linked[0], mention, linked[1].polarity), False
        return self._ended(mention, clause, after), False

    # ── Before a mention ──────────────────────────────────────────────────────────────────────

    def _denials(
        self, mention: Span, clause: Clause, linked: tuple[Span, Reading] | None
    ) -> list[Span]:
        """The denials that reach a mention: those after the one before it, or inside it.

        A mention that begins with « ni » or « rien » only goes along with them.
        """
        if self._is_negative(mention) and self._words[mention.start].text not in _FULL:
            return []
        left = self._past_barrier(linked[0].end if linked else clause.start, mention.start)
        end = mention.start if self._is_negative(mention) else mention.end
        answer_end = linked[0].end + 2 if linked and linked[1].answered else -1
        return [
            span
            for span in self._clauses.between(max(left, answer_end + 1), end)
            if Role.DENIES in span.roles
            and not self._is_interjected(span)
            and not self._is_beside(span, mention)
            and not self._is_more(span)
        ]

    def _is_more(self, denial: Span) -> bool:
        """Whether a « plus » counts: « plus de cinq appels »."""
        said = [self._words[place].text for place in range(denial.start, denial.end)]
        place = denial.end + (
            denial.end < len(self._words) and self._words[denial.end].text == "de"
        )
        if "plus" not in said[-2:] or place >= len(self._words):
            return False
        number = number_at(self._words, place)
        return number is not None and number[0] > 1 and "ne" not in self._before(denial)

    def _before(self, span: Span) -> list[str]:
        return [word.text for word in self._words[max(0, span.start - 2) : span.start]]

    def _is_beside(self, denial: Span, mention: Span) -> bool:
        """Whether a « sans » inside a mention denies something else: « inclus sans frais dans »."""
        if denial.start < mention.start or self._words[denial.start].text != "sans":
            return False
        end = next((place for place in mention.places if place >= denial.end), denial.end)
        return not all(self._is_light(place) for place in range(denial.end, end))

    def _is_clasped(self, mention: Span) -> bool:
        """Whether a mention stands between « ne » and its « pas »: « il ne résilie pas »."""
        after = self._clauses.at.get(mention.end, NOWHERE)
        place = mention.start - 1
        while place >= 0 and self._clauses.is_small(place):
            place -= 1
        return place >= 0 and self._words[place].text == "ne" and Role.DENIES in after.roles

    def _past_barrier(self, left: int, right: int) -> int:
        """The place after the last word between `left` and `right` that no denial passes."""
        for place in range(right - 1, left - 1, -1):
            word = self._words[place].text
            listed = word == "et" and place + 1 < right and self._words[place + 1].text == "de"
            if word in _BARRIERS and place not in self._clauses.at and not listed:
                return place + 1
        return left

    def _is_interjected(self, denial: Span) -> bool:
        """Whether a « non » stands by itself before a sentence: « non y a rien »."""
        after = self._words[denial.end].text if denial.end < len(self._words) else ""
        return self._words[denial.start].text == "non" and after in _OPENERS

    def _is_negative(self, mention: Span) -> bool:
        """Whether an expression has its own denial: « pas content »."""
        return self._words[mention.start].text in _NEGATIVE

    def _carries(self, clause: Clause, denial: Span, mention: Span) -> bool:
        """Whether only light words stand between a denial and what it denies."""
        between = range(denial.end, mention.start)
        ne = [p for p in range(clause.start, denial.start) if self._words[p].text == "ne"]
        after = self._clauses.between(ne[-1] + 1, clause.end) if ne else ()
        first = next((one.start for one in after if Role.DENIES in one.roles), denial.start)
        verb = range(ne[-1] + 1, first) if ne else range(0)
        return all(self._is_light(place) for place in (*between, *verb))

    def _is_light(self, place: int) -> bool:
        text = self._words[place].text
        span = self._clauses.at.get(place, NOWHERE)
        passed = span.aside or bool(span.roles & {Role.DENIES, Role.NOTHING, Role.ENDED})
        known = text in LIGHT or text == "ne" or self._words[place].is_mark
        return known or passed or self._clauses.is_small(place)

    def _handed_on(self, before: Span, mention: Span, polarity: Polarity) -> Polarity:
        """How a mention follows one that is not affirmed: in the same list, apart, or unclear."""
        between = [word.text for word in self._words[before.end : mention.start]]
        if self._is_negative(mention) or _APART & set(between):
            return Polarity.AFFIRMED
        if "ou" in between:
            return polarity
        if "et" in between:
            after = between[between.index("et") + 1 :]
            if after[:1] == ["de"]:
                return polarity
            return Polarity.AFFIRMED if after else Polarity.UNCLEAR
        small = all(self._clauses.is_small(p) for p in range(before.end, mention.start))
        return polarity if small and before.facts & mention.facts else Polarity.AFFIRMED

    # ── After a mention ───────────────────────────────────────────────────────────────────────

    def _ended(self, mention: Span, clause: Clause, after: Span | None) -> Polarity:
        """« le feu rouge n’y est pas », « Inkasso levé »: what the end of a clause says of it."""
        if self._is_negative(mention):
            return Polarity.AFFIRMED
        at = self._clauses.at
        if mention.aside and Role.DENIES in at.get(mention.end, NOWHERE).roles:
            return Polarity.DENIED
        followed = after is not None and after.start < clause.end
        end = after.start if after and followed else clause.end
        rest = range(mention.end, end)
        stop = next((p for p in rest if self._words[p].text in (*_BARRIERS, "que")), end)
        rest = range(mention.end, stop)
        ends = [at[place] for place in rest if place in at]
        if any(Role.ENDED in span.roles for span in ends) and all(
            self._is_light(place) for place in range(mention.end, ends[0].start)
        ):
            return Polarity.DENIED
        denials = [
            span
            for span in ends
            if Role.DENIES in span.roles
            and (self._words[span.start].text != "non" or span.end == end)  # « non utilisé »
        ]
        if not denials or (followed and stop == end):
            return Polarity.AFFIRMED
        light = all(self._is_light(place) for place in rest)
        return Polarity.DENIED if light else Polarity.UNCLEAR

    def _answer(self, mention: Span, after: Span | None) -> tuple[Polarity | None, bool]:
        """The yes or no that follows a mention, and whether it does so as a label’s answer."""
        place, label = mention.end, ""
        while place < len(self._words) and self._words[place].text in _LABELS:
            place, label = place + 1, self._words[place].text
        if not label and self._says_no(place):
            return Polarity.DENIED, True
        answers, place = self._answers_from(place, label)
        if not answers:
            return self._pointed(mention), False
        if self._is_negative(mention) and answers[0] is not Role.AFFIRMS:
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

    def _is_label_of(self, before: Span, mention: Span) -> bool:
        """Whether two mentions of one fact make one label: « flag RTL : non »."""
        between = self._words[before.end : mention.start]
        marked = any(word.is_mark for word in between)
        same = mention.aside or bool(before.facts & mention.facts)
        return same and len(between) <= 1 and not marked


def _next_firm(mentions: Sequence[Span]) -> list[Span | None]:
    """For each mention, the next one that is not aside."""
    after: list[Span | None] = []
    firm: Span | None = None
    for mention in reversed(mentions):
        after.append(firm)
        firm = firm if mention.aside else mention
    return after[::-1]
