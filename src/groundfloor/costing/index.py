"""How an amount moves from year to year: with prices, with income per head, or not at all."""

from __future__ import annotations

from collections.abc import Mapping

INDICES = ("inflation", "gdp_per_capita")


def price_index(rates: Mapping[int, float], base: int, year: int) -> float:
    """The level in `year` of an index that is 1 in `base` and grows by `rates[y]` (a share) from y - 1 to y.

    Missing rates give NaN: an index is never carried on silently.

    >>> round(price_index({2026: 0.10, 2027: 0.05}, 2025, 2027), 4)
    1.155
    >>> round(price_index({2024: 0.10, 2025: 0.25}, 2025, 2024), 4)
    0.8
    """
    level = 1.0
    for step in range(min(base, year) + 1, max(base, year) + 1):
        level *= 1.0 + rates.get(step, float("nan"))
    return level if year >= base else 1.0 / level
