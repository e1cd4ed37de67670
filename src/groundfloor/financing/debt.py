"""Public debt as a share of GDP: d_t = d_(t-1) F_t - pb_t + sfa_t, with F the factor of interest, exchange rate and growth."""

from __future__ import annotations

import math
from collections.abc import Sequence


def debt_factor(
    interest: float,
    growth: float,
    inflation: float,
    *,
    foreign_share: float = 0.0,
    interest_foreign: float | None = None,
    depreciation: float = 0.0,
) -> float:
    """What debt of 1 % of GDP is a year later as % of GDP, before the primary balance.

    [(1 - f)(1 + i) + f (1 + i_f)(1 + e)] / [(1 + g)(1 + p)] with f the share in foreign currency, i_f its interest rate (that of
    domestic debt when left out) and e the rise of the price of foreign currency. All are shares of one.

    >>> round(debt_factor(0.08, 0.05, 0.04), 6)
    0.989011
    >>> round(debt_factor(0.08, 0.05, 0.04, foreign_share=0.5, interest_foreign=0.03, depreciation=0.1), 6)
    1.013278
    """
    abroad = interest if interest_foreign is None else interest_foreign
    due = (1 - foreign_share) * (1 + interest) + foreign_share * (1 + abroad) * (1 + depreciation)
    return due / ((1 + growth) * (1 + inflation))


def debt_path(
    start: float,
    interest: Sequence[float],
    growth: Sequence[float],
    inflation: Sequence[float],
    primary: Sequence[float],
    adjustment: Sequence[float] | None = None,
) -> list[float]:
    """Debt in % of GDP, one value a year, after `start`.

    Rates are shares of one, `primary` the primary balance in % of GDP (a deficit is negative), `adjustment` what else is added to
    debt (stock-flow adjustment, % of GDP; none when left out).

    >>> [round(d, 4) for d in debt_path(50.0, [0.08] * 2, [0.05] * 2, [0.04] * 2, [-1.5] * 2)]
    [50.9505, 51.8907]
    """
    factors = [debt_factor(*rates) for rates in zip(interest, growth, inflation, strict=True)]
    return rolled(start, factors, primary, adjustment)


def rolled(
    start: float, factors: Sequence[float], primary: Sequence[float], adjustment: Sequence[float] | None = None
) -> list[float]:
    """Debt in % of GDP after `start`, from the factor of each year.

    >>> rolled(50.0, [1.02], [1.0], [0.5])
    [50.5]
    """
    path, debt = [], start
    for grown, balance, more in zip(factors, primary, adjustment or [0.0] * len(factors), strict=True):
        debt = debt * grown - balance + more
        path.append(debt)
    return path


def stabilising_primary_balance(debt: float, interest: float, growth: float, inflation: float) -> float:
    """The primary balance (% of GDP) that holds debt where it is.

    >>> round(stabilising_primary_balance(50.0, 0.08, 0.05, 0.04), 6)
    -0.549451
    """
    nominal = (1 + growth) * (1 + inflation) - 1
    return debt * (interest - nominal) / (1 + nominal)


def repeated(factors: Sequence[float]) -> float:
    """What 1 % of GDP borrowed in each year comes to at the end: sum over k of the product of the factors after k.

    >>> repeated([1.1, 1.1, 1.1]), repeated([1.0, 1.0])
    (3.3100000000000005, 2.0)
    """
    return math.fsum(math.prod(factors[k + 1 :]) for k in range(len(factors)))


def balance_to_reach(target: float, debt: float, factors: Sequence[float], adjustment: float = 0.0) -> float:
    """The same primary balance each year (% of GDP) that brings `debt` to `target` after as many years as there are factors.

    `adjustment` is what stock-flow adjustments of these years come to at the end. With one factor l for all N years it is
    (d l^N - target)(l - 1) / (l^N - 1), and (d - target) / N where l = 1.

    >>> round(balance_to_reach(40.0, 50.0, [1.0] * 5), 6)
    2.0
    """
    return (debt * math.prod(factors) + adjustment - target) / repeated(factors)


def room_under(ceiling: float, at_end: float, factors: Sequence[float]) -> float:
    """How much more may be borrowed each year (% of GDP) until debt, otherwise `at_end`, is at the ceiling; below 0 if above it.

    >>> room_under(60.0, 50.0, [1.0] * 5)
    2.0
    """
    return (ceiling - at_end) / repeated(factors)
