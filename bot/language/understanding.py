"""What a line of French states, by the vocabulary of a procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from bot.decision.compiled import Compiled
from bot.language.clauses import Span
from bot.language.french import TURNS_OF_PHRASE, Role
from bot.language.mentions import Says, mention_of
from bot.language.phrasebook import Found, Phrasebook
from bot.language.reply import reply_of
from bot.language.scope import Scope
from bot.language.weighing import Left, Weighing
from bot.language.words import Word, read_words
from bot.procedure.expression import Expression, read_expression
from bot.procedure.model import Procedure
from bot.procedure.vocabulary import Vocabulary


@dataclass(frozen=True)
class Lure:
    """What an expression says that looks like a fact and states none."""


Meaning = Says | Lure | Role
_IDLE = frozenset({Role.IDLE})


@dataclass(frozen=True)
class Understood:
    """What a text states.

    `facts` are stated; `unsure` are facts that it speaks of without stating them, with the values
    that are left; `unknown` are facts of which it says that nobody knows.
    """

    facts: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, Left] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


class Understanding:
    """The vocabulary of a procedure, ready to read."""

    def __init__(self, procedure: Procedure, vocabulary: Vocabulary) -> None:
        self._procedure = procedure
        self._vocabulary = vocabulary
        self._abbreviations = {
            "".join(_texts(typed)): tuple(_texts(written))
            for typed, written in vocabulary.abbreviations.items()
        }
        self.groups = {
            name: [read_expression(one) for one in words]
            for name, words in vocabulary.groups.items()
        }
        self._weighing = Weighing(procedure, vocabulary)

    @cached_property
    def book(self) -> Phrasebook[Meaning]:
        """The expressions, compiled once there is something to read: no tap waits for it."""
        return Phrasebook(self._entries(), self.groups, _exclude)

    def _entries(self) -> Iterator[tuple[Expression, Meaning, bool]]:
        for role, phrases in TURNS_OF_PHRASE.items():
            yield from ((read_expression(one), role, True) for one in phrases)
        yield from _said(self._vocabulary.lures, Lure())
        for fact, hearing in self._vocabulary.facts.items():
            yield from _said(hearing.about, Says(fact, None))
            for value, wording in hearing.values.items():
                yield from _said(wording.says, Says(fact, value))
                yield from _said(wording.denied, Says(fact, value, denied=True))
                yield from _said(wording.unsure_with, Says(fact, value, doubt=True))
                yield from _said(wording.answers, Says(fact, value, answer=True))
                for given in wording.given:
                    yield from _said(given.words, Says(fact, value, given=given.when))

    def read(
        self, text: str, asked: Sequence[str] = (), known: Mapping[str, str] | None = None
    ) -> Understood:
        """What `text` states.

        `asked` are the facts of the question that it answers, if any; `known` are those already
        stated: what would give way to them in one text only replaces them where it corrects.
        """
        words = read_words(text, self._abbreviations)

        def meant(meaning: Meaning) -> bool:
            return not isinstance(meaning, Says) or not meaning.answer or meaning.fact in asked

        found = self.book.find(words, meant)
        if corrected := self._corrected(found):
            found = self._found_again(words, meant, *corrected)
        spans = [_span(one) for one in found]
        spoken = [one for one, span in zip(found, spans, strict=True) if span.facts]
        scope = Scope(words, spans)
        readings = scope.readings([span for span in spans if span.facts])
        mentions = [
            mention
            for one, reading in zip(spoken, readings, strict=True)
            for says in one.meanings
            if isinstance(says, Says)
            and not (says.doubt and _is_plain(says.fact, one))
            and (
                mention := mention_of(
                    self._procedure, self._vocabulary, says, reading, one.start, _taken(one, words)
                )
            )
        ]
        corrects = any(Role.CORRECTS in span.roles for span in spans)
        held = {} if corrects or not known else known
        facts, unsure = self._weighing.weighed(mentions, asked, held)
        unknown = [one.says.fact for one in mentions if one.reading.unknown]
        if len(asked) == 1 and asked[0] not in facts:
            self._answered(asked[0], reply_of(words, spans), facts, unknown)
        return Understood(
            facts,
            {fact: left for fact, left in unsure.items() if fact not in facts},
            tuple(fact for fact in dict.fromkeys(unknown) if fact not in facts),
        )

    def _corrected(self, found: Sequence[Found[Meaning]]) -> tuple[int, frozenset[str]] | None:
        """Where a text last corrects itself, and the facts of which it had just spoken."""
        places = [n for n, one in enumerate(found) if Role.CORRECTS in one.meanings]
        before = [_span(one) for one in found[: places[-1]]] if places else []
        facts = frozenset(fact for span in before[-3:] for fact in span.facts)
        return (found[places[-1]].end, facts) if facts else None

    def _found_again(
        self,
        words: Sequence[Word],
        meant: Callable[[Meaning], bool],
        place: int,
        facts: frozenset[str],
    ) -> list[Found[Meaning]]:
        """What is found where short answers count after a correction: « 2 domaines, non, 1 »."""
        before = self.book.find(words[:place], meant)
        after = self.book.find(
            words[place:],
            lambda one: meant(one) or (isinstance(one, Says) and one.answer and one.fact in facts),
        )
        moved = [Found(tuple(p + place for p in one.places), one.meanings) for one in after]
        return [*before, *moved]

    def reply(self, text: str) -> Role | None:
        """What `text` replies by itself, whatever was asked: « oui », « aucun », « jsp »."""
        words = read_words(text, self._abbreviations)
        found = self.book.find(words, lambda meaning: isinstance(meaning, Role))
        return reply_of(words, [_span(one) for one in found], whole=True)

    def _answered(
        self, fact: str, reply: Role | None, facts: dict[str, str], unknown: list[str]
    ) -> None:
        """Add what a reply states of the only fact asked."""
        declared = self._procedure.facts[fact]
        value: str | None = None
        if reply is Role.UNKNOWN:
            unknown.append(fact)
        elif reply is Role.BOTH:
            value = declared.if_several[0] if len(declared.if_several) == 2 else None
        elif reply is Role.AFFIRMS:
            value = "oui"
        elif reply is Role.DENIES:
            value = "non"
        elif reply is Role.NOTHING:
            value = next((one for one in ("aucun", "non") if one in declared.values), None)
        if value in declared.values:
            facts[fact] = value


def _texts(text: str) -> list[str]:
    return [word.text for word in read_words(text)]


def _is_plain(fact: str, found: Found[Meaning]) -> bool:
    """Whether an expression states something of a fact outright."""
    return any(
        isinstance(one, Says) and one.fact == fact and not one.doubt for one in found.meanings
    )


def _taken(found: Found[Meaning], words: Sequence[Word]) -> frozenset[str]:
    return frozenset(words[place].text for place in found.places)


def _said(
    expressions: Iterable[str], meaning: Meaning
) -> Iterator[tuple[Expression, Meaning, bool]]:
    return ((read_expression(one), meaning, False) for one in expressions)


def _exclude(one: Meaning, other: Meaning) -> bool:
    """Whether two expressions never share a word: those of one fact, and turns of phrase."""
    if isinstance(one, Says) and isinstance(other, Says):
        return one.fact == other.fact
    return isinstance(one, Role) or isinstance(other, Role)


def _span(found: Found[Meaning]) -> Span:
    lures = any(isinstance(one, Lure) for one in found.meanings)  # a slip may be read both ways
    says = [] if lures else [one for one in found.meanings if isinstance(one, Says)]
    facts = frozenset(one.fact for one in says)
    aside = all(one.doubt for one in says)
    roles = frozenset(meaning for meaning in found.meanings if isinstance(meaning, Role))
    if facts and not aside:
        return Span(found.places, roles, facts)
    return Span(found.places, roles or _IDLE, facts, aside)


_UNDERSTANDINGS: WeakKeyDictionary[Compiled, Understanding] = WeakKeyDictionary()


def understanding_of(compiled: Compiled) -> Understanding:
    """How a procedure is spoken of, made at its first use."""
    if compiled not in _UNDERSTANDINGS:
        edition = compiled.edition
        _UNDERSTANDINGS[compiled] = Understanding(edition.procedure, edition.vocabulary)
    return _UNDERSTANDINGS[compiled]
