"""Cases in, verdicts or explanations out, one JSON object a line, in the same order."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TextIO

from bot.commands.rows import opened, with_progress
from bot.config import read_config
from bot.decision.compiled import Compiled
from bot.decision.decide import Known, decide, read_facts
from bot.decision.explain import SetAside, explain, what_would_change
from bot.decision.verdict import Decided, as_json
from bot.errors import InvalidCase
from bot.procedure.versions import load_named

INVALID = 2
"""Exit code where at least one line was not valid."""
MAX_CELL = 2**31 - 1
"""Characters in a CSV cell: what is too long for a value is told as any wrong value is."""

Answer = Callable[[Compiled, dict[str, Any]], dict[str, Any]]


def decide_cases(procedure: str, cases: str) -> int:
    """Print the verdict, or the next question, of each case; 2 where a line is not valid."""
    return _answer_each(procedure, cases, _decided)


def explain_cases(procedure: str, cases: str) -> int:
    """Print why each case is decided as it is, and what would change it."""
    return _answer_each(procedure, cases, _explained)


def _known(compiled: Compiled, case: dict[str, Any]) -> Known:
    """The facts of a case; `InvalidCase` where the procedure itself does not settle it."""
    known = read_facts(compiled, case)
    unsettled = compiled.routing.unsettled
    if unsettled and (found := unsettled & compiled.space.matching(known.facts)):
        shown = found & -found
        rules = [name for name, where in compiled.routing.deciding.items() if where & shown]
        told = " et ".join(f"« {name} »" for name in rules) or "aucune règle"
        raise InvalidCase(f"la procédure ne donne pas un verdict et un seul à ce cas ({told})")
    return known


def _decided(compiled: Compiled, case: dict[str, Any]) -> dict[str, Any]:
    known = _known(compiled, case)
    return as_json(decide(compiled, known.facts), known.warnings)


def _explained(compiled: Compiled, case: dict[str, Any]) -> dict[str, Any]:
    known = _known(compiled, case)
    decision = decide(compiled, known.facts)
    answer = as_json(decision, known.warnings)
    if not isinstance(decision, Decided):
        return answer
    explanation = explain(compiled, known.facts)
    return answer | {
        "deciding": list(explanation.deciding),
        "silence": explanation.silence,
        "set_aside": [_set_aside(aside) for aside in explanation.set_aside],
        "perhaps_set_aside": [_set_aside(aside) for aside in explanation.perhaps],
        "would_change": [
            {
                "facts": change.facts,
                "destination": change.outcome.destination,
                "phrases": list(change.outcome.phrases),
            }
            for change in what_would_change(compiled, known.facts)
        ],
    }


def _set_aside(aside: SetAside) -> dict[str, Any]:
    return {
        "rule": aside.rule,
        "by": aside.by,
        "ground": str(aside.precedence.ground),
        "words": list(aside.precedence.words),
        "because": aside.precedence.because,
    }


def _answer_each(procedure: str, cases: str, answer: Answer) -> int:
    compiled = Compiled(load_named(read_config().dialogs, procedure, date.today()))
    valid = True
    with opened(cases) as source:
        rows = _csv_rows(source) if cases.lower().endswith(".csv") else _json_rows(source)
        for row in with_progress(rows, "Cas"):
            told = _told(compiled, row, answer)
            valid = valid and "error" not in told
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if valid else INVALID


def _told(compiled: Compiled, row: dict[str, Any] | str, answer: Answer) -> dict[str, Any]:
    if isinstance(row, str):
        return {"error": row}
    try:
        return answer(compiled, row)
    except InvalidCase as error:
        return {"error": str(error)}


def _json_rows(source: TextIO) -> Iterator[dict[str, Any] | str]:
    """Each line as an object of facts, or as what is wrong with it; blank lines are skipped."""
    for line in source:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield "cette ligne n’est pas du JSON"
            continue
        yield row if isinstance(row, dict) else "un objet { fait: valeur } est attendu"


def _csv_rows(source: TextIO) -> Iterator[dict[str, Any] | str]:
    """Each row under the names of the header; an empty cell is a fact not given."""
    csv.field_size_limit(MAX_CELL)
    for row in csv.DictReader(source):
        if None in row or None in row.values():
            yield "cette ligne n’a pas autant de cellules que l’en-tête"
        else:
            yield {str(name).strip(): str(value).strip() for name, value in row.items()}
