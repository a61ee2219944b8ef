"""The journal in rows: verdict by verdict, or together, where nobody can be followed."""

from __future__ import annotations

from dataclasses import replace

from bot.journal.entry import Tally
from bot.journal.export import ENTRIES, TALLIES, entry_rows, tally_rows
from tests.journal.calls import ENTRY, MONDAY

GIVEN = replace(ENTRY, person="a-pseudonym", at=1_795_600_000)


def test_a_verdict_by_itself_has_its_time_and_its_pseudonym() -> None:
    """In ids, that a spreadsheet can count; not the case that links several verdicts."""
    (row,) = entry_rows([GIVEN])
    assert dict(zip(ENTRIES, row, strict=True)) == {
        "date": "2026-11-25T09:46:40+00:00",
        "agent": "a-pseudonym",
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


def test_alike_verdicts_have_their_week_and_how_many_there_are() -> None:
    """Neither a day, nor a platform, nor anybody."""
    alike = Tally(
        MONDAY, GIVEN.version, GIVEN.facts, GIVEN.unknown, "support", "written", 4, 10,
        GIVEN.rules,
    )  # fmt: skip
    (row,) = tally_rows([alike])
    assert dict(zip(TALLIES, row, strict=True)) == {
        "semaine": "2026-11-23",
        "version": "0123456789ab",
        "faits": "blocage=recouvrement demande=resiliation",
        "inconnus": "contrat mbg",
        "destination": "support",
        "fondement": "written",
        "regles": "recouvrement blocage",
        "verdicts": "4",
        "cartes": "2,5",
    }
