"""Words typed on a card: a command, a number, a button’s own words, or a line of French.

A line is read by the procedure’s vocabulary, in the light of the question at hand. What it states
is shown back on the next card; what it leaves unsure is asked first; nothing else is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.conversation.asking import (
    checklist_lines,
    lines_ticked,
    none_of,
    offered,
    unknown_answer,
)
from bot.conversation.card import Actions, Card, Choices
from bot.conversation.case import DOUBTFUL, UNKNOWN, GuidedCase
from bot.conversation.frame import Frame
from bot.conversation.tap import Action
from bot.decision.verdict import Ask
from bot.language.french import Role
from bot.language.words import alike, folded_words

_COMMANDS = {
    Action.BACK: ("retour",),
    Action.NEW: ("nouveau", "nouveau cas", "recommencer"),
    Action.WHY: ("pourquoi",),
    Action.WHAT_IF: ("et si",),
    Action.CORRECT: ("corriger", "modifier"),
}
_SEND = ("valider", "ok", "c est tout", "c est bon", "rien d autre")
_IGNORED = re.compile(r"aux?|a|ce|c|de|des|du|d|elle|en|est|et|il|les?|la|l|ou|une?").fullmatch
_PARTS_OF_A_LABEL = re.compile(r"[/(),…]| ou ")
_NUMBER = re.compile(r"(?:le |la |n |no |numero )?(\d{1,2})")
_NUMBERS = re.compile(r"\d{1,2}(?: (?:et )?\d{1,2})+")
_TELLING = 5
"""Letters from which one word of a label can stand for the whole."""

Stated = dict[str, str]
Line = tuple[str, str]


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
    """What a number or a choice’s own words state on a question’s card; None for any other text."""
    said = " ".join(folded_words(text))
    if not said or "?" in text:
        return None
    reply = frame.understanding.reply(text)
    if reply is Role.UNKNOWN:
        return unknown_answer(frame, ask)
    if lines := checklist_lines(frame, ask):
        if said in _SEND or reply is Role.NOTHING:
            return none_of(frame, ask)
        both = lines if reply is Role.BOTH and len(lines) == 2 else _lines_numbered(lines, said)
        return lines_ticked(frame, ask, both) if both else None
    choices = offered(frame, case, ask)
    if place := _number(said, len(choices) + 1):
        return choices[place - 1][1] if place <= len(choices) else unknown_answer(frame, ask)
    named = [stated for label, stated in choices if _same(said.split(), folded_words(label))]
    return _only(named)


def read_line(frame: Frame, case: GuidedCase, ask: Ask | None, text: str) -> Stated:
    """What a line of French states of a case; empty where it states nothing."""
    known = frame.facts(case)
    understood = frame.understanding.read(text, ask.facts if ask else (), known)
    stated = dict(understood.facts)
    stated |= {fact: UNKNOWN for fact in understood.unknown if fact not in known}
    for fact, left in understood.unsure.items():
        if fact not in stated and known.get(fact) not in left:
            stated[fact] = DOUBTFUL
    if not stated and ask and "?" not in text:
        return _only([{f: v} for f, v in _values_named(frame, ask, text)]) or {}
    return stated


def _lines_numbered(lines: Sequence[Line], said: str) -> list[Line]:
    """The lines of a checklist that numbers name; none where one names no line."""
    numbers = said.replace(" et ", " ").split() if _NUMBERS.fullmatch(said) else [said]
    places = [_number(one, len(lines)) for one in numbers]
    return [lines[place - 1] for place in places if place] if all(places) else []


def _values_named(frame: Frame, ask: Ask, text: str) -> list[tuple[str, str]]:
    """The values of the facts asked of which `text` is the name, or one of the names."""
    typed = folded_words(text)
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
    if len(ask.facts) == 1 or value not in ("oui", "non", "aucun"):
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
