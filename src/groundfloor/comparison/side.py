"""One of two distributions, within the sampling design that both share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from groundfloor.comparison.linear import Linear
from groundfloor.measures.design import Mask, Partition, totals
from groundfloor.measures.estimate import Base, Estimate, base
from groundfloor.measures.median import quantile
from groundfloor.measures.ranking import NEAR, Ranking
from groundfloor.survey.frame import Floats, Ints

SILVERMAN, NORMAL_IQR = 0.9, 1.349


@dataclass(frozen=True)
class Side:
    """Welfare and weights of all persons of the joint design: NaN and 0 for those who are not of this distribution.

    `part` has the one group of everybody, `lines` are in the unit of `welfare`.
    """

    welfare: Floats
    weight: Floats
    part: Partition
    lines: Mapping[str, float]

    @cached_property
    def of(self) -> Mask:
        """Who belongs to the distribution."""
        known: Mask = ~np.isnan(self.welfare) & (self.weight > 0)
        return known

    @cached_property
    def y(self) -> Floats:
        """Welfare of those who belong to it."""
        return self.welfare[self.of]

    @cached_property
    def w(self) -> Floats:
        """Their weight."""
        return self.weight[self.of]

    @cached_property
    def _unit(self) -> Ints:
        return self.part.design.unit[self.of]

    @cached_property
    def total(self) -> float:
        """Persons they stand for."""
        return float(self.w.sum())

    @cached_property
    def n(self) -> int:
        """Persons of the survey."""
        return len(self.y)

    @cached_property
    def base(self) -> Base:
        """Everybody of the distribution, as the estimates of `measures` take them."""
        atoms = self.part.atoms
        return base(self.part, atoms.sum(self.of.astype(float)), atoms.sum(np.where(self.of, self.weight, 0.0)))

    def by_unit(self, values: Floats) -> Floats:
        """Totals by primary unit of one value a person of the distribution, its weight included."""
        return totals(self._unit, values, self.part.design.weighted)

    def mean(self, values: Floats, among: Mask | None = None) -> Linear:
        """The weighted mean of one value a person of the distribution, over those `among`; NaN over nobody."""
        w = self.w if among is None else np.where(among, self.w, 0.0)
        total = self.total if among is None else float(w.sum())
        if total <= 0:
            return Linear(np.nan, np.full(self.part.design.weighted, np.nan))
        above = w * (values if among is None else np.where(among, values, 0.0))
        value = float(above.sum()) / total
        return Linear(value, self.by_unit(above - w * value) / total)

    @cached_property
    def average(self) -> Linear:
        """Mean welfare."""
        return self.mean(self.y)

    @cached_property
    def ranking(self) -> Ranking:
        """Persons in order of welfare."""
        return Ranking(self.part, self.welfare, self.weight)

    @cached_property
    def gini(self) -> Linear:
        """The Gini coefficient."""
        return _first(*self.ranking.gini())

    def lorenz(self, p: float) -> Linear:
        """The share of all welfare that the poorest `p` of persons hold."""
        return _first(*self.ranking.lorenz(p))

    def generalised_lorenz(self, p: float) -> Linear:
        """Welfare of the poorest `p` over the number of all persons."""
        return self.lorenz(p) * self.average

    def quantile(self, p: float) -> Linear:
        """Quantile `p` of welfare, with the influence of Woodruff's interval."""
        found: Estimate = quantile(self.base, self.ranking, p)
        assert found.influence is not None  # noqa: S101 (a quantile has one)
        return _first(found.value, found.influence)

    @cached_property
    def bandwidth(self) -> float:
        """Silverman's (1986) bandwidth for the density of the logarithm of welfare, of those above 0; NaN where there are none."""
        positive = self.of & (np.where(self.of, self.welfare, 0.0) > 0)
        if not positive.any():
            return math.nan
        logs = np.log(self.welfare, out=np.full(len(self.welfare), np.nan), where=positive)
        ranked = Ranking(self.part, logs, self.weight)
        low, high = (float(ranked.quantile(np.array([p]))[0]) for p in (0.25, 0.75))
        middle = np.average(ranked.y, weights=ranked.w)
        deviation = math.sqrt(np.average((ranked.y - middle) ** 2, weights=ranked.w))
        spread = min(deviation, (high - low) / NORMAL_IQR) or deviation
        return float(SILVERMAN * spread * len(ranked.y) ** -0.2)

    def concentration(self, *keys: Floats) -> Linear:
        """The concentration coefficient of welfare, persons in order of `keys` (one value a person of the distribution).

        The first key counts most; who is equal in all of them stands at their middle rank. With welfare as the key it is the
        Gini coefficient. C = sum w y (2 F) / (W Y) - 1 with F the cumulated weight in the middle of equals; its derivative by
        a person's weight is 2 (y F + Y - F_y) / (W Y) - (C + 1) (1 / W + y / Y), F_y being the cumulated w y likewise.
        """
        order = np.lexsort(keys[::-1])
        change = np.zeros(self.n, dtype=bool)
        for key in keys:
            change |= np.diff(key[order], prepend=np.nan) != 0
        tie = np.empty(self.n, dtype=np.int64)
        tie[order] = np.cumsum(change) - 1
        count = int(tie.max(initial=-1)) + 1
        middle, amounts = [], self.w * self.y
        for what in (self.w, amounts):
            by_tie = totals(tie, what, count)
            middle.append((np.cumsum(by_tie) - by_tie / 2)[tie])
        money = float(amounts.sum())
        if not money > 0:
            return Linear(np.nan, np.full(self.part.design.weighted, np.nan))
        both = self.total * money
        value = 2 * float((amounts * middle[0]).sum()) / both - 1
        moved = 2 * (self.y * middle[0] + money - middle[1]) / both
        moved -= (value + 1) * (1 / self.total + self.y / money)
        return Linear(value, self.by_unit(self.w * moved), max(abs(value), NEAR))


def _first(value: Floats, influence: Floats) -> Linear:
    return Linear(float(value[0]), influence)
