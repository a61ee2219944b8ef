"""The JSON Schemas of a procedure's files, for editors that complete and underline."""

import json
from typing import Any

from pydantic import TypeAdapter

from bot.procedure.calls import NamedCall
from bot.procedure.model import Procedure
from bot.procedure.vignettes import Vignettes
from bot.procedure.vocabulary import Vocabulary

FILES: dict[str, tuple[str, TypeAdapter[Any]]] = {
    "procedure": ("Une procédure d’Aiguillage", TypeAdapter(Procedure)),
    "cases": ("Des appels nommés, et le verdict attendu", TypeAdapter(tuple[NamedCall, ...])),
    "vocabulary": ("Comment se disent les faits d’une procédure", TypeAdapter(Vocabulary)),
    "vignettes": ("Comment se racontent les appels d’entraînement", TypeAdapter(Vignettes)),
}


def schema_of(file: str) -> str:
    """The JSON Schema (draft 2020-12) of one of a procedure’s files, as text."""
    title, adapter = FILES[file]
    described = {key: value for key, value in adapter.json_schema().items() if key != "title"}
    _refuse_other_names(described)
    dialect = "https://json-schema.org/draft/2020-12/schema"
    schema = {"$schema": dialect, "title": title, **described}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _refuse_other_names(node: Any) -> None:
    """Close every object whose names follow a pattern, so that a badly formed one is underlined."""
    for inner in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        _refuse_other_names(inner)
    if isinstance(node, dict) and "patternProperties" in node:
        node["additionalProperties"] = False
