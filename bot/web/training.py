"""Training in a browser: whoever comes back is known by a cookie, drawn at random.

What changes something is posted; a page that is only looked at changes nothing, so that reloading
it, going back to it and sharing its address do no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.conversation.card import Card, CardKind, Download
from bot.conversation.coach import Coach
from bot.conversation.lesson import WRITES, Lesson, Step, read_step
from bot.errors import InvalidTap, UnknownProcedure
from bot.training.schedule import DAY
from bot.web.cookies import LEARNER, fresh_name, give, name_of
from bot.web.drawing import Drawing, fields_of

PLATFORM = "web"


@dataclass(frozen=True)
class Training:
    """The pages of training."""

    coach: Coach
    drawing: Drawing
    secure: bool

    def routes(self) -> list[Route]:
        """The routes of training."""
        return [
            Route("/{procedure}/entrainement", self.lesson, methods=["GET", "POST"]),
            Route("/{procedure}/entrainement/mes-reponses.csv", self.answers),
        ]

    async def lesson(self, request: Request) -> Response:
        """Where somebody is, or what a button comes to."""
        procedure, person = self._asked(request)
        if request.method == "POST":
            fields = await fields_of(request)
            return await self._tapped(procedure, person, fields.get("geste", ""))
        step = _step(procedure, request.query_params.get("geste", ""))
        if step.action in WRITES:
            step = step.then(Lesson.SHOW)
        return self._shown(procedure, await self.coach.respond(PLATFORM, person or "", step))

    async def answers(self, request: Request) -> Response:
        """What is kept of somebody, as a file."""
        procedure, person = self._asked(request)
        step = Step(procedure, Lesson.EXPORT)
        card = await self.coach.respond(PLATFORM, person or "", step)
        for block in card.blocks:
            if isinstance(block, Download):
                named = {"content-disposition": f'attachment; filename="{block.name}"'}
                return Response(block.content, 200, named, media_type="text/csv; charset=utf-8")
        return self._shown(procedure, card)

    async def _tapped(self, procedure: str, person: str | None, content: str) -> Response:
        step = _step(procedure, content)
        known = person or fresh_name()
        card = await self.coach.respond(PLATFORM, known, step)
        if card.here is None or step.action is Lesson.ERASED:
            response = self._shown(procedure, card)
        else:
            address = f"/{procedure}/entrainement?geste={quote(card.here)}"
            response = RedirectResponse(address, status_code=303)
        if step.action is Lesson.ERASED:
            response.delete_cookie(LEARNER, path=f"/{procedure}")
        elif person is None and step.action in WRITES:
            give(response, LEARNER, known, self.coach.days * DAY, f"/{procedure}", self.secure)
        return response

    def _asked(self, request: Request) -> tuple[str, str | None]:
        """The procedure that is trained on, and who trains, if they have begun."""
        procedure = request.path_params["procedure"]
        if procedure not in self.coach.guide.procedures:
            raise UnknownProcedure("cette procédure n’existe pas ici")
        return procedure, name_of(request, LEARNER)

    def _shown(self, procedure: str, card: Card) -> Response:
        status = 503 if card.kind is CardKind.NOTICE and card.here is None else 200
        told = self.coach.guide.procedures[procedure].procedure
        here = f"/{procedure}"
        return self.drawing.page(
            "training.html", status, here=here, procedure=told, card=card, posting=True
        )


def _step(procedure: str, content: str) -> Step:
    """What a button asks for; one that is not of this training shows where somebody is."""
    try:
        step = read_step(content)
    except InvalidTap:
        return Step(procedure, Lesson.SHOW)
    return step if step.procedure == procedure else Step(procedure, Lesson.SHOW)
