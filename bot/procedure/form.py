"""Plain data checked against a model, its faults told in French where they stand in the file."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.procedure.document import Document, Path
from bot.procedure.names import unknown

Model = TypeVar("Model")

_EXPECTED = {
    "dict_type": "un groupe « nom: valeur » est attendu ici",
    "model_type": "un groupe « nom: valeur » est attendu ici",
    "list_type": "une liste est attendue ici : [un, deux]",
    "tuple_type": "une liste est attendue ici : [un, deux]",
    "float_type": "un nombre est attendu ici",
    "float_parsing": "un nombre est attendu ici",
    "greater_than_equal": "un nombre d’au moins {ge:g} est attendu ici",
    "less_than_equal": "un nombre d’au plus {le:g} est attendu ici",
    "bool_type": "« true » ou « false » est attendu ici",
    "bool_parsing": "« true » ou « false » est attendu ici",
    "date_type": "une date est attendue ici (2025-08-13)",
    "date_parsing": "une date est attendue ici (2025-08-13)",
    "date_from_datetime_parsing": "une date est attendue ici (2025-08-13)",
    "date_from_datetime_inexact": "une date sans heure est attendue ici (2025-08-13)",
    "string_too_short": "ce texte est vide",
    "string_too_long": "trop long : au plus {max_length} caractères ici",
    "too_short": "il en faut au moins {min_length} ici",
    "too_long": "il en faut au plus {max_length} ici",
}
_NOT_A_TEXT = {
    bool: "oui ou non",
    int: "un nombre",
    float: "un nombre",
    date: "une date",
    datetime: "une date",
}


def validated(model: type[Model], document: Document) -> Model:
    """Return the document's data as a `model`, or raise `ProcedureRefused` with every fault."""
    adapter = TypeAdapter(model)
    try:
        instance = adapter.validate_python(document.data)
    except ValidationError as error:
        schema = adapter.json_schema()
        for fault in error.errors(include_url=False):
            path = tuple(part for part in fault["loc"] if part != "[key]")
            document.report(path, _in_french(fault, path, schema))
    document.refuse_if_broken()
    return instance


def _in_french(fault: ErrorDetails, path: Path, schema: dict[str, Any]) -> str:
    kind, given, context = fault["type"], fault["input"], fault.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown("clé inconnue", str(path[-1]), _keys_at(schema, path[:-1]))
    if kind == "missing":
        return f"il manque « {path[-1]} »"
    if kind == "string_type":
        return _no_text(given)
    if kind == "string_pattern_mismatch":
        return _no_name(given)
    if kind in ("literal_error", "enum"):
        return unknown("mot inconnu", str(given), re.findall("'(.*?)'", context["expected"]))
    told = _EXPECTED.get(kind)
    return told.format(**context) if told else f"ce qui est écrit ici est refusé ({fault['msg']})"


def _no_text(given: Any) -> str:
    if given is None:
        return "il manque un texte ici"
    if isinstance(given, list | dict):
        return "un texte est attendu ici, non une liste ou un groupe"
    taken = _NOT_A_TEXT.get(type(given), "autre chose")
    return f"un texte est attendu ici, et ceci se lit comme {taken} ; mettez-le entre guillemets"


def _no_name(given: str) -> str:
    letters = unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode().lower()
    name = "-".join(re.findall("[a-z0-9]+", letters))
    hint = f" ; écrivez « {name[:48]} »" if name else ""
    return f"« {given[:60]} » : un nom s’écrit en minuscules sans accent, chiffres et tirets{hint}"


def _keys_at(root: dict[str, Any], path: Path) -> list[str]:
    """The keys that the JSON Schema knows where `path` leads."""
    nodes = [root]
    for part in path:
        nodes = [inner for node in _resolved(root, nodes) for inner in _inner(node, part)]
    return [key for node in _resolved(root, nodes) for key in node.get("properties", {})]


def _resolved(root: dict[str, Any], nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for node in nodes:
        while "$ref" in node:
            node = root["$defs"][node["$ref"].rsplit("/", 1)[1]]
        found += _resolved(root, node["anyOf"]) if "anyOf" in node else [node]
    return found


def _inner(node: dict[str, Any], part: str | int) -> list[dict[str, Any]]:
    if isinstance(part, int):
        return [node["items"]] if "items" in node else []
    properties = node.get("properties", {})
    if part in properties:
        return [properties[part]]
    return [
        inner
        for inner in [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
        if isinstance(inner, dict)
    ]
