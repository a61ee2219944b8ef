"""The bot in a browser: the guided case as a page, and the procedure's page with its anchors.

A tap is a pure function of what the button carries, so that every button is a link: going back,
reloading and sharing a page do what they say. Only typed words are posted, so that they stay out
of addresses and logs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.conversation.card import Card
from bot.conversation.changes import changed_line
from bot.conversation.coach import Coach
from bot.conversation.guide import Guide, Request
from bot.conversation.journal import Journal
from bot.conversation.notices import unnoted_card
from bot.conversation.supervision import Supervision
from bot.conversation.tap import opens, reports
from bot.decision.compiled import Compiled
from bot.errors import UnknownProcedure
from bot.procedure.model import Passage, Procedure
from bot.web.batch import Batch
from bot.web.cookies import SEASON, SEEN, VISITOR, WEEK, fresh_name, give, name_of, seen
from bot.web.inquiries import Inquiries
from bot.web.training import PLATFORM, Training

_HERE = Path(__file__).parent
MAX_TICKS = 50
MAX_FIELDS = 10


class Pages:
    """The pages of every procedure that a guide knows; `watched` is what a watchman is told."""

    def __init__(
        self,
        guide: Guide,
        coach: Coach,
        supervision: Supervision,
        journal: Journal,
        watched: Callable[[], Mapping[str, Any]],
        language: str,
        secure: bool,
        versions: Callable[[str], Sequence[Compiled]],
        individual_from: date | None = None,
    ) -> None:
        self._guide = guide
        self._coach = coach
        self._supervision = supervision
        self._journal = journal
        self._watched = watched
        self._training = Training(coach, self._page, _fields, secure)
        self._inquiries = Inquiries(supervision, self._page, versions, individual_from)
        self._batch = Batch(guide, self._page)
        self._language = language
        self._secure = secure
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._templates.install_gettext_translations(guide.texts)  # type: ignore[attr-defined]

    def routes(self) -> list[Route | Mount]:
        """The routes of the pages."""
        return [
            Route("/", self.home),
            Route("/healthz", self.health),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
            Route("/{procedure}", self.case, methods=["GET", "POST"]),
            Route("/{procedure}/procedure", self.procedure),
            *self._training.routes(),
            *self._inquiries.routes(),
            *self._batch.routes(),
        ]

    async def home(self, request: HttpRequest) -> Response:
        """The only procedure, or the choice of one."""
        procedures = [one.procedure for one in self._guide.procedures.values()]
        if len(procedures) == 1:
            return RedirectResponse(f"/{procedures[0].procedure}", status_code=303)
        return self._page("home.html", procedures=procedures)

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
        card = self._guide.respond(asked)
        version = self._guide.procedures[asked.procedure].edition.version
        if seen(request) not in (None, version):
            card = card.under(changed_line(self._guide.texts, self._guide.changed(asked.procedure)))
        response, path = self._shown(asked.procedure, card), f"/{asked.procedure}"
        give(response, SEEN, version, SEASON, path, self._secure)
        give(response, VISITOR, name_of(request, VISITOR) or fresh_name(), WEEK, path, self._secure)
        return response

    async def health(self, request: HttpRequest) -> Response:
        """What a watchman asks: whether all is well, and what waits to be written."""
        versions = {name: one.edition.version for name, one in self._guide.procedures.items()}
        return JSONResponse({"status": "ok", "procedures": versions, **self._watched()})

    async def procedure(self, request: HttpRequest) -> Response:
        """The procedure's own words, each passage under its anchor."""
        compiled = self._guide.procedures.get(request.path_params["procedure"])
        if compiled is None:
            raise UnknownProcedure("cette procédure n’existe pas ici")
        return self._page(
            "procedure.html",
            here=f"/{compiled.edition.name}",
            procedure=compiled.procedure,
            sections=_by_section(compiled.procedure),
            source=compiled.edition.source.text,
            in_force=self._in_force(compiled.procedure),
        )

    def error(self, status: int) -> Response:
        """A page that says in plain words what went wrong."""
        gettext = self._guide.texts.gettext
        heading, message = {
            404: (gettext("Nothing here"), gettext("There is nothing at this address.")),
            405: (gettext("Refused"), gettext("This page is not asked for in this way.")),
            413: (gettext("Too long"), gettext("This text is too long.")),
            500: (gettext("The bot failed"), gettext("Nothing was decided. Please try again.")),
        }.get(status, (gettext("Refused"), gettext("This request could not be read.")))
        return self._page("error.html", status, heading=heading, message=message)

    async def _typed(self, request: HttpRequest) -> Response:
        """A typed answer, shown at its case's address wherever that says as much."""
        name = request.path_params["procedure"]
        fields = await _fields(request)
        text, here = fields.get("texte", ""), fields.get("geste", "")
        if reports(here):
            card = await self._supervision.reported("web", Request(name, tap=here), text)
            return self._shown(name, card)
        asked = Request(name, tap=here or None, text=text)
        card = self._guide.respond(asked)
        if card.here and card == self._guide.respond(Request(name, tap=card.here)):
            await self._noted(asked, card, request)
            return RedirectResponse(f"/{name}?geste={quote(card.here)}", status_code=303)
        return await self._card(asked, request, posted=True)

    async def _card(self, asked: Request, request: HttpRequest, posted: bool = False) -> Response:
        card = self._guide.respond(asked)
        if not await self._noted(asked, card, request):
            card = unnoted_card(self._guide, card)
        return self._shown(asked.procedure, card, posted)

    async def _noted(self, asked: Request, card: Card, request: HttpRequest) -> bool:
        """Whether the journal has what a move came to.

        A browser that brings nothing back is nobody: it would be a new person each time.
        """
        person = name_of(request, VISITOR) or ""
        return await self._journal.note(self._guide, PLATFORM, person, asked.tap or "", card)

    def _shown(self, name: str, card: Card, posted: bool = False) -> Response:
        procedure = self._guide.procedures[name].procedure
        return self._page(
            "card.html",
            here=f"/{name}",
            procedure=procedure,
            card=card,
            posted=posted,
            trains=name in self._coach.courses,
        )

    def _page(self, template: str, status: int = 200, /, **context: Any) -> HTMLResponse:
        page = self._templates.get_template(template)
        here = context.get("here", "")
        told = {"here": "", "posting": False, "address": _taps(here), **context}
        html = page.render(language=self._language, **told)
        return HTMLResponse(html, status)

    def _in_force(self, procedure: Procedure) -> str:
        day = format_date(procedure.in_force.start, format="long", locale=self._language)
        gettext = self._guide.texts.gettext
        if procedure.in_force.to_confirm:
            return gettext("In force since {day} (date to be confirmed)").format(day=day)
        return gettext("In force since {day}").format(day=day)


def _taps(here: str) -> Callable[[str], str]:
    """Where a tap leads, from a page at an address."""
    return lambda tap: f"{here}?geste={quote(tap)}"


async def _fields(request: HttpRequest) -> dict[str, str]:
    """The fields of a form as our pages send it, the only kind that is read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = (await request.body()).decode(errors="replace")
    try:
        return dict(parse_qsl(body, max_num_fields=MAX_FIELDS))
    except ValueError as error:
        raise HTTPException(400) from error


def _by_section(procedure: Procedure) -> list[tuple[str, list[tuple[str, Passage]]]]:
    passages: Mapping[str, Passage] = procedure.passages
    return [
        (title, [(name, one) for name, one in passages.items() if one.section == section])
        for section, title in procedure.sections.items()
    ]
