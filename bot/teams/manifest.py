"""The Teams app as Teams is told of it, made from the procedures, and packed to be uploaded.

Its form: learn.microsoft.com/microsoft-365/extensibility/schema (1.30).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from gettext import NullTranslations
from importlib.metadata import version
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.conversation.guide import Guide
from bot.conversation.opening import Manners, action_name
from bot.errors import AiguillageError
from bot.teams.icons import colour_icon, outline_icon
from bot.teams.read import ORIENT
from bot.texts import cut

NAME = "Aiguillage"
HELP, TRAINING = "aide", "entrainement"
COMMANDS, ACTIONS, TITLE, DESCRIPTION = 12, 10, 32, 128
"""Commands in a list, actions on a message; characters of a title, of a description."""
SCOPES = ("personal", "team", "groupChat")
SCHEMAS = "https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams"
DEMANDED = ("name.short", "description.short", "description.full")
"""What Teams wants in every language."""


def manners(guide: Guide, procedure: str | None = None) -> Manners:
    """What Teams calls our ways in to a procedure: the first, where none is told."""
    name = procedure or next(iter(guide.procedures))
    mention = f"@{NAME}"
    command = f"{mention} {guide.procedures[name].procedure.command}"
    return Manners(command, None, mention, action_name(guide, name, TITLE), overhears=False)


def package(
    guide: Guide, texts: Mapping[str, NullTranslations], app_id: str, public_url: str
) -> bytes:
    """What is uploaded, a zip: told in French, and in English to whoever has Teams in English."""
    french, english = (
        manifest(replace(guide, texts=texts[language]), app_id, public_url)
        for language in ("fr", "en")
    )
    return _zipped(
        {
            "color.png": colour_icon(),
            "en.json": _json(_translation(french, english)),
            "manifest.json": _json(french),
            "outline.png": outline_icon(),
        }
    )


def manifest(guide: Guide, app_id: str, public_url: str) -> dict[str, Any]:
    """The app's manifest, in the language of the guide; `public_url` is an https address."""
    if len(guide.procedures) >= COMMANDS:
        raise AiguillageError(
            f"Teams n’admet que {COMMANDS} commandes par application\u00a0: "
            f"«\u00a0{HELP}\u00a0», et {COMMANDS - 1} procédures au plus"
        )
    page = f"{public_url.rstrip('/')}/"
    return {
        "$schema": f"{SCHEMAS}.schema.json",
        "manifestVersion": "1.30",
        "version": version("aiguillage"),
        "id": app_id,
        "developer": {
            "name": NAME,
            "websiteUrl": page,
            "privacyUrl": page,
            "termsOfUseUrl": page,
        },
        "localizationInfo": {
            "defaultLanguageTag": "fr",
            "additionalLanguages": [{"languageTag": "en", "file": "en.json"}],
        },
        "name": {"short": NAME},
        "description": _description(guide),
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#1d3557",
        "bots": [_bot(guide, app_id)],
        "composeExtensions": [{"botId": app_id, "commands": _actions(guide)}],
        "validDomains": [],
    }


def _description(guide: Guide) -> dict[str, str]:
    gettext = guide.texts.gettext
    paragraphs = (
        gettext(
            "During a call, tell Aiguillage what the caller wants. A few short questions later, "
            "it says where the call goes, the sentence to say, word for word, and the passage of "
            "the procedure that says so."
        ),
        gettext(
            "In a channel or a group, mention it; to see a case by yourself, write to it; on a "
            "message, choose its action. No word of the caller is kept: only the facts and the "
            "verdict."
        ),
    )
    return {
        "short": gettext("Where the call goes, the sentence to say, and the passage that says so."),
        "full": "\n\n".join(paragraphs),
    }


def _bot(guide: Guide, app_id: str) -> dict[str, Any]:
    procedures = [one.procedure for one in guide.procedures.values()]
    # What is typed is the procedure's own, whatever the language of Teams.
    commands = [
        *({"title": one.command, "description": cut(one.title, DESCRIPTION)} for one in procedures),
        {"title": HELP, "description": guide.texts.gettext("How it goes")},
    ]
    alone = [*commands, *_training(guide)][:COMMANDS]
    lists = ((SCOPES[:1], alone), (SCOPES[1:], commands))
    return {
        "botId": app_id,
        "scopes": list(SCOPES),
        "commandLists": [{"scopes": list(scopes), "commands": one} for scopes, one in lists],
    }


def _training(guide: Guide) -> Iterator[dict[str, str]]:
    """The commands of training, which is for one's own chat; one too long is left to be typed."""
    told = guide.texts.gettext("Train")
    for one in guide.procedures.values():
        title = f"{one.procedure.command} {TRAINING}"
        if one.edition.vignettes and len(title) <= TITLE:
            yield {"title": title, "description": told}


def _actions(guide: Guide) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{ORIENT}.{name}",
            "type": "action",
            "context": ["message"],
            "title": action_name(guide, name, TITLE),
            "description": cut(guide.procedures[name].procedure.title, DESCRIPTION),
            "fetchTask": True,
        }
        for name in list(guide.procedures)[:ACTIONS]
    ]


def _translation(told: dict[str, Any], other: dict[str, Any]) -> dict[str, str]:
    """What another language says otherwise, by where it stands: `bots[0].commandLists[0]…`."""
    texts = dict(_texts(told))
    otherwise = {
        place: text for place, text in _texts(other) if place in DEMANDED or text != texts[place]
    }
    return {"$schema": f"{SCHEMAS}.Localization.schema.json", **otherwise}


def _texts(told: Any, place: str = "") -> Iterator[tuple[str, str]]:
    match told:
        case str():
            yield place, told
        case dict():
            for key, value in told.items():
                yield from _texts(value, f"{place}.{key}" if place else key)
        case list():
            for number, value in enumerate(told):
                yield from _texts(value, f"{place}[{number}]")


def _json(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The same files always make the same bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in sorted(files):
            # Dated 1980, as zips are where no date is told.
            archive.writestr(ZipInfo(name), files[name], ZIP_DEFLATED)
    return packed.getvalue()
