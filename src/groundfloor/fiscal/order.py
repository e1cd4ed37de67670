"""Persons in order of one income, equals together: ranks and running totals for concentration coefficients."""

from __future__ import annotations

import numpy as np

from groundfloor.survey.frame import Floats, Ints


class Order:
    """The order of persons by `by`; persons with equal values share the middle of their ranks.

    `order` may give an order by another income that rises with `by`, so that nothing is sorted again.
    """

    def __init__(self, by: Floats, weight: Floats, order: Ints | None = None) -> None:
        self.order: Ints = np.argsort(by, kind="stable") if order is None else order
        self.by, self.weight = by, weight
        self.total = float(weight.sum())
        ranked = by[self.order]
        starts = np.flatnonzero(np.diff(ranked, prepend=np.nan) != 0) if len(ranked) else np.zeros(0, dtype=np.int64)
        self._starts = starts
        self._sizes = np.diff(np.append(starts, len(ranked)))
        self.rank = self.before(weight)

    def before(self, values: Floats) -> Floats:
        """For each person the total of `values` over who stands lower, and half of that over equals."""
        if not len(values):
            return values
        tied = np.add.reduceat(values[self.order], self._starts)
        middle = np.cumsum(tied) - tied / 2
        out = np.empty(len(values))
        out[self.order] = np.repeat(middle, self._sizes)
        return out
