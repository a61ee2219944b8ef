"""The cards around a sitting: how it goes, how it went, what is known so far, what is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.conversation.card import (
    Actions,
    Block,
    Button,
    Card,
    CardKind,
    Download,
    Item,
    Items,
    Picture,
    Text,
    Tone,
)
from bot.conversation.frame import Frame
from bot.conversation.lesson import Lesson, Step
from bot.conversation.teaching import skill_label
from bot.procedure.typography import NBSP
from bot.training.course import Course
from bot.training.export import as_csv
from bot.training.learner import Answer, Learner
from bot.training.picture import Legend, drawn
from bot.training.progress import SectionProgress, Standing, progress
from bot.training.schedule import DAY


def welcome_card(frame: Frame, days: int) -> Card:
    """What training is, in three lines; answers are kept for so many days."""
    lines = (
        frame._("Ten made-up calls, five minutes: where does the call go, and are you sure?"),
        frame._(
            "The answer comes at once; after a miss, the same call comes back but for one fact."
        ),
        frame._(
            "You alone see your answers. They are erased after {days} days, or when you say so."
        ).format(days=days),
    )
    start = Button(frame._("Start"), _step(frame, Lesson.NEXT).token(), main=True)
    items = Items("", tuple(Item(line) for line in lines))
    return Card(
        CardKind.TRAINING,
        frame._("Training"),
        (items, Actions((start,))),
        here=_step(frame, Lesson.START).token(),
        sign="🎓",
    )


def summary_card(frame: Frame, course: Course, learner: Learner, now: int) -> Card:
    """How a sitting went, what to see again, and when."""
    done = learner.sitting
    blocks: list[Block] = []
    right = sum(answer.right for answer in done)
    marks = "".join("✅" if answer.right else "❌" for answer in done)
    if done:
        told = frame.texts.ngettext("{right} right of {count}", "{right} right of {count}", right)
        blocks.append(Text(f"{marks}{NBSP} {told.format(right=right, count=len(done))}"))
    missed = dict.fromkeys(one.asked.skill for one in done if not one.is_known)
    if missed:
        items = tuple(Item(skill_label(frame, name)) for name in missed)
        blocks.append(Items(frame._("To see again"), items))
    blocks.append(Text(_ahead(frame, course, learner, now), Tone.HINT))
    return _card(frame, frame._("This sitting"), tuple(blocks), Lesson.STOP, learner, "🎓")


def progress_card(
    frame: Frame, course: Course, learner: Learner, answers: Sequence[Answer]
) -> Card:
    """What is known, by section: a picture, and the same in words."""
    order = list(frame.compiled.procedure.sections)
    found = progress(course.skills.by_id.values(), answers)
    sections = sorted(
        found, key=lambda one: order.index(one.section) if one.section else len(order)
    )
    titles = {one.section: section_title(frame, one.section) for one in sections}
    items = tuple(Item(_section_line(frame, one, titles[one.section])) for one in sections)
    heading = frame._("Rules mastered, by section of the procedure")
    hint = frame._(
        "Mastered: right twice, a day apart, first try, on calls never seen. The share is given "
        "with the two values between which it lies 19 times in 20."
    )
    alt = f"{NBSP}; ".join(item.text for item in items)
    picture = Picture(drawn(sections, titles, legend(frame)), alt, name="progres")
    blocks: tuple[Block, ...] = (picture, Items(heading, items), Text(hint, Tone.HINT))
    return _card(frame, frame._("My progress"), blocks, Lesson.PROGRESS, learner, "📊")


def data_card(frame: Frame, learner: Learner, days: int) -> Card:
    """What is kept of somebody, and what they can do about it."""
    told = frame._(
        "Kept, under a name that only the bot’s key can read: your answers and when you gave them, "
        "and what the bot thinks you remember. Each is erased after {days} days."
    ).format(days=days)
    step = _step(frame, Lesson.DATA, learner)
    actions = Actions(
        (
            Button(frame._("Export"), step.then(Lesson.EXPORT).token(), main=True),
            Button(frame._("Erase everything"), step.then(Lesson.ERASE).token()),
            Button(frame._("Back to training"), step.then(Lesson.START).token()),
        )
    )
    blocks = (Text(told), actions)
    return Card(CardKind.TRAINING, frame._("My data"), blocks, here=step.token(), sign="🔒")


def export_card(frame: Frame, learner: Learner, answers: Sequence[Answer]) -> Card:
    """Everything that is kept, as a file."""
    name = f"{frame.compiled.edition.name}-entrainement.csv"
    download = Download(frame._("My answers"), name, as_csv(answers))
    return _card(frame, frame._("My data"), (download,), Lesson.EXPORT, learner, "🔒")


def erasing_card(frame: Frame, learner: Learner) -> Card:
    """Whether everything is really to be erased."""
    told = frame._("Your answers and your progress will be erased for good.")
    step = _step(frame, Lesson.ERASE, learner)
    erase = Button(frame._("Erase for good"), step.then(Lesson.ERASED).token())
    keep = Button(frame._("Keep them"), step.then(Lesson.DATA).token(), main=True)
    blocks = (Text(told, Tone.NOTICE), Actions((keep, erase)))
    return Card(CardKind.TRAINING, frame._("Erase everything?"), blocks, step.token(), sign="🔒")


def erased_card(frame: Frame) -> Card:
    """That nothing is left."""
    start = Button(frame._("Start again"), _step(frame, Lesson.START).token())
    blocks = (Text(frame._("Nothing of yours is kept any more.")), Actions((start,)))
    here = _step(frame, Lesson.START).token()
    return Card(CardKind.TRAINING, frame._("Erased"), blocks, here, sign="🔒")


def unavailable_card(frame: Frame, step: Step) -> Card:
    """That an answer could not be written, so that it is not judged either."""
    told = frame._("Nothing can be recorded for now, and nothing is lost. Please try again.")
    again = Button(frame._("Try again"), step.token(), main=True)
    blocks = (Text(told, Tone.NOTICE), Actions((again,)))
    return Card(CardKind.NOTICE, frame._("Training is not available for now"), blocks)


def no_training_card(frame: Frame) -> Card:
    """That a procedure has no situations to train on."""
    told = Text(frame._("Nobody has written training calls for this procedure yet."))
    return Card(CardKind.NOTICE, frame._("No training here"), (told,))


def section_title(frame: Frame, section: str) -> str:
    """A section’s title, without its emblem; what no section holds is what the page leaves out."""
    if not section:
        return frame._("What the page does not say")
    title = frame.compiled.procedure.sections[section]
    first, _, rest = title.partition(" ")
    return title if first[0].isalnum() else rest


def legend(frame: Frame) -> Legend:
    """The words of the picture."""
    return Legend(
        title=frame._("My progress"),
        standings={
            Standing.NEW: frame._("Not seen"),
            Standing.FRAGILE: frame._("To see again"),
            Standing.KNOWN: frame._("Known"),
            Standing.MASTERED: frame._("Mastered"),
        },
        share=lambda one: _share(frame, one),
    )


def _section_line(frame: Frame, one: SectionProgress, title: str) -> str:
    told = frame._("{section}: {mastered} of {count}").format(
        section=title, mastered=one.mastered, count=len(one.standings)
    )
    counted = Counter(standing for _, standing in one.standings)
    if again := counted[Standing.FRAGILE]:
        told += frame._(", {count} to see again").format(count=again)
    return f"{told} · {_share(frame, one)}"


def _share(frame: Frame, one: SectionProgress) -> str:
    if not one.share.is_telling:
        return frame._("not enough answers yet")
    low, high = (round(100 * bound) for bound in one.share.bounds)
    return frame._("between {low}% and {high}%").format(low=low, high=high)


def _ahead(frame: Frame, course: Course, learner: Learner, now: int) -> str:
    """What comes next: rules to see again, new ones, or when."""
    memories = learner.memories
    due = sum(one.due <= now for one in memories.values())
    new = len(course.skills.by_id) - len(memories)
    if due:
        told = frame.texts.ngettext("{count} rule to see again", "{count} rules to see again", due)
        return told.format(count=due)
    if new:
        told = frame.texts.ngettext(
            "{count} rule still to meet", "{count} rules still to meet", new
        )
        return told.format(count=new)
    days = max(1, -(-(min(one.due for one in memories.values()) - now) // DAY))
    told = frame.texts.ngettext(
        "Nothing to see again for {count} day", "Nothing to see again for {count} days", days
    )
    return told.format(count=days)


def _card(
    frame: Frame,
    title: str,
    blocks: tuple[Block, ...],
    action: Lesson,
    learner: Learner,
    sign: str,
) -> Card:
    """A card with the ways on from here, but for itself."""
    step = _step(frame, action, learner)
    ways = {
        Lesson.START: frame._("Train"),
        Lesson.PROGRESS: frame._("My progress"),
        Lesson.DATA: frame._("My data"),
    }
    buttons = tuple(
        Button(label, step.then(way).token(), main=way is Lesson.START)
        for way, label in ways.items()
        if way is not action
    )
    return Card(CardKind.TRAINING, title, (*blocks, Actions(buttons)), step.token(), sign=sign)


def _step(frame: Frame, action: Lesson, learner: Learner | None = None) -> Step:
    return Step(frame.compiled.edition.name, action, learner.number if learner else 0)
