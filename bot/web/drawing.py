"""Pages drawn from their templates, in the interface's language; and the forms that they send."""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

MAX_FIELDS, MAX_PARAMETERS = 10, 100
_TEMPLATES = Path(__file__).parent / "templates"


class Drawing:
    """Draws pages; `language` is the one of `texts`."""

    def __init__(self, texts: NullTranslations, language: str) -> None:
        self.language = language
        self._texts = texts
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._templates.install_gettext_translations(texts)  # type: ignore[attr-defined]

    def page(self, template: str, status: int = 200, /, **context: Any) -> HTMLResponse:
        """A page; `here` is the procedure's address, and `address` tells where a tap leads."""
        here = context.get("here", "")
        told = {"here": "", "posting": False, "address": _taps(here), **context}
        html = self._templates.get_template(template).render(language=self.language, **told)
        return HTMLResponse(html, status)

    def error(self, status: int) -> Response:
        """A page that says in plain words what went wrong."""
        gettext = self._texts.gettext
        heading, message = {
            403: (
                gettext("Refused"),
                gettext("This page is for supervisors, on the bot’s own machine."),
            ),
            404: (gettext("Nothing here"), gettext("There is nothing at this address.")),
            405: (gettext("Refused"), gettext("This page is not asked for in this way.")),
            413: (gettext("Too long"), gettext("This text is too long.")),
            500: (gettext("The bot failed"), gettext("Nothing was decided. Please try again.")),
            503: (
                gettext("The bot failed"),
                gettext("The database does not answer. Please try again."),
            ),
        }.get(status, (gettext("Refused"), gettext("This request could not be read.")))
        return self.page("error.html", status, heading=heading, message=message)


def _taps(here: str) -> Callable[[str], str]:
    """Where a tap leads, from a page at an address."""
    return lambda tap: f"{here}?geste={quote(tap)}"


def parameters_of(request: Request) -> dict[str, str]:
    """What an address states; what a form leaves unset is not stated."""
    given = list(request.query_params.items())[:MAX_PARAMETERS]
    return {name: value for name, value in given if value}


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a form as our pages send it, the only kind that is read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = (await request.body()).decode(errors="replace")
    try:
        return dict(parse_qsl(body, max_num_fields=MAX_FIELDS))
    except ValueError as error:
        raise HTTPException(400) from error
