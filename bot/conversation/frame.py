"""What every card of a guided case has around it: its words, its links, its answers so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from gettext import NullTranslations

from bot.conversation.card import Actions, Answered, Answers, Button, Link, Quote, Text, Tone
from bot.conversation.case import DOUBTFUL, TEXT, UNKNOWN, GuidedCase
from bot.conversation.links import Links, own_words
from bot.conversation.states import Holding
from bot.conversation.tap import Action, tap
from bot.decision.compiled import Compiled
from bot.decision.decide import Known, decide
from bot.decision.diagram import Diagram, support
from bot.decision.verdict import Ask, Decision, Outcome
from bot.language.understanding import Understanding
from bot.procedure.model import Ground
from bot.procedure.typography import french_spaces


@dataclass(frozen=True)
class Frame:
    """A procedure as it is talked about: in which language, with which links, in what state.

    `reports` tells that a verdict can be reported.
    """

    compiled: Compiled
    links: Links
    texts: NullTranslations
    understanding: Understanding
    states: tuple[Holding, ...] = ()
    reports: bool = False

    def _(self, message: str) -> str:
        return self.texts.gettext(message)

    def stated(self, case: GuidedCase) -> dict[str, str]:
        """What was answered in a case and still matters."""
        return case.stated(self.compiled.space)

    def facts(self, case: GuidedCase) -> dict[str, str]:
        """What is known in a case."""
        return case.facts(self.compiled.space)

    def as_said(self, case: GuidedCase) -> GuidedCase:
        """A case with what is said for all cases now."""
        return case.under({one.fact: one.value for one in self.states})

    def decide(self, case: GuidedCase) -> Decision:
        """What follows from a case as it stands; what a text left unsure is asked first."""
        facts, unknown = self.facts(case), case.unknown(self.compiled.space)
        decision = decide(self.compiled, facts, unknown)
        if not isinstance(decision, Ask):
            return decision
        left = self.compiled.forest.given_all(self.compiled.outcomes, facts)
        doubtful = [fact for fact in case.doubtful(self.compiled.space) if fact in support(left)]
        if not doubtful or doubtful[0] in decision.facts:
            return decision
        for question, asked in self.compiled.planner.candidates(left, unknown):
            if doubtful[0] in asked:
                return Ask(question, asked, decision.possible)
        return Ask(doubtful[0], (doubtful[0],), decision.possible)

    def value(self, fact: str, value: str) -> str:
        """A value's label, which can be read alone."""
        if value == UNKNOWN:
            return self._("I don’t know")
        return self.compiled.procedure.facts[fact].values[value].label

    def fact(self, fact: str) -> str:
        """A fact's short name."""
        return self.compiled.procedure.facts[fact].label

    def destination(self, name: str) -> str:
        """A destination's label."""
        return self.compiled.procedure.destinations[name].label

    def outcome(self, outcome: Outcome) -> str:
        """Where a call goes, and whether there is something to say."""
        destination = self.destination(outcome.destination)
        if not outcome.phrases:
            return destination
        said = self.texts.ngettext(
            "with a sentence to say", "with sentences to say", len(outcome.phrases)
        )
        return f"{destination}, {said}"

    def link(self, passage: str) -> Link:
        """A passage's link; it is called by its first words."""
        return Link(self.passage_label(passage), self.links.passage(self.compiled.edition, passage))

    def passage_label(self, passage: str) -> str:
        """The first words of a passage, short enough for a link."""
        words = own_words(self.compiled.edition, passage).strip("💬\u00a0«» ").split()
        label = ""
        for word in words:
            if len(label) + len(word) > _LINK_LENGTH:
                return label.rstrip(" \u00a0,:;(") + "…"
            label = f"{label} {word}".strip()
        return label.rstrip(" \u00a0:")

    def section_link(self, passage: str) -> Link:
        """A passage's link, called by its section: for words that are shown whole beside it."""
        found = self.compiled.procedure.passages[passage]
        title = self.compiled.procedure.sections[found.section]
        return Link(title, self.links.passage(self.compiled.edition, passage))

    def quote(self, passage: str) -> Quote:
        """A passage, verbatim."""
        found = self.compiled.procedure.passages[passage]
        return Quote(self.section_link(passage), found.quote)

    def ground(self, ground: Ground) -> tuple[str, str, str]:
        """A ground told by a sign, a word and what it means."""
        return {
            Ground.WRITTEN: ("✔", self._("Written"), self._("The words of the procedure decide.")),
            Ground.READING: ("≈", self._("Our reading"), self._("Inferred from the procedure.")),
            Ground.CONFLICT: (
                "⚖",
                self._("Passages in conflict"),
                self._("Two passages disagree and the page does not settle it; we do."),
            ),
            Ground.SILENT: ("∅", self._("Silent"), self._("No passage covers this case.")),
        }[ground]

    def told_of_line(self, case: GuidedCase, decision: Decision) -> str | None:
        """What the last step read in a text, and what is still to be asked; None for a tap."""
        if not case.steps or case.steps[-1].question != TEXT:
            return None
        stated = self.stated(case)
        doubtful = case.doubtful(self.compiled.space) if isinstance(decision, Ask) else ()
        said = [pair for pair in case.steps[-1].stated if pair[1] != DOUBTFUL]
        read = [(fact, value) for fact, value in said if fact in stated]
        idle = [(fact, value) for fact, value in said if fact not in stated and value]
        lines = []
        if read:
            facts = " · ".join(
                self.value(fact, stated[fact])
                if stated[fact] != UNKNOWN
                else self._("{fact}: not known").format(fact=self.fact(fact))
                for fact, _ in read
            )
            lines.append(self._("Understood: {facts}.").format(facts=facts.removesuffix("…")))
        if doubtful:
            facts = ", ".join(self.fact(fact) for fact in doubtful)
            lines.append(self._("To be settled: {facts}.").format(facts=facts))
        if idle:
            facts = self.facts_line(idle).removesuffix("…")
            lines.append(self._("It does not matter here: {facts}.").format(facts=facts))
        return " ".join(lines) or self._("Understood, but it does not matter in this case.")

    def told_for_all(self, case: GuidedCase) -> str | None:
        """What was said for all cases and matters in this one: since when, and until when."""
        for_all, facts = case.said_for_all(), self.facts(case)
        lines = [
            self._told_state(one)
            for one in self.states
            if one.fact in for_all and facts.get(one.fact) == one.value
            if one.fact in support(self._outcomes_without(one.fact, facts))
        ]
        return " ".join(lines) or None

    def _outcomes_without(self, fact: str, facts: Mapping[str, str]) -> Diagram:
        others = {name: value for name, value in facts.items() if name != fact}
        return self.compiled.forest.given_all(self.compiled.outcomes, others)

    def _told_state(self, one: Holding) -> str:
        told = self._(
            "⏳ {state}: said for everyone {minutes} min ago, for {left} min more; "
            "a supervisor may change it."
        )
        state = self.value(one.fact, one.value)
        return told.format(state=state, minutes=one.minutes, left=one.left)

    def answers(self, case: GuidedCase) -> Answers:
        """What was answered so far, each changeable in one tap; what was typed is never usual."""
        typed = {fact for step in case.steps if step.question == TEXT for fact, _ in step.stated}
        for_all = case.said_for_all()
        return Answers(
            self._("Answers so far"),
            tuple(
                Answered(
                    fact,
                    self.fact(fact),
                    self.value(fact, value),
                    Button(self._("Change"), tap(case, Action.CHANGE, fact)),
                    usual=fact in for_all or (fact not in typed and value in self._unticked(fact)),
                    unknown=value == UNKNOWN,
                )
                for fact, value in self.stated(case).items()
            ),
            Button(self._action(Action.CORRECT), tap(case, Action.CORRECT)),
        )

    def _unticked(self, fact: str) -> set[str]:
        """What the checklists affirm of `fact` when none of its lines is ticked."""
        questions = self.compiled.procedure.questions.values()
        ticks = {tick[fact] for one in questions for tick in one.ticks if fact in tick}
        return set(self.compiled.procedure.facts[fact].values) - ticks if ticks else set()

    def typed_actions(self) -> str:
        """What may be typed where there is no question to answer."""
        return self._("why, what if, correct, go back, new case")

    def actions(self, case: GuidedCase, *actions: Action, main: Action | None = None) -> Actions:
        """A row of buttons on a case."""
        return Actions(
            tuple(
                Button(self._action(action), tap(case, action), main=action is main)
                for action in actions
            )
        )

    def _action(self, action: Action) -> str:
        return {
            Action.SHOW: self._("Back to the case"),
            Action.WHY: self._("Why?"),
            Action.WHAT_IF: self._("What if…?"),
            Action.CORRECT: self._("Correct"),
            Action.BACK: self._("Go back"),
            Action.NEW: self._("New case"),
            Action.REPORT: self._("Report"),
        }[action]

    def facts_line(self, facts: Iterable[tuple[str, str]]) -> str:
        """Facts in one line, each told by its value’s own label."""
        return ", ".join(self.value(fact, value) for fact, value in facts)


_LINK_LENGTH = 48


def notices(known: Known, notice: str | None) -> Iterator[Text]:
    """What is said above a card: a notice, and what is to be said of facts that are of no use."""
    if notice:
        yield Text(notice, Tone.NOTICE)
    for warning in known.warnings:
        yield Text(french_spaces(warning), Tone.NOTICE)
