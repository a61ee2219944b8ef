"""The procedure as a first-match decision table for zen-engine, written the way one would by hand.

Each row tells the destination and the basis; a fact that a row does not name may have any value.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import zen

Answer: TypeAlias = tuple[str, str]
When: TypeAlias = Mapping[str, str | tuple[str, ...]]

_LINE_3 = ("explication-pinc", "remplacement-produit", "fonctionnalite-incluse")
_ONLY_UNHAPPY: When = {
    "mecontent": "oui",
    "feu-rouge": "non",
    "blocage": "aucun",
    "mbg": "non",
    "plusieurs-domaines": "non",
    "remboursement-demande": "non",
}
_LOCKED: When = {"demande": "resiliation", "blocage": "verrouille"}

ROWS: tuple[tuple[str, str, When], ...] = (
    ("est", "reading", {"demande": "plainte-formelle", "feu-rouge": "oui"}),
    ("est", "reading", {"demande": "plainte-formelle", "pre-actif": "oui"}),
    ("est", "written", {"demande": "plainte-formelle"}),
    ("fraude", "reading", {"pre-actif": "oui", "feu-rouge": "oui"}),
    ("fraude", "written", {"pre-actif": "oui"}),
    ("escalade", "conflict", {"resilie-par-support": "oui", "feu-rouge": "oui"}),
    ("escalade", "reading", {"resilie-par-support": "oui", "blocage": "recouvrement"}),
    ("escalade", "written", {"resilie-par-support": "oui"}),
    ("support", "conflict", {"demande": "remboursement", "feu-rouge": "oui"}),
    ("support", "reading", {"demande": "remboursement"}),
    ("support", "conflict", {"demande": _LINE_3, "feu-rouge": "oui"}),
    ("support", "written", {"demande": _LINE_3}),
    ("cas-particulier", "reading", {"situation-particuliere": "oui"}),
    ("support", "written", {"blocage": "recouvrement"}),
    ("superviseur", "silent", {"demande": "autre", "feu-rouge": "non"}),
    ("support", "conflict", {**_ONLY_UNHAPPY, "mecontent": "non"}),
    ("facturation-d-abord", "reading", {**_ONLY_UNHAPPY, "facturation-a-regler": "oui"}),
    ("facturation-d-abord", "written", {"facturation-a-regler": "oui"}),
    ("facturation-d-abord", "conflict", {**_LOCKED, "remboursement-demande": "remboursement"}),
    ("facturation-d-abord", "conflict", {**_LOCKED, "retention-disponible": "non"}),
    ("retention", "written", _LOCKED),
    ("facturation-d-abord", "reading", {"blocage": "verrouille"}),
    ("retention", "reading", {**_ONLY_UNHAPPY, "retention-disponible": "oui"}),
    ("retention", "written", {"retention-disponible": "oui"}),
    ("retention-general", "reading", _ONLY_UNHAPPY),
    ("retention-general", "written", {}),
)


@dataclass(frozen=True)
class ZenPath:
    """One way to have zen-engine decide: what it is called with for each case, and the call."""

    contexts: Sequence[Any]
    evaluate: Callable[[Any], Mapping[str, Any]]

    def answers(self) -> Iterator[Answer]:
        """Yield what it tells of each case."""
        for context in self.contexts:
            result = self.evaluate(context)["result"]
            yield result["destination"], result["basis"]


def zen_paths(cases: Sequence[Mapping[str, str]]) -> dict[str, ZenPath]:
    """The ways to have zen-engine answer `cases` that are worth timing.

    The document is parsed beforehand, and the cases are already serialised for the ways that take
    text. (`create_decision` compiles its table anew at each call: fifteen times slower.)
    """
    document = _document()
    content = zen.ZenDecisionContent(json.dumps(document))
    loaded = zen.ZenEngine({"loader": lambda _: content})
    static = zen.ZenEngine({"loader": {"type": "static", "content": {_KEY: document}}})
    dicts = [{_name(fact): value for fact, value in case.items()} for case in cases]
    texts = [json.dumps(case) for case in dicts]
    return {
        f"zen ({engine_name}, {contexts_name})": ZenPath(contexts, partial(engine.evaluate, _KEY))
        for engine_name, engine in (("loader", loaded), ("static", static))
        for contexts_name, contexts in (("dict", dicts), ("JSON text", texts))
    }


_KEY = "procedure"


def _document() -> dict[str, Any]:
    """The rows as a JDM document, the most used facts in the first columns."""
    used = Counter(fact for _, _, when in ROWS for fact in when)
    facts = [fact for fact, _ in used.most_common()]
    rules = [
        {
            "_id": str(n),
            **{fact: _cell(when.get(fact, ())) for fact in facts},
            "destination": json.dumps(destination),
            "basis": json.dumps(basis),
        }
        for n, (destination, basis, when) in enumerate(ROWS)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [_column(fact, _name(fact)) for fact in facts],
        "outputs": [_column(name, name) for name in ("destination", "basis")],
        "rules": rules,
    }
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            _node("in", "inputNode"),
            _node("table", "decisionTableNode") | {"content": content},
            _node("out", "outputNode"),
        ],
        "edges": [_edge("in", "table"), _edge("table", "out")],
    }


def _node(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}


def _column(name: str, field: str) -> dict[str, str]:
    return {"id": name, "name": name, "type": "expression", "field": field}


def _cell(values: str | tuple[str, ...]) -> str:
    values = (values,) if isinstance(values, str) else values
    return ", ".join(json.dumps(value) for value in values)


def _name(fact: str) -> str:
    """A fact's name as the table's expression language takes it."""
    return fact.replace("-", "_")
