"""The guided case: what comes in, a tap or some words, and the card that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from gettext import NullTranslations

from bot.conversation.asking import depends_card, question_card, ticked
from bot.conversation.card import Button, Card, CardKind, Choices, Text, Tone
from bot.conversation.case import GuidedCase, revalidated
from bot.conversation.deciding import verdict_card, what_is_settled
from bot.conversation.explaining import what_if_card, why_card
from bot.conversation.frame import Frame
from bot.conversation.links import Links
from bot.conversation.tap import Action, Tap, read_tap, tap
from bot.conversation.typed import read_answer, read_button, read_command
from bot.decision.compiled import Compiled
from bot.decision.decide import decide
from bot.decision.verdict import Ask, Decided, Decision
from bot.errors import InvalidTap, UnknownProcedure


@dataclass(frozen=True)
class Request:
    """What a person did: opened a procedure, tapped a button, or typed an answer.

    `tap` is a button's content; with a checklist's, `ticks` and `unsure` are the keys of its
    lines. With `text`, it is the `here` of the card that the text answers (None: a new case).
    `current` is the latest case known of this thread, where there is a memory of threads: a tap on
    an older card then changes nothing.
    """

    procedure: str
    tap: str | None = None
    ticks: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    text: str | None = None
    current: str | None = None


@dataclass(frozen=True)
class Guide:
    """The guided cases of every procedure in force."""

    procedures: Mapping[str, Compiled]
    links: Links = field(default_factory=Links)
    texts: NullTranslations = field(default_factory=NullTranslations)

    def respond(self, request: Request) -> Card:
        """The card that answers a request; whatever comes in, a card comes out."""
        compiled = self.procedures.get(request.procedure)
        if compiled is None:
            raise UnknownProcedure(f"procédure inconnue : « {request.procedure} »")
        frame = Frame(compiled, self.links, self.texts)
        try:
            return _Turn(frame, request).card()
        except InvalidTap:
            return _notice_card(frame)


class _Turn:
    """One request being answered."""

    def __init__(self, frame: Frame, request: Request) -> None:
        self.frame = frame
        self.request = request
        self.notice: str | None = None

    def card(self) -> Card:
        request = self.request
        tapped = read_tap(request.tap) if request.tap else Tap(self._fresh(), Action.SHOW)
        case = self._current(tapped.case)
        if request.current is not None:
            latest = self._current(read_tap(request.current).case)
            if latest.revision > case.revision:
                self.notice = self.frame._("This card was out of date: here is where the case is.")
                return self._shown(latest)
        if request.text is None:
            return self._tapped(replace(tapped, case=case))
        return self._typed(replace(tapped, case=case), request.text)

    def _fresh(self) -> GuidedCase:
        edition = self.frame.compiled.edition
        return GuidedCase(edition.name, edition.version)

    def _current(self, case: GuidedCase) -> GuidedCase:
        """The case under the procedure as it is now; the agent is told if that changed."""
        if case.procedure != self.frame.compiled.edition.name:
            raise InvalidTap("ce bouton vient d’une autre procédure")
        case, changed = revalidated(case, self.frame.compiled)
        if changed:
            self.notice = self.frame._(
                "The procedure has changed meanwhile; the answers still valid are kept."
            )
        return case

    def _tapped(self, tapped: Tap) -> Card:
        case = tapped.case
        match tapped.action:
            case Action.ANSWER:
                return self._stated(case, tapped.subject, dict(tapped.stated))
            case Action.TICK:
                return self._checked(case, tapped.subject)
            case Action.TRY:
                return self._stated(case, _WHAT_IF, dict(tapped.stated))
            case Action.CHANGE:
                return question_card(
                    self.frame, case, self._asked_again(tapped), tapped.token(), self.notice
                )
            case action:
                return self._done(case, action)

    def _done(self, case: GuidedCase, action: Action) -> Card:
        """What an action without a subject comes to; on an open case, only some have a meaning."""
        decision = self._decide(case)
        match action:
            case Action.NEW:
                return self._shown(self._fresh())
            case Action.BACK:
                return self._shown(case.back())
            case Action.CORRECT if case.steps:
                return self._correction(case)
            case Action.WHY if isinstance(decision, Decided):
                return why_card(self.frame, case, decision)
            case Action.WHAT_IF if case.steps:
                return what_if_card(self.frame, case)
            case Action.SETTLED if isinstance(decision, Decided):
                stated = what_is_settled(self.frame, case, decision)
                return self._shown(case.answered(_SETTLED, stated) if stated else case)
            case _:
                return self._shown(case)

    def _typed(self, view: Tap, text: str) -> Card:
        if command := read_command(text):
            return self._done(view.case, command)
        ask = self._question_of(view)
        if ask and (stated := read_answer(self.frame, view.case, ask, text)):
            return self._stated(view.case, ask.question, stated)
        if named := read_button(self._tapped(view), text):
            return self._tapped(read_tap(named))
        self.notice = self.frame._("I did not understand; tap an answer or type its number.")
        return self._tapped(view)

    def _question_of(self, view: Tap) -> Ask | None:
        """The question that a card asks, if it asks one."""
        if view.action is Action.CHANGE:
            return self._asked_again(view)
        if view.action in (Action.WHAT_IF, Action.CORRECT, Action.WHY):
            return None
        decision = self._decide(view.case)
        return decision if isinstance(decision, Ask) else None

    def _stated(self, case: GuidedCase, question: str, stated: dict[str, str]) -> Card:
        if not self._can_state(question, stated):
            raise InvalidTap("ce bouton dit ce que sa question ne demande pas")
        after = case.answered(question, stated)
        return self._shown(after.kept_relevant(self.frame.compiled))

    def _can_state(self, question: str, stated: Mapping[str, str]) -> bool:
        procedure = self.frame.compiled.procedure
        declared = procedure.questions.get(question)
        asks = declared.asks if declared else (question,)
        asks = tuple(procedure.facts) if question == _WHAT_IF else asks
        return bool(stated) and all(
            fact in asks
            and fact in procedure.facts
            and (not value or value in procedure.facts[fact].values)
            for fact, value in stated.items()
        )

    def _checked(self, case: GuidedCase, question: str) -> Card:
        decision = self._decide(case)
        if not isinstance(decision, Ask) or decision.question != question:
            return self._shown(case)
        stated = ticked(self.frame, decision, self.request.ticks, self.request.unsure)
        if stated is None:
            self.notice = self.frame._("A line cannot be ticked and not known at once.")
            return self._shown(case)
        return self._stated(case, question, stated)

    def _asked_again(self, changing: Tap) -> Ask:
        fact = changing.subject
        if fact not in self.frame.compiled.procedure.facts:
            raise InvalidTap("ce bouton corrige un fait que la procédure ne connaît pas")
        decision = self._decide(changing.case.without(fact))
        return Ask(fact, (fact,), () if isinstance(decision, Decided) else decision.possible)

    def _correction(self, case: GuidedCase) -> Card:
        buttons = tuple(
            Button(
                f"{self.frame.fact(fact)}\u00a0: {self.frame.value(fact, value)}",
                tap(case, Action.CHANGE, fact),
            )
            for fact, value in case.stated.items()
        )
        blocks = (Choices(buttons), self.frame.actions(case, Action.SHOW, Action.NEW))
        title = self.frame._("What is to be corrected?")
        here = tap(case, Action.CORRECT)
        return Card(CardKind.CORRECT, title, blocks, here, self.frame._("A number"))

    def _shown(self, case: GuidedCase) -> Card:
        decision = self._decide(case)
        if isinstance(decision, Decided):
            return verdict_card(self.frame, case, decision, self.notice)
        if isinstance(decision, Ask):
            return question_card(self.frame, case, decision, case.token(), self.notice)
        return depends_card(self.frame, case, decision, self.notice)

    def _decide(self, case: GuidedCase) -> Decision:
        return decide(self.frame.compiled, case.facts, case.unknown)


_WHAT_IF = "et-si"
_SETTLED = "regle"


def _notice_card(frame: Frame) -> Card:
    fresh = GuidedCase(frame.compiled.edition.name, frame.compiled.edition.version)
    told = frame._("This button belongs to no case that I know. Nothing was decided.")
    blocks = (Text(told, Tone.NOTICE), frame.actions(fresh, Action.NEW, main=Action.NEW))
    return Card(CardKind.NOTICE, frame._("I cannot follow this button"), blocks)
