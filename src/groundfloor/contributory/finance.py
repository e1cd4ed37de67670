"""What a scheme's flows come to: its reserve, the premium that holds for a time, and the one that always would."""

from __future__ import annotations

import numpy as np

from groundfloor.country.rates import Floats


def reserves(start: float, revenue: Floats, expenditure: Floats, interest: Floats) -> tuple[Floats, Floats]:
    """The reserve at the end of each year and the interest of the year: V = V before (1 + i) + (C - E)(1 + i / 2).

    A reserve below 0 is a debt of the scheme at the same rate.

    >>> held, earned = reserves(100.0, np.array([10.0]), np.array([20.0]), np.array([0.1]))
    >>> held.tolist(), earned.tolist()
    ([99.5], [9.5])
    """
    held = np.empty(len(revenue))
    earned = np.empty(len(revenue))
    before = start
    for t, (c, e, i) in enumerate(zip(revenue, expenditure, interest, strict=True)):
        earned[t] = before * i + (c - e) * i / 2
        held[t] = before + c - e + earned[t]
        before = held[t]
    return held, earned


def level_premium(
    reserve: float,
    wages: Floats,
    expenditure: Floats,
    interest: Floats,
    ratio: float = 0.0,
    levies: Floats | None = None,
) -> float:
    """The constant share of insured wages that leaves, after the last year, a reserve of `ratio` times its expenditure.

    What `levies` bring need not be paid. NaN without wages. With `ratio` 0 present values of contributions and the reserve equal that of expenditure.

    >>> level_premium(0.0, np.array([100.0, 100.0]), np.array([10.0, 20.0]), np.zeros(2))
    0.15
    """
    grown = np.append(np.cumprod((1 + interest)[::-1])[::-1][1:], 1.0)
    weights = (1 + interest / 2) * grown
    base = float((wages * weights).sum())
    left = expenditure if levies is None else expenditure - levies
    owed = float((left * weights).sum()) + ratio * float(expenditure[-1])
    had = reserve * float(np.prod(1 + interest))
    return (owed - had) / base if base > 0 else float("nan")


def scaled_premiums(
    start: float,
    held: Floats,
    wages: Floats,
    expenditure: Floats,
    interest: Floats,
    years: int,
    ratio: float,
    levies: Floats,
) -> Floats:
    """For each year the level premium of that year and the following `years` - 1; NaN where the projection ends before."""
    before = np.append(start, held[:-1])
    out = np.full(len(wages), np.nan)
    for t in range(len(wages) - years + 1):
        part = slice(t, t + years)
        out[t] = level_premium(float(before[t]), wages[part], expenditure[part], interest[part], ratio, levies[part])
    return out


def present(flows: Floats, interest: Floats) -> float:
    """Yearly flows as of the first of them; `interest` leads to each year, so that of the first one does not count.

    >>> present(np.array([10.0, 11.0]), np.array([0.5, 0.1]))
    20.0
    """
    return float((flows / np.cumprod(1 + np.append(0.0, interest[1:]))).sum())


def internal_rate(flows: Floats) -> float:
    """The yearly rate at which flows are worth nothing; NaN where there is none from -50 % to 200 %, or more than one.

    >>> round(internal_rate(np.array([-100.0, 0.0, 121.0])), 9)
    0.1
    """
    from scipy.optimize import brentq

    years = np.arange(len(flows))
    if not (flows > 0).any() or not (flows < 0).any():
        return float("nan")

    def worth(rate: float) -> float:
        return float((flows * (1 + rate) ** -years).sum())

    tried = np.concatenate([np.arange(-0.5, 0.5, 0.005), np.arange(0.5, 2.0001, 0.05)])
    above = np.array([worth(rate) for rate in tried]) >= 0
    changes = np.flatnonzero(above[:-1] != above[1:])
    if len(changes) != 1:
        return float("nan")
    return float(brentq(worth, tried[changes[0]], tried[changes[0] + 1], xtol=1e-14))
