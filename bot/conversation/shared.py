"""A case that several people answer in one thread: what a move makes of it, and who said what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.conversation.card import Answers, Block, Card, CardKind
from bot.conversation.case import revalidated
from bot.conversation.guide import Guide, Request
from bot.conversation.memory import Memory
from bot.conversation.tap import read_tap
from bot.conversation.threads import Place, Thread
from bot.conversation.typed import read_button, read_command
from bot.errors import InvalidTap, StoreUnavailable
from bot.language.words import folded_words

_ASSENTS = frozenset({"ok", "c est bon", "c est tout"})
"""What is said to a colleague, and would send a whole checklist."""
RECENT = 20
"""Cases of somebody's, among which is their last of one procedure."""
TRIES = 10
"""Moves that may come before ours while it is being made."""


@dataclass(frozen=True)
class Moved:
    """The card after a move, and the thread before it and as it is remembered now."""

    card: Card
    before: Thread
    thread: Thread


async def moved(
    guide: Guide,
    memory: Memory,
    place: Place,
    request: Request,
    who: str,
    *,
    message: str = "",
    announced: bool = False,
    afresh: bool = False,
) -> Moved:
    """Make a move in a thread, once: of several at one time, each is made on what the last left.

    `message` shows the card. `announced` tells that the thread hangs from a message of ours, just
    posted: nothing is known of it yet. `afresh` opens another case in a thread, whatever it held.
    """
    news = await _news(guide, memory, place, request.procedure, who) if afresh else None
    for attempt in range(TRIES):
        known = None if announced and not attempt else await memory.find(place)
        before = known or Thread(request.procedure, "", who, announced=announced)
        one = _begun(guide, before, request, who) if afresh else move(guide, before, request, who)
        after = replace(one.thread, card=message or one.thread.card)
        if after == known or await memory.keep(place, after):
            if memory.journal:
                # Noted even where nothing moved: the program may have stopped just before.
                tap = request.tap or before.here
                await memory.journal.note(guide, place.platform, who, tap, one.card)
            revision = after.revision + (after != known)
            card = one.card.under(news) if news else one.card
            return replace(one, card=card, thread=replace(after, revision=revision))
    raise StoreUnavailable("ce fil change sans cesse")


async def _news(guide: Guide, memory: Memory, place: Place, procedure: str, who: str) -> str | None:
    """What changed in a procedure since somebody's last case of it; told once."""
    recent = await memory.recent(place.platform, who, RECENT)
    last = next((one.here for _, one in recent if one.procedure == procedure), "")
    try:
        return guide.news(procedure, read_tap(last).case.version)
    except InvalidTap:
        return None


async def attached(
    guide: Guide, memory: Memory, place: Place, thread: Thread, message: str
) -> Moved:
    """The case of a thread as it stands, once it is known which message shows it.

    `thread` is how the case stood when the message was posted.
    """
    known: Thread | None = thread
    for _ in range(TRIES):
        if known is None:
            break
        after = replace(known, card=message)
        if await memory.keep(place, after):
            card = guide.respond(Request(known.procedure, tap=known.here))
            return Moved(_signed(card, known.said_by), known, after)
        known = await memory.find(place)
    raise StoreUnavailable("ce fil change sans cesse")


def move(guide: Guide, thread: Thread, request: Request, who: str) -> Moved:
    """Answer a request in a thread; a thread whose `here` is empty has not begun.

    Words answer the card that the thread shows; a tap on an older card changes nothing.
    """
    current = thread.here if thread.procedure == request.procedure else ""
    answered = current if request.text is not None else request.tap
    card = guide.respond(replace(request, tap=answered or None, current=current or None))
    if card.here is None or (current and not card.understood):
        return Moved(_signed(card, thread.said_by), thread, thread)
    said_by = _said_by(guide, replace(thread, here=current), request.procedure, card.here, who)
    after = replace(thread, procedure=request.procedure, here=card.here, said_by=said_by)
    return Moved(_signed(card, said_by), thread, after)


def _begun(guide: Guide, before: Thread, request: Request, who: str) -> Moved:
    """Open another case in a thread: its revision follows, so that older cards stay older."""
    fresh = guide.fresh(request.procedure)
    if before.here:
        follows = read_tap(before.here).case.another()
        fresh = replace(fresh, revision=follows.revision)
    start = fresh.token()
    card = guide.respond(replace(request, tap=start))
    said_by = _said_by(guide, replace(before, here=""), request.procedure, card.here or "", who)
    after = replace(
        before,
        procedure=request.procedure,
        here=card.here or start,
        opened_by=who,
        said_by=said_by,
        card="",
    )
    return Moved(_signed(card, said_by), before, after)


def listens_to(thread: Thread, person: str, text: str) -> bool:
    """Whether words that name nobody, said in a case's thread, are meant for the case.

    They are where they come from whoever opened the case or already answered in it, ask nothing,
    and are no mere assent. Everybody else is talking to the others, until they tap a button or name
    the bot.
    """
    takes_part = person == thread.opened_by or person in thread.said_by.values()
    assents = " ".join(folded_words(text)) in _ASSENTS
    return takes_part and not assents and "?" not in text


def begins_another(guide: Guide, thread: Thread, text: str) -> bool:
    """Whether words in a conversation without threads are of the next call.

    The case has its verdict, and they are neither a command nor a button of it. Taken for a
    correction, they would carry one caller's facts into another's verdict.
    """
    card = guide.respond(as_it_is(thread))
    settled = card.kind is CardKind.VERDICT
    return settled and read_command(text) is None and read_button(card, text) is None


def as_it_is(thread: Thread) -> Request:
    """What shows the case of a thread, whatever is looked at or supposed there."""
    case = read_tap(thread.here).case.real()
    return Request(thread.procedure, tap=case.token())


def facts_of(guide: Guide, procedure: str, here: str) -> Mapping[str, str]:
    """What people stated in a case as the procedure stands, each fact with its value."""
    compiled = guide.procedures.get(procedure)
    if compiled is None or not here:
        return {}
    try:
        case, _ = revalidated(read_tap(here).case, compiled)
    except InvalidTap:
        return {}
    for_all = case.said_for_all()
    stated = case.stated(compiled.space)
    return {fact: value for fact, value in stated.items() if fact not in for_all}


def _said_by(
    guide: Guide, before: Thread, procedure: str, here: str, who: str
) -> Mapping[str, str]:
    was, now = facts_of(guide, procedure, before.here), facts_of(guide, procedure, here)
    return {
        fact: before.said_by.get(fact, who) if was.get(fact) == value else who
        for fact, value in now.items()
    }


def _signed(card: Card, said_by: Mapping[str, str]) -> Card:
    def signed(block: Block) -> Block:
        if not isinstance(block, Answers):
            return block
        answers = tuple(replace(one, by=said_by.get(one.fact)) for one in block.answers)
        return replace(block, answers=answers)

    return replace(card, blocks=tuple(signed(block) for block in card.blocks))
