"""Numbers as they are written in French."""

from __future__ import annotations


def number(count: int) -> str:
    """A whole number, its thousands apart."""
    return f"{count:,}".replace(",", "\u202f")


def decimal(value: float, digits: int = 2) -> str:
    """A number with so many decimals."""
    return f"{value:.{digits}f}".replace(".", ",")


def percent(share: float, digits: int = 0) -> str:
    """A share of a hundred, with so many decimals."""
    return f"{decimal(100 * share, digits)}\u00a0%"
