"""Public debt as a share of GDP: d_t = d_(t-1) (1 + i) / ((1 + g)(1 + p)) - pb_t."""

from __future__ import annotations

from collections.abc import Sequence


def debt_path(
    start: float,
    interest: Sequence[float],
    growth: Sequence[float],
    inflation: Sequence[float],
    primary: Sequence[float],
) -> list[float]:
    """Debt in % of GDP, one value a year, after `start`.

    Rates are shares of one, `primary` the primary balance in % of GDP (a deficit is negative).

    >>> [round(d, 4) for d in debt_path(50.0, [0.08] * 2, [0.05] * 2, [0.04] * 2, [-1.5] * 2)]
    [50.9505, 51.8907]
    """
    path, debt = [], start
    for i, g, p, balance in zip(interest, growth, inflation, primary, strict=True):
        debt = debt * (1 + i) / ((1 + g) * (1 + p)) - balance
        path.append(debt)
    return path


def stabilising_primary_balance(debt: float, interest: float, growth: float, inflation: float) -> float:
    """The primary balance (% of GDP) that holds debt where it is.

    >>> round(stabilising_primary_balance(50.0, 0.08, 0.05, 0.04), 6)
    -0.549451
    """
    nominal = (1 + growth) * (1 + inflation) - 1
    return debt * (interest - nominal) / (1 + nominal)
