"""What a person sees, before any platform draws it: a card is a title and a few blocks.

A renderer (Slack, Teams, the browser) only knows these blocks; it writes no text of its own.
`tap` is the opaque content of a button: the renderer sends it back as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.conversation.form import Button as Button
from bot.conversation.form import Form as Form
from bot.conversation.form import Writing as Writing


class Tone(StrEnum):
    """How a line of text is meant."""

    PLAIN = "plain"
    HEADING = "heading"
    HINT = "hint"
    NOTICE = "notice"


@dataclass(frozen=True)
class Text:
    """A line or a short paragraph."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Link:
    """A passage: what it is called, and where it opens (None where there is nowhere to go)."""

    label: str
    url: str | None


@dataclass(frozen=True)
class Badge:
    """The ground of a verdict: a sign, a word, and what it means; never a colour alone."""

    ground: str
    sign: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Say:
    """A prescribed sentence, word for word, set apart so that it can be read aloud."""

    label: str
    fragments: tuple[str, ...]
    link: Link | None = None


@dataclass(frozen=True)
class Quote:
    """A passage of the procedure, verbatim, one fragment a line; the link names its section."""

    link: Link
    fragments: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A line of a list, with the passages that it rests on.

    `at` dates it, in seconds since the epoch: the platform writes it in the reader's own time.
    """

    text: str
    links: tuple[Link, ...] = ()
    at: int | None = None


@dataclass(frozen=True)
class Items:
    """A short list under a heading (which may be empty)."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Choices:
    """Single taps, one of which answers the question; they are numbered for typed answers."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Tick:
    """A line of a checklist; `key` comes back among the ticked or the unsure lines."""

    key: str
    label: str
    help: str | None = None


@dataclass(frozen=True)
class Checklist:
    """Lines to tick, sent together; what is left unticked is affirmed not to be so.

    `unsure` is said of a line that is not known, and `doubt` asks whether there is one.
    """

    lines: tuple[Tick, ...]
    unsure: str
    doubt: str
    submit: Button
    none: Button


@dataclass(frozen=True)
class Answered:
    """A fact stated so far, and the tap that changes it.

    `usual` marks what an unticked line of a checklist affirms: less worth the eye than the rest.
    `unknown` marks « je ne sais pas », which says nothing without its label. `by` is the person who
    stated it, as the platform names them, where several people share the case.
    """

    fact: str
    label: str
    value: str
    change: Button
    usual: bool = False
    unknown: bool = False
    by: str | None = None


@dataclass(frozen=True)
class Answers:
    """What was answered so far; `correct` leads to it where each answer has no room for a tap."""

    heading: str
    answers: tuple[Answered, ...]
    correct: Button


@dataclass(frozen=True)
class Progress:
    """How many cards remain at most, and where the call may still go."""

    remaining: str
    possible_label: str
    possible: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A text ready to be copied into the task or the transfer."""

    label: str
    text: str


@dataclass(frozen=True)
class Steps:
    """How far one is: so many of so many, and the same in words."""

    done: int
    total: int
    label: str

    @property
    def drawn(self) -> str:
        """The same where there is nothing but text to draw with."""
        full = round(10 * self.done / self.total)
        return f"{'▰' * full}{'▱' * (10 - full)} {self.label}"


@dataclass(frozen=True)
class Picture:
    """A picture, in SVG, and what it shows, in words.

    `narrow` is the same with less in it, where `svg` is too wide for a message; one that `is_large`
    is for places that take files. `name` is what it is called as a file, and `file` the one where
    it was uploaded.
    """

    svg: str
    alt: str
    name: str = "image"
    narrow: str = ""
    is_large: bool = False
    file: str = ""


@dataclass(frozen=True)
class Download:
    """A text to take away as a file."""

    label: str
    name: str
    content: str


@dataclass(frozen=True)
class Details:
    """Blocks folded under a title until they are wanted."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Actions:
    """What can be done from here."""

    buttons: tuple[Button, ...]


Block = (
    Text
    | Badge
    | Say
    | Quote
    | Items
    | Choices
    | Checklist
    | Answers
    | Progress
    | Note
    | Steps
    | Picture
    | Download
    | Form
    | Writing
    | Details
    | Actions
)


class CardKind(StrEnum):
    """What a card is for."""

    QUESTION = "question"
    VERDICT = "verdict"
    DEPENDS = "depends"
    WHY = "why"
    WHAT_IF = "what-if"
    CORRECT = "correct"
    NOTICE = "notice"
    TRAINING = "training"
    FEEDBACK = "feedback"
    HELP = "help"
    HOME = "home"
    EXPLORER = "explorer"
    GREY_ZONE = "grey-zone"
    REPORT = "report"
    FIGURES = "figures"
    MAP = "map"


@dataclass(frozen=True)
class Card:
    """One screen of a conversation.

    `here` is the tap that shows this very card again, to be handed back with a typed answer;
    `typed` is what may be typed on it. `understood` is False where what was typed said nothing.
    """

    kind: CardKind
    title: str
    blocks: tuple[Block, ...]
    here: str | None = None
    typed: str = ""
    sign: str = ""
    understood: bool = True

    def under(self, told: str) -> Card:
        """The same, with something said before the rest."""
        return replace(self, blocks=(Text(told, Tone.NOTICE), *self.blocks))

    def tells(self, answers: Answers) -> bool:
        """Whether what one person answered is all told in the line read on this very card."""
        told = " ".join(one.text for one in self.blocks if isinstance(one, Text))
        alone = len({one.by for one in answers.answers}) <= 1
        return alone and all(one.value.removesuffix("…") in told for one in answers.answers)
