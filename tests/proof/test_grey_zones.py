"""The cases that a grey zone moves are those that change once it is settled the other way."""

from collections.abc import Callable

import pytest

from bot.proof.grey_zones import moved_cases
from tests.decision.interpreter import Case, interpret, said, settled
from tests.decision.oracle import oracle
from tests.decision.retention import CASES, retention

SENT = ("retention", "retention-general")


def _to(case: Case) -> str:
    return oracle(dict(case)).destination


def _refund(case: Case) -> bool:
    return case.get("remboursement-demande", "non") != "non"


def _transferable(case: Case) -> bool:
    """Lines 8 to 10 of the reading: what is sent to Retention, or would be once billing is done."""
    return _to(case) in (*SENT, "facturation-d-abord")


def _locked(case: Case) -> bool:
    return case["blocage"] == "verrouille" and case["facturation-a-regler"] == "non"


def _free(case: Case) -> bool:
    """Neither pre-active nor in recovery."""
    return case["pre-actif"] == "non" and case["blocage"] != "recouvrement"


NAMED = ("explication-pinc", "remboursement", "remplacement-produit", "fonctionnalite-incluse")

MOVED: dict[str, Callable[[Case], bool] | None] = {
    "transfert-sans-remboursement": lambda c: (
        _transferable(c) and c.get("remboursement-demande") != "remboursement"
    ),
    "feu-rouge-ou-exclusion": lambda c: (
        c["demande"] in NAMED and c["feu-rouge"] == "oui" and _free(c)
    ),
    "feu-rouge-seul": lambda c: c["demande"] == "autre" and c["feu-rouge"] == "oui" and _free(c),
    "verrouille-et-remboursement": lambda c: (
        _transferable(c)
        and c["demande"] == "resiliation"
        and _locked(c)
        and c["remboursement-demande"] == "remboursement"
        and c["retention-disponible"] == "oui"
    ),
    "verrouille-et-file-saturee": lambda c: (
        _transferable(c)
        and c["demande"] == "resiliation"
        and _locked(c)
        and c["remboursement-demande"] != "remboursement"
        and c["retention-disponible"] == "non"
    ),
    "verrouille-sans-resiliation": lambda c: (
        _transferable(c) and c["demande"] != "resiliation" and _locked(c)
    ),
    "mensuel-non-ouvert": lambda c: (
        _to(c) == "support" and c["demande"] == "resiliation" and c["blocage"] != "recouvrement"
    ),
    "mecontent-d-un-pinc": lambda c: c["demande"] == "explication-pinc" and _free(c),
    "plainte-et-pre-actif": lambda c: (
        c["demande"] == "plainte-formelle" and c["pre-actif"] == "oui"
    ),
    "recouvrement-et-liquidation": lambda c: (
        _to(c) == "cas-particulier" and c["blocage"] == "recouvrement"
    ),
    "cinq-appels": lambda c: (
        _to(c) == "retention-general"
        or (
            _transferable(c)
            and c["demande"] == "resiliation"
            and _locked(c)
            and c["remboursement-demande"] != "remboursement"
            and c["retention-disponible"] == "non"
        )
    ),
    "avant-de-vous-transferer": lambda c: _to(c) == "retention-general" and _refund(c),
    "mct-24-36-mois": None,
    "date-du-13-08-2025": None,
    "article-perdu": None,
    "blocages-de-facturation": lambda c: (
        (_transferable(c) or _to(c) == "superviseur") and c["blocage"] == "verrouille"
    ),
    "remboursement-non-resilie": lambda c: (
        c["demande"] == "remboursement"
        and c["resilie-par-support"] == "non"
        and c["pre-actif"] == "non"
    ),
    "phrase-hors-saturation": lambda c: _to(c) == "retention",
    "plainte-et-resiliation": None,
    "remboursement-et-downgrade": lambda c: c["demande"] == "downgrade" and _to(c) in SENT,
    "offre-sous-garantie": None,
}
"""Section 6 of the reading, in its order; what cannot be told by a rule moves no case."""


def test_every_grey_zone_of_the_reading_is_there() -> None:
    """All twenty-one, and no other."""
    assert set(retention().procedure.grey_zones) == set(MOVED)


@pytest.mark.parametrize("zone", MOVED)
def test_a_grey_zone_moves_the_cases_that_the_reading_tells(zone: str) -> None:
    """Told by hand from the verdicts of the oracle."""
    moves, moved = MOVED[zone], moved_cases(retention().routing)[zone]
    if moves is None or moved is None:
        assert moves is moved is None
        return
    space = retention().space
    assert list(space.each_of(moved)) == [c for c in space.each_of(space.everything) if moves(c)]


@pytest.mark.parametrize("zone", [name for name, moves in MOVED.items() if moves])
def test_a_grey_zone_moves_the_cases_that_another_reading_decides_otherwise(zone: str) -> None:
    """Each of the 5,088 cases decided again, and always with one verdict."""
    procedure = retention().procedure
    otherwise = procedure.grey_zones[zone].otherwise
    assert otherwise is not None
    other, count = settled(procedure, otherwise), 0
    for case in CASES:
        expected = oracle(case)
        (destination,) = interpret(other, case).destinations
        phrases = tuple(n for n, p in other.phrases.items() if said(p, case, destination))
        count += (destination, phrases) != (expected.destination, expected.phrases)
    moved = moved_cases(retention().routing)[zone]
    assert moved is not None
    assert count == moved.bit_count() > 0
