"""Numbers, units of time and dates, as they are typed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.french import MONTHS, NUMBERS, TENS, UNITS
from bot.language.words import Word

MAX_DIGITS = 6
MAX_WORDS = 12
"""Words of the longest number written out."""
_TIMES = {"cent": 100, "cents": 100, "mille": 1000}


def number_at(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """The number that begins at `place`, in digits or in words, and the place after it."""
    text = words[place].text
    if text.isdigit():
        return (int(text), place + 1) if len(text) <= MAX_DIGITS else None
    if text == "une" and place + 1 < len(words) and words[place + 1].text in TENS:
        return NUMBERS[words[place + 1].text], place + 2
    return _spelt(words, place) if text in NUMBERS or text in _TIMES else None


def _spelt(words: Sequence[Word], place: int) -> tuple[int, int]:
    """A number in words: « vingt et un », « quatre-vingt-dix », « mille deux cents »."""
    thousands = hundreds = rest = 0
    end = place
    while end < min(len(words), place + MAX_WORDS):
        linked = words[end].text == "et" and rest >= 20 and end + 1 < len(words)
        text = words[end + linked].text
        value = NUMBERS.get(text)
        if text in _TIMES and not linked:
            if _TIMES[text] == 1000:
                thousands, hundreds, rest = max(1, hundreds + rest) * 1000, 0, 0
            else:
                hundreds, rest = max(1, rest) * 100, 0
        elif value == 20 and rest == 4:
            rest = 80
        elif value is not None and _adds_up(rest, value):
            rest += value
        else:
            break
        end += linked + 1
    return thousands + hundreds + rest, end


def _adds_up(rest: int, value: int) -> bool:
    """Whether `value` is said after `rest`: « vingt-deux », « soixante-douze », « dix-sept »."""
    tens = rest >= 20 and rest % 10 == 0 and value < 20
    return rest == 0 or tens or (rest == 10 and 7 <= value <= 9)


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
