"""The agent's time to a verdict, by the keystroke-level model.

Operators, in seconds, for a practised user of keyboard and mouse:

- K, a key pressed, 0.20; P, pointing with the mouse, 1.10; H, a hand moved between keyboard and
  mouse, 0.40; M, a mental preparation, 1.35 (Card, Moran & Newell 1980, « The keystroke-level model
  for user performance time with interactive systems », CACM 23:7).
- B, a mouse button pressed or released, 0.10, so that a tap is P + 2 B (Kieras 1993, « Using the
  keystroke-level model to estimate execution times »).
- Reading: 195 words a minute, silent and in French (IReST: Trauzettel-Klosinski & Dietz 2012,
  « Standardized assessment of reading performance », IOVS 53:9).
- R, the answer of the system, 0.50 a card or a page: an assumption, the same for all.

Two agents are reckoned. The *practised* one is the model's own: routine work without an error,
each card known by its place, so that only the verdict is read. The one *on a first call* reads
every word of every card.

What is counted, alike for every way of asking:

- Opening: the command typed (M, a key a letter and Enter, R, H to the mouse); the page opened from
  a bookmark (M, one tap, R).
- A single choice: its question and all its options read (on a first call), M, one tap, R.
- A checklist: its question and all its lines read (on a first call); M and a tap for each line
  that is true; the button that sends it (a tap, and its own M only where no tick precedes, since it
  then ends a unit: rules 0, 1 and 3 of the model); R.
- The verdict: its destination and what to do, read. On the page, the page itself, read once.

Not counted: hints and help, which beginners read; « je ne sais pas » and other fixed buttons; the
time to look at the account or to ask the caller, and what follows the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from rich.table import Table

from bot.decision.compiled import Compiled
from bot.decision.diagram import Diagram, Fork
from bot.decision.order import Planner, Step, one_at_a_time
from bot.decision.verdict import Outcome
from bot.procedure.loader import Edition
from tests.bench.groupings import DECLARED, groupings
from tests.bench.report import Report, Row, table
from tests.bench.timing import Tell

KEY, BUTTON, POINT, HOME, THINK, ANSWER = 0.20, 0.10, 1.10, 0.40, 1.35, 0.50
TAP = POINT + 2 * BUTTON
WORDS_A_SECOND = 195 / 60


@dataclass(frozen=True)
class Spent:
    """What a verdict takes on average, under the declared weights."""

    seconds: float
    cards: float

    def __str__(self) -> str:
        cards = f", {self.cards:.2f} cards" if self.cards else ""
        return f"{self.seconds:.1f} s{cards}"


def measure(edition: Edition, tell: Tell) -> Report:
    """Compare our cards with one fact at a time, with reading the page, and with other cards."""
    tell("cards")
    compiled = Compiled(edition)
    page = reading_the_page(compiled)
    rows = []
    for agent, first_call in (("practised", False), ("first call", True)):
        ours, alone = (
            asking(compiled, compiled.planner, first_call),
            asking_alone(compiled, first_call),
        )
        rows.append(_row(f"{agent}, against one fact at a time", ours, alone, 1 / 2))
        rows.append(_row(f"{agent}, against reading the page", ours, page, 1 / 10))
    note = (
        f"Seconds by the keystroke-level model under the declared weights: {WORDS_A_SECOND * 60:g} "
        f"words a minute, a tap {TAP:g} s, a thought {THINK:g} s, an answer of the system "
        f"{ANSWER:g} s (an assumption). What is counted: tests/bench/effort.py."
    )
    missed = (
        f"Why ½ is missed: {ours.cards:.2f} cards for {alone.cards:.2f} are already "
        f"{ours.cards / alone.cards:.2f}, the lines ticked and sent come on top, and opening the "
        "command and reading the verdict are the same for both. Why 1/10 is missed on a first "
        "call: every line of a checklist is read then, true or not."
    )
    return Report(rows, [_groupings_table(edition, tell)], [note, missed])


def _row(name: str, ours: Spent, other: Spent, target: float) -> Row:
    return Row(name, str(ours), str(other), ours.seconds / other.seconds, target)


def _groupings_table(edition: Edition, tell: Tell) -> Table:
    lines = []
    for name, compiled in groupings(edition):
        tell(f"cards, {name}")
        spent = [asking(compiled, compiled.planner, first_call) for first_call in (False, True)]
        lines.append((spent[0].seconds, name, spent))
    (declared,) = (seconds for seconds, name, _ in lines if name == DECLARED)
    return table(
        "Groupings of the questions, the quickest first",
        ("", "practised, seconds", "of declared", "first call", "cards"),
        [
            (
                name,
                f"{practised.seconds:.1f}",
                f"{seconds / declared:.3f}",
                f"{first.seconds:.1f}",
                f"{practised.cards:.3f}",
            )
            for seconds, name, (practised, first) in sorted(lines)
        ],
    )


def asking(compiled: Compiled, planner: Planner, first_call: bool) -> Spent:
    """The time to a verdict with the cards of `planner`, in its order."""
    known: dict[Diagram, Spent] = {}

    def from_here(state: Diagram) -> Spent:
        if state.__class__ is not Fork:
            return Spent(_reading(_verdict(compiled, state)), 0)
        if state not in known:
            step = planner.step(state)
            assert step is not None
            seconds, cards = _card(compiled, planner, step, first_call), 1.0
            for after, chance in planner.answers(state, step.facts).items():
                rest = from_here(after)
                seconds += chance * rest.seconds
                cards += chance * rest.cards
            known[state] = Spent(seconds, cards)
        return known[state]

    spent = from_here(compiled.outcomes)
    typed = f"/{compiled.procedure.command}\n"
    return Spent(spent.seconds + THINK + KEY * len(typed) + ANSWER + HOME, spent.cards)


def asking_alone(compiled: Compiled, first_call: bool) -> Spent:
    """The time to a verdict when each card asks one fact, in the order with the fewest cards."""
    alone = Planner(
        compiled.procedure,
        compiled.space,
        compiled.forest,
        one_at_a_time(compiled.procedure),
    )
    return asking(compiled, alone, first_call)


def reading_the_page(compiled: Compiled) -> Spent:
    """The time to open the page and to read it once."""
    return Spent(THINK + TAP + ANSWER + _reading(compiled.edition.source.text), 0)


def _card(compiled: Compiled, planner: Planner, step: Step, first_call: bool) -> float:
    lines = dict(_ticks(compiled, step))
    read = ANSWER + (_reading(" ".join(_texts(compiled, step))) if first_call else 0)
    if not lines:
        return read + THINK + TAP
    ticked, none = _ticked(compiled, planner, step.facts, lines.keys())
    return read + THINK * (ticked + none) + TAP * (ticked + 1)


def _ticked(
    compiled: Compiled, planner: Planner, facts: tuple[str, ...], lines: Set[tuple[str, str]]
) -> tuple[float, float]:
    """How many of `lines` are true on average, and the chance that none is."""

    def among(facts: tuple[str, ...], case: dict[str, str]) -> tuple[float, float]:
        if not facts:
            true = len(case.items() & lines)
            return true, not true
        fact, *rest = facts
        if compiled.space.is_relevant(fact, case) is False:
            return among(tuple(rest), case)
        each = [
            (weight, among(tuple(rest), {**case, fact: value}))
            for value, weight in planner.weights[fact].items()
        ]
        return sum(w * true for w, (true, _) in each), sum(w * none for w, (_, none) in each)

    return among(facts, {})


def _texts(compiled: Compiled, step: Step) -> Iterator[str]:
    """What is read on a card: the question, then each line or each choice."""
    procedure = compiled.procedure
    question = procedure.questions.get(step.question)
    if question is None:
        fact = procedure.facts[step.facts[0]]
        yield fact.question
        yield from (value.label for value in fact.values.values())
        return
    yield question.text
    yield from dict(_ticks(compiled, step)).values()
    stated = set()
    for choice in question.choices:
        answer = tuple((fact, value) for fact, value in choice.set.items() if fact in step.facts)
        if answer and answer not in stated:
            stated.add(answer)
            yield choice.label or " ".join(procedure.facts[f].values[v].label for f, v in answer)


def _ticks(compiled: Compiled, step: Step) -> Iterator[tuple[tuple[str, str], str]]:
    """The lines of a checklist: what each states, and its label."""
    question = compiled.procedure.questions.get(step.question)
    for tick in question.ticks if question else ():
        for fact, value in tick.items():
            if fact in step.facts:
                yield (fact, value), compiled.procedure.facts[fact].values[value].label


def _verdict(compiled: Compiled, outcome: Outcome) -> str:
    destination = compiled.procedure.destinations[outcome.destination]
    return " ".join([destination.label, *destination.steps])


def _reading(text: str) -> float:
    words = sum(any(sign.isalnum() for sign in word) for word in text.split())
    return words / WORDS_A_SECOND
