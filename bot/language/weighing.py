"""What the mentions of a text come to: facts stated, and facts left unsure.

A fact is stated where what is affirmed and ruled out leaves one value. What is doubted, asked or
contradictory is left unsure; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.language.clauses import Shade
from bot.language.mentions import Force, Mention
from bot.procedure.conditions import holds, is_relevant
from bot.procedure.model import Procedure
from bot.procedure.vocabulary import Vocabulary

Left = tuple[str, ...]


class Weighing:
    """The mentions of a text, weighed fact by fact."""

    def __init__(self, procedure: Procedure, vocabulary: Vocabulary) -> None:
        self._procedure = procedure
        self._vocabulary = vocabulary

    def weighed(
        self, mentions: Sequence[Mention], asked: Sequence[str], known: Mapping[str, str]
    ) -> tuple[dict[str, str], dict[str, Left]]:
        """The facts stated, and the values left to those that are unsure.

        An answer that says a fact that was asked says nothing of another. A value that gives way
        to the one already `known` leaves it as it is.
        """
        alone = len({one.place for one in mentions}) == 1
        replying = {
            one.place for one in mentions if one.says.fact in asked and (one.says.answer or alone)
        }
        mentions = [one for one in mentions if one.says.fact in asked or one.place not in replying]
        plain = [one for one in _corrected(mentions) if one.says.given is None]
        facts, unsure = self._all_settled(plain, asked, known)
        counted = [one for one in plain if not self._excused(one, facts)]
        held = [
            one for one in mentions if one.says.given and holds(one.says.given, {**known, **facts})
        ]
        if held or len(counted) < len(plain):
            facts, unsure = self._all_settled([*counted, *held], asked, known)
        for fact in [fact for fact in facts if fact not in asked]:
            if self._is_borrowed(fact, {**known, **facts}, counted):
                del facts[fact]
        self._leave_misfits(facts, unsure, counted, asked, known)
        return facts, unsure

    def _leave_misfits(
        self,
        facts: dict[str, str],
        unsure: dict[str, Left],
        mentions: Sequence[Mention],
        asked: Sequence[str],
        known: Mapping[str, str],
    ) -> None:
        """Leave unsure a value that gives way, where something else said would not matter then.

        « mécontent, mensuel » may be a cancellation told in other words.
        """
        for fact, hearing in self._vocabulary.facts.items():
            value = facts.get(fact)
            if value not in hearing.last or fact in asked:
                continue
            held = {**known, **facts}
            others = [one for one in facts if not self._may_be_relevant(one, held)]
            if any(not _is_said_with(other, fact, facts, mentions) for other in others):
                unsure[fact] = (value,)
                del facts[fact]

    def _strongest(self, fact: str, values: Sequence[str]) -> str | None:
        """The value that prevails over all others named, if one does."""
        for value in dict.fromkeys(values):
            if all(value == other or self._beats(fact, value, other) for other in values):
                return value
        return None

    def _all_settled(
        self, mentions: Sequence[Mention], asked: Sequence[str], known: Mapping[str, str]
    ) -> tuple[dict[str, str], dict[str, Left]]:
        facts: dict[str, str] = {}
        unsure: dict[str, Left] = {}
        for fact in self._procedure.facts:
            mine = [one for one in mentions if one.says.fact == fact]
            value, left = self._settled(fact, mine) if mine else (None, ())
            held = known.get(fact)
            if value is None and left:
                unsure[fact] = left
            elif value:
                kept = held and fact not in asked and self._beats(fact, held, value)
                facts[fact] = held if held and kept else value
        return facts, unsure

    def _settled(self, fact: str, mentions: Sequence[Mention]) -> tuple[str | None, Left]:
        """The value that the mentions of one fact come to, or the values that they leave open."""
        values = self._procedure.facts[fact].values
        firm = _last_said(mentions)
        denials = list(_ruling_out(firm, len(values)))
        left = set(values).intersection(*(one.values for one in denials))
        sure = not any(one.says.denied for one in denials)
        affirmed = [v for one in firm if one.force is Force.AFFIRMS for v in one.values]
        clouded = {v for one in firm if one.force is Force.CLOUDS for v in one.values}
        implied = {v for one in firm if one.force is Force.IMPLIES for v in one.values}
        if any(_is_plain(one, firm) for one in firm):
            left &= implied
        raised = set(_raised(mentions))
        if affirmed:
            value = None if _are_alternatives(firm) else self._strongest(fact, affirmed)
            if value is None or value not in left or value in clouded:
                return None, tuple(v for v in values if v in affirmed)
            rivals = {v for v in raised if v != value and self._beats(fact, v, value) is not False}
            if not rivals:
                return value, ()
            return None, tuple(v for v in values if v in rivals or v == value)
        if not raised:
            certain = left if len(left) == 1 and sure else implied & left
            if len(certain) == 1:
                return certain.pop(), ()
        if raised or len(left) < len(values):
            return None, tuple(v for v in values if v in (raised or left))
        return None, ()

    def _beats(self, fact: str, value: str, other: str) -> bool | None:
        """Whether a value prevails over another of the same fact; None where neither does."""
        first, second = self._rank(fact, value), self._rank(fact, other)
        return None if first == second else first < second

    def _rank(self, fact: str, value: str) -> int:
        hearing = self._vocabulary.facts.get(fact)
        first, last = (hearing.first, hearing.last) if hearing else ((), ())
        several = (*first, *self._procedure.facts[fact].if_several)
        if value in several:
            return several.index(value)
        return len(several) + (1 + last.index(value) if value in last else 0)

    def _excused(self, mention: Mention, facts: Mapping[str, str]) -> bool:
        """Whether what else is stated says that these words are no statement."""
        wordings = self._vocabulary.facts[mention.says.fact].values
        wording = wordings.get(mention.says.value or "")
        return wording is not None and bool(wording.unless) and holds(wording.unless, facts)

    def _is_borrowed(
        self, fact: str, facts: Mapping[str, str], mentions: Sequence[Mention]
    ) -> bool:
        """Whether a fact that is not relevant is only said by words that state another.

        « mécontent » states more than « insatisfaction », which gives way to any other request.
        """
        strong = [
            other
            for other, hearing in self._vocabulary.facts.items()
            if other != fact and other in facts and facts[other] not in hearing.last
        ]
        return not self._may_be_relevant(fact, facts) and any(
            _is_said_with(fact, other, facts, mentions) for other in strong
        )

    def _may_be_relevant(self, fact: str, facts: Mapping[str, str]) -> bool:
        return is_relevant(self._procedure.facts, fact, facts) is not False


def _is_said_with(
    fact: str, other: str, facts: Mapping[str, str], mentions: Sequence[Mention]
) -> bool:
    """Whether the words that say a fact all say another as well."""
    places = {
        one.place for one in mentions if (one.says.fact, one.says.value) == (other, facts[other])
    }
    return all(one.place in places for one in mentions if one.says.fact == fact)


def _are_alternatives(firm: Sequence[Mention]) -> bool:
    """Whether an « ou » leaves the choice between values: « Inkasso ou soft-lock »."""
    said = [one for one in firm if one.force is Force.AFFIRMS]
    return any(
        after.reading.either and before.values != after.values for before, after in pairwise(said)
    )


def _corrected(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions; words that say two facts only correct the one that was just spoken of.

    « il résilie et veut une remise, je rectifie, un remboursement » corrects no request.
    """
    facts_at: dict[int, set[str]] = {}
    for one in mentions:
        if one.force is not Force.CLOUDS:
            facts_at.setdefault(one.place, set()).add(one.says.fact)
    last: Mention | None = None
    here: Mention | None = None
    for one in mentions:
        if here and one.place != here.place:
            last = here
        if one.force is not Force.CLOUDS:
            here = one
        spoken = facts_at[last.place] if last else set()
        besides = one.says.fact not in spoken and not spoken.isdisjoint(facts_at.get(one.place, ()))
        if last and besides and last.reading.epoch < one.reading.epoch:
            one = replace(one, reading=replace(one.reading, epoch=last.reading.epoch))
        yield one


def _last_said(mentions: Sequence[Mention]) -> list[Mention]:
    """What is firmly said of a fact since the last correction that speaks of it again."""
    spoken = (
        one.reading.epoch
        for one in mentions
        if one.force is not Force.CLOUDS and one.reading.shade is not Shade.VOID
    )
    last = max(spoken, default=0)
    return [one for one in mentions if one.firm and one.reading.epoch >= last]


def _is_plain(denial: Mention, firm: Sequence[Mention]) -> bool:
    """Whether a denial implies its value outright: « aucun blocage », unlike « pas de remise »."""
    return denial.force is Force.IMPLIES and not any(
        one.force is Force.RULES_OUT and one.place == denial.place for one in firm
    )


def _ruling_out(firm: Sequence[Mention], values: int) -> Iterator[Mention]:
    """The denials that count; among several values, one affirmed in other words is not denied."""
    affirmed = {
        (one.says.value, one.words) for one in firm if one.force is Force.AFFIRMS and values > 2
    }
    for denial in firm:
        answered = any(
            value == denial.says.value and not words & denial.words for value, words in affirmed
        )
        if denial.force is Force.RULES_OUT and not answered:
            yield denial


def _raised(mentions: Sequence[Mention]) -> Iterator[str]:
    """The values that are spoken of without being affirmed."""
    for one in mentions:
        loose = not one.firm and one.reading.shade not in (Shade.VOID, Shade.PAST)
        if loose and one.force not in (Force.RULES_OUT, Force.CLOUDS):
            yield from one.values
