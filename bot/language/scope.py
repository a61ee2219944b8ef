"""How a mention is meant where it stands: affirmed, denied, or not clear.

What denies stands before; a mention that a denial has reached hands it on in a list (« ou », « et
de »). What ends a clause, or answers a label, stands after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.language.answers import Answers, Polarity
from bot.language.clauses import Clause, Clauses, Shade, Span
from bot.language.denials import FULL, Denials
from bot.language.french import Role
from bot.language.words import Word

MAX_DENIED = 3
"""Corrections that are looked into: the last ones."""
_APART = {"est", "juste", "plutot"}
"""Words that begin something else after a denied mention: « pas 12 mois, c’est mensuel »."""


@dataclass(frozen=True)
class Reading:
    """How a mention is meant, how far its clause vouches for it, and after how many corrections.

    It is `answered` by an explicit yes or no, or said to be `unknown`; it is `either` after an
    « ou » that joins it to the mention before.
    """

    polarity: Polarity
    answered: bool
    shade: Shade
    epoch: int
    unknown: bool = False
    either: bool = False


class Scope:
    """The mentions of a text, read one after the other."""

    def __init__(self, words: Sequence[Word], spans: Sequence[Span]) -> None:
        self._words = words
        self._spans = spans
        self._clauses = Clauses(words, spans)
        self._denials = Denials(words, self._clauses)
        self._answers = Answers(words, self._clauses, self._denials)

    def readings(self, mentions: Sequence[Span]) -> list[Reading]:
        """How each mention is meant, in the order of the text."""
        made: list[Reading] = []
        before: list[tuple[Span, Reading]] = []
        for mention, after in zip(mentions, _next_firm(mentions), strict=True):
            clause = self._clauses.of(mention.start)
            linked = _linked(mention, clause, before)
            polarity, answered = self._polarity(mention, clause, linked, after)
            shade = Shade.NONE if answered else self._clauses.shade(mention.start)
            unknown = self._clauses.is_said_unknown(clause)
            either = linked is not None and self._is_joined(linked[0], mention)
            made.append(Reading(polarity, answered, shade, clause.epoch, unknown, either))
            if not mention.aside:
                before.append((mention, made[-1]))
        self._take_back(mentions, made)
        for place in self._clauses.denials[-MAX_DENIED:]:
            self._leave_denied(mentions, made, place)
        for n in range(len(mentions) - 1, 0, -1):
            if made[n].answered and self._is_label_of(mentions[n - 1], mentions[n]):
                made[n - 1] = replace(made[n - 1], polarity=made[n].polarity, answered=True)
        return made

    def _take_back(self, mentions: Sequence[Span], made: list[Reading]) -> None:
        """Leave unclear what a correction takes back without saying what holds instead."""
        firm = (one for mention, one in zip(mentions, made, strict=True) if not mention.aside)
        spoken = max((one.epoch for one in firm), default=0)
        if spoken == self._clauses.epochs:
            return
        last = max((n for n, one in enumerate(mentions) if not one.aside), default=None)
        if last is not None:
            after = self._said_instead()
            clause = self._clauses.of(mentions[last].start)
            for n, mention in enumerate(mentions):
                if mention.start >= clause.start:
                    made[n] = replace(made[n], polarity=after)

    def _leave_denied(self, mentions: Sequence[Span], made: list[Reading], place: int) -> None:
        """Leave unclear what stood before a « non pardon » that does not say what holds instead.

        Where it does, the other facts that the same words said are left unclear: « fâché, enfin
        non, juste pressé, il résilie ».
        """
        firm = [one for one in mentions if not one.aside]
        before = [one for one in firm if one.start < place]
        after = [one for one in firm if one.start >= place]
        if not before or not after:
            return
        first = frozenset(f for one in after if one.crosses(after[0]) for f in one.facts)
        last = frozenset(f for one in before if one.crosses(before[-1]) for f in one.facts)
        spoken = frozenset(fact for one in before for fact in one.facts)
        if first & spoken and not first & last:
            return
        denied = last - frozenset(fact for one in after for fact in one.facts)
        for n, one in enumerate(mentions):
            if one.start < place and one.crosses(before[-1]) and one.facts & denied:
                made[n] = replace(made[n], polarity=Polarity.UNCLEAR)

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
        answer, labelled = self._answers.answer(mention, after)
        if answer is not None and (labelled or answer is not Polarity.AFFIRMED):
            return answer, True
        if self._denials.clasps(mention):
            return Polarity.DENIED, False
        start = linked[0].end + 3 * linked[1].answered if linked else clause.start
        if denials := self._denials.reaching(mention, start):
            full = [span for span in denials if self._words[span.start].text in FULL]
            firm = len(full) < 2 and self._denials.carries(clause, denials[-1], mention)
            return (Polarity.DENIED if firm else Polarity.UNCLEAR), False
        if answer is not None:
            return answer, True
        if linked and linked[1].polarity is not Polarity.AFFIRMED and not linked[1].answered:
            return self._handed_on(linked[0], mention, linked[1].polarity), False
        return self._answers.ended(mention, clause, after), False

    def _handed_on(self, before: Span, mention: Span, polarity: Polarity) -> Polarity:
        """How a mention follows one that is not affirmed: in the same list, apart, or unclear."""
        between = [word.text for word in self._words[before.end : mention.start]]
        if self._denials.is_negative(mention) or _APART & set(between):
            return Polarity.AFFIRMED
        if "ou" in between:
            return polarity
        if "et" in between:
            after = between[between.index("et") + 1 :]
            if after[:1] == ["de"]:
                return polarity
            return Polarity.AFFIRMED if after else Polarity.UNCLEAR
        small = all(self._clauses.is_small(p) for p in range(before.end, mention.start))
        if small and before.facts & mention.facts:
            return polarity
        return Polarity.UNCLEAR if small and between else Polarity.AFFIRMED

    def _is_joined(self, before: Span, mention: Span) -> bool:
        """Whether an « ou » and nothing else stands between two mentions."""
        between = range(before.end, mention.start)
        joints = [place for place in between if self._words[place].text == "ou"]
        return bool(joints) and all(p in joints or self._clauses.is_small(p) for p in between)

    def _is_label_of(self, before: Span, mention: Span) -> bool:
        """Whether two mentions of one fact make one label: « flag RTL : non »."""
        between = self._words[before.end : mention.start]
        marked = any(word.is_mark for word in between)
        same = mention.aside or bool(before.facts & mention.facts)
        return same and len(between) <= 1 and not marked


def _linked(
    mention: Span, clause: Clause, before: Sequence[tuple[Span, Reading]]
) -> tuple[Span, Reading] | None:
    """The mention before another in its clause, of those that share no word with it."""
    here = takewhile(lambda one: one[0].start >= clause.start, reversed(before))
    return next((one for one in here if not one[0].crosses(mention)), None)


def _next_firm(mentions: Sequence[Span]) -> list[Span | None]:
    """For each mention, the next one that is not aside."""
    after: list[Span | None] = []
    firm: Span | None = None
    for mention in reversed(mentions):
        after.append(firm)
        firm = firm if mention.aside else mention
    return after[::-1]
