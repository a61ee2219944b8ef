"""How a case is opened in a chat: what was asked for, help, and the lines that tell of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.conversation.card import (
    Actions,
    Answers,
    Badge,
    Button,
    Card,
    CardKind,
    Choices,
    Item,
    Items,
    Text,
)
from bot.conversation.guide import Guide, Request
from bot.conversation.lesson import Step
from bot.conversation.orders import ORDERS, Order, read_order
from bot.conversation.shared import as_it_is
from bot.conversation.threads import Thread
from bot.language.words import folded
from bot.texts import cut

_HELP = frozenset({"aide", "help", "?"})
_PRIVATE = frozenset({"prive", "privee"})
_PUBLIC = frozenset({"public", "publique"})
_TRAINING = frozenset({"entrainement", "entrainer", "training"})
_EXAMPLE = "client mensuel, feu rouge"
_LABEL = 75
"""Characters on a button (Slack)."""


@dataclass(frozen=True)
class Opening:
    """What was asked for: `procedure` is None where several answer and none was named.

    `private` is None where nothing was said of it; `text` is the case in a few words, if any.
    `training` asks for calls that are not real, and `order` is what only supervisors ask for.
    """

    procedure: str | None
    text: str = ""
    help: bool = False
    training: bool = False
    private: bool | None = None
    order: Order | None = None


@dataclass(frozen=True)
class Manners:
    """What a platform calls its ways in: a command, the same to oneself, a mention, an action.

    `overhears` tells that in a thread it hears what is said without a mention.
    """

    command: str
    private: str | None
    mention: str
    action: str
    overhears: bool = True


def action_name(guide: Guide, procedure: str, most: int) -> str:
    """What the action on a message is called, in so many characters at most."""
    gettext = guide.texts.gettext
    if len(guide.procedures) == 1:
        return gettext("Route this call")
    command = guide.procedures[procedure].procedure.command
    return cut(gettext("Route: {command}").format(command=command), most)


def read_opening(guide: Guide, text: str, command: str | None = None) -> Opening:
    """Read what follows a command; or a mention, whose first word may name a procedure.

    That word stays in the text, for it may tell of the case too: « retention saturée ».
    """
    said, rest = _first_word(text)
    name = named_procedure(guide, command or text)
    if command is None and name is not None:
        said, rest = _first_word(rest)
        text = text if said else ""
    if name is None and command is None and len(guide.procedures) == 1:
        name = next(iter(guide.procedures))
    if said in _HELP and not rest:
        return Opening(name, help=True)
    if said in _TRAINING and not rest:
        return Opening(name, training=True)
    if said in _PRIVATE | _PUBLIC:
        return Opening(name, rest, private=said in _PRIVATE)
    is_named = command is not None or named_procedure(guide, text) is not None
    ordered = f"{said} {rest}" if command is None else text
    return Opening(name, text.strip(), order=_order(guide, name, ordered, is_named))


def _order(guide: Guide, name: str | None, text: str, is_named: bool) -> Order | None:
    """What a supervisor's words ask for; unless the procedure is named, nothing but an order."""
    order = read_order(guide.frame(name), text) if name else None
    return order if order and (is_named or order.is_plain) else None


def named_procedure(guide: Guide, text: str) -> str | None:
    """The procedure whose command is the first word of a text."""
    said, _ = _first_word(text)
    commands = {folded(one.procedure.command): name for name, one in guide.procedures.items()}
    return commands.get(said)


def opened_line(guide: Guide, who: str) -> str:
    """The line under which a case hangs while it is open."""
    return guide.texts.gettext("Case opened by {who}").format(who=who)


def settled_line(guide: Guide, card: Card, who: str) -> str | None:
    """The line under which a case hangs once it has its verdict; None while it has none."""
    badge = next((block for block in card.blocks if isinstance(block, Badge)), None)
    if card.kind is not CardKind.VERDICT or badge is None:
        return None
    case_of = guide.texts.gettext("case of {who}").format(who=who)
    return f"{card.sign} {card.title} · {badge.sign} {badge.label} · {case_of}".strip()


def choice_card(guide: Guide) -> Card:
    """Which procedure, where a mention names none of several."""
    first = {name: guide.respond(Request(name)).here for name in guide.procedures}
    buttons = tuple(
        Button(one.procedure.title[:_LABEL], first[name] or "")
        for name, one in guide.procedures.items()
    )
    return Card(CardKind.NOTICE, guide.texts.gettext("Which procedure?"), (Choices(buttons),))


def help_card(guide: Guide, manners: Manners) -> Card:
    """How it goes, a line for each way."""
    title = guide.texts.gettext("How it goes")
    return Card(CardKind.HELP, title, (Items("", _help(guide, manners)),))


def welcome_card(guide: Guide, manners: Manners) -> Card:
    """What somebody is told who has just added the bot: what it is for, and how it goes."""
    what = guide.texts.gettext(
        "Where the call goes, the sentence to say, and the passage that says so."
    )
    blocks = (Text(what), Items(guide.texts.gettext("How it goes"), _help(guide, manners)))
    return Card(CardKind.HELP, "Aiguillage", (*blocks, Actions(_starts(guide))))


def home_card(guide: Guide, manners: Manners, threads: Sequence[Thread]) -> Card:
    """A person's own page: a case to start, their latest cases, and help."""
    gettext = guide.texts.gettext
    recent = tuple(item for one in threads if (item := _recent(guide, one)))
    none_yet = (Item(gettext("None yet.")),)
    blocks = (
        Actions(_starts(guide)),
        Items(gettext("My latest cases"), recent or none_yet),
        Items(gettext("How it goes"), _help(guide, manners)),
    )
    return Card(CardKind.HOME, "Aiguillage", blocks)


def _starts(guide: Guide) -> tuple[Button, ...]:
    """The buttons that open a case of each procedure, and its training where it has some."""
    gettext = guide.texts.gettext
    several = len(guide.procedures) > 1
    start = gettext("Start a case: {title}") if several else gettext("Start a case")
    train = gettext("Train: {title}") if several else gettext("Train")
    cases = [
        Button(
            start.format(title=one.procedure.title)[:_LABEL],
            guide.respond(Request(name)).here or "",
            main=True,
        )
        for name, one in guide.procedures.items()
    ]
    lessons = [
        Button(train.format(title=one.procedure.title)[:_LABEL], Step(name).token())
        for name, one in guide.procedures.items()
        if one.edition.vignettes
    ]
    return (*cases, *lessons)


def _recent(guide: Guide, thread: Thread) -> Item | None:
    """A case by its facts and where it stands; nothing of one whose procedure is gone."""
    if thread.procedure not in guide.procedures:
        return None
    card = guide.respond(as_it_is(thread))
    answers = [one for block in card.blocks if isinstance(block, Answers) for one in block.answers]
    told = ", ".join(one.value for one in answers if not one.usual and not one.unknown)
    ends = f"{card.sign} {card.title}".strip()
    if card.kind is not CardKind.VERDICT:
        ends = guide.texts.gettext("No verdict yet")
    return Item(f"{ends} — {told}" if told else ends, at=thread.at)


def _help(guide: Guide, manners: Manners) -> tuple[Item, ...]:
    gettext, quoted = guide.texts.gettext, "«\u00a0{}\u00a0»".format
    private = quoted(manners.private) if manners.private else None
    lines: Iterable[str | None] = (
        _opens(gettext, manners.overhears).format(command=quoted(manners.command)),
        gettext("{command} opens it already filled in.").format(
            command=quoted(f"{manners.command} {_EXAMPLE}")
        ),
        private and gettext("{command} shows it to you alone.").format(command=private),
        gettext(
            "In a thread: {mention} and the case in a few words; on a message: {action}, "
            "among its actions."
        ).format(mention=manners.mention, action=quoted(manners.action)),
        gettext("To answer, tap a button, or type a number or the case’s own words."),
        gettext("A mistake: “go back”, or “correct”. “New case” starts over."),
        gettext("“Why” shows the rule and its passage; “what if”, what would change the verdict."),
        gettext(
            "In a thread, I read whoever opened the case or answered in it; anybody else taps a "
            "button or mentions me."
        )
        if manners.overhears
        else gettext("In a channel or a group, I only read what mentions me; anybody may tap."),
        gettext("I keep no word of the caller: only the facts and the verdict."),
        gettext("{command}: made-up calls, to learn the procedure.").format(
            command=quoted(f"{manners.command} entrainement")
        ),
        gettext("Supervisors: {orders} — after the command.").format(
            orders=", ".join(map(quoted, (*ORDERS, *_announcements(guide))))
        ),
    )
    return tuple(Item(line) for line in lines if line)


def _announcements(guide: Guide) -> Iterator[str]:
    """How a state is said for all, in the words of the first procedure that has one."""
    for one in guide.procedures.values():
        for name, state in one.procedure.states.items():
            yield f"{name} {next(iter(state.values))} {state.minutes} min"
            return


def _opens(gettext: Callable[[str], str], overhears: bool) -> str:
    if overhears:
        return gettext("{command} opens a case: the questions come in its thread.")
    return gettext("{command} opens a case; in our own chat, there is no need to mention me.")


def _first_word(text: str) -> tuple[str, str]:
    said, *rest = text.split(maxsplit=1) or [""]
    return folded(said), rest[0].strip() if rest else ""
