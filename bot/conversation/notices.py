"""What is said around a case: where it goes on, that it failed, and a part of it by itself."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.card import Actions, Answers, Block, Card, CardKind, Details, Text, Tone
from bot.conversation.guide import Guide
from bot.conversation.opening import Manners
from bot.conversation.tap import Action, read_tap


def another_card(guide: Guide, card: Card) -> Card:
    """The first card of a case begun by words after another's verdict, in one conversation."""
    told = guide.texts.gettext("New case. To change the one before, use “Correct” on its card.")
    return card.under(told)


def alone_card(guide: Guide) -> Card:
    """What is said where somebody wants a case to themselves among others."""
    told = guide.texts.gettext("Write to me in our own chat: there, you alone see the case.")
    text = Text(told, Tone.NOTICE)
    return Card(CardKind.NOTICE, guide.texts.gettext("Here, everybody sees the case"), (text,))


def moved_card(guide: Guide) -> Card:
    """What is left of a card whose thread goes on in another."""
    return Card(CardKind.NOTICE, guide.texts.gettext("It goes on further down"), ())


def unsaved_card(guide: Guide, card: Card) -> Card:
    """A card whose case would be lost if the bot stopped: what is typed may not find it again."""
    told = guide.texts.gettext("Not recorded: answer by tapping.")
    return card.under(told)


def unnoted_card(guide: Guide, card: Card) -> Card:
    """A verdict that the journal does not have yet."""
    return card.under(guide.texts.gettext("Not recorded in the journal yet."))


def uninvited(guide: Guide, manners: Manners) -> str:
    """What is said where the bot is not in the channel, and answers one person."""
    told = guide.texts.gettext(
        "I am not in this channel: you alone see this case. To invite me: {how}"
    )
    return told.format(how=f"«\u00a0/invite {manners.mention}\u00a0»")


def failure_line(guide: Guide, reference: str) -> str:
    """What is said where the bot fails; the log bears the same reference."""
    told = guide.texts.gettext("Nothing was decided. Please try again (reference {reference}).")
    return told.format(reference=reference)


def failure_card(guide: Guide, reference: str) -> Card:
    """A card that says that the bot failed."""
    text = Text(failure_line(guide, reference), Tone.NOTICE)
    return Card(CardKind.NOTICE, guide.texts.gettext("The bot failed"), (text,))


def aside(guide: Guide, card: Card) -> Card:
    """A card shown beside its case, which stays as it is: closing it leads back there."""
    told = Text(guide.texts.gettext("Shown aside: the case itself stays as it is."), Tone.HINT)
    rest = (_without_ways_out(block) for block in card.blocks if not isinstance(block, Answers))
    return replace(card, blocks=(told, *rest))


def _without_ways_out(block: Block) -> Block:
    """The buttons that still lead somewhere; back to a case, only where it is a supposed one."""
    if not isinstance(block, Actions):
        return block
    taps = {one: read_tap(one.tap) for one in block.buttons}
    return Actions(
        tuple(
            one
            for one, tap in taps.items()
            if tap.action is not Action.NEW
            and (tap.action is not Action.SHOW or tap.case.is_hypothesis)
        )
    )


def folded_card(card: Card, number: int) -> Card | None:
    """A folded part of a card, by itself."""
    folded_parts = [block for block in card.blocks if isinstance(block, Details)]
    if number >= len(folded_parts):
        return None
    part = folded_parts[number]
    return Card(card.kind, part.title, part.blocks)
