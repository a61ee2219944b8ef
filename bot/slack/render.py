"""A card as Slack shows it, within Slack's limits whatever the procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
    Note,
    Picture,
    Progress,
    Quote,
    Say,
    Steps,
    Text,
    Writing,
)
from bot.conversation.packing import packed
from bot.conversation.tap import read_tap
from bot.slack import blocks, rich
from bot.slack.read import DETAILS, PAGE, TAP, TICKS, UNSURE
from bot.slack.rich import Drawing, Json

BUTTONS = 25
"""Buttons in a row."""
CHOICES = 20
"""Choices on a page."""
PASSAGE = 1_500
"""Characters of a passage in a message; a modal shows it whole."""
WHOLE = 99
"""The number of no folded part: it opens the card itself, where there is more room."""
NAME, MODAL_TITLE = "Aiguillage", 24
VALUE = 2_000
"""Characters that a button brings back."""
WHO = "@"
"""Stands for a person in a line of text."""


@dataclass(frozen=True)
class Room:
    """What a surface holds: blocks, characters in all, characters of one passage.

    Slack refuses a message whose texts come to about 12,000 characters, without saying how many it
    counts (`msg_blocks_too_long`).
    """

    blocks: int
    text: int
    passage: int
    typed: bool


THREAD = Room(blocks=50, text=9_000, passage=PASSAGE, typed=True)
ALONE = Room(blocks=50, text=9_000, passage=PASSAGE, typed=False)
VIEW = Room(blocks=100, text=30_000, passage=rich.SECTION, typed=False)


def message(card: Card, room: Room = THREAD, page: int = 0) -> Drawing:
    """A card as a message; of long choices, the page asked for."""
    return Drawing(_title(card), _drawn(card, room, page))


def announcement(line: str, who: str) -> Drawing:
    """A line of text in which `WHO` stands for somebody's name."""
    before, _, after = line.partition(WHO)
    pieces = [rich.words(before), rich.somebody(who), rich.words(after)]
    block = rich.rich([rich.line(*(one for one in pieces if one.get("text") != ""))])
    return Drawing(line.replace(WHO, f"<@{who}>"), [block])


def modal(card: Card, close: str | None = None, page: int = 0) -> Json:
    """A card as a modal, and what closing it is called."""
    fits = len(_title(card)) <= MODAL_TITLE
    title = {"type": "plain_text", "text": _title(card) if fits else NAME}
    drawn = _drawn(card, VIEW, page)
    closed = {"close": {"type": "plain_text", "text": close}} if close else {}
    return {"type": "modal", "title": title, **closed, "blocks": drawn[1:] if fits else drawn}


def home(card: Card) -> Json:
    """A card as the bot's own page, which has its name above it."""
    return {"type": "home", "blocks": _drawn(card, VIEW, 0)[1:]}


def _title(card: Card) -> str:
    return f"{card.sign} {card.title}".strip()


def _drawn(card: Card, room: Room, page: int) -> list[Json]:
    drawer = _Drawer(card, room, page)
    drawn = [rich.header(_title(card))]
    for block in card.blocks:
        drawn += drawer.drawn(block)
    more = card.here and room is not VIEW
    whole = rich.button("…", f"{DETAILS}.{WHOLE}", _value(card.here or "")) if more else None
    return _within([*drawn, *drawer.end()], room, whole)


class _Drawer:
    """The blocks of one card, in their order; what is folded elsewhere is a button at the end."""

    def __init__(self, card: Card, room: Room, page: int) -> None:
        self._card = card
        self._room = room
        self._page = page
        last = card.blocks[-1] if card.blocks else None
        self._last = last if isinstance(last, Actions) else Actions(())
        self._count = 0

    def drawn(self, block: Block) -> Iterator[Json]:
        """The blocks of Slack's that show one of ours."""
        match block:
            case Text():
                yield blocks.text(block)
            case Badge():
                yield blocks.badge(block)
            case Say():
                yield rich.rich(blocks.say(block))
            case Quote():
                yield rich.rich(blocks.quote(block, self._room.passage))
            case Items():
                yield from blocks.items(block)
            case Choices():
                yield from self._choices(block)
            case Checklist():
                yield from self._checklist(block)
            case Steps():
                yield rich.small(block.drawn)
            case Picture() if block.file or block.is_large:
                yield blocks.picture(block)
            case Download():
                yield from blocks.download(block)
            case Form():
                does = block.submit.tap
                for number, one in enumerate(block.fields):
                    yield blocks.field(number, one, block.unset, does)
            case Writing():
                yield blocks.writing(block)
                yield from self._rows([self._tap(block.submit)])
            case Answers() if not self._card.tells(block):
                yield from blocks.answers(block)
            case Progress():
                yield blocks.progress(block)
            case Note():
                yield rich.rich([rich.line(rich.words(block.label)), rich.preformatted(block.text)])
            case Actions() if block is not self._last:
                yield from self._rows(self._tap(one) for one in block.buttons)
            case Details():
                yield from blocks.folded(block)
            case Actions() | Answers() | Picture():
                pass

    def end(self) -> Iterator[Json]:
        """The last row of buttons, and what may be typed."""
        card, buttons = self._card, [self._tap(one) for one in self._last.buttons]
        taps = {one["value"] for one in buttons}
        here = _value(card.here or "")
        folded = [block for block in card.blocks if isinstance(block, Details)]
        buttons += [rich.button(one.title, f"{DETAILS}.{n}", here) for n, one in enumerate(folded)]
        for block in card.blocks:
            if isinstance(block, Answers) and _value(block.correct.tap) not in taps:
                buttons.insert(0, self._tap(block.correct))
        yield from self._rows(buttons)
        asks = any(isinstance(block, Choices | Checklist) for block in card.blocks)
        if card.typed and asks and self._room.typed:
            yield rich.small(f"⌨ {card.typed}")

    def _tap(self, one: Button, number: int | None = None) -> Json:
        self._count += 1
        label = rich.tap_label(one, number)
        return rich.button(label, f"{TAP}.{self._count}", _value(one.tap), one.main)

    def _rows(self, buttons: Iterable[Json]) -> Iterator[Json]:
        row = list(buttons)
        for start in range(0, len(row), BUTTONS):
            yield rich.actions(row[start : start + BUTTONS])

    def _choices(self, block: Choices) -> Iterator[Json]:
        pages = max(1, -(-len(block.buttons) // CHOICES))
        first = self._page % pages * CHOICES
        shown = list(enumerate(block.buttons, 1))[first : first + CHOICES]
        buttons = [self._tap(one, n) for n, one in shown]
        if pages > 1:
            label = f"… ({self._page % pages + 1}/{pages})"
            page = (self._page + 1) % pages
            buttons.append(rich.button(label, f"{PAGE}.{page}", _value(self._card.here or "")))
        yield from self._rows(buttons)
        yield from blocks.helps((n, one.label, one.help) for n, one in shown)

    def _checklist(self, block: Checklist) -> Iterator[Json]:
        # The boxes stay ticked while the case stands where it is, and are empty once it moves.
        revision = read_tap(block.submit.tap).case.revision
        lines = [
            rich.option(f"{n}\u00a0· {one.label}", one.key, blocks.if_short(one.help))
            for n, one in enumerate(block.lines, 1)
        ]
        boxes = {"type": "checkboxes", "action_id": TICKS, "options": lines}
        yield rich.actions([boxes], f"{TICKS}.{revision}")
        yield from blocks.helps(
            (n, one.label, one.help)
            for n, one in enumerate(block.lines, 1)
            if not blocks.if_short(one.help)
        )
        unsure = {
            "type": "multi_static_select",
            "action_id": UNSURE,
            "placeholder": rich.plain(block.unsure),
            "options": [rich.option(one.label, one.key) for one in block.lines],
        }
        yield {**rich.section(block.doubt, unsure), "block_id": f"{UNSURE}.{revision}"}
        yield from self._rows([self._tap(block.submit), self._tap(block.none)])


def _value(tap: str) -> str:
    return packed(tap, VALUE)


def _within(drawn: Sequence[Json], room: Room, whole: Json | None) -> list[Json]:
    """The blocks that a surface holds, and a button that shows the whole card beside it.

    Whatever must go, what can be tapped stays.
    """
    kept: list[Json] = []
    left = room.text
    spare = room.blocks - sum(block["type"] == "actions" for block in drawn) - 1
    for block in drawn:
        if block["type"] == "actions":
            kept.append(block)
            continue
        size = _size(block)
        if spare > 0 and size <= left:
            kept.append(block)
            spare, left = spare - 1, left - size
        elif spare >= 0:
            kept.append(rich.actions([whole]) if whole else rich.small("…"))
            spare = -1
    return kept


def _size(block: Json) -> int:
    """The characters that a block shows."""
    if block.get("type") in ("text", "link", "plain_text", "mrkdwn"):
        return len(block["text"])
    inner: list[Json] = block.get("elements", []) + [
        block[name] for name in ("text", "accessory") if isinstance(block.get(name), dict)
    ]
    return sum(map(_size, inner))
