"""Units of capital over the years: what stands, what is built for those who are new, and what is built anew at the end of its lifetime."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.country.rates import Floats


@dataclass(frozen=True)
class Stock:
    """Units [..., year] in use; of them built in the year beyond those of the year before, and built in the place of those that ended."""

    standing: Floats
    new: Floats
    replaced: Floats

    @property
    def built(self) -> Floats:
        """Units built in the year."""
        return self.new + self.replaced


def stock_of(needed: Floats, lifetimes: Floats) -> Stock:
    """The stock that never falls short of what is `needed` [..., year], from units that last `lifetimes` [year of building] years, 1 or more.

    The stock of the first year is what is needed then, its ages spread evenly over its lifetime, so that an equal part of it is rebuilt in each
    year, the first among them. What stands and is not needed is kept to its end and then not rebuilt. Of a lifetime that is no whole number
    a part lasts a year longer. What is not known from some year on stays so.

    >>> found = stock_of(np.array([10.0, 10.0, 14.0, 14.0]), np.full(4, 2.0))
    >>> found.standing.tolist(), found.new.tolist(), found.replaced.tolist()
    ([10.0, 10.0, 14.0, 14.0], [0.0, 0.0, 4.0, 0.0], [5.0, 5.0, 5.0, 5.0])
    """
    standing, new, built = np.array(needed, dtype=float), np.zeros(needed.shape), np.zeros(needed.shape)
    built[..., 0] = needed[..., 0] / lifetimes[0]
    for t in range(1, needed.shape[-1]):
        lasting = np.clip(lifetimes[:t] - np.arange(t, 0, -1), 0.0, 1.0)
        before = needed[..., 0] * np.clip(1 - (t + 1) / lifetimes[0], 0.0, 1.0)
        alive = before + built[..., :t] @ lasting
        standing[..., t] = np.maximum(needed[..., t], alive)
        new[..., t] = np.maximum(standing[..., t] - standing[..., t - 1], 0.0)
        built[..., t] = standing[..., t] - alive
    return Stock(standing, new, built - new)
