"""Numbers in digits and in words, units of time, and dates."""

import pytest

from bot.language.numbers import MAX_DIGITS, date_end, number_at, unit_days
from bot.language.words import read_words

SPELT = {
    "un": 1, "une": 1, "deux": 2, "six": 6, "neuf": 9, "dix": 10, "onze": 11, "seize": 16,
    "vingt": 20, "vingt et un": 21, "vingt-et-une": 21, "VINGT-DEUX": 22, "trente-six": 36,
    "quarante-deux": 42, "cinquante": 50, "soixante et un": 61, "soixante-dix": 70,
    "soixante et onze": 71, "soixante-quinze": 75, "soixante-dix-sept": 77,
    "soixante-dix-neuf": 79, "quatre-vingts": 80, "quatre-vingt": 80, "quatre-vingt-un": 81,
    "Quatre vingt dix": 90, "quatre-vingt-onze": 91, "quatre-vingt-dix-neuf": 99,
    "septante": 70, "septante-deux": 72, "octante": 80, "huitante": 80, "nonante-neuf": 99,
    "cent": 100, "cent un": 101, "cent vingt et un": 121, "deux cents": 200,
    "deux cent trente-quatre": 234, "quatre cent quatre-vingt-dix-neuf": 499,
    "mille": 1000, "mille deux cents": 1200, "deux mille vingt-six": 2026,
    "trois mille cent": 3100, "quatre-vingt mille": 80_000, "deux cent mille": 200_000,
    "dizaine": 10, "une dizaine": 10, "une quinzaine": 15,
}  # fmt: skip
TEENS = {"dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "dix sept": 17, "cent dix-huit": 118}
"""What « dix » begins, which only « soixante-dix » and « quatre-vingt-dix » are read with."""


def number(text: str, place: int = 0) -> tuple[int, int] | None:
    """The number at a place, and the place after it."""
    return number_at(read_words(text), place)


@pytest.mark.parametrize(("text", "value"), SPELT.items())
def test_a_number_in_words_is_read_whole(text: str, value: int) -> None:
    """With hyphens or without, and no further than it goes."""
    length = len(read_words(text))
    assert number(text) == (value, length)
    assert number(f"{text} domaines") == (value, length)
    assert number(f"les {text}, oui", 1) == (value, length + 1)


@pytest.mark.parametrize(("text", "value"), TEENS.items())
def test_seventeen_to_nineteen_are_read_whole(text: str, value: int) -> None:
    """« dix-neuf semaines » are not nine weeks."""
    assert number(text) == (value, len(read_words(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", (0, 1)),
        ("24 mois", (24, 1)),
        ("007", (7, 1)),
        ("٣", None),
        ("9" * MAX_DIGITS, (10**MAX_DIGITS - 1, 1)),
        ("9" * (MAX_DIGITS + 1), None),
        ("9" * 10_000, None),
    ],
)
def test_a_number_in_digits_is_read_up_to_a_limit(
    text: str, expected: tuple[int, int] | None
) -> None:
    """A customer's number is no quantity."""
    words = read_words(text)
    assert (number_at(words, 0) if words else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deux trois", (2, 1)),
        ("vingt vingt", (20, 1)),
        ("un deux", (1, 1)),
        ("vingt et", (20, 1)),
        ("trente et client", (30, 1)),
        ("deux et trois", (2, 1)),
        ("vingt, deux", (20, 1)),
        ("une offre", (1, 1)),
    ],
)
def test_two_numbers_in_a_row_stay_two(text: str, expected: tuple[int, int]) -> None:
    """What cannot go on the same number begins another."""
    assert number(text) == expected


@pytest.mark.parametrize("text", ["et", "client", "zéro", ",", "oui", "dizaines"])
def test_other_words_are_no_number(text: str) -> None:
    """« zéro » denies: it is read as such, not as a quantity."""
    assert number(text) is None


@pytest.mark.parametrize(
    ("unit", "days"),
    [
        *((unit, 1) for unit in ("jour", "jours", "j", "jrs", "JOURS")),
        *((unit, 7) for unit in ("semaine", "semaines", "sem")),
        *((unit, 30) for unit in ("mois", "ms", "m")),
        *((unit, 91) for unit in ("trimestre", "trimestres")),
        *((unit, 182) for unit in ("semestre", "semestres")),
        *((unit, 365) for unit in ("an", "ans", "année", "années")),
        *((unit, None) for unit in ("heure", "domaines", "euros", "?")),
    ],
)
def test_a_unit_of_time_comes_in_days(unit: str, days: int | None) -> None:
    """Short or whole, singular or plural."""
    assert unit_days(read_words(f"2 {unit}"), 1) == days


def test_there_is_no_unit_after_the_last_word() -> None:
    """A text may end with its number."""
    assert unit_days(read_words("2"), 1) is None
    assert unit_days([], 0) is None


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("mars", 1),
        ("Août", 1),
        ("déc", 1),
        ("mars 2026", 2),
        ("12 mars", 2),
        ("12 mars 2026", 3),
        ("12 mars, oui", 2),
        ("2026", 1),
        ("2026 mars", 2),
        ("1999", None),
        ("20", None),
        ("20260", None),
        ("12", None),
        ("12 mois", None),
        ("client", None),
        ("?", None),
    ],
)
def test_a_date_is_a_month_or_a_year_of_this_century(text: str, end: int | None) -> None:
    """With its day and its year, where they are typed."""
    assert date_end(read_words(text), 0) == end
