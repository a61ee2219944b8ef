"""The supervisors' pages: for whoever sits at this machine, and nobody who comes by a proxy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.conversation.card import Card
from bot.conversation.inquiry import Inquiry, Look, read_inquiry
from bot.conversation.supervision import Supervision
from bot.errors import InvalidTap, UnknownProcedure
from bot.incoming import is_from_here

Page = Callable[..., Response]
MOST = 100
"""Facts in an address."""


@dataclass(frozen=True)
class Inquiries:
    """The explorer and the grey zones; `page` draws a template."""

    supervision: Supervision
    page: Page

    def routes(self) -> list[Route]:
        """The routes of these pages."""
        return [
            Route("/{procedure}/explorer", self.explorer),
            Route("/{procedure}/zones-grises", self.zones),
            Route("/{procedure}/zones-grises/{zone}", self.zones),
        ]

    async def explorer(self, request: Request) -> Response:
        """What follows from the facts that the address states: its link shows the case again."""
        procedure = self._admitted(request)
        given = list(request.query_params.items())[:MOST]
        facts = {name: value for name, value in given if value}
        if len(facts) < len(given):
            # What a form leaves unset has no place in a link.
            return RedirectResponse(f"{request.url.path}?{urlencode(facts)}", status_code=303)
        return self._shown(
            procedure, await self.supervision.respond(Inquiry(procedure, Look.EXPLORE, facts))
        )

    async def zones(self, request: Request) -> Response:
        """The grey zones, or one of them."""
        procedure = self._admitted(request)
        zone = request.path_params.get("zone", "")
        inquiry = Inquiry(procedure, Look.GREY_ZONES, subject=zone)
        return self._shown(procedure, await self.supervision.respond(inquiry))

    def _admitted(self, request: Request) -> str:
        """The procedure asked for, by somebody at this machine."""
        if not is_from_here(request):
            raise HTTPException(403)
        procedure = str(request.path_params["procedure"])
        if procedure not in self.supervision.guide.procedures:
            raise UnknownProcedure("cette procédure n’existe pas ici")
        return procedure

    def _shown(self, procedure: str, card: Card) -> Response:
        told = self.supervision.guide.procedures[procedure].procedure
        here = f"/{procedure}"
        return self.page(
            "supervision.html", here=here, procedure=told, card=card, address=_address(here)
        )


def _address(here: str) -> Callable[[str], str]:
    """Where a supervisor's button leads."""

    def address(tap: str) -> str:
        try:
            inquiry = read_inquiry(tap)
        except InvalidTap:
            return here
        if inquiry.look is Look.GREY_ZONES:
            return f"{here}/zones-grises/{inquiry.subject}".rstrip("/")
        return f"{here}/explorer?{urlencode(inquiry.facts)}"

    return address
