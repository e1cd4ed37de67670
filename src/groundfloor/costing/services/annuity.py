"""Capital as equal yearly payments over its lifetime."""

from __future__ import annotations

import numpy as np

from groundfloor.country.rates import Floats


def annuity(rate: float, years: float) -> float:
    """The yearly payment, in arrears, for a capital of 1 that lasts `years`: r / (1 - (1 + r)^-T), and 1 / T where r is 0.

    >>> round(annuity(0.05, 20), 6), annuity(0.0, 20)
    (0.080243, 0.05)
    """
    return 1 / years if rate == 0 else float(-rate / np.expm1(-years * np.log1p(rate)))


def annualised(capital: Floats, rates: Floats, lifetimes: Floats) -> Floats:
    """Payments [..., year] for what was built in each year [..., year], in the money of one year: from that year on, for its lifetime.

    A lifetime that is no whole number of years ends with a part of a payment.

    >>> annualised(np.array([0.0, 10.0, 0.0, 0.0]), np.zeros(4), np.full(4, 2.0)).tolist()
    [0.0, 5.0, 5.0, 0.0]
    """
    out = np.zeros(capital.shape)
    age = np.arange(capital.shape[-1], dtype=float)
    for built in np.flatnonzero(capital.any(axis=tuple(range(capital.ndim - 1)))):  # so that NaN is among them
        lifetime = float(lifetimes[built])
        due = np.clip(lifetime - age[: len(age) - built], 0.0, 1.0)
        out[..., built:] += capital[..., built, None] * annuity(float(rates[built]), lifetime) * due
    return out
