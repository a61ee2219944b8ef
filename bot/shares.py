"""A share of what was counted, and between what the true one lies."""

from __future__ import annotations

from math import sqrt

FEWEST = 5
"""People below whom nothing is told of a group."""
_Z = 1.96
"""Standard deviations on each side that hold 95 % of what may be."""


def bounds(part: int, whole: int) -> tuple[float, float]:
    """The two ends of the 95 % interval, from 0 to 1 (E. B. Wilson, 1927)."""
    if not whole:
        return 0.0, 1.0
    share = part / whole
    middle = (share + _Z**2 / (2 * whole)) / (1 + _Z**2 / whole)
    half = _Z / (1 + _Z**2 / whole) * sqrt(share * (1 - share) / whole + (_Z / whole) ** 2 / 4)
    return max(0.0, middle - half), min(1.0, middle + half)
