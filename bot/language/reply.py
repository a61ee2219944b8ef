"""Short replies to a question: yes, no, none, both, I don’t know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.clauses import Span
from bot.language.french import SMALL, Role
from bot.language.words import Word

_REPLIES = (Role.UNKNOWN, Role.BOTH, Role.NOTHING, Role.AFFIRMS, Role.DENIES)
_REPLYING = frozenset(_REPLIES)
_ALONE = {"oui", "non", "si"}


def reply_of(words: Sequence[Word], spans: Sequence[Span], whole: bool = False) -> Role | None:
    """What a text replies by its first clause, or by the whole of it; None where it does not.

    A clause replies where all its words are replies or small words, or where it begins with a yes
    or a no that denies nothing after it (« non c’est carré », not « non bloqué »).
    """
    if any(word.text == "?" for word in words):
        return None
    if whole:
        return _only(words, spans, 0, len(words))
    marks = [place for place, word in enumerate(words) if word.is_mark]
    first = marks[0] if marks else len(words)
    last = marks[-1] + 1 if marks else 0
    reply = _only(words, spans, 0, first) or _opening(words, spans) or _only(words, spans, last)
    if reply is None and any(Role.UNKNOWN in span.roles for span in spans):
        return Role.UNKNOWN
    return reply


def _only(
    words: Sequence[Word], spans: Sequence[Span], start: int, end: int | None = None
) -> Role | None:
    """The reply that the words from `start` to `end` are, if they are nothing else."""
    places = range(start, len(words) if end is None else end)
    inside = [span for span in spans if span.start in places]
    covered = {place for span in inside if span.roles & _REPLYING for place in span.places}
    rest = [p for p in places if p not in covered and not words[p].is_mark]
    if not all(words[place].text in SMALL for place in rest):
        return None
    roles = {role for span in inside for role in span.roles}
    return next((role for role in _REPLIES if role in roles), None)


def _opening(words: Sequence[Word], spans: Sequence[Span]) -> Role | None:
    """The yes or no that a text opens with: « oui et la file est libre », not « non bloqué »."""
    if not spans or words[spans[0].start].text not in _ALONE or spans[0].start > 1:
        return None
    after = spans[1] if len(spans) > 1 else None
    denies = after is not None and bool(after.facts) and after.start <= spans[0].end + 1
    return None if denies else next((one for one in _REPLIES if one in spans[0].roles), None)
