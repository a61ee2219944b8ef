"""The cards of a sitting: a situation, what to choose of it, and what the answer was worth."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.card import (
    Actions,
    Answers,
    Block,
    Button,
    Card,
    CardKind,
    Choices,
    Details,
    Item,
    Items,
    Note,
    Steps,
    Text,
    Tone,
)
from bot.conversation.case import GuidedCase
from bot.conversation.deciding import verdict_card
from bot.conversation.frame import Frame
from bot.conversation.lesson import Lesson, Step
from bot.decision.decide import decide
from bot.decision.verdict import Decided
from bot.procedure.typography import NBSP
from bot.training.course import SITTING, Course
from bot.training.learner import Answer, Asked, Learner
from bot.training.phrases import Option, options
from bot.training.schedule import Sure
from bot.training.situations import Flip

QUOTED = f"«{NBSP}{{}}{NBSP}»"


def situation_card(
    frame: Frame, course: Course, learner: Learner, asked: Asked, step: Step
) -> Card:
    """A situation, and the next thing to choose of it: where it goes, what is said, how sure."""
    blocks = [_place(frame, len(learner.sitting) + 1), *_told(frame, course, asked)]
    if not step.destination:
        title = frame._("What do you do?")
        blocks += [_heading(title), _destinations(frame, asked, step)]
    elif step.option is None and course.is_phrased(asked, step.destination):
        title = frame._("What do you say?")
        blocks += [_chosen(frame, step), _heading(title), _sentences(frame, course, asked, step)]
    else:
        title = frame._("Are you sure?")
        blocks += [_chosen(frame, step), _heading(title), _sureness(frame, step)]
    buttons = [Button(frame._("Change my answer"), step.then(Lesson.SHOW).token())]
    stop = Button(frame._("Stop here"), step.then(Lesson.STOP).token())
    blocks.append(Actions((*(buttons if step.destination else ()), stop)))
    heading = frame._("The same call, but for one fact") if asked.twin else frame._("A call")
    return Card(CardKind.TRAINING, heading, tuple(blocks), here=step.token(), sign="📞")


def feedback_card(frame: Frame, course: Course, learner: Learner, answer: Answer) -> Card:
    """What an answer was worth, the one fact that decided, and the verdict as it is given live."""
    step = Step(frame.compiled.edition.name, Lesson.NEXT, learner.number)
    decided = _decided(frame, answer)
    here = decided.verdict.destination
    over, twin = course.is_over(learner), course.has_twin(answer)
    blocks = [
        _place(frame, len(learner.sitting)),
        *_worth(frame, answer, here),
        *_deciding(frame, course, answer, None if twin else here),
        *_verdict(frame, answer, decided),
        Details(frame._("The call again"), tuple(_told(frame, course, answer.asked))),
    ]
    following = frame._("The same call, but for one fact") if twin else frame._("Next call")
    going_on = Button(frame._("See how it went") if over else following, step.token(), main=True)
    stop = Button(frame._("Stop here"), step.then(Lesson.STOP).token())
    blocks.append(Actions((going_on,) if over else (going_on, stop)))
    sign, title = _mark(frame, answer, here)
    return Card(
        CardKind.FEEDBACK, title, tuple(blocks), here=step.then(Lesson.SHOW).token(), sign=sign
    )


def skill_label(frame: Frame, skill_id: str) -> str:
    """A skill in a few words: a rule by its passage, a precedence by both."""
    rule, _, weaker = skill_id.partition(">")
    if weaker:
        before = frame._("{rule}, which prevails over: {weaker}")
        return before.format(rule=_rule_label(frame, rule), weaker=_rule_label(frame, weaker))
    return _rule_label(frame, rule)


def _rule_label(frame: Frame, name: str) -> str:
    procedure = frame.compiled.procedure
    if name in procedure.silences:
        return procedure.silences[name].because
    passages = procedure.rules[name].passages
    return frame.passage_label(passages[0]) if passages else name


def _place(frame: Frame, count: int) -> Steps:
    """Where in the sitting this is."""
    total = max(SITTING, count)
    return Steps(count, total, frame._("{count} of {total}").format(count=count, total=total))


def _told(frame: Frame, course: Course, asked: Asked) -> list[Block]:
    situation = course.tell(asked)
    blocks: list[Block] = [Text(QUOTED.format(situation.speech))]
    if situation.screen:
        blocks.append(Items(frame._("On the screen"), _items(situation.screen)))
    if situation.known:
        blocks.append(Items(frame._("You also know"), _items(situation.known)))
    return blocks


def _items(lines: Sequence[str]) -> tuple[Item, ...]:
    return tuple(Item(line) for line in lines)


def _heading(text: str) -> Text:
    return Text(text, Tone.HEADING)


def _destinations(frame: Frame, asked: Asked, step: Step) -> Choices:
    """Where it may go; without the signs of verdicts, of which a tick would look right."""
    return Choices(
        tuple(Button(frame.destination(name), step.chosen(name).token()) for name in asked.choices)
    )


def _sentences(frame: Frame, course: Course, asked: Asked, step: Step) -> Choices:
    """The sentences to choose from, whole, and a button for each."""
    shown = sentences(course, asked)
    told = [frame._("No sentence is prescribed") if not one.ids else said(one) for one in shown]
    return Choices(
        tuple(
            Button(_start(text), step.chosen(step.destination, n).token(), _whole(text))
            for n, text in enumerate(told)
        )
    )


def sentences(course: Course, asked: Asked) -> tuple[Option, ...]:
    """The sentences to choose from in a situation."""
    outcome = course.situations.outcome(asked.facts)
    return options(course.compiled, course.vignettes, outcome, asked.seed)


def said(option: Option) -> str:
    """The sentences of an option, as they are said."""
    return " ".join(QUOTED.format(text) for text in option.texts)


_START = 60


def _start(text: str) -> str:
    """The first words of a sentence, for a button."""
    if len(text) <= _START:
        return text
    return text[:_START].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _whole(text: str) -> str | None:
    return text if len(text) > _START else None


def _chosen(frame: Frame, step: Step) -> Text:
    label = frame.destination(step.destination)
    return Text(frame._("You choose: {destination}").format(destination=label), Tone.HINT)


def _sureness(frame: Frame, step: Step) -> Choices:
    labels = {
        Sure.SURE: frame._("Sure"),
        Sure.RATHER: frame._("Rather sure"),
        Sure.GUESS: frame._("I am guessing"),
    }
    return Choices(
        tuple(
            Button(label, step.chosen(step.destination, step.option, sure).token())
            for sure, label in labels.items()
        )
    )


def _mark(frame: Frame, answer: Answer, here: str) -> tuple[str, str]:
    if answer.right:
        return "✅", frame._("Right")
    if answer.destination == here:
        return "🟠", frame._("The right team, not the right sentence")
    return "❌", frame._("No")


def _worth(frame: Frame, answer: Answer, here: str) -> list[Block]:
    """What was chosen where it was wrong, and what being sure or not comes to."""
    lines = []
    if answer.destination != here:
        lines.append(
            frame._("You chose: {destination}.").format(
                destination=frame.destination(answer.destination)
            )
        )
    if not answer.right and answer.sure is Sure.SURE:
        lines.append(frame._("You were sure of it: all the more worth remembering."))
    if answer.right and answer.sure is Sure.GUESS:
        lines.append(frame._("Guessed: it will come back as if not known."))
    return [Text(" ".join(lines), Tone.NOTICE)] if lines else []


def _deciding(frame: Frame, course: Course, answer: Answer, here: str | None) -> list[Block]:
    """The one fact that decided; and where it goes otherwise than `here`, unless a twin asks it."""
    asked, situations = answer.asked, course.situations
    skill = course.skills.by_id[asked.skill]
    if answer.right:
        flip = situations.decider(skill, asked.facts, asked.seed)
    else:
        flip = situations.twin(asked.facts, answer.destination, asked.seed)
    told_of = [fact for fact in situations.spoken_of(skill) if fact in asked.facts]
    fact = flip.fact if flip else next(reversed(told_of), None)
    if fact is None:
        return []
    words = QUOTED.format(course.tell(asked).by_fact[fact].rstrip("."))
    value = frame.value(fact, asked.facts[fact])
    told = frame._("What decides: {value}, {words}.").format(value=value, words=words)
    if flip and here:
        told += " " + _otherwise(frame, flip, here)
    return [Text(told)]


def _otherwise(frame: Frame, flip: Flip, here: str) -> str:
    """What the fact taken otherwise would come to."""
    value, there = frame.value(flip.fact, flip.value), flip.outcome.destination
    name = frame.outcome(flip.outcome) if there == here else frame.destination(there)
    told = frame._("With “{value}”, it would be: {destination}.")
    return told.format(value=value, destination=name)


def _verdict(frame: Frame, answer: Answer, decided: Decided) -> list[Block]:
    """The verdict card of a live call, without what only a live call needs."""
    case = GuidedCase(frame.compiled.edition.name, frame.compiled.edition.version)
    case = case.answered("entrainement", answer.asked.facts)
    card = verdict_card(frame, case, decided)
    heading = _heading(f"{card.sign} {card.title}".strip())
    return [heading, *(one for one in card.blocks if not _is_for_a_live_call(one))]


def _is_for_a_live_call(block: Block) -> bool:
    if isinstance(block, Actions | Answers | Note):
        return True
    return any(isinstance(one, Note) for one in getattr(block, "blocks", ()))


def _decided(frame: Frame, answer: Answer) -> Decided:
    decision = decide(frame.compiled, answer.asked.facts)
    if not isinstance(decision, Decided):
        raise ValueError("une situation qui n’a pas un seul verdict")
    return decision
