"""Lines of French in, the facts that each states out, one JSON object a line, in the same order."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from bot.commands.rows import opened, with_progress
from bot.config import read_config
from bot.language.understanding import Understanding
from bot.procedure.model import Procedure
from bot.procedure.versions import load_named


def understand_lines(procedure: str, text: str) -> int:
    """Print the facts stated by each line of `text`, and those that it leaves unsure."""
    edition = load_named(read_config().dialogs, procedure, date.today())
    understanding = Understanding(edition.procedure, edition.vocabulary)
    with opened(text) as source:
        for number, line in enumerate(with_progress(iter(source), "Lignes"), 1):
            if "\ufffd" in line:
                sys.stderr.write(
                    f"{text}:{number}: lettres illisibles, le texte n’est pas en UTF-8\n"
                )
            told = json.dumps(_told(edition.procedure, understanding, line), ensure_ascii=False)
            sys.stdout.write(told + "\n")
    return 0


def _told(procedure: Procedure, understanding: Understanding, line: str) -> dict[str, Any]:
    """The values stated, and those left to each unsure fact: all, where nobody knows."""
    understood = understanding.read(line)
    unsure = {fact: list(procedure.facts[fact].values) for fact in understood.unknown}
    unsure |= {fact: list(values) for fact, values in understood.unsure.items()}
    return {"facts": understood.facts, "unsure": unsure}
