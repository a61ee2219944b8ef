"""What a line of French states: facts with their values, and facts of which it is not sure.

Each expression of the vocabulary is a mention: it affirms some values of a fact, or rules some out
when it is denied. A fact is stated where what is affirmed and ruled out leaves one value; what is
doubted, asked or contradictory is left unsure. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.language.french import TURNS_OF_PHRASE, Role
from bot.language.phrasebook import Found, Phrasebook
from bot.language.scope import Polarity, Reading, Scope, Shade, Span
from bot.language.words import read_words
from bot.procedure.expression import Expression, read_expression
from bot.procedure.model import Condition, Procedure
from bot.procedure.vocabulary import Vocabulary


@dataclass(frozen=True)
class Says:
    """An expression of the vocabulary: it affirms a value, or only states it when denied.

    `given` numbers the condition under which it counts; `answer` only counts where the fact is
    asked; a `value` of None only names the fact.
    """

    fact: str
    value: str | None
    denied: bool = False
    answer: bool = False
    given: int = -1


@dataclass(frozen=True)
class Lure:
    """An expression that states nothing."""


Meaning = Says | Lure | Role


@dataclass(frozen=True)
class Understood:
    """What a text states.

    `facts` are stated; `unsure` are facts that it speaks of without stating them, with the values
    that are left; `unknown` are facts of which it says that they are not known.
    """

    facts: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


class Force(Enum):
    """What a mention does to its fact."""

    AFFIRMS = "affirms"
    RULES_OUT = "rules out"
    IMPLIES = "implies"
    """States a value unless another is affirmed: « pas de remise » implies that none is asked."""


@dataclass(frozen=True)
class _Mention:
    """One expression read in its place: the values that it leaves to its fact."""

    says: Says
    values: frozenset[str]
    force: Force
    reading: Reading
    place: int

    is_firm: bool
    words: frozenset[str]


class Understanding:
    """The vocabulary of a procedure, ready to read."""

    def __init__(self, procedure: Procedure, vocabulary: Vocabulary) -> None:
        self._procedure = procedure
        self._vocabulary = vocabulary
        self._conditions: list[Condition] = []
        groups = {
            name: [read_expression(one) for one in words]
            for name, words in vocabulary.groups.items()
        }
        self._abbreviations = {
            "".join(one.text for one in read_words(typed)): tuple(
                one.text for one in read_words(written)
            )
            for typed, written in vocabulary.abbreviations.items()
        }
        self.book: Phrasebook[Meaning] = Phrasebook(self._entries(), groups)

    def _entries(self) -> Iterator[tuple[Expression, Meaning, bool]]:
        for role, phrases in TURNS_OF_PHRASE.items():
            yield from ((read_expression(one), role, True) for one in phrases)
        yield from self._said(self._vocabulary.lures, Lure())
        for fact, hearing in self._vocabulary.facts.items():
            yield from self._said(hearing.about, Says(fact, None))
            for value, wording in hearing.values.items():
                yield from self._said(wording.says, Says(fact, value))
                yield from self._said(wording.denied, Says(fact, value, denied=True))
                yield from self._said(wording.answers, Says(fact, value, answer=True))
                for given in wording.given:
                    self._conditions.append(given.when)
                    says = Says(fact, value, given=len(self._conditions) - 1)
                    yield from self._said(given.words, says)

    @staticmethod
    def _said(
        expressions: Iterable[str], meaning: Meaning
    ) -> Iterator[tuple[Expression, Meaning, bool]]:
        return ((read_expression(one), meaning, False) for one in expressions)

    def read(self, text: str, asked: Sequence[str] = ()) -> Understood:
        """What `text` states; `asked` are the facts of the question that it answers, if any."""
        words = read_words(text, self._abbreviations)

        def meant(meaning: Meaning) -> bool:
            return not isinstance(meaning, Says) or not meaning.answer or meaning.fact in asked

        found = self.book.find(words, meant)
        spoken = [one for one in found if any(isinstance(m, Says) for m in one.meanings)]
        spans = [_span(one) for one in found]
        mentions = [span for span in spans if span.facts]
        readings = Scope(words, spans).readings(mentions)
        heard = [
            mention
            for one, reading in zip(spoken, readings, strict=True)
            for mention in self._heard(
                one, reading, frozenset(words[place].text for place in one.places)
            )
        ]
        return self._weighed(heard)

    # ── Mentions ──────────────────────────────────────────────────────────────────────────────

    def _heard(
        self, found: Found[Meaning], reading: Reading, words: frozenset[str]
    ) -> Iterator[_Mention]:
        for says in found.meanings:
            if not isinstance(says, Says) or (says.value is None and not reading.answered):
                continue
            values, force = self._left(says, reading.polarity is Polarity.DENIED)
            firm = reading.polarity is not Polarity.UNCLEAR and (
                reading.shade is Shade.NONE
                or (reading.shade is Shade.PAST and self._vocabulary.facts[says.fact].past)
            )
            yield _Mention(says, values, force, reading, found.start, firm, words)

    def _left(self, says: Says, denied: bool) -> tuple[frozenset[str], Force]:
        """The values that an expression leaves to its fact."""
        every = frozenset(self._procedure.facts[says.fact].values)
        if says.value is None:
            return frozenset({"non" if denied else "oui"}), Force.AFFIRMS
        value = frozenset({says.value})
        if says.denied:
            return (value, Force.IMPLIES) if denied else (every - value, Force.RULES_OUT)
        return (every - value, Force.RULES_OUT) if denied else (value, Force.AFFIRMS)

    def _weighed(self, heard: Sequence[_Mention]) -> Understood:
        plain = [one for one in heard if one.says.given < 0]
        facts, unsure = self._all_settled(plain)
        held = [
            one
            for one in heard
            if one.says.given >= 0 and _holds(self._conditions[one.says.given], facts)
        ]
        if held:
            facts, unsure = self._all_settled([*plain, *held])
        for fact in [fact for fact in facts if self._is_borrowed(fact, facts, plain)]:
            del facts[fact]
        unknown = (one.says.fact for one in plain if one.reading.unknown)
        return Understood(facts, unsure, tuple(f for f in dict.fromkeys(unknown) if f in unsure))

    def _all_settled(
        self, mentions: Sequence[_Mention]
    ) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        facts: dict[str, str] = {}
        unsure: dict[str, tuple[str, ...]] = {}
        for fact in self._procedure.facts:
            mine = [one for one in mentions if one.says.fact == fact]
            value, left = self._settled(fact, mine) if mine else (None, ())
            if value is not None:
                facts[fact] = value
            elif left:
                unsure[fact] = left
        return facts, unsure

    def _is_borrowed(
        self, fact: str, facts: Mapping[str, str], mentions: Sequence[_Mention]
    ) -> bool:
        """Whether a fact that is not relevant is only said by words that state another."""
        if self._may_be_relevant(fact, facts):
            return False
        others = {
            one.place
            for one in mentions
            if one.says.fact != fact and facts.get(one.says.fact) == one.says.value
        }
        return all(one.place in others for one in mentions if one.says.fact == fact)

    def _may_be_relevant(self, fact: str, facts: Mapping[str, str]) -> bool:
        relevant = self._procedure.facts[fact].relevant
        return not relevant or any(
            all(
                facts.get(other, values[0]) in values and self._may_be_relevant(other, facts)
                for other, values in way.items()
            )
            for way in relevant
        )

    def _settled(self, fact: str, mentions: list[_Mention]) -> tuple[str | None, tuple[str, ...]]:
        """The value that mentions of one fact come to, or the values that they leave open."""
        values = list(self._procedure.facts[fact].values)
        firm = _last_said([one for one in mentions if one.is_firm])
        loose = [one for one in mentions if not one.is_firm and one.reading.shade < Shade.VOID and one.reading.shade is not Shade.PAST]
        left = set(values)
        for one in firm:
            if one.force is Force.RULES_OUT and not (len(values) > 2 and _is_answered(one, firm)):
                left &= one.values
        affirmed = [v for one in firm if one.force is Force.AFFIRMS for v in one.values]
        implied = [v for one in firm if one.force is Force.IMPLIES for v in one.values]
        raised = {v for one in loose if one.force is not Force.RULES_OUT for v in one.values}
        if affirmed:
            value = self._strongest(fact, affirmed)
            if value is None or value not in left:
                return None, tuple(v for v in values if v in affirmed)
            rivals = {v for v in raised if v != value and self._beats(fact, v, value) is not False}
            if not rivals:
                return value, ()
            return None, tuple(v for v in values if v in rivals or v == value)
        if not raised:
            if len(left) == 1:
                return left.pop(), ()
            if len(set(implied)) == 1 and implied[0] in left:
                return implied[0], ()
        return None, tuple(v for v in values if v in (raised or left))

    def _strongest(self, fact: str, values: list[str]) -> str | None:
        """The value that prevails over all others named, if one does."""
        named = list(dict.fromkeys(values))
        for value in named:
            if all(value == other or self._beats(fact, value, other) for other in named):
                return value
        return None

    def _beats(self, fact: str, value: str, other: str) -> bool | None:
        """Whether a value prevails over another of the same fact; None where neither does."""
        first = self._rank(fact, value)
        second = self._rank(fact, other)
        return None if first == second else first < second

    def _rank(self, fact: str, value: str) -> int:
        several = self._procedure.facts[fact].if_several
        hearing = self._vocabulary.facts.get(fact)
        last = hearing.last if hearing else ()
        if value in several:
            return several.index(value)
        if value in last:
            return len(several) + 1 + last.index(value)
        return len(several)


def _is_answered(denial: _Mention, firm: list[_Mention]) -> bool:
    """Whether what a denial rules out is affirmed in other words: « pas de soft-lock, hard-lock »."""
    return any(
        one.force is Force.AFFIRMS and one.says.value == denial.says.value
        and not one.words & denial.words
        for one in firm
    )


def _last_said(mentions: list[_Mention]) -> list[_Mention]:
    """The mentions since the last correction that names their fact again."""
    last = max((one.reading.epoch for one in mentions), default=0)
    return [one for one in mentions if one.reading.epoch == last]


def _holds(condition: Condition, facts: Mapping[str, str]) -> bool:
    return any(
        all(facts.get(fact) in values for fact, values in way.items()) for way in condition
    )


def _span(found: Found[Meaning]) -> Span:
    roles = [meaning for meaning in found.meanings if isinstance(meaning, Role)]
    facts = frozenset(one.fact for one in found.meanings if isinstance(one, Says))
    if facts:
        return Span(found.start, found.end, None, facts)
    return Span(found.start, found.end, roles[0] if roles else Role.IDLE)
