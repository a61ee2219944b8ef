"""What a supervisor does in one go, and what an agent sees of it, move by move."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from bot.conversation.card import Card
from bot.conversation.form import Form, Writing
from bot.conversation.guide import Guide, Request
from bot.conversation.inquiry import read_inquiry
from bot.conversation.opening import read_opening
from bot.conversation.orders import Order
from bot.conversation.reporting import Mailbox
from bot.conversation.states import Board
from bot.conversation.supervision import Supervision
from bot.journal.entry import Tally, Week
from tests.conversation.ledger import Ledger
from tests.conversation.plain import buttons

NOW = 1_795_600_000


class Office:
    """A supervisor, an agent, and what is between them."""

    def __init__(self, guide: Guide) -> None:
        self.now = NOW
        self.ledger = Ledger()
        self.board = Board(lambda: self.now)
        self.mailbox = Mailbox()
        self.reports: list[Card] = []
        self.mailbox.open(self._posted)
        self.guide = replace(guide, states=self.board.holding, reports=True)
        self.supervision = Supervision(
            self.guide, self.ledger, self.board, self.ledger, self.mailbox, lambda: self.now
        )

    def typed(self, words: str, who: str = "Chef") -> Card:
        """What a supervisor's command shows."""
        order = read_opening(self.guide, words, "retention").order
        assert isinstance(order, Order), words
        return asyncio.run(self.supervision.ordered("slack", who, order, "/retention"))

    def tapped(self, content: str, *chosen: str) -> Card:
        """What a supervisor's button shows, with what is chosen beside it."""
        inquiry = read_inquiry(content, chosen)
        return asyncio.run(self.supervision.respond(inquiry, "/retention"))

    def reported(self, tap: str, words: str) -> Card:
        """What whoever sends a report is shown."""
        request = Request("retention", tap=tap)
        return asyncio.run(self.supervision.reported("slack:Alix", request, words))

    async def _posted(self, card: Card) -> bool:
        self.reports.append(card)
        return True


def form(card: Card) -> Form:
    """The form of a card."""
    return next(block for block in card.blocks if isinstance(block, Form))


def session(guide: Guide) -> Iterator[tuple[str, Card]]:
    """The explorer, the grey zones, the state of the queue, and a verdict reported."""
    office = Office(guide)
    yield "> /retention explorer", (card := office.typed("explorer"))
    submit = form(card).submit.tap
    chosen = ["demande.resiliation"]
    yield "> choisir « Résilier »", office.tapped(submit, *chosen)
    chosen += ["blocage.verrouille", "remboursement-demande.remboursement", "pre-actif.non"]
    chosen += ["situation-particuliere.non", "contrat.determinee"]
    yield "> choisir le reste", (card := office.tapped(submit, *chosen))
    label = next(one for one in buttons(card) if one.startswith("Inkasso"))
    yield f"> toucher {label}", office.tapped(buttons(card)[label])
    yield "> /retention explorer plainte à la DGCCRF", office.typed("explorer plainte à la DGCCRF")
    yield "> /retention zones-grises", (card := office.typed("zones-grises"))
    zone = next(one for one in buttons(card) if "pas ouvert à une offre" in one)
    yield f"> toucher {zone}", (card := office.tapped(buttons(card)[zone]))
    yield "> toucher Explorer un exemple", office.tapped(buttons(card)["Explorer un exemple"])
    facts = {"demande": "explication-pinc", "pre-actif": "non", "blocage": "aucun"}
    tally = Tally(NOW, "v", facts, (), "support", "written", 300, 600)
    office.ledger.counted = ([Week(NOW, 6, 320, 20)], [tally])
    yield "> /retention zones-grises, un mois après", office.typed("zones-grises")
    yield "> /retention chiffres", office.typed("chiffres")
    yield "> /retention plan", office.typed("plan")
    line = "plan demande=resiliation pre-actif=non situation-particuliere=non blocage=verrouille "
    line += "facturation-a-regler=non retention-disponible=oui remboursement-demande=remboursement"
    yield f"> /retention {line}", office.typed(line)
    yield "> /retention file saturee 30 min", office.typed("file saturee 30 min")
    office.now += 12 * 60
    yield "> un agent ouvre un cas", office.guide.respond(Request("retention"))
    text = "résilie, 24 mois, feu rouge, rien d'autre"
    yield "> et dit presque tout", (card := office.guide.respond(Request("retention", text=text)))
    text = "pas pré-actif, aucun blocage, pas de souci de facturation"
    card = office.guide.respond(Request("retention", tap=card.here, text=text))
    yield f"> écrire {text}", card
    office.now += 19 * 60
    yield "> un autre, quand l’annonce est passée", office.guide.respond(Request("retention"))
    yield "> /retention file", office.typed("file")
    decided = office.guide.respond(Request("retention", text="plainte à la DGCCRF"))
    yield "> un verdict", decided
    yield (
        "> toucher Signaler",
        (card := office.guide.respond(Request("retention", tap=buttons(decided)["Signaler"]))),
    )
    send = next(block for block in card.blocks if isinstance(block, Writing)).submit.tap
    yield "> toucher Envoyer", office.reported(send, "L’EST dit que ce n’est plus elle.")
    yield "> ce que voit le canal", office.reports[0]
