"""The journal in rows: a day and nobody, until an individual view is allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.journal.export import HEADER, rows
from tests.journal.calls import ENTRY

GIVEN = replace(ENTRY, person="a-pseudonym", at=1_795_600_000)


@pytest.mark.parametrize("allowed", [None, date(2026, 11, 26)])
def test_before_it_is_allowed_a_verdict_has_a_day_and_nobody(allowed: date | None) -> None:
    """Neither the time, nor the pseudonym, nor the case that links several verdicts."""
    header, row = rows([GIVEN], allowed)
    told = dict(zip(header, row, strict=True))
    assert (told["date"], told["agent"]) == ("2026-11-25", "")
    for kept_out in ("pseudonym", "417", "e1", "10:"):
        assert not any(kept_out in cell for cell in row)


def test_from_the_day_it_is_allowed_a_verdict_has_its_time_and_its_pseudonym() -> None:
    """That day included."""
    _, row = rows([GIVEN], date(2026, 11, 25))
    told = dict(zip(HEADER, row, strict=True))
    assert (told["date"], told["agent"]) == ("2026-11-25T09:46:40+00:00", "a-pseudonym")


def test_a_verdict_is_told_by_its_facts_and_what_they_came_to() -> None:
    """In ids, that a spreadsheet can count."""
    _, row = rows([GIVEN], None)
    assert dict(zip(HEADER, row, strict=True)) == {
        "date": "2026-11-25",
        "agent": "",
        "procedure": "retention",
        "version": "0123456789ab",
        "plateforme": "slack",
        "faits": "blocage=recouvrement demande=resiliation",
        "inconnus": "contrat mbg",
        "destination": "support",
        "fondement": "written",
        "regles": "recouvrement blocage",
        "cartes": "2",
    }
