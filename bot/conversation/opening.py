"""How a case is opened in a chat: what was asked for, help, and the lines that tell of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.conversation.card import (
    Actions,
    Answers,
    Badge,
    Block,
    Button,
    Card,
    CardKind,
    Choices,
    Details,
    Item,
    Items,
    Text,
    Tone,
)
from bot.conversation.guide import Guide, Request
from bot.conversation.shared import as_it_is
from bot.conversation.tap import Action, read_tap
from bot.conversation.threads import Thread
from bot.language.words import folded
from bot.texts import cut

_HELP = frozenset({"aide", "help", "?"})
_PRIVATE = frozenset({"prive", "privee"})
_PUBLIC = frozenset({"public", "publique"})
_EXAMPLE = "client mensuel, feu rouge"
_LABEL = 75
"""Characters on a button (Slack)."""


@dataclass(frozen=True)
class Opening:
    """What was asked for: `procedure` is None where several answer and none was named.

    `private` is None where nothing was said of it; `text` is the case in a few words, if any.
    """

    procedure: str | None
    text: str = ""
    help: bool = False
    private: bool | None = None


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
    if said in _PRIVATE | _PUBLIC:
        return Opening(name, rest, private=said in _PRIVATE)
    return Opening(name, text.strip())


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


def another_card(guide: Guide, card: Card) -> Card:
    """The first card of a case begun by words after another's verdict, in one conversation."""
    told = guide.texts.gettext("New case. To change the one before, use “Correct” on its card.")
    return told_above(card, told)


def alone_card(guide: Guide) -> Card:
    """What is said where somebody wants a case to themselves among others."""
    told = guide.texts.gettext("Write to me in our own chat: there, you alone see the case.")
    text = Text(told, Tone.NOTICE)
    return Card(CardKind.NOTICE, guide.texts.gettext("Here, everybody sees the case"), (text,))


def moved_card(guide: Guide) -> Card:
    """What is left of a card whose thread goes on in another."""
    return Card(CardKind.NOTICE, guide.texts.gettext("It goes on further down"), ())


def failure_line(guide: Guide, reference: str) -> str:
    """What is said where the bot fails; the log bears the same reference."""
    told = guide.texts.gettext("Nothing was decided. Please try again (reference {reference}).")
    return told.format(reference=reference)


def failure_card(guide: Guide, reference: str) -> Card:
    """A card that says that the bot failed."""
    text = Text(failure_line(guide, reference), Tone.NOTICE)
    return Card(CardKind.NOTICE, guide.texts.gettext("The bot failed"), (text,))


def uninvited(guide: Guide, manners: Manners) -> str:
    """What is said where the bot is not in the channel, and answers one person."""
    told = guide.texts.gettext(
        "I am not in this channel: you alone see this case. To invite me: {how}"
    )
    return told.format(how=f"«\u00a0/invite {manners.mention}\u00a0»")


def unsaved_card(guide: Guide, card: Card) -> Card:
    """A card whose case would be lost if the bot stopped: what is typed may not find it again."""
    told = guide.texts.gettext("Not recorded: answer by tapping.")
    return told_above(card, told)


def aside(guide: Guide, card: Card) -> Card:
    """A card shown beside its case, which stays as it is: closing it leads back there."""
    told = Text(guide.texts.gettext("Shown aside: the case itself stays as it is."), Tone.HINT)
    rest = (_without_ways_out(block) for block in card.blocks if not isinstance(block, Answers))
    return replace(card, blocks=(told, *rest))


def _without_ways_out(block: Block) -> Block:
    """The buttons that still lead somewhere; back to a case, only where it is a supposed one."""
    if not isinstance(block, Actions):
        return block
    taps = {one: read_tap(one.tap) for one in block.buttons}
    return Actions(
        tuple(
            one
            for one, tap in taps.items()
            if tap.action is not Action.NEW
            and (tap.action is not Action.SHOW or tap.case.is_hypothesis)
        )
    )


def folded_card(card: Card, number: int) -> Card | None:
    """A folded part of a card, by itself."""
    folded_parts = [block for block in card.blocks if isinstance(block, Details)]
    if number >= len(folded_parts):
        return None
    part = folded_parts[number]
    return Card(card.kind, part.title, part.blocks)


def told_above(card: Card, told: str) -> Card:
    """A card with something said before the rest."""
    return replace(card, blocks=(Text(told, Tone.NOTICE), *card.blocks))


def help_card(guide: Guide, manners: Manners) -> Card:
    """How it goes, in ten lines."""
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
    """A button that opens a case of each procedure."""
    gettext = guide.texts.gettext
    several = len(guide.procedures) > 1
    start = gettext("Start a case: {title}") if several else gettext("Start a case")
    return tuple(
        Button(
            start.format(title=one.procedure.title)[:_LABEL],
            guide.respond(Request(name)).here or "",
            main=True,
        )
        for name, one in guide.procedures.items()
    )


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
        gettext("In a thread: {mention} and the case in a few words.").format(
            mention=manners.mention
        ),
        gettext("On a message: {action}, among its actions.").format(action=quoted(manners.action)),
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
    )
    return tuple(Item(line) for line in lines if line)


def _opens(gettext: Callable[[str], str], overhears: bool) -> str:
    if overhears:
        return gettext("{command} opens a case: the questions come in its thread.")
    return gettext("{command} opens a case; in our own chat, there is no need to mention me.")


def _first_word(text: str) -> tuple[str, str]:
    said, *rest = text.split(maxsplit=1) or [""]
    return folded(said), rest[0].strip() if rest else ""
