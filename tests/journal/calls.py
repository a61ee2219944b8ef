"""Calls as the journal tallies them, of the real procedure."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from bot.journal.entry import WEEK, Entry, Tally, monday
from tests.decision.retention import CASES, retention

MONDAY = monday(1_795_600_000)
WEEKS = (MONDAY - WEEK, MONDAY)
ENTRY = Entry(
    id="e1",
    case="slack:417",
    procedure="retention",
    version="0123456789ab",
    platform="slack",
    person="U0CAMILLE",
    at=MONDAY + 3600,
    facts={"demande": "resiliation", "blocage": "recouvrement"},
    unknown=("contrat", "mbg"),
    destination="support",
    basis="written",
    rules=("recouvrement", "blocage"),
    phrases=("transfert",),
    cards=2,
)
NOT_OPEN = {
    "demande": "resiliation", "pre-actif": "non", "blocage": "aucun", "feu-rouge": "non",
    "facturation-a-regler": "non", "retention-disponible": "oui", "contrat": "mensuel",
    "ouvert-offre": "non", "mecontent": "non", "mbg": "non", "plusieurs-domaines": "non",
    "remboursement-demande": "non", "situation-particuliere": "non",
}  # fmt: skip
"""A month-to-month client who wants no offer, and nothing else: one of four such cases."""
DESTINATIONS = ("", *retention().procedure.destinations)


@st.composite
def _tally(draw: st.DrawFn) -> Tally:
    case = draw(st.sampled_from(CASES))
    hidden = draw(st.sets(st.sampled_from(sorted(case)), max_size=2))
    verdicts = draw(st.integers(1, 30))
    return Tally(
        week=draw(st.sampled_from(WEEKS)),
        version=draw(st.sampled_from(["v1", "v2"])),
        facts={fact: value for fact, value in case.items() if fact not in hidden},
        unknown=tuple(sorted(hidden)),
        destination=draw(st.sampled_from(DESTINATIONS)),
        basis=draw(st.sampled_from(["", "written", "silent"])),
        verdicts=verdicts,
        cards=draw(st.integers(0, 4)) * verdicts,
    )


tallies = st.lists(_tally(), max_size=6)


def tally(facts: Mapping[str, str], verdicts: int = 1, week: int = MONDAY) -> Tally:
    """Calls of which these facts are known."""
    return Tally(week, "v1", facts, (), "", "", verdicts, 2 * verdicts)
