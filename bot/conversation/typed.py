"""A typed answer to the card at hand: a number, a choice's own words, or a short command.

A typed answer states what it names and nothing else: naming one line of a checklist leaves the
others to be asked, since only a sent checklist says « non » for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.conversation.asking import checklist_lines, none_of, offered, unknown_answer
from bot.conversation.card import Actions, Card, Choices
from bot.conversation.case import GuidedCase
from bot.conversation.frame import Frame
from bot.conversation.tap import Action
from bot.decision.verdict import Ask
from bot.language.words import alike, folded_words

_COMMANDS = {
    Action.BACK: ("retour", "annuler", "precedent"),
    Action.NEW: ("nouveau", "nouveau cas", "recommencer"),
    Action.WHY: ("pourquoi",),
    Action.WHAT_IF: ("et si",),
    Action.CORRECT: ("corriger", "modifier"),
}
_UNKNOWN = ("je ne sais pas", "je sais pas", "sais pas", "inconnu", "aucune idee", "jsp")
_NONE = ("rien", "rien d autre", "rien de tout cela", "rien a signaler", "ras", "aucun", "non")
_IGNORED = re.compile(r"aux?|a|ce|c|de|des|du|d|elle|en|est|et|il|les?|la|l|ou|une?").fullmatch
_NEGATION = re.compile(r"aucune?|hors|moins|ne|n|ni|non|pas|rien|sans").fullmatch
_SEPARATORS = re.compile(r"[,;+/\n]|\bet\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:(?:le |la |n|n |no |numero )?)(\d{1,2})")

Stated = dict[str, str]


def read_command(text: str) -> Action | None:
    """The short command that `text` is, whatever the card."""
    said = " ".join(folded_words(text))
    return next((action for action, ways in _COMMANDS.items() if said in ways), None)


def read_button(card: Card, text: str) -> str | None:
    """The tap of the one button of a card that `text` names, by its words or its number."""
    choices = [one for b in card.blocks if isinstance(b, Choices) for one in b.buttons]
    actions = [one for b in card.blocks if isinstance(b, Actions) for one in b.buttons]
    typed = folded_words(text)
    if number := _NUMBER.fullmatch(" ".join(typed)):
        place = int(number[1])
        return choices[place - 1].tap if 1 <= place <= len(choices) else None
    named = [one.tap for one in (*choices, *actions) if _names(typed, folded_words(one.label))]
    return named[0] if len(named) == 1 else None


def read_answer(frame: Frame, case: GuidedCase, ask: Ask, text: str) -> Stated | None:
    """What `text` states on the card of a question; None where that is not plain."""
    said = " ".join(folded_words(text))
    return _answer(frame, case, ask, text, said) if said else None


def _answer(frame: Frame, case: GuidedCase, ask: Ask, text: str, said: str) -> Stated | None:
    lines = checklist_lines(frame, ask)
    if said in _UNKNOWN:
        return unknown_answer(frame, ask)
    if lines and said in _NONE:
        return none_of(frame, ask)
    numbered = [{fact: value} for fact, value in lines]
    if not lines:
        numbered = [stated for _, stated in offered(frame, case, ask)]
    if (whole := _picked(frame, case, ask, numbered, said)) or not lines:
        return whole
    parts = [" ".join(folded_words(part)) for part in _SEPARATORS.split(text)]
    found = [_picked(frame, case, ask, numbered, part) for part in parts if part]
    if len(found) == 1 and (numbers := said.split()) and all(n.isdigit() for n in numbers):
        found = [_picked(frame, case, ask, numbered, n) for n in numbers]
    if not found or None in found:
        return None
    return {fact: value for one in found if one for fact, value in one.items()}


def _picked(
    frame: Frame, case: GuidedCase, ask: Ask, numbered: Sequence[Stated], said: str
) -> Stated | None:
    """The one answer that `said` names, by its number or by its words."""
    if number := _NUMBER.fullmatch(said):
        place = int(number[1])
        if place == len(numbered) + 1 and not checklist_lines(frame, ask):
            return unknown_answer(frame, ask)
        if 1 <= place <= len(numbered):
            return numbered[place - 1]
    typed = said.split()
    exact, close = [], []
    for names, stated in _candidates(frame, case, ask):
        for name in names:
            if _meaningful(typed) == _meaningful(name):
                exact.append(stated)
            elif len(stated) == 1 and _names(typed, name):
                close.append(stated)
    return _only(exact) or (None if exact else _only(close))


def _candidates(
    frame: Frame, case: GuidedCase, ask: Ask
) -> Iterable[tuple[list[list[str]], Stated]]:
    """Everything that can be said on the card: each value of each fact, and each choice."""
    for fact in ask.facts:
        for value, told in frame.compiled.procedure.facts[fact].values.items():
            alone = [value.split("-")] if len(ask.facts) == 1 or value not in _YES_OR_NO else []
            yield [folded_words(told.label), *alone], {fact: value}
    if not checklist_lines(frame, ask):
        for label, stated in offered(frame, case, ask):
            yield [folded_words(label)], stated


_YES_OR_NO = ("oui", "non")


def _meaningful(words: Sequence[str]) -> list[str]:
    return [word for word in words if not _IGNORED(word)]


def _names(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether all that is typed is in the name, and both deny, in the same words, or neither."""
    wanted, has = _meaningful(typed), _meaningful(name)
    if not wanted:
        return False
    if any(map(_NEGATION, wanted)):
        places = range(len(has) - len(wanted) + 1)
        return any(all(map(alike, wanted, has[n : n + len(wanted)])) for n in places)
    return not any(map(_NEGATION, has)) and all(any(alike(w, h) for h in has) for w in wanted)


def _only(answers: Sequence[Stated]) -> Stated | None:
    return answers[0] if answers and all(one == answers[0] for one in answers) else None
