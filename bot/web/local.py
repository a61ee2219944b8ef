"""Pages for whoever sits at this machine, and for nobody who comes by a proxy."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.conversation.guide import Guide
from bot.decision.compiled import Compiled
from bot.errors import UnknownProcedure
from bot.incoming import is_from_here


@dataclass(frozen=True)
class Door:
    """The supervisors' own door: a loopback port to which no proxy leads."""

    guide: Guide
    port: int

    def admitted(self, request: Request) -> Compiled:
        """The procedure that an address names, for somebody at this machine; refused to others.

        What a request says of itself is not enough: a proxy of this machine may add nothing to it.
        """
        _, port = request.scope.get("server") or (None, None)
        if port != self.port or not is_from_here(request):
            raise HTTPException(403)
        compiled = self.guide.procedures.get(str(request.path_params["procedure"]))
        if compiled is None:
            raise UnknownProcedure("cette procédure n’existe pas ici")
        return compiled
