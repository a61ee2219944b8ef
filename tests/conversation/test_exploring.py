"""The explorer: what it shows of the rules that may still hold."""

from __future__ import annotations

from bot.conversation.card import Item, Items
from bot.conversation.exploring import MAYBE
from bot.conversation.guide import Guide
from tests.conversation.inquiries import Office

PLAIN = (
    "pre-actif=non blocage=aucun feu-rouge=non facturation-a-regler=non situation-particuliere=non "
    "plusieurs-domaines=non remboursement-demande=non contrat=mensuel"
)


def maybe(guide: Guide, facts: str) -> tuple[Item, ...]:
    """The rules that may still hold, as they are listed."""
    blocks = Office(guide).typed(f"explorer {facts}").blocks
    lists = {one.heading: one.items for one in blocks if isinstance(one, Items)}
    return lists["Peut encore tenir"]


def test_rules_left_out_of_a_list_are_told_by_an_ellipsis(guide: Guide) -> None:
    """Only where some are."""
    many, few = maybe(guide, "demande=resiliation"), maybe(guide, f"demande=resiliation {PLAIN}")
    assert (len(many), many[-1]) == (MAYBE + 1, Item("…"))
    assert len(few) <= MAYBE
    assert all(one.links for one in few)
