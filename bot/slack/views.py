"""What is shown beside a case: why, what if, a passage whole; and a person's own page."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from bot.conversation.card import Card, CardKind
from bot.conversation.guide import Guide, Request
from bot.conversation.memory import Memory
from bot.conversation.notices import aside, folded_card
from bot.conversation.opening import home_card
from bot.conversation.shared import moved
from bot.conversation.threads import Place
from bot.slack.api import Api, Latest, Refused
from bot.slack.cases import PLATFORM
from bot.slack.manifest import manners
from bot.slack.moves import Command, Said, Shortcut, Tapped, View
from bot.slack.read import DETAILS, KEPT, PAGE
from bot.slack.render import ALONE, home, message, modal
from bot.slack.rich import Json

RECENT = 5
"""Cases on a person's home page."""
LATE = ("expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged")
GONE = ("hash_conflict", "not_found")
"""Slack's words for a modal that is no more what was tapped: another card, or closed."""


@dataclass(frozen=True)
class Views:
    """The modals and home pages of one workspace.

    `close` is what closing a modal is called, where it leads back to something.
    """

    guide: Guide
    api: Api
    memory: Memory
    close: str | None = None

    async def look(self, did: Tapped, request: Request) -> None:
        """Show something beside a tapped message; in a message of its own where Slack is late."""
        card = self._card(did, request)
        card = card if did.kind == DETAILS else aside(self.guide, card)
        await self.or_said(self.open(did.trigger, card), card, did)

    async def or_said(
        self, opening: Awaitable[View | None], card: Card, did: Command | Tapped
    ) -> View | None:
        """Open a modal; where Slack is late, say what it shows to that person alone."""
        try:
            return await opening
        except Refused as refusal:
            if refusal.code not in LATE:
                raise
            if did.reply_to:
                await self.reply(did, card)
            else:
                await self.api.post(did.user, message(card, ALONE))
            return None

    async def reply(self, did: Command | Shortcut | Tapped, card: Card) -> None:
        """Answer one person by the address that came with what they did."""
        await self.api.reply(did.reply_to or "", Latest(message(card, ALONE)))

    async def say(self, did: Said, card: Card, thread: str) -> None:
        """Answer words, in one's own chat with the bot or for their speaker alone."""
        drawing = message(card, ALONE)
        if did.direct:
            await self.api.post(did.channel, drawing, thread)
        else:
            await self.api.whisper(did.channel, did.user, drawing, thread)

    async def tapped(self, did: Tapped, view: View, request: Request) -> None:
        """Answer a tap on the home page, on a case in a modal, or on a look at one."""
        if view.home:
            # The home page shows the same button all day: each tap of it is another case.
            await self.open(did.trigger, self.guide.respond(Request(request.procedure)), KEPT)
        elif did.kind == DETAILS:
            card = self._card(did, request)
            await self.push(did.trigger, card)
        elif view.kept and did.kind != PAGE:
            place = Place(PLATFORM, "modal", view.root)
            one = await moved(self.guide, self.memory, place, request, did.user)
            await self.redraw(view, one.card)
            if one.card.kind is CardKind.VERDICT:
                await self.home(did.user)
        else:
            card = self.guide.respond(request)
            page = did.number if did.kind == PAGE else 0
            await self.redraw(view, card if view.kept else aside(self.guide, card), page)

    async def home(self, person: str) -> None:
        """Show a person's own page."""
        threads = await self.memory.recent(PLATFORM, person, RECENT)
        card = home_card(self.guide, manners(self.guide), [thread for _, thread in threads])
        await self.api.call("views.publish", user_id=person, view=home(card))

    def _card(self, did: Tapped, request: Request) -> Card:
        card = self.guide.respond(request)
        folded = folded_card(card, did.number) if did.kind == DETAILS else None
        return folded or card

    def _modal(self, card: Card, page: int = 0) -> Json:
        return modal(card, self.close, page)

    async def open(self, trigger: str, card: Card, kept: str = "") -> View | None:
        """Open a card in a modal."""
        view = {**self._modal(card), "private_metadata": kept}
        told = await self.api.call("views.open", trigger_id=trigger, view=view)
        opened = told.get("view")
        if not isinstance(opened, dict) or "id" not in opened:
            return None
        name = str(opened["id"])
        return View(name, name, opened.get("hash"), home=False, kept=kept == KEPT)

    async def push(self, trigger: str, card: Card) -> None:
        """Open a card over a modal."""
        await self.api.call("views.push", trigger_id=trigger, view=self._modal(card))

    async def redraw(self, view: View, card: Card, page: int = 0) -> None:
        """Redraw a modal; one that has changed since it was tapped, or is closed, is left so."""
        drawn = {**self._modal(card, page), "private_metadata": KEPT if view.kept else ""}
        asked = {"view_id": view.id, "view": drawn, **({"hash": view.hash} if view.hash else {})}
        try:
            await self.api.call("views.update", **asked)
        except Refused as refusal:
            if refusal.code not in GONE:
                raise
