"""Other ways to lay the same facts out on cards, to be compared with the one declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from bot.decision.compiled import Compiled
from bot.procedure.loader import Edition
from bot.procedure.model import Procedure, Question

DECLARED = "as declared"

Facts: TypeAlias = tuple[str, ...]

_STATUS: Facts = ("pre-actif", "blocage")
_QUEUE: Facts = ("feu-rouge", "facturation-a-regler", "retention-disponible")
_SITUATION: Facts = ("situation-particuliere",)
_ACCOUNT: Facts = (*_STATUS, *_QUEUE, *_SITUATION)
_REFUND: Facts = ("remboursement-demande",)
_OBJECT: Facts = ("plusieurs-domaines", "mbg")
_WORDS: Facts = (*_REFUND, *_OBJECT)
_COMMITMENT: Facts = ("contrat", "ouvert-offre", "mecontent")
"""Single taps as declared, unless a checklist below asks for them."""

_CHECKLISTS: dict[str, tuple[Facts, ...]] = {
    "situation with the words": ((*_STATUS, *_QUEUE), (*_SITUATION, *_WORDS)),
    "situation alone": ((*_STATUS, *_QUEUE), _WORDS),
    "account in two: status, queue": ((*_STATUS, *_SITUATION), _QUEUE, _WORDS),
    "account in two: all but billing and queue": (
        (*_STATUS, *_SITUATION, "feu-rouge"),
        ("facturation-a-regler", "retention-disponible"),
        _WORDS,
    ),
    "commitment as a checklist": (_ACCOUNT, _WORDS, _COMMITMENT),
    "commitment with the words": (_ACCOUNT, (*_WORDS, *_COMMITMENT)),
    "commitment with the refund": (_ACCOUNT, _OBJECT, (*_REFUND, *_COMMITMENT)),
    "account in two, commitment with the words": (
        (*_STATUS, *_SITUATION),
        _QUEUE,
        (*_WORDS, *_COMMITMENT),
    ),
}
_TICKED = {"contrat": "determinee", "ouvert-offre": "oui", "mecontent": "oui"}


def groupings(edition: Edition) -> Iterator[tuple[str, Compiled]]:
    """Yield the procedure as declared, then with each other layout of its questions."""
    yield DECLARED, Compiled(edition)
    for name, cards in _CHECKLISTS.items():
        laid_out = edition.procedure.model_copy(
            update={"questions": _questions(edition.procedure, cards)}
        )
        yield name, Compiled(replace(edition, procedure=laid_out))


def _questions(procedure: Procedure, cards: tuple[Facts, ...]) -> dict[str, Question]:
    declared = procedure.questions
    lines = [tick for question in declared.values() for tick in question.ticks]
    lines += [{fact: value} for fact, value in _TICKED.items()]
    questions = {
        f"card-{n}": Question(
            text=declared["compte"].text,
            where=declared["compte"].where,
            ticks=tuple(line for line in lines if line.keys() <= set(facts)),
        )
        for n, facts in enumerate(cards)
    }
    asked = {fact for facts in cards for fact in facts}
    choices = {n: q for n, q in declared.items() if q.choices and not asked & set(q.asks)}
    return questions | choices
