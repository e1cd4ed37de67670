"""One distribution by group: its totals, quantiles, Lorenz shares and sums below limits, as figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from groundfloor.measures.design import Partition, totals
from groundfloor.measures.estimate import Base, divide, standard_error
from groundfloor.measures.figure import size
from groundfloor.measures.influence import Figure
from groundfloor.measures.median import HALF, NORMAL_95
from groundfloor.measures.ranking import Ranking
from groundfloor.survey.frame import Floats, Ints

CHUNK = 2**24


class Distribution:
    """The values of the persons of a base in the groups of its partition; `money` is their weighted total by cell.

    Sums are over persons, each with the weight.
    """

    def __init__(self, over: Base, ranking: Ranking, money: Floats) -> None:
        self.over, self.ranking = over, ranking
        self.part: Partition = over.partition
        self.persons = size(over)
        # money owed and money had may cancel out
        self.total = Figure.summed(self.part, money, totals(ranking.code, ranking.w * abs(ranking.y), len(ranking.n)))

    @cached_property
    def mean(self) -> Figure:
        """The mean."""
        return self.total / self.persons

    @cached_property
    def shared(self) -> Figure:
        """The total where there is something to share, else NaN."""
        return self.total.above_zero

    @cached_property
    def gini(self) -> Figure:
        """The Gini coefficient."""
        value, influence = self.ranking.gini()
        return Figure.coefficient(self.part, value, influence)

    @cached_property
    def median(self) -> Figure:
        """The median."""
        return next(self.quantiles((HALF,)))

    def ranked(self, value: Floats, influence: Floats, scale: Floats | None = None) -> Figure:
        """A figure from its value by group and its influence by ranked person."""
        cells = self.ranking.spread(influence)
        return Figure(self.part, value, cells, abs(value) if scale is None else scale)

    def pairs(self, falling: Floats) -> Figure:
        """The sum over all pairs of persons, oneself included, of the lesser of their two values.

        `falling` has one value a ranked person, none above the one before it in the group. The derivative by a person's weight
        is 2 sum over the others of the lesser value, the same wherever a person stands among equals.
        """
        ranking = self.ranking
        weighted = ranking.w * falling
        whole = totals(ranking.code, weighted, len(ranking.n))
        lesser = falling * ranking.cumulated(ranking.w) + whole[ranking.code] - ranking.cumulated(weighted)
        return self.ranked(totals(ranking.code, ranking.w * lesser, len(ranking.n)), 2 * lesser)

    def below(self, limits: Sequence[Floats], *columns: Floats, closed: bool = False) -> Iterator[tuple[Figure, ...]]:
        """For each limit (one value a group; ascending), the persons below it and their total of each column.

        A column has one value a ranked person. `closed`: those at the limit count too. NaN limits have nobody below.
        """
        many = max(1, CHUNK // max(len(self.part.group), 1) - 1)
        for first in range(0, len(limits), many):
            yield from self._below(limits[first : first + many], columns, closed)

    def _below(self, limits: Sequence[Floats], columns: Sequence[Floats], closed: bool) -> Iterator[tuple[Figure, ...]]:
        ranking, groups, bins = self.ranking, len(self.part.names), len(limits) + 1
        stops = np.array([self.position(limit, closed=closed) for limit in limits])
        # every person falls between two limits of the own group; all bins of all groups stand in one order
        edges = np.concatenate((ranking.start[None], stops, ranking.stop[None]))
        lengths = np.diff(np.maximum.accumulate(edges, axis=0), axis=0)
        band = np.repeat(np.tile(np.arange(bins), groups), lengths.T.ravel())
        inside = band < bins - 1
        key = (band * len(self.part.group) + self.ranking.cell)[inside]
        weight = ranking.w[inside]
        products = (weight, *(weight * column[inside] for column in columns))
        held = (bins - 1) * len(self.part.group)
        running = [np.cumsum(totals(key, one, held).reshape(bins - 1, -1), axis=0) for one in products]
        for k in range(bins - 1):
            yield tuple(Figure.summed(self.part, one[k]) for one in running)

    def position(self, limit: Floats, *, closed: bool = False) -> Ints:
        """Where in the ranking the persons of each group below its limit end (or not above it, `closed`)."""
        y, start, stop = self.ranking.y, self.ranking.start, self.ranking.stop
        side = "right" if closed else "left"
        found = [
            a if np.isnan(z) else a + int(np.searchsorted(y[a:b], z, side=side))  # type: ignore[call-overload]
            for a, b, z in zip(start, stop, limit, strict=True)
        ]
        return np.array(found, dtype=np.int64)

    def gathered(self, places: Ints, each: Floats) -> Floats:
        """The weighted totals by cell of one value for each of the ranked persons at `places`."""
        return totals(self.ranking.cell[places], self.ranking.w[places] * each, len(self.part.group))

    def everywhere(self, value: float) -> Floats:
        """The same value for every group."""
        return np.full(len(self.part.names), value)

    def error(self, share: Figure) -> Floats:
        """The standard error of a figure by group."""
        return standard_error(self.part, share.cells, self.over.units, share.scale)

    def spacing(self, p: Floats, error: Floats, *, inside: bool = False) -> Floats:
        """How much the quantile at `p` rises with p, by group: its rise over Woodruff's interval of p, p ± 1.96 errors.

        It is 1 / density at the quantile (Francisco, Fuller 1991). NaN where the interval has no width or leaves the data, of
        which `inside` takes the part within.
        """
        low, high = (p + side * NORMAL_95 * error for side in (-1, 1))
        if inside:
            low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
        rise = self.ranking.quantile(high) - self.ranking.quantile(low)
        return np.where(rise > 0, divide(rise, high - low), np.nan)

    def quantiles(self, shares: Sequence[float]) -> Iterator[Figure]:
        """The quantiles at ascending shares of persons, each with Woodruff's (1952) standard error."""
        at = [self.everywhere(p) for p in shares]
        values = [self.ranking.quantile(p) for p in at]
        for p, value, (persons,) in zip(at, values, self.below(values, closed=True), strict=True):
            share = persons / self.persons
            rise = self.spacing(p, self.error(share))
            yield Figure(self.part, value, share.cells * -self.part.each(rise), abs(value))

    def share_below(self, limit: Figure | Floats) -> Figure:
        """The share of persons below a limit (one a group); where that is a figure, the share moves with it as the density there."""
        at = limit.value if isinstance(limit, Figure) else limit
        ((persons,),) = self.below([at])
        share = persons / self.persons
        if not isinstance(limit, Figure):
            return share
        rise = self.spacing(share.value, self.error(share), inside=True)
        return share + limit.through(np.zeros(len(at)), divide(np.ones(len(at)), rise))

    def median_below(self, limit: Figure | Floats) -> Figure:
        """The median of those below a limit; NaN where nobody is.

        It is the quantile at half the share below the limit, and moves with that share as with the persons (Osier 2009).
        """
        share = self.share_below(limit)
        half = np.where(share.value > 0, share.value / 2, np.nan)
        value = self.ranking.quantile(half)
        ((persons,),) = self.below([value], closed=True)
        reached = persons / self.persons
        rise = self.spacing(half, self.error(reached), inside=True)
        return (share / 2 - reached).through(value, rise)

    def parted(self, share: float) -> tuple[Figure, Figure]:
        """The totals of those not above the quantile at a share of persons and of those above it; NaN where nobody is.

        Whoever stands at it counts whole. The linearised total of the first is sum y [y <= Q] - Q ([y <= Q] - p), as the density
        cancels out (Langel, Tillé 2011).
        """
        q = self.ranking.quantile(self.everywhere(share))
        ((persons, money),) = self.below([q], self.ranking.y, closed=True)
        cells = (money - q * (persons - share * self.persons)).cells
        lower = Figure(self.part, money.value, cells, self.total.scale)
        some = self.position(q, closed=True) < self.ranking.stop
        return lower, (self.total - lower).where(some, np.nan)

    def poorest(self, shares: Sequence[float], column: Floats | None = None) -> Iterator[Figure]:
        """The total that the poorest shares of persons have, of the values or of another column that rises with them.

        At the limit a person counts in part. With the value Q there, the total is sum (x - Q) [x <= Q] + p Q W, whose
        derivative by Q is 0 (Langel, Tillé 2011).
        """
        x = self.ranking.y if column is None else column
        if not len(x):
            nothing = self.everywhere(np.nan)
            yield from (Figure(self.part, nothing, np.zeros(len(self.part.group)), nothing) for _ in shares)
            return
        reached = [self.ranking.reached(self.everywhere(p)) for p in shares]
        limits = [np.where(self.ranking.n > 0, self.ranking.y[at], np.nan) for at in reached]
        for p, at, (persons, money) in zip(shares, reached, self.below(limits, x, closed=True), strict=True):
            q = np.where(self.ranking.n > 0, x[at], np.nan)
            yield money - q * persons + p * q * self.persons

    def lorenz(self, shares: Sequence[float]) -> Iterator[Figure]:
        """The shares of the total that the poorest shares of persons have; NaN where the total is not positive."""
        for one in self.poorest(shares):
            yield one / self.shared
