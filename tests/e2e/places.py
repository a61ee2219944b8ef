"""Where each kind of card and page stands, as the address that shows it."""

from __future__ import annotations

from urllib.parse import quote

from bot.conversation.case import GuidedCase, Step
from bot.conversation.tap import Action, tap
from tests.e2e.hands import EDITION

_SEEN = {
    "pre-actif": "non", "feu-rouge": "non", "facturation-a-regler": "non",
    "situation-particuliere": "non", "plusieurs-domaines": "non", "mbg": "non",
}  # fmt: skip
_CANCELS = {"demande": "resiliation", **_SEEN, "remboursement-demande": "non"}


def case(version: str = EDITION.version, **facts: str) -> GuidedCase:
    """A case with these facts (« _ » for « - »); an empty one is asked and not known."""
    stated = tuple((name.replace("_", "-"), value) for name, value in facts.items())
    steps = (Step("appel", stated),) if stated else ()
    return GuidedCase(EDITION.name, version, len(steps), steps)


def at(case: GuidedCase, action: Action = Action.SHOW, subject: str = "") -> str:
    """The address of a card of a case."""
    return f"/{EDITION.name}?geste={quote(tap(case, action, subject))}"


def _cancels(**facts: str) -> GuidedCase:
    return case(**{**_CANCELS, **{name.replace("_", "-"): value for name, value in facts.items()}})


FULL_QUEUE = _cancels(
    blocage="aucun",
    retention_disponible="non",
    contrat="determinee",
    remboursement_demande="remise",
)
LOCKED = _cancels(
    blocage="verrouille", retention_disponible="oui", remboursement_demande="remboursement"
)
UNSURE = _cancels(
    blocage="", retention_disponible="", contrat="determinee", remboursement_demande=""
)

PLACES = {
    "training": f"/{EDITION.name}/entrainement",
    "question": at(case()),
    "checklist": at(case(demande="resiliation")),
    "engagement": at(_cancels(blocage="aucun", retention_disponible="oui")),
    "verdict": at(FULL_QUEUE),
    "verdict-conflict": at(LOCKED),
    "verdict-silent": at(
        case(**{**_SEEN, "demande": "autre", "blocage": "aucun", "retention-disponible": "oui"})
    ),
    "depends": at(UNSURE),
    "why": at(LOCKED, Action.WHY),
    "what-if": at(LOCKED, Action.WHAT_IF),
    "correct": at(FULL_QUEUE, Action.CORRECT),
    "change": at(FULL_QUEUE, Action.CHANGE, "contrat"),
    "stale": at(GuidedCase(EDITION.name, "0" * 12, 1, FULL_QUEUE.steps)),
    "forged": "/retention?geste=nope",
    "home": "/",
    "procedure": "/retention/procedure#recouvrement",
    "not-found": "/nulle-part",
}
