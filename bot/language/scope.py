"""What the clauses of a text do to what is said in them: denied, doubted, asked, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from bot.language.french import LIGHT, SMALL, Role
from bot.language.words import Word

_LABELS = {":", "=", ">", "→", "-", "?", "("}
"""Marks after which a label's answer stands: « feu rouge : non »."""
_INSIDE = {":", "=", ">", "→", "|"}
"""Marks that do not end a clause."""
_BARRIERS = {"et", "qui", "dont", "afin", "lequel", "laquelle"}
_NEGATIVE = {"pas", "sans", "ni", "aucun", "rien", "jamais", "non", "plus", "refuse", "hors"}
"""Words that begin a clause of its own after a denied mention."""
_FULL = {"pas", "sans", "hors", "refuse", "evite", "non"}
_OPENERS = {"y", "il", "elle", "ce", "on", "je", "ne", "pas", "aucun", "rien", "mais", "le", "la"}
"""Words before which a « non » is an answer, not a denial."""
_ENDS = {".", "!", "?", ";", "\n"}


class Polarity(StrEnum):
    """How a mention is meant."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    UNCLEAR = "unclear"


class Shade(IntEnum):
    """How far a clause vouches for what it mentions."""

    NONE = 0
    PAST = 1
    DOUBT = 2
    VOID = 3


@dataclass(frozen=True)
class Span:
    """Words taken by an expression: a mention (`role` None) or a turn of phrase."""

    places: tuple[int, ...]
    role: Role | None = None
    facts: frozenset[str] = frozenset()
    aside: bool = False
    """Whether a denial passes over this mention: it states nothing by itself."""

    @property
    def start(self) -> int:
        """The place of its first word."""
        return self.places[0]

    @property
    def end(self) -> int:
        """The place just after its last word."""
        return self.places[-1] + 1


@dataclass(frozen=True)
class Reading:
    """How a mention is meant, and after how many corrections; `answered` by an explicit yes or no."""

    polarity: Polarity
    answered: bool
    shade: Shade
    epoch: int
    unknown: bool = False


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    sentence: int
    epoch: int


class Scope:
    """A text cut into clauses, with what each does to its mentions."""

    def __init__(self, words: Sequence[Word], spans: Sequence[Span]) -> None:
        self._words = words
        self._spans = spans
        self._at = {place: span for span in spans for place in span.places}
        self._clauses = list(self._cut())
        self._clause_of = {
            place: clause for clause in self._clauses for place in range(clause.start, clause.end)
        }
        self._shades = self._shaded()

    # ── Clauses ───────────────────────────────────────────────────────────────────────────────

    def _cut(self) -> Iterator[_Clause]:
        start = sentence = epoch = 0
        for place, word in enumerate(self._words):
            span = self._at.get(place)
            if span and span.role in (Role.TURNS, Role.CORRECTS) and span.start == place:
                if place > start:
                    yield _Clause(start, place, sentence, epoch)
                start = place
                epoch += span.role is Role.CORRECTS
            elif word.is_mark and word.text not in _INSIDE and span is None:
                if place > start:
                    yield _Clause(start, place, sentence, epoch)
                start = place + 1
                sentence += word.text in _ENDS
                epoch += self._takes_back(place)
        if len(self._words) > start:
            yield _Clause(start, len(self._words), sentence, epoch)

    def _takes_back(self, mark: int) -> bool:
        """Whether « , non, » stands after a mark: a « non » that answers nothing takes back."""
        if self._words[mark].text not in {",", ".", "...", "…", "-"}:
            return False
        place = mark + 1
        if place + 1 >= len(self._words) or self._words[place].text != "non":
            return False
        after = self._words[place + 1].text
        return after in {",", "...", "…", "!", "ce", "il", "elle", "je"}

    def _sentence(self, clause: _Clause) -> list[_Clause]:
        return [one for one in self._clauses if one.sentence == clause.sentence]

    def _asked(self, clause: _Clause) -> bool:
        """Whether the sentence of a clause ends with a question mark."""
        last = self._sentence(clause)[-1].end
        return last < len(self._words) and self._words[last].text == "?"

    # ── Shades ────────────────────────────────────────────────────────────────────────────────

    def _shaded(self) -> dict[int, Shade]:
        shades: dict[int, Shade] = {}

        def shade(start: int, end: int, how: Shade) -> None:
            for place in range(start, end):
                shades[place] = max(how, shades.get(place, Shade.NONE))

        for span in self._spans:
            clause = self._clause_of.get(span.start)
            if clause is None:
                continue
            if span.role in (Role.DOUBTS, Role.UNKNOWN):
                doubted = self._doubted(clause)
                shade(doubted.start, doubted.end, Shade.DOUBT)
            elif span.role is Role.DISMISSES:
                doubted = self._doubted(clause)
                shade(doubted.start, doubted.end, Shade.VOID)
            elif span.role is Role.OTHERS:
                shade(clause.start, clause.end, Shade.VOID)
            elif span.role is Role.BEFORE:
                shade(clause.start, clause.end, Shade.PAST)
            elif span.role is Role.SUPPOSES:
                shade(span.start, clause.end, Shade.VOID)
            elif span.role is Role.ASKS:
                asked = self._asked(clause)
                end = self._sentence(clause)[-1].end if asked else clause.end
                shade(span.start, end, Shade.VOID if asked else Shade.DOUBT)
        for clause in self._clauses:
            if self._asked(clause):
                last = self._sentence(clause)[-1]
                if self._inverted(clause):
                    shade(clause.start, last.end, Shade.VOID)
                elif clause is last or self._is_tag(last):
                    shade(clause.start, clause.end, Shade.DOUBT)
        return shades

    def _doubted(self, clause: _Clause) -> _Clause:
        """The clause that a doubt is about: its own, or the one before where it stands alone."""
        alone = all(
            one.role is not None for one in self._spans if clause.start <= one.start < clause.end
        )
        place = self._clauses.index(clause)
        before = self._clauses[place - 1] if place else clause
        return before if alone and before.sentence == clause.sentence else clause

    def _is_tag(self, clause: _Clause) -> bool:
        """Whether a clause only asks for a yes: « …, non ? », « …, c’est bien ça ? »."""
        return all(
            self._words[place].text in SMALL or self._at.get(place, _NOWHERE).role
            for place in range(clause.start, clause.end)
        )

    def _inverted(self, clause: _Clause) -> bool:
        """Whether the verb comes before its pronoun: « est-il », « a-t-elle »."""
        return any(
            word.joined
            and word.text in {"il", "elle", "on", "ils", "elles", "je", "vous", "tu", "t"}
            for word in self._words[clause.start : clause.end]
        )

    # ── Mentions ──────────────────────────────────────────────────────────────────────────────

    def readings(self, mentions: Sequence[Span]) -> list[Reading]:
        """How each mention is meant, in the order of the text."""
        made: list[Reading] = []
        before: Span | None = None
        last: Reading | None = None
        for n, mention in enumerate(mentions):
            after = next((one for one in mentions[n + 1 :] if not one.aside), None)
            polarity, answered = self._polarity(mention, before, last, after)
            clause = self._clause_of[mention.start]
            shade = Shade.NONE if answered else self._shades.get(mention.start, Shade.NONE)
            made.append(
                Reading(polarity, answered, shade, clause.epoch, self._is_unknown(mention, clause))
            )
            if not mention.aside:
                before, last = mention, made[-1]
        for n in range(len(mentions) - 1, 0, -1):
            if made[n].answered and self._is_label_of(mentions[n - 1], mentions[n]):
                made[n - 1] = replace(made[n - 1], polarity=made[n].polarity, answered=True)
        return made

    def _is_label_of(self, before: Span, mention: Span) -> bool:
        """Whether two mentions of one fact make one label: « flag RTL : non »."""
        between = self._words[before.end : mention.start]
        return (
            bool(before.facts & mention.facts)
            and len(between) <= 1
            and not any(word.is_mark for word in between)
        )

    def _is_unknown(self, mention: Span, clause: _Clause) -> bool:
        return any(
            span.role is Role.UNKNOWN and clause.start <= span.start < clause.end
            for span in self._spans
        )

    def _polarity(
        self, mention: Span, before: Span | None, last: Reading | None, after: Span | None
    ) -> tuple[Polarity, bool]:
        answer, labelled = self._answer(mention, after)
        if answer is not None and (labelled or answer is not Polarity.AFFIRMED):
            return answer, True
        clause = self._clause_of[mention.start]
        linked = before if before and before.start >= clause.start else None
        left = linked.end if linked else clause.start
        denials = [
            span
            for span in self._spans
            if span.role is Role.DENIES
            and (
                self._after_barrier(left, mention.start) <= span.start < mention.start
                or mention.start <= span.start < mention.end
            )
        ]
        if self._is_negative(mention):
            denials = [span for span in denials if span.end <= mention.start]
        denials = [span for span in denials if not self._interjected(span)]
        if linked and last:
            denials = [span for span in denials if not self._answers(linked, span, last)]
        if denials:
            # « sans rien demander ni … » denies once: only two full denials undo one another.
            full = [span for span in denials if self._words[span.start].text in _FULL]
            firm = len(full) < 2 and self._carries(clause, denials[-1], mention)
            return (Polarity.DENIED if firm else Polarity.UNCLEAR), False
        if answer is not None:
            return answer, True
        if linked and last and last.polarity is not Polarity.AFFIRMED and not last.answered:
            return self._linked(linked, mention, last), False
        return self._trailing(mention, clause, after), False

    def _answers(self, before: Span, denial: Span, reading: Reading) -> bool:
        """Whether a denial is the answer of the mention before it."""
        return reading.answered and denial.start - before.end <= 2

    def _interjected(self, denial: Span) -> bool:
        """Whether a « non » stands by itself before a sentence: « non y a rien »."""
        after = self._words[denial.end].text if denial.end < len(self._words) else ""
        return self._words[denial.start].text == "non" and after in _OPENERS

    def _after_barrier(self, left: int, right: int) -> int:
        """The place after the last word between `left` and `right` that no denial passes."""
        for place in range(right - 1, left - 1, -1):
            word = self._words[place].text
            if word in _BARRIERS and place not in self._at:
                if word == "et" and place + 1 < right and self._words[place + 1].text == "de":
                    continue
                return place + 1
        return left

    def _carries(self, clause: _Clause, denial: Span, mention: Span) -> bool:
        """Whether only light words stand between a denial and what it denies."""
        between = range(denial.end, mention.start)
        ne = [p for p in range(clause.start, denial.start) if self._words[p].text == "ne"]
        verb = range(ne[-1] + 1, denial.start) if ne else range(0)
        return all(self._is_light(place) for place in (*between, *verb))

    def _is_light(self, place: int) -> bool:
        word = self._words[place]
        return (
            word.text in SMALL
            or word.text in LIGHT
            or word.text == "ne"
            or word.is_mark
            or place in self._at
        )

    def _is_negative(self, mention: Span) -> bool:
        """Whether an expression has its own denial: « pas content »."""
        return self._words[mention.start].text in _NEGATIVE

    def _linked(self, before: Span, mention: Span, reading: Reading) -> Polarity:
        """How a mention follows a denied one: in the same list, apart, or unclear."""
        between = [word.text for word in self._words[before.end : mention.start]]
        if self._is_negative(mention):
            return Polarity.AFFIRMED
        if {"est", "juste", "plutot"} & set(between):
            return Polarity.AFFIRMED
        if "ou" in between:
            return reading.polarity
        if "et" in between:
            after = between[between.index("et") + 1 :]
            if after[:1] == ["de"]:
                return reading.polarity
            return Polarity.AFFIRMED if after else Polarity.UNCLEAR
        if all(word in SMALL for word in between) and before.facts & mention.facts:
            return reading.polarity
        return Polarity.AFFIRMED

    def _trailing(self, mention: Span, clause: _Clause, after: Span | None) -> Polarity:
        """« le feu rouge n’y est pas », « Inkasso levé »: what the end of the clause says of it."""
        if self._is_negative(mention):
            return Polarity.AFFIRMED
        next_to = self._at.get(mention.end)
        if mention.aside and next_to is not None and next_to.role is Role.DENIES:
            return Polarity.DENIED
        end = min(clause.end, after.start) if after else clause.end
        rest = range(mention.end, end)
        stop = next((p for p in rest if self._words[p].text in (*_BARRIERS, "que")), end)
        rest = range(mention.end, stop)
        ends = [self._at[p] for p in rest if p in self._at]
        if any(span.role is Role.ENDED for span in ends) and all(
            self._is_light(place) for place in range(mention.end, ends[0].start)
        ):
            return Polarity.DENIED
        denials = [
            span
            for span in ends
            if span.role is Role.DENIES
            and (self._words[span.start].text != "non" or span.end == end)  # « non utilisé »
        ]
        if not denials or (after and after.start < clause.end and stop == end):
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
            self._words[place].is_mark or self._at.get(place, _NOWHERE).role is Role.TURNS
        )
        follows = after is not None and after.start == place
        if not closed and not (follows and (label or answers == [Role.AFFIRMS])):
            return None, False
        if answers[0] is Role.AFFIRMS:
            return Polarity.AFFIRMED, bool(label)
        return Polarity.DENIED, bool(label)

    def _says_no(self, place: int) -> bool:
        """Whether a sentence ends there with « , non »."""
        after = [word.text for word in self._words[place : place + 3]]
        return after[:2] == [",", "non"] and (len(after) < 3 or after[2] in _ENDS)

    def _answers_from(self, place: int, label: str) -> tuple[list[Role], int]:
        answers: list[Role] = []
        while place < len(self._words):
            flag = _FLAGS.get(self._words[place].text) if label and place not in self._at else None
            if flag:
                answers.append(flag)
                place += 1
                continue
            role = self._at.get(place, _NOWHERE).role
            if role not in _ANSWERS:
                if self._words[place].text in {"de", "la", "le"}:
                    answers = []
                break
            answers.append(role)
            place = self._at[place].end
        return answers, place

    def _pointed(self, mention: Span) -> Polarity | None:
        """« …, il n’y est plus »: a clause of its own that only says whether a thing is there."""
        clause = self._clause_of[mention.start]
        place = self._clauses.index(clause) + 1
        if place >= len(self._clauses):
            return None
        after = self._clauses[place]
        roles = {self._at[p].role for p in range(after.start, after.end) if p in self._at}
        small = all(
            p in self._at or self._words[p].text in SMALL for p in range(after.start, after.end)
        )
        if not small or any(
            span.role is None and mention.end <= span.start < after.start for span in self._spans
        ):
            return None
        if roles == {Role.ENDED}:
            return Polarity.DENIED
        return Polarity.AFFIRMED if roles == {Role.AFFIRMS} else None


_FLAGS = {
    **dict.fromkeys(("o", "y", "true", "on", "x", "v"), Role.AFFIRMS),
    **dict.fromkeys(("n", "false", "none", "off"), Role.DENIES),
}
"""Answers of a label that are no words: « mbg=false », « RTL : O »."""
_ANSWERS = (Role.AFFIRMS, Role.DENIES, Role.NOTHING, Role.ENDED)
_NOWHERE = Span((-1,))
