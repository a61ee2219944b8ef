"""Teams by HTTP: each request verified, then read, then answered or served afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.errands import Errands
from bot.errors import Malformed
from bot.faults import logged
from bot.incoming import body_of, host_of, is_from_here, is_local, read_json
from bot.teams.connector import CARD
from bot.teams.desk import Desk
from bot.teams.elements import Drawing
from bot.teams.keys import KeysUnavailable
from bot.teams.moves import Did, Oriented, Tapped, Way
from bot.teams.read import read, read_activity
from bot.teams.verify import Forbidden, Unverified, Verifier
from bot.teams.wire import Activity

MAX_BODY = 512 * 1024
"""Bytes of a request."""
CHANNEL = "msteams"
MESSAGE = "application/vnd.microsoft.activity.message"


class TeamsRoute:
    """The one address that Teams sends all to; without a verifier, from this machine alone."""

    def __init__(
        self, desk: Desk, errands: Errands, verifier: Verifier | None, tenant: str
    ) -> None:
        self._desk = desk
        self._errands = errands
        self._verifier = verifier
        self._tenant = tenant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as an ASGI application."""
        try:
            response = await self._answer(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return PlainTextResponse("POST", 405, {"allow": "POST"})
        try:
            sent = await self._admitted(request)
            return (
                await self._done(sent, read(sent)) if sent else PlainTextResponse("trop long", 413)
            )
        except Unverified as error:
            return PlainTextResponse(str(error), 401, {"www-authenticate": "Bearer"})
        except Forbidden as error:
            return PlainTextResponse(str(error), 403)
        except KeysUnavailable as error:
            return PlainTextResponse(str(error), 503)
        except Malformed as error:
            return PlainTextResponse(str(error), 400)

    async def _admitted(self, request: Request) -> Activity | None:
        """The activity, once it is known who sends it; None where it is too long."""
        if self._verifier is None:
            _check_local(request)
            body = await body_of(request, MAX_BODY)
            sent = None if body is None else read_activity(read_json(body))
            if sent and not is_local(host_of(sent.service_url)):
                raise Forbidden("sans identifiants, le service doit être sur cette machine")
            return sent
        claims = await self._verifier.verified(request.headers.get("authorization", ""))
        body = await body_of(request, MAX_BODY)
        if body is None:
            return None
        sent = read_activity(read_json(body))
        claims.check(sent.service_url, sent.channel_id)
        if sent.channel_id != CHANNEL or (sent.tenant or "").lower() != self._tenant:
            raise Forbidden("ce bot est celui d’un autre locataire, ou d’un autre canal")
        return sent

    async def _done(self, sent: Activity, did: Did | None) -> Response:
        """The answer to a tap; anything else is heard, and served once that is said."""
        if isinstance(did, Oriented) or (isinstance(did, Tapped) and did.way is not Way.SUBMIT):
            return _json(await self._shown(did))
        if did is None:
            return _json({}) if sent.type == "invoke" else Response()
        if self._errands.is_full:
            return PlainTextResponse("surchargé", 503)
        self._errands.spawn(self._desk.serve(did))
        return Response()

    async def _shown(self, did: Tapped | Oriented) -> Mapping[str, Any]:
        """What an invoke is answered; what fails is logged, and told under the same reference."""
        dialog = isinstance(did, Oriented) or did.way is Way.DIALOG
        try:
            drawing = await self._desk.answer(did)
        except Exception as error:
            told = self._desk.failure(logged(error, f"teams {type(did).__name__}"))
            return {"task": {"type": "message", "value": told}} if dialog else _card(MESSAGE, told)
        return _dialog(drawing) if dialog else _card(CARD, drawing.card)


def _card(kind: str, value: Any) -> Mapping[str, Any]:
    return {"statusCode": 200, "type": kind, "value": value}


def _dialog(drawing: Drawing) -> Mapping[str, Any]:
    card = {"contentType": CARD, "content": drawing.card}
    size = {"width": "medium", "height": "large"}
    return {"task": {"type": "continue", "value": {"title": "Aiguillage", **size, "card": card}}}


def _json(value: Mapping[str, Any]) -> Response:
    return Response(to_json(value), media_type="application/json")


def _check_local(request: Request) -> None:
    """Raise `Forbidden` for what does not come from a program of this machine, directly."""
    # A page of another site cannot send this type without asking first.
    typed = request.headers.get("content-type", "").partition(";")[0] == "application/json"
    if not (is_from_here(request) and typed) or "origin" in request.headers:
        raise Forbidden("sans identifiants, seul un programme de cette machine est entendu")
