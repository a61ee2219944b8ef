"""A card as Teams shows it, within Teams' limits whatever the procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pydantic_core import to_json

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
from bot.teams import blocks, elements
from bot.teams.elements import Drawing, Json, line, small
from bot.teams.read import CHOOSE, TICKS, UNSURE, WORDS
from bot.texts import cut

MARGIN = 3_000
"""Bytes of what is around the pieces of a card, and of the button to its next page."""
LIMIT = 26_000
"""Bytes of a card: Teams takes 28,000 of a message, with all that goes around it."""


@dataclass(frozen=True)
class Surface:
    """Where a card is shown: the case's thread, and whether a dialog shows it.

    `part` is the number of the folded part that the card is, if it is one.
    """

    thread: str
    dialog: bool = False
    language: str = "fr"
    part: int | None = None


@dataclass(frozen=True)
class _Room:
    """How much of a card is shown at once.

    `choices` on a page; `folded` parts within the card, or each behind a button; taps of more than
    `tap` characters pressed; `fallback` for old clients; `pictures`, whose words are there anyway.
    """

    choices: int
    folded: bool
    tap: int
    fallback: bool
    pictures: bool = False


_ROOMS = (
    _Room(choices=20, folded=True, tap=2_000, fallback=True, pictures=True),
    _Room(choices=20, folded=False, tap=300, fallback=True),
    _Room(choices=5, folded=False, tap=300, fallback=False),
)
"""From the roomiest; the first in which a card keeps to its limit is the one."""
TITLE = 75
"""Characters by which a tap is called, to whoever does not see it."""
WRITTEN = 1_000
"""Characters of a text to write."""
_DOUBTS = "doubts"
_TAPPED = ("ActionSet", "ColumnSet", "Input.ChoiceSet", "Input.Text")


def drawn(card: Card, surface: Surface, page: int = 0) -> Drawing:
    """A card as an Adaptive Card; of one too long for Teams, the page asked for."""
    title = f"{card.sign} {card.title}".strip()
    for room in _ROOMS:
        drawer = _Drawer(card, surface, room, page)
        whole = elements.adaptive_card(drawer.body(title), title, surface.language)
        if size(whole) <= LIMIT:
            return Drawing(title, whole)
    return Drawing(title, {**whole, "body": drawer.paged(whole["body"])})


def size(whole: Json) -> int:
    """The bytes of a card, as it is sent."""
    return len(to_json(whole))


class _Drawer:
    """The pieces of one card, in their order; its last row of buttons stands at the end."""

    def __init__(self, card: Card, surface: Surface, room: _Room, page: int) -> None:
        self._card = card
        self._surface = surface
        self._room = room
        self._page = page
        last = card.blocks[-1] if card.blocks else None
        self._last = last if isinstance(last, Actions) else Actions(())
        self._parts = [block for block in card.blocks if isinstance(block, Details)]

    def body(self, title: str) -> list[Json]:
        """All the pieces."""
        shown = [piece for block in self._card.blocks for piece in self._drawn(block)]
        head = elements.heading(title) if shown else line(small(title))
        return [head, *shown, *self._end()]

    def paged(self, body: Sequence[Json]) -> list[Json]:
        """As many of the pieces as there is room for, and a way to the others.

        What can be tapped is on every page.
        """
        title, *pieces = body
        tapped = [one for one in pieces if one["type"] in _TAPPED or "isVisible" in one]
        # Two pieces may say the same: each is known by itself.
        always = {id(one) for one in tapped}
        told = [one for one in pieces if id(one) not in always]
        pages = list(_pages(told, LIMIT - size({"body": [title, *tapped]}) - MARGIN))
        shown = always | {id(one) for one in pages[self._page % len(pages)]}
        kept = [one for one in pieces if id(one) in shown]
        label = f"… ({self._page % len(pages) + 1}/{len(pages)})"
        return [title, *kept, *self._rows([self._turn(label, (self._page + 1) % len(pages))])]

    def _drawn(self, block: Block) -> Iterator[Json]:
        match block:
            case Text():
                yield blocks.text(block)
            case Badge():
                yield blocks.badge(block)
            case Say():
                yield blocks.say(block)
            case Quote():
                yield blocks.quote(block)
            case Items():
                yield from blocks.items(block)
            case Progress():
                yield blocks.progress(block)
            case Note():
                yield from blocks.note(block)
            case Steps():
                yield blocks.steps(block)
            case Picture() if self._room.pictures and not block.is_large:
                yield blocks.picture(block)
            case Download():
                yield from blocks.download(block)
            case Form():
                yield from self._form(block)
            case Writing():
                yield elements.writing(WORDS, block.label, WRITTEN)
                yield from self._rows([self._button(block.submit)])
            case Answers() if not self._card.tells(block):
                yield from blocks.answers(block)
            case Choices():
                yield from self._choices(block)
            case Checklist():
                yield from self._checklist(block)
            case Actions() if block is not self._last:
                yield from self._rows(map(self._button, block.buttons))
            case Details() if block is self._parts[0]:
                yield from self._folded()
            case Details() | Actions() | Answers() | Picture():
                pass

    def _folded(self) -> Iterator[Json]:
        """The parts of the card that are shown when they are wanted, behind a row of buttons."""
        if not self._room.folded:
            here = self._card.here or ""
            yield from self._rows(
                self._action(part.title, here, {"part": n}) for n, part in enumerate(self._parts)
            )
            return
        names = {f"part{n}": part for n, part in enumerate(self._parts)}
        yield from self._rows(elements.toggle(part.title, name) for name, part in names.items())
        for name, part in names.items():
            pieces = [piece for block in part.blocks for piece in self._drawn(block)]
            yield elements.container(pieces, id=name, isVisible=False)

    def _choices(self, block: Choices) -> Iterator[Json]:
        most = self._room.choices
        pages = max(1, -(-len(block.buttons) // most))
        first = self._page % pages * most
        rows: list[tuple[str, str | None, Json]] = []
        for n, one in list(enumerate(block.buttons, 1))[first : first + most]:
            label = f"{n}\u00a0· {one.label}"
            rows.append((label, one.help, self._action(cut(one.label, TITLE), one.tap)))
        if pages > 1:
            label = f"… ({self._page % pages + 1}/{pages})"
            rows.append((label, None, self._turn(label, (self._page + 1) % pages)))
        yield from elements.choices(rows)

    def _form(self, block: Form) -> Iterator[Json]:
        for number, one in enumerate(block.fields):
            none = f"{one.fact}."
            options = [(none, block.unset), *one.options]
            name = f"{CHOOSE}.{number}"
            yield elements.field(name, one.label, options, one.chosen or none)
        yield from self._rows([self._button(block.submit)])

    def _checklist(self, block: Checklist) -> Iterator[Json]:
        lines = [f"{n}\u00a0· {one.label}" for n, one in enumerate(block.lines, 1)]
        helps = [f" — {one.help}" if one.help else "" for one in block.lines]
        told = [line + more for line, more in zip(lines, helps, strict=True)]
        keys = [one.key for one in block.lines]
        yield elements.boxes(TICKS, zip(keys, told, strict=True))
        doubt = elements.toggle(block.doubt, _DOUBTS)
        yield from self._rows([self._button(block.submit), self._button(block.none), doubt])
        doubts = [line(small(block.unsure)), elements.boxes(UNSURE, zip(keys, lines, strict=True))]
        yield elements.container(doubts, id=_DOUBTS, isVisible=False)

    def _end(self) -> Iterator[Json]:
        """The last row of buttons, and what may be typed."""
        card, buttons = self._card, list(self._last.buttons)
        taps = {one.tap for one in buttons}
        for block in card.blocks:
            if isinstance(block, Answers) and block.correct.tap not in taps:
                buttons.insert(0, block.correct)
        yield from self._rows(map(self._button, buttons))
        if card.typed and any(isinstance(block, Choices | Checklist) for block in card.blocks):
            yield line(small(f"⌨ {card.typed}"))

    def _rows(self, buttons: Iterable[Json]) -> Iterable[Json]:
        return elements.actions(list(buttons))

    def _button(self, one: Button) -> Json:
        return self._action(one.label, one.tap, main=one.main)

    def _turn(self, label: str, page: int) -> Json:
        """A button to another page of the same card."""
        return self._action(
            label, self._card.here or "", {"page": page, "part": self._surface.part}
        )

    def _action(
        self,
        title: str,
        tap: str,
        turned: Mapping[str, int | None] = MappingProxyType({}),
        main: bool = False,
    ) -> Json:
        """A button that brings a tap back; `turned` to a page of the card, or to a part of it."""
        told = {name: number for name, number in turned.items() if number is not None}
        data = {"tap": packed(tap, self._room.tap), "thread": self._surface.thread, **told}
        if self._surface.dialog:
            return elements.submit(title, data, main=main)
        return elements.execute(title, data, main=main, fallback=self._room.fallback)


def _pages(pieces: Sequence[Json], room: int) -> Iterator[list[Json]]:
    """The pieces in their order, as many together as there is room for, and one at least."""
    page: list[Json] = []
    left = room
    for one in pieces:
        if page and size(one) > left:
            yield page
            page, left = [], room
        page.append(one)
        left -= size(one) + 1
    yield page
