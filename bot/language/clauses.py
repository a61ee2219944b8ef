"""A text cut into clauses, and how far each vouches for what it mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.language.french import SMALL, Role
from bot.language.words import Placed, Word

LONGEST = 80
"""Words of the longest clause; a text without punctuation is cut."""
LONGEST_SENTENCE = 30
"""Clauses of the longest sentence."""
_INSIDE = {":", "=", ">", "→", "|"}
"""Marks that do not end a clause."""
SENTENCE_ENDS = {".", "!", "?", ";", "\n"}
_TAKE_BACK = {",", "...", "…", "!", "ce", "il", "elle", "je", "un", "une", "juste", "en"}
"""What follows a « non » that takes back what was said before it."""
_DENYING = (
    "non", "pardon", "faux", "tromp", "erreur", "oups", "zut", "rectif", "corrig", "correction",
    "confond", "si", "ravis", "avis", "erratum",
)  # fmt: skip
"""What the corrections that deny what was said before have among their words."""
_SUBJECTS = {
    "il",
    "elle",
    "on",
    "je",
    "ce",
    "celui",
    "celle",
    "lui",
    "ici",
    "la",
    "le",
    "les",
    "mon",
    "aujourdhui",
    "maintenant",
}
"""Words that begin a clause about the call at hand."""
_PRONOUNS = {"il", "elle", "on", "ils", "elles", "je", "vous", "tu", "t"}


class Shade(IntEnum):
    """How far a clause vouches for what it mentions."""

    NONE = 0
    PAST = 1
    DOUBT = 2
    VOID = 3


@dataclass(frozen=True)
class Span(Placed):
    """Words taken by an expression: a mention of facts, or a turn of phrase.

    A denial passes over a mention that is `aside`: it states nothing by itself.
    """

    roles: frozenset[Role] = frozenset()
    facts: frozenset[str] = frozenset()
    aside: bool = False

    def crosses(self, other: Span) -> bool:
        """Whether both take a same word."""
        return not set(self.places).isdisjoint(other.places)


NOWHERE = Span((-1,))


@dataclass(frozen=True)
class Clause:
    """The words from `start` to `end`; `epoch` counts the corrections before them."""

    start: int
    end: int
    sentence: int
    epoch: int


class Clauses:
    """The clauses of a text, in order."""

    def __init__(self, words: Sequence[Word], spans: Sequence[Span]) -> None:
        self.words = words
        self.spans = spans
        self.at = {place: span for span in spans for place in span.places}
        self._starts = [span.start for span in spans]
        # Where what comes before is denied: « non pardon », not « en fait ».
        self.denials: list[int] = []
        self._clauses = list(_in_short_sentences(self._cut()))
        self._sentences: dict[int, list[Clause]] = {}
        for clause in self._clauses:
            self._sentences.setdefault(clause.sentence, []).append(clause)
        self._of = {p: n for n, one in enumerate(self._clauses) for p in range(one.start, one.end)}
        self._shades: dict[int, Shade] = {}
        for span in spans:
            if span.start in self._of:
                self._shade_by(span)
        for clause in self._clauses:
            self._shade_if_asked(clause)

    def of(self, place: int) -> Clause:
        """The clause of a word."""
        return self._clauses[self._of[place]]

    @property
    def epochs(self) -> int:
        """How many corrections there are."""
        return self._clauses[-1].epoch if self._clauses else 0

    def after(self, clause: Clause) -> Clause | None:
        """The next clause."""
        place = self._of[clause.start] + 1
        return self._clauses[place] if place < len(self._clauses) else None

    def shade(self, place: int) -> Shade:
        """How far the clause of a word vouches for it."""
        return self._shades.get(place, Shade.NONE)

    def is_said_unknown(self, clause: Clause) -> bool:
        """Whether a clause says that what it mentions is not known."""
        return any(Role.UNKNOWN in span.roles for span in self._inside(clause))

    def is_small(self, place: int) -> bool:
        """Whether a word says nothing by itself."""
        return self.words[place].text in SMALL

    # ── Cutting ───────────────────────────────────────────────────────────────────────────────

    def _cut(self) -> Iterator[Clause]:
        start = sentence = epoch = 0
        for place, word in enumerate(self.words):
            opens = place not in self.at or self.at[place].start == place
            if place - start >= LONGEST and opens:
                yield Clause(start, place, sentence, epoch)
                start, sentence = place, sentence + 1
            roles = self.at[place].roles if place in self.at else frozenset()
            ends = place in self.at and self._is_afterword(self.at[place])
            if roles & {Role.TURNS, Role.CORRECTS} and self.at[place].start == place and not ends:
                if place > start:
                    yield Clause(start, place, sentence, epoch)
                start = place
                if Role.CORRECTS in roles:
                    epoch += 1
                    if any(self.words[p].text.startswith(_DENYING) for p in self.at[place].places):
                        self.denials.append(place)
            elif word.is_mark and word.text not in _INSIDE and place not in self.at:
                if place > start:
                    yield Clause(start, place, sentence, epoch)
                start = place + 1
                sentence += word.text in SENTENCE_ENDS
                if self._takes_back(place):
                    epoch += 1
                    self.denials.append(place)
        if len(self.words) > start:
            yield Clause(start, len(self.words), sentence, epoch)

    def _is_afterword(self, span: Span) -> bool:
        """Whether a text ends with a turn of phrase, or one word later, and it is no « non »."""
        last = len(self.words) - 1
        more = span.end < last or bool(self.at.get(span.end, NOWHERE).facts)
        return not more and all(self.words[place].text != "non" for place in span.places)

    def _takes_back(self, mark: int) -> bool:
        """Whether « , non, » or « … si, » stands after a mark: it answers nothing."""
        after = [word.text for word in self.words[mark + 1 : mark + 3]]
        comma = self.words[mark].text in {",", ".", "...", "…", "-"}
        if len(after) < 2 or not comma:
            return False
        return (after[0] == "non" and after[1] in _TAKE_BACK) or after == ["si", ","]

    def _sentence(self, clause: Clause) -> list[Clause]:
        return self._sentences[clause.sentence]

    def between(self, start: int, end: int) -> Sequence[Span]:
        """The spans that begin from `start` on, before `end`."""
        return self.spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _inside(self, clause: Clause) -> Sequence[Span]:
        return self.between(clause.start, clause.end)

    # ── Shades ────────────────────────────────────────────────────────────────────────────────

    def _shade_by(self, span: Span) -> None:
        clause = self.of(span.start)
        if span.roles & {Role.DOUBTS, Role.UNKNOWN}:
            self._darken(self._spoken_of(clause), Shade.DOUBT)
        if span.roles & {Role.DISMISSES, Role.MISTAKEN}:
            self._darken(self._spoken_of(clause), Shade.VOID)
        if Role.OTHERS in span.roles:
            for one in self._about_the_same(clause):
                self._darken(one, Shade.VOID)
        if Role.BEFORE in span.roles:
            self._darken(self._coordinate(clause, span), Shade.PAST)
        if Role.SUPPOSES in span.roles:
            self._darken(clause, Shade.VOID, span.start)
        if Role.ASKS in span.roles:
            asked = self._is_asked(clause)
            for one in self._sentence(clause) if asked else [clause]:
                self._darken(one, Shade.VOID if asked else Shade.DOUBT, span.start)

    def _shade_if_asked(self, clause: Clause) -> None:
        if not self._is_asked(clause):
            return
        last = self._sentence(clause)[-1]
        words = self.words[clause.start : clause.end]
        if any(word.joined and word.text in _PRONOUNS for word in words):  # « est-il »
            for one in self._sentence(clause):
                self._darken(one, Shade.VOID, clause.start)
        elif clause is last or self._is_tag(last):
            self._darken(clause, Shade.DOUBT)

    def _darken(self, clause: Clause, shade: Shade, start: int = 0) -> None:
        for place in range(max(start, clause.start), clause.end):
            self._shades[place] = max(shade, self.shade(place))

    def _coordinate(self, clause: Clause, span: Span) -> Clause:
        """The part of a clause, between its « et », in which a turn of phrase stands."""
        joints = [p for p in range(clause.start, clause.end) if self.words[p].text == "et"]
        start = max((p for p in joints if p < span.start), default=clause.start)
        end = min((p for p in joints if p >= span.end), default=clause.end)
        return replace(clause, start=start, end=end)

    def _about_the_same(self, clause: Clause) -> Iterator[Clause]:
        """A clause and those of its sentence that go on without a subject of their own."""
        yield clause
        for one in self._clauses[self._of[clause.start] + 1 :]:
            opening = self.words[one.start].text
            was = [word.text for word in self.words[one.start : one.start + 2]] == ["ce", "etait"]
            turns = one.start in self.at and Role.TURNS in self.at[one.start].roles
            stands = opening in _SUBJECTS and not was
            if one.sentence != clause.sentence or turns or stands:
                return
            yield one

    def _spoken_of(self, clause: Clause) -> Clause:
        """The clause that a doubt is about: its own, or where that says nothing the one before."""
        place = self._of[clause.start]
        before = self._clauses[place - 1] if place else clause
        mentions = any(span.facts for span in self._inside(clause))
        return clause if mentions or before.sentence != clause.sentence else before

    def _is_asked(self, clause: Clause) -> bool:
        """Whether the sentence of a clause ends with a question mark."""
        end = self._sentence(clause)[-1].end
        return end < len(self.words) and self.words[end].text == "?"

    def _is_tag(self, clause: Clause) -> bool:
        """Whether a clause only asks for a yes: « …, non ? », « …, c’est bien ça ? »."""
        places = range(clause.start, clause.end)
        return all(
            self.is_small(place) or (place in self.at and not self.at[place].facts)
            for place in places
        )


def _in_short_sentences(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses, in sentences of which none is longer than the longest."""
    length = cuts = 0
    last = -1
    for clause in clauses:
        length = length + 1 if clause.sentence == last else 1
        last = clause.sentence
        if length > LONGEST_SENTENCE:
            length, cuts = 1, cuts + 1
        yield replace(clause, sentence=clause.sentence + cuts)
