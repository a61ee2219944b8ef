"""« Signaler »: a verdict sent to whoever owns the procedure, with what one types for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.conversation.card import (
    Actions,
    Block,
    Button,
    Card,
    CardKind,
    Details,
    Note,
    Text,
    Tone,
    Writing,
)
from bot.conversation.case import GuidedCase
from bot.conversation.deciding import note
from bot.conversation.frame import Frame
from bot.conversation.inquiry import Inquiry, Look
from bot.conversation.tap import Action, tap
from bot.decision.verdict import Decided

MOST = 1_000
"""Characters typed in a report."""

Post = Callable[[Card], Awaitable[bool]]
"""Shows a card in a platform's channel; whether it could."""


class Mailbox:
    """Where reports go: the channels that the settings name, on any platform."""

    def __init__(self) -> None:
        self._posts: list[Post] = []
        self._sent: set[tuple[str, str]] = set()

    def open(self, post: Post) -> None:
        """Have reports go to one more channel."""
        self._posts.append(post)

    async def send(self, once: tuple[str, str], card: Card) -> bool:
        """Send a report to every channel, unless the same one was sent; whether any took it."""
        if once in self._sent:
            return True
        self._sent.add(once)
        taken = [await post(card) for post in self._posts]
        if not any(taken):
            self._sent.discard(once)
        return any(taken)


def report_card(frame: Frame, case: GuidedCase, decided: Decided) -> Card:
    """What is about to be sent, and room for a few words."""
    send = Button(frame._("Send"), tap(case, Action.REPORTED), main=True)
    blocks: tuple[Block, ...] = (
        Text(frame._("Whoever owns the procedure gets the facts and the verdict, not your name.")),
        Writing(frame._("What seems wrong? Nothing of the caller (optional)"), send),
        Details(frame._("What is sent"), (note(frame, case, decided),)),
        frame.actions(case, Action.SHOW),
    )
    title = frame._("Report this verdict")
    return Card(CardKind.REPORT, title, blocks, here=tap(case, Action.REPORT), sign="⚑")


def reported_card(frame: Frame, case: GuidedCase) -> Card:
    """That a report was sent."""
    blocks = (Text(frame._("Thank you: it was sent.")), frame.actions(case, Action.SHOW))
    return Card(CardKind.REPORT, frame._("Reported"), blocks, here=case.token(), sign="⚑")


def unreported_card(frame: Frame, sent: str) -> Card:
    """That a report could not be sent; the same button sends it again."""
    told = Text(frame._("It could not be sent. Please try again."), Tone.NOTICE)
    again = Button(frame._("Try again"), sent, main=True)
    return Card(CardKind.REPORT, frame._("Not reported"), (told, Actions((again,))), sign="⚑")


def sent_card(frame: Frame, case: GuidedCase, decided: Decided, words: str) -> Card:
    """A report as its channel sees it."""
    told: Note = note(frame, case, decided)
    version = frame._("Version {version} of the procedure").format(version=case.version)
    explore = Inquiry(case.procedure, Look.EXPLORE, frame.facts(case))
    blocks: tuple[Block, ...] = (
        *([Text(f"«\u00a0{words[:MOST].strip()}\u00a0»")] if words.strip() else []),
        Note(frame._("Facts, decision and passages; nothing of the caller"), told.text),
        Text(version, Tone.HINT),
        Actions((Button(frame._("Explore this case"), explore.token()),)),
    )
    title = frame._("A verdict was reported")
    return Card(CardKind.REPORT, title, blocks, sign="⚑")
