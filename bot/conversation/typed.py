"""A typed answer to the card at hand: a number, a choice's own words, or a short command.

A text is only understood whole: as all the words of one answer, or of several lines of a
checklist. Lines named in words are marked and shown, not stated; only a sent checklist states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.conversation.asking import checklist_lines, none_of, offered, unknown_answer
from bot.conversation.card import Actions, Card, Choices
from bot.conversation.case import UNKNOWN, GuidedCase
from bot.conversation.frame import Frame
from bot.conversation.tap import Action
from bot.decision.verdict import Ask
from bot.language.words import alike, folded_words

_COMMANDS = {
    Action.BACK: ("retour",),
    Action.NEW: ("nouveau", "nouveau cas", "recommencer"),
    Action.WHY: ("pourquoi",),
    Action.WHAT_IF: ("et si",),
    Action.CORRECT: ("corriger", "modifier"),
}
_NOT_KNOWN = re.compile(r"(?:(.+?) )??(?:je (?:ne )?sais pas|sais pas|jsp|inconnu|aucune idee)")
_NOTHING = ("rien", "rien d autre", "rien de tout cela", "rien a signaler", "ras")
_SEND = ("valider", "ok", "c est tout", *_NOTHING)
_IGNORED = re.compile(r"aux?|a|ce|c|de|des|du|d|elle|en|est|et|il|les?|la|l|ou|une?").fullmatch
_PARTS_OF_A_LABEL = re.compile(r"[/(),…]| ou ")
_PARTS_OF_A_TEXT = re.compile(r"[,;+\n]|\bet\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:le |la |n |no |numero )?(\d{1,2})")
_TELLING = 5
"""Letters from which one word of a label can stand for the whole."""

Stated = dict[str, str]
Mark = tuple[str, str]


def read_command(text: str) -> Action | None:
    """The short command that `text` is, whatever the card."""
    said = " ".join(folded_words(text))
    return next((action for action, ways in _COMMANDS.items() if said in ways), None)


def read_button(card: Card, text: str) -> str | None:
    """The tap of the one button of a card that `text` names, by its number or all its words."""
    choices = [one for b in card.blocks if isinstance(b, Choices) for one in b.buttons]
    actions = [one for b in card.blocks if isinstance(b, Actions) for one in b.buttons]
    typed = folded_words(text)
    if place := _number(" ".join(typed), len(choices)):
        return choices[place - 1].tap
    if "?" in text:
        return None
    named = [one.tap for one in (*choices, *actions) if _same(typed, folded_words(one.label))]
    return named[0] if len(named) == 1 else None


def read_answer(frame: Frame, case: GuidedCase, ask: Ask, text: str) -> Stated | None:
    """What `text` states on the card of a question; None where that is not plain."""
    said = " ".join(folded_words(text))
    if not said or "?" in text:
        return None
    if (doubt := _NOT_KNOWN.fullmatch(said)) and not doubt[1]:
        return unknown_answer(frame, ask)
    if checklist_lines(frame, ask):
        return none_of(frame, ask) if said in _NOTHING else None
    choices = offered(frame, case, ask)
    if place := _number(said, len(choices) + 1):
        return choices[place - 1][1] if place <= len(choices) else unknown_answer(frame, ask)
    named = [stated for label, stated in choices if _same(said.split(), folded_words(label))]
    return _only(named) or _only([{f: v} for f, v in _values_named(frame, ask, said)])


def sends(text: str) -> bool:
    """Whether `text` sends a checklist as it is marked."""
    return " ".join(folded_words(text)) in _SEND


def read_marks(frame: Frame, ask: Ask, text: str) -> tuple[Mark, ...]:
    """The lines of a checklist that `text` names, all of it understood; else none.

    A mark is a fact and the value that its line states, or `UNKNOWN` for a line not known.
    """
    lines = checklist_lines(frame, ask)
    if "?" in text or not lines:
        return ()
    parts = [
        said for part in _PARTS_OF_A_TEXT.split(text) if (said := " ".join(folded_words(part)))
    ]
    if len(parts) == 1 and all(word.isdigit() for word in parts[0].split()):
        parts = parts[0].split()
    marks = [_mark(frame, ask, lines, part) for part in parts]
    return tuple(one for one in marks if one) if all(marks) else ()


def _mark(frame: Frame, ask: Ask, lines: Sequence[Mark], said: str) -> Mark | None:
    if place := _number(said, len(lines)):
        return lines[place - 1]
    doubt = _NOT_KNOWN.fullmatch(said)
    if doubt and not doubt[1]:
        return None
    named = [one for one in _values_named(frame, ask, doubt[1] if doubt else said) if one in lines]
    if len(named) != 1:
        return None
    return (named[0][0], UNKNOWN) if doubt else named[0]


def _values_named(frame: Frame, ask: Ask, said: str) -> list[Mark]:
    """The values of the facts asked of which `said` is the name, or one of the names."""
    typed = said.split()
    return [
        (fact, value)
        for fact in ask.facts
        for value in frame.compiled.procedure.facts[fact].values
        if any(_same(typed, name) for name in _value_names(frame, ask, fact, value))
    ]


def _value_names(frame: Frame, ask: Ask, fact: str, value: str) -> Iterable[list[str]]:
    label = frame.compiled.procedure.facts[fact].values[value].label
    yield folded_words(label)
    for part in map(folded_words, _PARTS_OF_A_LABEL.split(label)):
        if len(part) > 1 or any(len(word) >= _TELLING for word in part):
            yield part
    if len(ask.facts) == 1 or value not in ("oui", "non"):
        yield value.split("-")
    elif value == "oui":
        yield fact.split("-")


def _number(said: str, most: int) -> int | None:
    found = _NUMBER.fullmatch(said)
    return int(found[1]) if found and 1 <= int(found[1]) <= most else None


def _same(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether both say the same words, but for articles and one slip in a long word."""
    one, other = ([word for word in words if not _IGNORED(word)] for words in (typed, name))
    return bool(one) and len(one) == len(other) and all(map(alike, one, other))


def _only(answers: Sequence[Stated]) -> Stated | None:
    return answers[0] if answers and all(one == answers[0] for one in answers) else None
