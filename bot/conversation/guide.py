"""The guided case: what comes in, a tap or some words, and the card that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from gettext import NullTranslations

from bot.conversation.asking import correction_card, depends_card, question_card, ticked
from bot.conversation.card import Card, CardKind, Text, Tone
from bot.conversation.case import ROOM, SETTLED, TEXT, WHAT_IF, GuidedCase, revalidated
from bot.conversation.changes import Change, changed_line, since
from bot.conversation.deciding import verdict_card, what_is_settled
from bot.conversation.explaining import what_if_card, why_card
from bot.conversation.frame import Frame
from bot.conversation.links import Links
from bot.conversation.reporting import report_card, reported_card
from bot.conversation.states import Holding, sayable
from bot.conversation.tap import Action, Tap, read_tap
from bot.conversation.typed import read_answer, read_button, read_command, read_line
from bot.decision.compiled import Compiled
from bot.decision.decide import decide
from bot.decision.verdict import Ask, Decided, Decision
from bot.errors import InvalidTap, UnknownProcedure
from bot.language.understanding import understanding_of
from bot.language.words import MAX_TYPED


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


def _nothing(_procedure: str) -> Sequence[Holding]:
    """Nothing is said for all cases."""
    return ()


def _no_history(_procedure: str) -> Sequence[Change]:
    """Nothing is known of the versions before."""
    return ()


@dataclass(frozen=True)
class Guide:
    """The guided cases of every procedure in force.

    `states` gives what is said for all cases of a procedure, and `number` draws what tells a new
    case from any other (0 where that is of no use). `reports` tells that a verdict can be reported,
    and `history` gives the versions of a procedure that were in force, the oldest first.
    """

    procedures: Mapping[str, Compiled]
    links: Links = field(default_factory=Links)
    texts: NullTranslations = field(default_factory=NullTranslations)
    states: Callable[[str], Sequence[Holding]] = _nothing
    number: Callable[[], int] = int
    reports: bool = False
    history: Callable[[str], Sequence[Change]] = _no_history

    def news(self, procedure: str, version: str) -> str | None:
        """What changed in a procedure since a version, in one line; None where nothing did."""
        now = self.procedures.get(procedure)
        if now is None or now.edition.version == version:
            return None
        return changed_line(self.texts, since(self.history(procedure), version))

    def respond(self, request: Request) -> Card:
        """The card that answers a request; `UnknownProcedure` where there is no such procedure."""
        frame = self.frame(request.procedure)
        try:
            return _Turn(self, frame, request).card()
        except InvalidTap:
            return _notice_card(frame, self.fresh(request.procedure))

    def frame(self, procedure: str) -> Frame:
        """A procedure as it is talked about; `UnknownProcedure` where there is no such one."""
        compiled = self.procedures.get(procedure)
        if compiled is None:
            raise UnknownProcedure(f"procédure inconnue : « {procedure} »")
        understanding = understanding_of(compiled)
        states = sayable(compiled.procedure, self.states(procedure))
        return Frame(compiled, self.links, self.texts, understanding, states, self.reports)

    def fresh(self, procedure: str) -> GuidedCase:
        """A case of which nothing is known but what is said for all."""
        frame = self.frame(procedure)
        version = frame.compiled.edition.version
        return frame.as_said(GuidedCase(procedure, version, self.number() * ROOM))


class _Turn:
    """One request being answered."""

    def __init__(self, guide: Guide, frame: Frame, request: Request) -> None:
        self.guide = guide
        self.frame = frame
        self.request = request
        self.notice: str | None = None
        self.changed = False

    def card(self) -> Card:
        request = self.request
        fresh = request.tap or self.guide.fresh(request.procedure).token()
        tapped = read_tap(fresh)
        tapped = replace(tapped, case=self._current(tapped.case))
        if request.current is not None:
            latest = self._current(read_tap(request.current).case)
            if latest.revision > tapped.case.revision:
                return self._late(tapped, latest)
        return self._tapped(tapped) if request.text is None else self._typed(tapped, request.text)

    def _late(self, tapped: Tap, latest: GuidedCase) -> Card:
        """The case as it stands; the same tap sent twice is no news to anybody."""
        done = self._tapped(tapped).here
        out_of_date = self.frame._("This card was out of date: here is where the case is.")
        self.notice = None if done and read_tap(done).case == latest else out_of_date
        return self._shown(latest)

    def _current(self, case: GuidedCase) -> GuidedCase:
        """The case under the procedure as it is now; the agent is told if that changed."""
        if case.procedure != self.frame.compiled.edition.name:
            raise InvalidTap("ce bouton vient d’une autre procédure")
        case, changed = revalidated(case, self.frame.compiled)
        if changed:
            self.changed = True
            self.notice = self.frame._(
                "The procedure has changed meanwhile; the answers still valid are kept."
            )
        return case

    def _tapped(self, tapped: Tap) -> Card:
        case = tapped.case
        match tapped.action:
            case Action.ANSWER:
                return self._stated(case, tapped.subject, dict(tapped.stated))
            case Action.TRY:
                return self._stated(case, WHAT_IF, dict(tapped.stated))
            case Action.TICK:
                return self._ticked(case, tapped.subject, self.request.ticks, self.request.unsure)
            case Action.CHANGE if ask := self._question_of(tapped):
                return question_card(self.frame, tapped, ask, self.notice)
            case action:
                return self._done(case, action)

    def _done(self, case: GuidedCase, action: Action) -> Card:
        """What an action without a subject comes to; on an open case, only some have a meaning."""
        decision = self.frame.decide(case)
        match action:
            case Action.NEW:
                return self._moved(case.another())
            case Action.BACK:
                return self._moved(case.back())
            case Action.CORRECT if case.is_begun:
                return correction_card(self.frame, case)
            case Action.WHY if isinstance(decision, Decided):
                return why_card(self.frame, case, decision)
            case Action.REPORT if isinstance(decision, Decided):
                return report_card(self.frame, case, decision)
            case Action.REPORTED:
                return reported_card(self.frame, case)
            case Action.WHAT_IF if case.is_begun:
                return what_if_card(self.frame, case)
            case Action.SETTLED if isinstance(decision, Decided):
                settled = what_is_settled(self.frame, case, decision)
                return self._answered(case, SETTLED, settled.sets) if settled else self._shown(case)
            case _:
                return self._shown(case)

    def _typed(self, view: Tap, text: str) -> Card:
        if len(text) > MAX_TYPED:
            self.notice = self.frame._("This text is too long: {most} characters at most.").format(
                most=MAX_TYPED
            )
            return self._tapped(view)
        command = read_command(text)
        if command is Action.BACK and view.action is not Action.SHOW:
            return self._shown(view.case)
        if command:
            return self._done(view.case, command)
        ask = self._question_of(view)
        if ask and (stated := read_answer(self.frame, view.case, ask, text)):
            return self._stated(view.case, ask.question, stated)
        if not ask and (named := read_button(self._tapped(view), text)):
            return self._tapped(read_tap(named))
        if stated := read_line(self.frame, view.case, ask, text):
            return self._answered(view.case, TEXT, stated)
        self.notice = self.frame._("I did not understand; tap a button, or type its words.")
        return replace(self._tapped(view), understood=False)

    def _question_of(self, view: Tap) -> Ask | None:
        """The question that a card asks, if it asks one."""
        if view.action is Action.CHANGE:
            return self._asked_again(view)
        if view.action is Action.SHOW:
            decision = self.frame.decide(view.case)
            return decision if isinstance(decision, Ask) else None
        return None

    def _stated(self, case: GuidedCase, question: str, stated: Mapping[str, str]) -> Card:
        if _can_state(self.frame, question, stated):
            return self._answered(case, question, stated)
        if self.changed:
            return self._shown(case)
        raise InvalidTap("ce bouton dit ce que sa question ne demande pas")

    def _ticked(
        self, case: GuidedCase, question: str, keys: frozenset[str], unsure: frozenset[str]
    ) -> Card:
        """A checklist sent; under a procedure that changed, its lines may not be those seen."""
        decision = self.frame.decide(case)
        if self.changed or not isinstance(decision, Ask) or decision.question != question:
            return self._shown(case)
        stated = ticked(self.frame, decision, keys, unsure)
        if stated is None:
            self.notice = self.frame._("A line cannot be ticked and not known at once.")
            return self._shown(case)
        return self._stated(case, question, stated)

    def _asked_again(self, changing: Tap) -> Ask:
        fact, frame = changing.subject, self.frame
        if fact not in frame.compiled.procedure.facts:
            raise InvalidTap("ce bouton corrige un fait que la procédure ne connaît pas")
        others = {name: value for name, value in frame.facts(changing.case).items() if name != fact}
        decision = decide(frame.compiled, others)
        if isinstance(decision, Decided):
            return Ask(fact, (fact,), (decision.verdict.destination,))
        return Ask(fact, (fact,), decision.possible)

    def _answered(self, case: GuidedCase, question: str, stated: Mapping[str, str]) -> Card:
        return self._moved(case.answered(question, stated))

    def _moved(self, case: GuidedCase) -> Card:
        """A case after a move: what is said for all may have changed since the last."""
        return self._shown(self.frame.as_said(case))

    def _shown(self, case: GuidedCase) -> Card:
        decision = self.frame.decide(case)
        told = self.notice or self._told(case, decision)
        if isinstance(decision, Ask):
            return question_card(self.frame, Tap(case, Action.SHOW), decision, told)
        if isinstance(decision, Decided):
            return verdict_card(self.frame, case, decision, told)
        return depends_card(self.frame, case, decision, told)

    def _told(self, case: GuidedCase, decision: Decision) -> str | None:
        """What is said above a card of how its case came about: what was read, or supposed."""
        lines = [read] if (read := self.frame.told_of_line(case, decision)) else []
        if case.is_hypothesis:
            tried = [
                pair for step in case.steps if step.question == WHAT_IF for pair in step.stated
            ]
            line = self.frame._("What if: {facts}. “Go back” returns to the real case.")
            lines.append(line.format(facts=self.frame.facts_line(tried)))
        lines += [told] if (told := self.frame.told_for_all(case)) else []
        return " ".join(lines) or None


def _can_state(frame: Frame, question: str, stated: Mapping[str, str]) -> bool:
    """Whether a question asks all of these facts, and they can have these values."""
    procedure = frame.compiled.procedure
    declared = procedure.questions.get(question)
    asks = declared.asks if declared else (question,)
    asks = tuple(procedure.facts) if question == WHAT_IF else asks
    return bool(stated) and all(
        fact in asks
        and fact in procedure.facts
        and (not value or value in procedure.facts[fact].values)
        for fact, value in stated.items()
    )


def _notice_card(frame: Frame, fresh: GuidedCase) -> Card:
    told = frame._("This button belongs to no case that I know. Nothing was decided.")
    blocks = (Text(told, Tone.NOTICE), frame.actions(fresh, Action.NEW, main=Action.NEW))
    return Card(CardKind.NOTICE, frame._("I cannot follow this button"), blocks)
