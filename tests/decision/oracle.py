"""The reading of the procedure, transcribed by hand in plain Python.

It shares nothing with the product: the tests compare the two, case by case. The lines named
below are those of section 4 of the reading ("Which passage prevails").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WRITTEN, READING, CONFLICT, SILENT = "written", "reading", "conflict", "silent"

_OUI_NON = ("oui", "non")

FACTS: dict[str, tuple[str, ...]] = {
    "demande": (
        "resiliation",
        "downgrade",
        "insatisfaction",
        "plainte-formelle",
        "explication-pinc",
        "remboursement",
        "remplacement-produit",
        "fonctionnalite-incluse",
        "autre",
    ),
    "pre-actif": _OUI_NON,
    "blocage": ("aucun", "verrouille", "recouvrement"),
    "feu-rouge": _OUI_NON,
    "facturation-a-regler": _OUI_NON,
    "retention-disponible": _OUI_NON,
    "contrat": ("determinee", "mensuel"),
    "ouvert-offre": _OUI_NON,
    "mecontent": _OUI_NON,
    "mbg": _OUI_NON,
    "plusieurs-domaines": _OUI_NON,
    "remboursement-demande": ("non", "remise", "remboursement"),
    "situation-particuliere": _OUI_NON,
    "resilie-par-support": _OUI_NON,
}
"""Section 2, columns "fact" and "values", in the order of its table."""


@dataclass(frozen=True)
class Expected:
    """A verdict: destination (section 3), basis (section 4) and phrases to say (section 5)."""

    destination: str
    basis: str
    phrases: tuple[str, ...]


def is_relevant(fact: str, case: dict[str, str]) -> bool:
    """Section 2, column "relevant when"; `case` holds the facts that precede `fact`."""
    demande = case.get("demande")
    if fact in ("contrat", "mbg", "plusieurs-domaines", "remboursement-demande"):
        return demande == "resiliation"
    if fact == "ouvert-offre":
        return case.get("contrat") == "mensuel"
    if fact == "mecontent":
        return case.get("ouvert-offre") == "non"
    if fact == "situation-particuliere":
        return demande in ("resiliation", "downgrade")
    if fact == "resilie-par-support":
        return demande == "remboursement"
    return True


def every_case() -> Iterator[dict[str, str]]:
    """Section 2: each distinct combination of relevant facts, the others being absent."""
    yield from _completed({}, tuple(FACTS))


def _completed(case: dict[str, str], facts: Sequence[str]) -> Iterator[dict[str, str]]:
    if not facts:
        yield case
    elif not is_relevant(facts[0], case):
        yield from _completed(case, facts[1:])
    else:
        for value in FACTS[facts[0]]:
            yield from _completed({**case, facts[0]: value}, facts[1:])


def oracle(case: dict[str, str]) -> Expected:
    """Section 4, lines 1 to 10, then section 5 for the phrases; `case` is a complete one."""
    destination, basis = _lines_1_to_7(case)
    return Expected(destination, basis, _phrases(case, destination))


def _lines_1_to_7(case: dict[str, str]) -> tuple[str, str]:
    demande = case["demande"]
    pre_active = case["pre-actif"] == "oui"
    red_flag = case["feu-rouge"] == "oui"
    ground = _transfer_ground(case)

    if demande == "plainte-formelle":  # Line 1.
        verdict = "est", READING if pre_active or red_flag else WRITTEN
    elif pre_active:  # Line 2.
        verdict = "fraude", READING if red_flag else WRITTEN
    elif demande == "remboursement":  # Line 3.
        verdict = _line_3_refund(case)
    elif demande in ("explication-pinc", "remplacement-produit", "fonctionnalite-incluse"):
        # Line 3 again. Inkasso or Mindersaldo would say "support" too: nothing is set aside.
        verdict = "support", CONFLICT if red_flag else WRITTEN
    elif case.get("situation-particuliere") == "oui":
        # Line 4. A block, a transfer or line 7 is always set aside, and no words say so.
        verdict = "cas-particulier", READING
    elif case["blocage"] == "recouvrement":  # Line 5.
        verdict = "support", WRITTEN
    elif ground is not None:  # Line 6.
        verdict = _lines_8_to_10(case, ground)
    elif demande == "resiliation":  # Line 7: monthly, not open, not unhappy, nothing else.
        verdict = "support", CONFLICT
    else:  # Line 7: "autre" without a red flag.
        verdict = "superviseur", SILENT
    return verdict


def _line_3_refund(case: dict[str, str]) -> tuple[str, str]:
    escalated = case["resilie-par-support"] == "oui"
    if case["feu-rouge"] == "oui":
        basis = CONFLICT
    elif not escalated:
        basis = READING  # Only transferable "lors de leur demande d'annulation".
    elif case["blocage"] == "recouvrement":
        basis = READING  # Line 5 holds, would say "support", and is set aside.
    else:
        basis = WRITTEN
    return "escalade" if escalated else "support", basis


def _transfer_ground(case: dict[str, str]) -> str | None:
    """Line 6: the strongest ground on which the case is transferable, None when it is not."""
    if case["feu-rouge"] == "oui" or case["demande"] in ("downgrade", "insatisfaction"):
        return WRITTEN
    if case["demande"] != "resiliation":
        return None
    if (
        case["contrat"] == "determinee"
        or case.get("ouvert-offre") == "oui"
        or case["mbg"] == "oui"
        or case["plusieurs-domaines"] == "oui"
        or case["blocage"] == "verrouille"
        or case["remboursement-demande"] != "non"
    ):
        return WRITTEN
    return READING if case.get("mecontent") == "oui" else None


def _lines_8_to_10(case: dict[str, str], ground: str) -> tuple[str, str]:
    available = case["retention-disponible"] == "oui"
    if case["facturation-a-regler"] == "oui":  # Line 8.
        verdict = "facturation-d-abord", ground
    elif case["blocage"] == "verrouille":  # Line 9. Every transfer ground here is written.
        if case["demande"] != "resiliation":
            verdict = "facturation-d-abord", READING
        elif case["remboursement-demande"] == "remboursement" or not available:
            verdict = "facturation-d-abord", CONFLICT
        else:
            verdict = "retention", WRITTEN
    else:  # Line 10.
        verdict = "retention" if available else "retention-general", ground
    return verdict


def _phrases(case: dict[str, str], destination: str) -> tuple[str, ...]:
    phrases: tuple[str, ...] = ()
    refund = case.get("remboursement-demande", "non") != "non"
    if refund and destination in ("retention", "retention-general"):
        phrases += ("phrase-remboursement",)
    if destination == "retention-general":
        phrases += ("phrase-transfert",)
    return phrases
