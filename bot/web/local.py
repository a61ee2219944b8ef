"""Pages for whoever sits at this machine, and for nobody who comes by a proxy."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.conversation.guide import Guide
from bot.decision.compiled import Compiled
from bot.errors import UnknownProcedure
from bot.incoming import is_from_here


def admitted(request: Request, guide: Guide) -> Compiled:
    """The procedure that an address names, for somebody at this machine; refused to others."""
    if not is_from_here(request):
        raise HTTPException(403)
    compiled = guide.procedures.get(str(request.path_params["procedure"]))
    if compiled is None:
        raise UnknownProcedure("cette procédure n’existe pas ici")
    return compiled
