"""A card as plain text, so that a conversation reads like a page in a review."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation.card import (
    Actions,
    Answers,
    Badge,
    Block,
    Button,
    Card,
    Checklist,
    Choices,
    Details,
    Download,
    Form,
    Items,
    Link,
    Note,
    Picture,
    Progress,
    Quote,
    Say,
    Steps,
    Text,
    Writing,
)
from bot.conversation.form import Field


def plain(card: Card) -> str:
    """The whole of a card, one line for each thing that a person sees."""
    lines = [f"[{card.kind}] {card.sign} {card.title}".replace("]  ", "] ")]
    for block in card.blocks:
        lines += [f"  {line}" for line in _lines(block)]
    if card.typed:
        lines.append(f"  ⌨ {card.typed}")
    return "\n".join(lines)


def buttons(card: Card) -> dict[str, str]:
    """Every button of a card by its words, with its tap."""
    found: dict[str, str] = {}
    for block in card.blocks:
        for button in _buttons(block):
            found.setdefault(button.label, button.tap)
    return found


def changes(card: Card) -> dict[str, str]:
    """The tap that changes each answered fact, by its value's words."""
    answers = [block for block in card.blocks if isinstance(block, Answers)]
    return {one.value: one.change.tap for block in answers for one in block.answers}


def tick_keys(card: Card, labels: list[str]) -> frozenset[str]:
    """The keys of the lines of a card's checklist that bear these words."""
    (checklist,) = (block for block in card.blocks if isinstance(block, Checklist))
    keys = {line.label: line.key for line in checklist.lines}
    return frozenset(keys[label] for label in labels)


def _buttons(block: Block) -> Iterator[Button]:
    if isinstance(block, Choices | Actions):
        yield from block.buttons
    if isinstance(block, Checklist):
        yield from (block.submit, block.none)
    if isinstance(block, Form | Writing):
        yield block.submit


def _lines(block: Block) -> list[str]:
    match block:
        case Text():
            return [f"({block.tone}) {block.text}"]
        case Badge():
            return [f"{block.sign} {block.label} — {block.meaning}"]
        case Say():
            return [
                f"{block.label}",
                *(f"  « {one} »" for one in block.fragments),
                *_link(block.link),
            ]
        case Quote():
            return [*(f"| {one}" for one in block.fragments), *_link(block.link)]
        case Items():
            rows = [
                f"- {one.text}{''.join(_link(link)[0] for link in one.links)}"
                for one in block.items
            ]
            return [block.heading, *rows]
        case Choices():
            return [f"{n}. {_told(one)}" for n, one in enumerate(block.buttons, 1)]
        case Checklist():
            ticks = [
                f"{n}. ☐ {one.label}  (? {block.unsure})" for n, one in enumerate(block.lines, 1)
            ]
            return [*ticks, f"[{block.none.label}] [{block.submit.label}]"]
        case Answers():
            usual = [one.value for one in block.answers if one.usual]
            said = [f"✎ {one.label} : {one.value}" for one in block.answers if not one.usual]
            return [f"{block.heading} :", *said, *([f"✎ {' · '.join(usual)}"] if usual else [])]
        case Progress():
            return [block.remaining, f"{block.possible_label} : {' · '.join(block.possible)}"]
        case Note():
            return [f"{block.label} :", *(f"> {line}" for line in block.text.splitlines())]
        case Steps():
            return [f"{'●' * block.done}{'○' * (block.total - block.done)} {block.label}"]
        case Picture():
            return [f"🖼 {block.alt}"]
        case Download():
            return [f"⤓ {block.label} ({block.name})"]
        case Form():
            rows = [f"{one.label} : {_chosen(one, block.unset)}" for one in block.fields]
            return [*rows, f"[{block.submit.label}]"]
        case Writing():
            return [f"{block.label} : ________", f"[{block.submit.label}]"]
        case Details():
            inner = [f"  {line}" for one in block.blocks for line in _lines(one)]
            return [f"▸ {block.title}", *inner]
        case Actions():
            return [" ".join(f"[{_told(one)}]" for one in block.buttons)]


def _chosen(field: Field, unset: str) -> str:
    words = dict(field.options)
    return f"▾ {words[field.chosen]}" if field.chosen else f"▾ ({unset})"


def _told(button: Button) -> str:
    return button.label + (f" — {button.help}" if button.help else "")


def _link(link: Link | None) -> list[str]:
    return [f" § {link.label} <{link.url or '—'}>"] if link else []
