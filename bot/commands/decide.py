"""Cases in, verdicts or explanations out, one JSON object a line, in the same order."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from bot.commands.rows import content, with_progress
from bot.config import read_config
from bot.decision.batch import COLUMNS, Answered, Batch, answered, as_cells, json_batch, sheet_batch
from bot.decision.compiled import Compiled
from bot.decision.explain import SetAside, explain, what_would_change
from bot.decision.verdict import Decided, as_json
from bot.errors import UnreadableSheet
from bot.procedure.model import Procedure
from bot.procedure.versions import load_named
from bot.sheets import write

INVALID = 2
"""Exit code where at least one line was not valid."""
SHEETS = (".csv", ".tsv")
MARK = codecs.BOM_UTF8.decode()

Answer = Callable[[Compiled, Answered], str]


def decide_cases(procedure: str, cases: str, as_csv: bool = False) -> int:
    """Print the verdict, or the next question, of each case; 2 where a line is not valid."""
    compiled = _compiled(procedure)
    batch = _batch(compiled.procedure, cases)
    if not as_csv:
        return _answer_each(compiled, batch, _decided)
    sys.stdout.write(MARK + write([(*batch.header, *COLUMNS)]))
    return _answer_each(compiled, batch, _row)


def explain_cases(procedure: str, cases: str) -> int:
    """Print why each case is decided as it is, and what would change it."""
    compiled = _compiled(procedure)
    return _answer_each(compiled, _batch(compiled.procedure, cases), _explained)


def _compiled(procedure: str) -> Compiled:
    return Compiled(load_named(read_config().dialogs, procedure, date.today()))


def _batch(procedure: Procedure, cases: str) -> Batch:
    if not cases.lower().endswith(SHEETS):
        return json_batch(procedure, content(cases))
    try:
        return sheet_batch(procedure, content(cases))
    except UnreadableSheet as error:
        raise UnreadableSheet(f"« {cases} » ne peut pas servir : {error}") from error


def _answer_each(compiled: Compiled, batch: Batch, answer: Answer) -> int:
    valid = True
    for case in with_progress(batch.cases, "Cas"):
        one = answered(compiled, case)
        valid = valid and not one.error
        sys.stdout.write(answer(compiled, one))
    return 0 if valid else INVALID


def _decided(compiled: Compiled, one: Answered) -> str:
    return _line(_verdict(one))


def _row(compiled: Compiled, one: Answered) -> str:
    return write([(*one.case.cells, *as_cells(compiled.procedure, one))])


def _line(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _verdict(one: Answered) -> dict[str, Any]:
    return as_json(one.decision, one.known.warnings) if one.decision else {"error": one.error}


def _explained(compiled: Compiled, one: Answered) -> str:
    if not isinstance(one.decision, Decided):
        return _line(_verdict(one))
    facts = one.known.facts
    explanation = explain(compiled, facts)
    reasons = {
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
            for change in what_would_change(compiled, facts)
        ],
    }
    return _line(_verdict(one) | reasons)


def _set_aside(aside: SetAside) -> dict[str, Any]:
    return {
        "rule": aside.rule,
        "by": aside.by,
        "ground": str(aside.precedence.ground),
        "words": list(aside.precedence.words),
        "because": aside.precedence.because,
    }
