"""The supervisors' pages: for whoever sits at this machine, and nobody who comes by a proxy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.conversation.card import Card
from bot.conversation.charting import map_of
from bot.conversation.inquiry import Inquiry, Look, read_inquiry
from bot.conversation.supervision import DAYS, Supervision
from bot.decision.compiled import Compiled
from bot.errors import InvalidCase, InvalidTap, TooManyCases
from bot.journal.replay import real_calls
from bot.numbers import number, percent
from bot.pictures import png
from bot.proof.comparison import compare_afresh
from bot.proof.telling import ends as ends_told
from bot.proof.telling import rules_told
from bot.proof.wording import told_otherwise
from bot.proof.words import stated, way
from bot.web.drawing import Drawing, parameters_of
from bot.web.local import Door


class Versions(Protocol):
    """The versions of each procedure that can be compared."""

    @property
    def refused(self) -> Mapping[str, str]:
        """Why files of a procedure, as they are, cannot."""

    def known(self, name: str) -> Sequence[Compiled]:
        """Those of a procedure, the oldest first."""


@dataclass(frozen=True)
class Inquiries:
    """The explorer, the grey zones, the map, the figures, and versions compared."""

    supervision: Supervision
    door: Door
    drawing: Drawing
    versions: Versions

    def routes(self) -> list[Route]:
        """The routes of these pages."""
        return [
            Route("/{procedure}/explorer", self.explorer),
            Route("/{procedure}/zones-grises", self.zones),
            Route("/{procedure}/zones-grises/{zone}", self.zones),
            Route("/{procedure}/chiffres", self.figures),
            Route("/{procedure}/plan", self.map),
            Route("/{procedure}/plan.svg", self.map_file),
            Route("/{procedure}/plan.png", self.map_file),
            Route("/{procedure}/versions", self.compared),
        ]

    async def explorer(self, request: Request) -> Response:
        """What follows from the facts that the address states: its link shows the case again."""
        procedure, facts = self._admitted(request), parameters_of(request)
        if len(facts) < len(request.query_params):
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

    async def figures(self, request: Request) -> Response:
        """The last weeks of real calls."""
        procedure = self._admitted(request)
        inquiry = Inquiry(procedure, Look.FIGURES)
        return self._shown(procedure, await self.supervision.respond(inquiry))

    async def map(self, request: Request) -> Response:
        """The map, with the way of the case whose facts the address states."""
        procedure, facts = self._admitted(request), parameters_of(request)
        inquiry = Inquiry(procedure, Look.MAP, facts)
        card = await self.supervision.respond(inquiry)
        told = read_inquiry(card.here or "").facts
        query = f"?{urlencode(told)}" if told else ""
        files = {kind: f"/{procedure}/plan.{kind}{query}" for kind in ("svg", "png")}
        return self._shown(procedure, card, files)

    async def map_file(self, request: Request) -> Response:
        """The same as a picture by itself."""
        frame = self.supervision.guide.frame(self._admitted(request))
        try:
            svg = map_of(frame.compiled, frame.texts, parameters_of(request)).svg
        except InvalidCase:
            raise HTTPException(404) from None
        if request.url.path.endswith(".svg"):
            return Response(svg, media_type="image/svg+xml")
        return Response(await asyncio.to_thread(png, svg, 1.0), media_type="image/png")

    async def compared(self, request: Request) -> Response:
        """The versions; of two, every group of cases that changes, and of real verdicts."""
        procedure = self._admitted(request)
        known = {one.edition.version: one for one in self.versions.known(procedure)}
        asked = [request.query_params.get(name, "") for name in ("avant", "apres")]
        current = self.supervision.guide.procedures[procedure]
        places = list(known)
        here = places.index(current.edition.version)
        before, after = (
            known.get(one) or known[places[place]]
            for one, place in zip(asked, _usual(here, len(places)), strict=True)
        )
        told = real = None
        with suppress(TooManyCases):  # which the page tells
            if before is not after:
                told = await asyncio.to_thread(compare_afresh, before, after)
                tallies = await self.supervision.counted(procedure)
                if tallies is not None:
                    real = await asyncio.to_thread(real_calls, told, tallies)
        return self.drawing.page(
            "versions.html",
            here=f"/{procedure}",
            procedure=current.procedure,
            versions=list(known.values()),
            current=current.edition.version,
            chosen=(before.edition.version, after.edition.version),
            replaced=places[:here],
            is_same=before is after,
            refused=self.versions.refused.get(procedure),
            comparison=told,
            real=real,
            days=DAYS,
            percent=percent,
            number=number,
            ends=ends_told,
            way=way,
            stated=stated,
            rules=rules_told,
            reworded=list(told_otherwise(told.old.procedure, told.new.procedure)) if told else (),
        )

    def _admitted(self, request: Request) -> str:
        return self.door.admitted(request).edition.name

    def _shown(
        self, procedure: str, card: Card, files: Mapping[str, str] = MappingProxyType({})
    ) -> Response:
        """A card; `files` are the addresses of its picture, by their kinds."""
        here = f"/{procedure}"
        return self.drawing.page(
            "supervision.html",
            here=here,
            procedure=self.supervision.guide.procedures[procedure].procedure,
            card=card,
            address=_address(here),
            files=files,
        )


def _usual(here: int, count: int) -> tuple[int, int]:
    """What is prepared, with what is in force; else the latter with what it replaced."""
    return (here, here + 1) if here + 1 < count else (max(here - 1, 0), here)


def _address(here: str) -> Callable[[str], str]:
    """Where a supervisor's button leads."""

    def address(tap: str) -> str:
        try:
            inquiry = read_inquiry(tap)
        except InvalidTap:
            return here
        if inquiry.look is Look.GREY_ZONES:
            return f"{here}/zones-grises/{inquiry.subject}".rstrip("/")
        facts = f"?{urlencode(inquiry.facts)}" if inquiry.facts else ""
        return f"{here}/{inquiry.look}{facts}"

    return address
