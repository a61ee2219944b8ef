"""Ten calls, each answered by other hands, and the verdict that each must come to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tests.e2e.hands import (
    EDITION,
    PROCEDURE,
    Digits,
    Facts,
    Finger,
    Mouse,
    Tabs,
    Words,
    call,
    destination,
    phrases,
)

REFUND, TRANSFER = "phrase-remboursement", "phrase-transfert"
PHONE, SCRIPTLESS = {"phone": True}, {"java_script_enabled": False}

CALLS: dict[str, tuple[type[Mouse], dict[str, Any], Facts, str, list[str]]] = {
    "a formal complaint, by mouse": (
        Mouse, {}, {"demande": "plainte-formelle"}, "est", [],
    ),
    "a fixed term, by digits": (
        Digits, {}, {"demande": "resiliation", "contrat": "determinee"}, "retention", [],
    ),
    "a discount while the queue is full, by mouse": (
        Mouse, {}, {"demande": "resiliation", "retention-disponible": "non",
                    "remboursement-demande": "remise"},
        "retention-general", [REFUND, TRANSFER],
    ),
    "a downgrade with an open bill, by Tab and Enter": (
        Tabs, {}, {"demande": "downgrade", "facturation-a-regler": "oui"},
        "facturation-d-abord", [],
    ),
    "a month-to-month client who wants no offer, in words": (
        Words, {},
        {"demande": "resiliation", "contrat": "mensuel", "ouvert-offre": "non", "mecontent": "non"},
        "support", [],
    ),
    "a contract not active yet, on a phone": (
        Finger, PHONE, {"demande": "insatisfaction", "pre-actif": "oui"}, "fraude", [],
    ),
    "a refund once cancelled, without a script": (
        Mouse, SCRIPTLESS, {"demande": "remboursement", "resilie-par-support": "oui"},
        "escalade", [],
    ),
    "a company that closes, in words without a script": (
        Words, SCRIPTLESS, {"demande": "resiliation", "situation-particuliere": "oui"},
        "cas-particulier", [],
    ),
    "something else, on a phone without a script": (
        Finger, PHONE | SCRIPTLESS, {"demande": "autre"}, "superviseur", [],
    ),
    "a refund asked while cancelling, by digits": (
        Digits, {}, {"demande": "resiliation", "remboursement-demande": "remboursement"},
        "retention", [REFUND],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_a_call_comes_to_its_verdict(
    name: str, open_page: Open, shot: Callable[[Page, str], None]
) -> None:
    """The destination, and the sentences to say and the passages byte for byte the source's."""
    hand, settings, facts, expected, said = CALLS[name]
    page = open_page(**settings)
    call(page, facts, hand(page))
    shot(page, re.sub(r"\W+", "-", name))
    assert destination(page) == expected
    prescribed = [words for one in said for words in PROCEDURE.phrases[one].say]
    assert [one.encode() for one in phrases(page)] == [one.encode() for one in prescribed]
    quoted = page.locator("details .quote blockquote p").all()
    shown = [*prescribed, *(one.evaluate("one => one.textContent") for one in quoted)]
    assert shown or expected == "superviseur"
    assert all(words.encode() in EDITION.source.text.encode() for words in shown)


def test_the_ten_calls_cover_every_destination() -> None:
    """No destination of the procedure is left untried in a browser."""
    assert len(CALLS) == 10
    assert {one[3] for one in CALLS.values()} == set(PROCEDURE.destinations)
