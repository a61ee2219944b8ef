"""What is tapped, chosen and written on a card, and comes back to us."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Button:
    """One tap; `main` marks the one that most people want."""

    label: str
    tap: str
    help: str | None = None
    main: bool = False


@dataclass(frozen=True)
class Field:
    """A fact of which a value is chosen: its keys, each with its words; none chosen, it is empty.

    The key chosen comes back among the ticked lines.
    """

    fact: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass(frozen=True)
class Form:
    """Fields to fill in any order; `unset` is said of one where nothing is chosen."""

    fields: tuple[Field, ...]
    unset: str
    submit: Button


@dataclass(frozen=True)
class Writing:
    """A text to write, and the button that sends it; it may be left empty."""

    label: str
    submit: Button
