"""A guided case: what was answered so far, carried whole by each button.

Any replica can answer any button, after any restart: nothing but the token is needed, and all of it
is checked again on arrival. A token is made of the procedure, the version it was opened under, a
revision that grows with each answer, and the steps taken:

    retention.7f6232a6a130.417002~demande_demande.resiliation~compte_pre-actif.non_blocage.

An empty value is « je ne sais pas »; « ? » is a fact that a text spoke of without stating it. The
thousands of a revision are the case’s number, drawn when it is opened (here 417).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.decision.compiled import Compiled
from bot.decision.space import CaseSpace
from bot.errors import InvalidTap

UNKNOWN = ""
DOUBTFUL = "?"
MAX_TOKEN = 2_000
LONG_TOKEN = 1_500
MAX_STEPS = 60
WHAT_IF, SETTLED, TEXT, STATE = "et-si", "regle", "texte", "etat"
"""Names of the steps that no question asks; `STATE`, said for all cases, is the first."""
ROOM = 1_000
"""Revisions of a case, until its number would change."""
NUMBERS = 10**12
"""Numbers to draw from, so that no two cases have the same."""

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_TOKEN = re.compile(
    rf"({ID})\.([0-9a-f]{{12}})\.([0-9]{{1,15}})((?:~{ID}(?:_{ID}\.(?:{ID}|\?)?)+)*)"
)


@dataclass(frozen=True)
class Step:
    """One card or text answered: its question, and what was stated.

    `UNKNOWN` is a fact asked and not known, `DOUBTFUL` one that is still to be asked.
    """

    question: str
    stated: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class GuidedCase:
    """The steps of a case, in order; a later step prevails over an earlier one.

    Nothing is forgotten while it may come back: a step taken back restores what it had replaced.
    """

    procedure: str
    version: str
    revision: int = 0
    steps: tuple[Step, ...] = ()

    def stated(self, space: CaseSpace) -> dict[str, str]:
        """Every fact asked so far that still matters, with its value or `UNKNOWN`."""
        said = self._said()
        known = _known(said)
        return {f: v for f, v in said.items() if space.is_relevant(f, known) is not False}

    def facts(self, space: CaseSpace) -> dict[str, str]:
        """The facts that matter and have a value."""
        return _known(self.stated(space))

    def unknown(self, space: CaseSpace) -> frozenset[str]:
        """The facts that the agent was asked and does not know."""
        return frozenset(f for f, value in self.stated(space).items() if value == UNKNOWN)

    def doubtful(self, space: CaseSpace) -> tuple[str, ...]:
        """The facts of which a text last spoke without stating them, and that may still matter."""
        known = _known(self._said())
        return tuple(
            fact
            for fact, value in self._last().items()
            if value == DOUBTFUL and space.is_relevant(fact, known) is not False
        )

    def _said(self) -> dict[str, str]:
        return {fact: value for fact, value in self._last().items() if value != DOUBTFUL}

    def _last(self) -> dict[str, str]:
        return dict(pair for step in self.steps for pair in step.stated)

    def answered(self, question: str, stated: Mapping[str, str]) -> GuidedCase:
        """The case once a question is answered."""
        steps = (*self.steps, Step(question, tuple(stated.items())))
        after = replace(self, revision=self.revision + 1, steps=steps)
        fits = len(steps) <= MAX_STEPS and len(after.token()) <= LONG_TOKEN
        return after if fits else replace(after, steps=_last_said(steps))

    @property
    def is_hypothesis(self) -> bool:
        """Whether some step only tries what would change the verdict."""
        return any(step.question == WHAT_IF for step in self.steps)

    def real(self) -> GuidedCase:
        """The case without what is only supposed, nor what was answered upon that."""
        steps = tuple(takewhile(lambda step: step.question != WHAT_IF, self.steps))
        return replace(self, steps=steps)

    def back(self) -> GuidedCase:
        """The case before its last step."""
        return replace(self, revision=self.revision + 1, steps=self.steps[:-1])

    @property
    def number(self) -> int:
        """What tells this case from any other; 0 where cases are not told apart."""
        return self.revision // ROOM

    @property
    def is_begun(self) -> bool:
        """Whether anything was said of this case, and not of all."""
        return any(step.question != STATE for step in self.steps)

    def another(self) -> GuidedCase:
        """The next case in the same place: its revisions are greater."""
        return replace(self, revision=(self.number + 1) * ROOM, steps=())

    def under(self, states: Mapping[str, str]) -> GuidedCase:
        """The case where so much is said for all cases; what is said of this one prevails."""
        steps = tuple(step for step in self.steps if step.question != STATE)
        said = (Step(STATE, tuple(states.items())),) if states else ()
        return replace(self, steps=(*said, *steps))

    def said_for_all(self) -> frozenset[str]:
        """The facts known of this case by what was said for all."""
        told = {fact: step.question for step in self.steps for fact, _ in step.stated}
        return frozenset(fact for fact, question in told.items() if question == STATE)

    def token(self) -> str:
        """The case as it travels in a button or a link."""
        steps = (
            "_".join([step.question, *(f"{fact}.{value}" for fact, value in step.stated)])
            for step in self.steps
        )
        return "~".join([f"{self.procedure}.{self.version}.{self.revision}", *steps])


def read_case(token: str) -> GuidedCase:
    """Read a token's form, without trusting what it says; raise `InvalidTap` if it is not one."""
    found = _TOKEN.fullmatch(token) if len(token) <= MAX_TOKEN else None
    if found is None:
        raise InvalidTap("ce bouton ne correspond à aucun cas")
    procedure, version, revision, tail = found.groups()
    written = tail.split("~")[1:]
    if len(written) > MAX_STEPS:
        raise InvalidTap("ce cas a trop d’étapes")
    return GuidedCase(procedure, version, int(revision), tuple(map(_step, written)))


def revalidated(case: GuidedCase, compiled: Compiled) -> tuple[GuidedCase, bool]:
    """The case under the procedure as it is now, and whether the procedure changed meanwhile.

    Under the version it was opened with, a case that states what the procedure does not know is
    forged: `InvalidTap`. Under another version the answers that are still valid are kept.
    """
    changed = case.version != compiled.edition.version
    steps = []
    for step in case.steps:
        valid = tuple((f, v) for f, v in step.stated if _is_valid(compiled, f, v))
        if valid != step.stated and not changed:
            raise InvalidTap("ce bouton dit un fait que la procédure ne connaît pas")
        if valid:
            steps.append(Step(step.question, valid))
    return replace(case, version=compiled.edition.version, steps=tuple(steps)), changed


def _is_valid(compiled: Compiled, fact: str, value: str) -> bool:
    known = compiled.space.facts.get(fact)
    return known is not None and (value in (UNKNOWN, DOUBTFUL) or value in known.values)


def _step(written: str) -> Step:
    question, *stated = written.split("_")
    pairs = tuple((fact, value) for fact, _, value in (one.partition(".") for one in stated))
    return Step(question, pairs)


def _known(stated: Mapping[str, str]) -> dict[str, str]:
    return {fact: value for fact, value in stated.items() if value != UNKNOWN}


def _last_said(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps without what later ones replace."""
    kept: list[Step] = []
    said: set[str] = set()
    for step in reversed(steps):
        left = tuple((fact, value) for fact, value in step.stated if fact not in said)
        said.update(fact for fact, _ in left)
        kept += [replace(step, stated=left)] if left else []
    return tuple(reversed(kept))
