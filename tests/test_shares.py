"""A share, and between what the true one lies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shares import bounds


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(0, 10, (0.0, 0.278)), (81, 263, (0.255, 0.366))]
)
def test_the_interval_is_the_one_published(
    part: int, whole: int, expected: tuple[float, float]
) -> None:
    """Wilson’s, of 0 in 10 and of 81 in 263 (R. G. Newcombe, 1998)."""
    assert bounds(part, whole) == pytest.approx(expected, abs=0.0005)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_what_was_counted_and_narrows_with_it(part: int, rest: int) -> None:
    """Within 0 and 1, and ten times as much tells more."""
    low, high = bounds(part, part + rest)
    share = part / (part + rest) if part + rest else 0.5
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    closer = bounds(10 * part, 10 * (part + rest))
    assert closer[1] - closer[0] <= high - low + 1e-9
