"""The bot in a browser: the guided case as a page, and the procedure's page with its anchors.

A tap is a pure function of what the button carries, so that every button is a link: going back,
reloading and sharing a page do what they say. Only typed words are posted, so that they stay out
of addresses and logs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel.dates import format_date
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.conversation.card import Card
from bot.conversation.coach import Coach
from bot.conversation.guide import Guide, Request
from bot.conversation.journal import Journal
from bot.conversation.notices import unnoted_card
from bot.conversation.supervision import Supervision
from bot.conversation.tap import opens, reports
from bot.errors import UnknownProcedure
from bot.procedure.model import Passage, Procedure
from bot.web.cookies import SEASON, SEEN, VISITOR, WEEK, fresh_name, give, name_of, seen
from bot.web.drawing import Drawing, fields_of
from bot.web.training import PLATFORM

_HERE = Path(__file__).parent
MAX_TICKS = 50


@dataclass(frozen=True)
class Pages:
    """The guided cases and the procedures' pages; `watched` is what a watchman is told."""

    guide: Guide
    coach: Coach
    supervision: Supervision
    journal: Journal
    watched: Callable[[], Mapping[str, Any]]
    drawing: Drawing
    secure: bool

    def routes(self) -> list[Route | Mount]:
        """The routes of the pages."""
        return [
            Route("/", self.home),
            Route("/healthz", self.health),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
            Route("/{procedure}", self.case, methods=["GET", "POST"]),
            Route("/{procedure}/procedure", self.procedure),
        ]

    async def home(self, request: HttpRequest) -> Response:
        """The only procedure, or the choice of one."""
        procedures = [one.procedure for one in self.guide.procedures.values()]
        if len(procedures) == 1:
            return RedirectResponse(f"/{procedures[0].procedure}", status_code=303)
        return self.drawing.page("home.html", procedures=procedures)

    async def case(self, request: HttpRequest) -> Response:
        """A guided case: opened, shown, or moved on by a tap or by typed words."""
        if request.method == "POST":
            return await self._typed(request)
        query = request.query_params
        asked = Request(
            request.path_params["procedure"],
            tap=query.get("geste"),
            ticks=frozenset(query.getlist("coche")[:MAX_TICKS]),
            unsure=frozenset(query.getlist("doute")[:MAX_TICKS]),
        )
        return await (self._opened if opens(asked.tap or "") else self._card)(asked, request)

    async def _opened(self, asked: Request, request: HttpRequest) -> Response:
        """The first card of a case; with what changed in the procedure since the last."""
        card = self.guide.respond(asked)
        version, last = self.guide.procedures[asked.procedure].edition.version, seen(request)
        if last and (news := self.guide.news(asked.procedure, last)):
            card = card.under(news)
        response, path = self._shown(asked.procedure, card), f"/{asked.procedure}"
        give(response, SEEN, version, SEASON, path, self.secure)
        if name_of(request, VISITOR) is None:
            # It is not prolonged: whoever comes back each week has another name.
            give(response, VISITOR, fresh_name(), WEEK, path, self.secure)
        return response

    async def health(self, request: HttpRequest) -> Response:
        """What a watchman asks: whether all is well, and what waits to be written."""
        versions = {name: one.edition.version for name, one in self.guide.procedures.items()}
        return JSONResponse({"status": "ok", "procedures": versions, **self.watched()})

    async def procedure(self, request: HttpRequest) -> Response:
        """The procedure's own words, each passage under its anchor."""
        compiled = self.guide.procedures.get(request.path_params["procedure"])
        if compiled is None:
            raise UnknownProcedure("cette procédure n’existe pas ici")
        return self.drawing.page(
            "procedure.html",
            here=f"/{compiled.edition.name}",
            procedure=compiled.procedure,
            sections=_by_section(compiled.procedure),
            source=compiled.edition.source.text,
            in_force=self._in_force(compiled.procedure),
        )

    async def _typed(self, request: HttpRequest) -> Response:
        """A typed answer, shown at its case's address wherever that says as much."""
        name = request.path_params["procedure"]
        fields = await fields_of(request)
        text, here = fields.get("texte", ""), fields.get("geste", "")
        if reports(here):
            card = await self.supervision.reported("web", Request(name, tap=here), text)
            return self._shown(name, card)
        asked = Request(name, tap=here or None, text=text)
        card = self.guide.respond(asked)
        if card.here and card == self.guide.respond(Request(name, tap=card.here)):
            await self._noted(asked, card, request)
            return RedirectResponse(f"/{name}?geste={quote(card.here)}", status_code=303)
        return await self._card(asked, request, posted=True)

    async def _card(self, asked: Request, request: HttpRequest, posted: bool = False) -> Response:
        card = self.guide.respond(asked)
        if not await self._noted(asked, card, request):
            card = unnoted_card(self.guide, card)
        return self._shown(asked.procedure, card, posted)

    async def _noted(self, asked: Request, card: Card, request: HttpRequest) -> bool:
        """Whether the journal has what a move came to.

        A browser that brings nothing back is nobody: it would be a new person each time.
        """
        person = name_of(request, VISITOR) or ""
        return await self.journal.note(self.guide, PLATFORM, person, asked.tap or "", card)

    def _shown(self, name: str, card: Card, posted: bool = False) -> Response:
        procedure = self.guide.procedures[name].procedure
        return self.drawing.page(
            "card.html",
            here=f"/{name}",
            procedure=procedure,
            card=card,
            posted=posted,
            trains=name in self.coach.courses,
        )

    def _in_force(self, procedure: Procedure) -> str:
        day = format_date(procedure.in_force.start, format="long", locale=self.drawing.language)
        gettext = self.guide.texts.gettext
        if procedure.in_force.to_confirm:
            return gettext("In force since {day} (date to be confirmed)").format(day=day)
        return gettext("In force since {day}").format(day=day)


def _by_section(procedure: Procedure) -> list[tuple[str, list[tuple[str, Passage]]]]:
    passages: Mapping[str, Passage] = procedure.passages
    return [
        (title, [(name, one) for name, one in passages.items() if one.section == section])
        for section, title in procedure.sections.items()
    ]
