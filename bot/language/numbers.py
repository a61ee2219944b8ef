"""Numbers, units of time and dates, as they are typed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.french import MONTHS, NUMBERS, TENS, UNITS
from bot.language.words import Word

MAX_DIGITS = 6


def number_at(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """The number that begins at `place`, in digits or in words, and the place after it."""
    text = words[place].text
    if text.isdigit():
        return (int(text), place + 1) if len(text) <= MAX_DIGITS else None
    total = NUMBERS.get(text)
    if total is None:
        return None
    end = place + 1
    if text == "une" and end < len(words) and words[end].text in TENS:
        return NUMBERS[words[end].text], end + 1
    if total >= 20 and end < len(words):
        linked = words[end].text == "et" and end + 1 < len(words)
        more = NUMBERS.get(words[end + linked].text)
        if more is not None and more < 20 and (not linked or more in (1, 11)):
            return total + more, end + linked + 1
    return total, end


def unit_days(words: Sequence[Word], place: int) -> int | None:
    """The days of the unit of time at `place`."""
    return UNITS.get(words[place].text) if place < len(words) else None


def date_end(words: Sequence[Word], place: int) -> int | None:
    """The place after the month or the year that begins at `place`."""
    text = words[place].text
    after = words[place + 1].text if place + 1 < len(words) else ""
    if text in MONTHS:
        return place + 2 if after.isdigit() else place + 1
    if text.isdigit() and after in MONTHS:
        return date_end(words, place + 1)
    return place + 1 if text.isdigit() and len(text) == 4 and text.startswith("20") else None
