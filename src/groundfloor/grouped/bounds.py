"""What grouped data say without any curve: the least and the most a measure can be in a distribution that has these groups.

Within a class of known mean, welfare lies between limits that are published or, where they are not, between the means of its
neighbours: the poorest of a class cannot have less than the mean of the class below. Nobody has less than nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from groundfloor.grouped.groups import Groups
from groundfloor.survey.frame import Floats

SWEEPS, CLOSE = 10_000, 1e-13
Interval = tuple[float, float]


@dataclass(frozen=True)
class Bounds:
    """Classes with their shares of persons, means, and the least and most welfare that anybody in each can have (in means)."""

    population: Floats
    means: Floats
    least: Floats
    most: Floats
    p: Floats
    lorenz: Floats
    known: bool

    def of_convex(self, of: Callable[[Floats], Floats], beyond: float = 0.0) -> Interval:
        """Bounds of the mean of a convex function of welfare.

        The mean is least when all of a class are equal, and most when each has one of its two limits. `beyond` is what the
        function comes to per unit of welfare far up, for a class without an upper limit.
        """
        low = float((self.population * of(self.means)).sum())
        with np.errstate(invalid="ignore", divide="ignore"):
            width = self.most - self.least
            up = np.where(np.isfinite(width), np.where(width > 0, (self.means - self.least) / width, 0.0), 0.0)
            above = np.where(up > 0, of(np.where(np.isfinite(self.most), self.most, 1.0)), 0.0)
            far = np.where(np.isinf(self.most) & (self.means > self.least), (self.means - self.least) * beyond, 0.0)
            below = np.where(up < 1, of(self.least), 0.0)
            high = float(
                (self.population * ((1.0 - up) * below + up * above + np.nan_to_num(far, posinf=np.inf))).sum()
            )
        return low, high

    def headcount(self, line: float) -> Interval:
        """Bounds of the share of persons below `line`; a class is taken to end just below its upper limit."""
        s, a, b = self.means, self.least, self.most
        with np.errstate(invalid="ignore", divide="ignore"):
            fewest = np.where(line >= b, 1.0, np.where(line > s, (line - s) / (line - a), 0.0))
            ratio = np.where(np.isinf(b), 1.0, (b - s) / (b - line))
            largest = np.where((line > s) | (line >= b), 1.0, np.where(line <= a, 0.0, ratio))
        return float((self.population * fewest).sum()), float((self.population * np.nan_to_num(largest, nan=1.0)).sum())

    def lorenz_at(self, p: float) -> Interval:
        """Bounds of the share of welfare that the poorest `p` hold."""
        k, before, start = self._class(p)
        high = start + (p - before) * self.means[k]
        low = start + (p - before) * self.least[k]
        if np.isfinite(self.most[k]):
            low = max(low, self.lorenz[k] - (self.p[k] - p) * self.most[k])
        return float(low), float(high)

    def quantile(self, p: float) -> Interval:
        """Bounds of welfare (in means) at share `p` of persons."""
        k, _before, _start = self._class(p)
        if np.isclose(p, self.p[k], rtol=0, atol=CLOSE):
            after = min(k + 1, len(self.p) - 1)
            return float(self.means[k]), float(min(self.most[k], self.means[after]))
        return float(self.least[k]), float(self.most[k])

    def _class(self, p: float) -> tuple[int, float, float]:
        """The class in which share `p` lies, and where it begins."""
        k = int(np.searchsorted(self.p, p - CLOSE))
        return k, float(self.p[k - 1]) if k else 0.0, float(self.lorenz[k - 1]) if k else 0.0

    @cached_property
    def gini(self) -> Interval:
        """Bounds of the Gini coefficient: of the polygon through the points, and the most any convex curve through them has.

        With limits the most is that of Gastwirth (1972). Without them it is the largest over all limits between neighbouring
        means (Mehran 1975), found limit by limit: given its neighbours, the best place of each has a closed form.
        """
        f, s = self.population, self.means
        before = np.append(0.0, self.lorenz[:-1])
        low = 1.0 - float((f * (self.lorenz + before)).sum())
        knots = np.append(self.least[:1], self.most)
        if not self.known:
            knots[1:-1] = (s[:-1] + s[1:]) / 2.0
            _widest(knots, f, s)
        below, above = s - knots[:-1], knots[1:] - s
        with np.errstate(invalid="ignore", divide="ignore"):
            apart = np.where(np.isinf(above), below, np.where(below + above > 0, below * above / (below + above), 0.0))
        return low, low + float((f**2 * apart).sum())


def _widest(knots: Floats, f: Floats, s: Floats) -> None:
    """Move the limits between classes to where the area between polygon and tangents is largest; it is concave in them.

    Every second limit is moved at once, because the best place of each depends on its two neighbours only.
    """
    inner = np.arange(1, len(s))
    for _sweep in range(SWEEPS):
        before = knots.copy()
        for half in (inner[::2], inner[1::2]):
            a, c = knots[half - 1], knots[half + 1]
            left, right = f[half - 1] * (s[half - 1] - a), f[half] * (c - s[half])
            with np.errstate(invalid="ignore", divide="ignore"):
                place = (left * c + right * a) / (left + right)
                place = np.where(np.isinf(c), a + left / f[half], place)
            # where both classes have no room the limit may stand anywhere between them
            knots[half] = np.clip(np.where(np.isnan(place), knots[half], place), s[half - 1], s[half])
        if np.abs(knots[1:-1] - before[1:-1]).max() < CLOSE:
            return


def bounds_of(groups: Groups) -> Bounds:
    """The bounds that the classes set, with the limits published as far as there are any.

    >>> from groundfloor.grouped.groups import from_arrays, groups_of
    >>> found = bounds_of(groups_of(from_arrays([5, 10, 15, 25, 45])))
    >>> [round(one, 4) for one in found.gini], [round(one, 4) for one in found.lorenz_at(0.4)]
    ([0.38, 0.4317], [0.15, 0.15])
    """
    means = groups.means
    least = np.append(0.0, means[:-1])
    most = np.append(means[1:], np.inf)
    # a limit of one class is one of its neighbour too
    floor = np.fmax(groups.lower, np.append(np.nan, groups.upper[:-1]))
    ceiling = np.fmin(groups.upper, np.append(groups.lower[1:], np.nan))
    least = np.minimum(np.where(np.isnan(floor), least, np.maximum(floor, 0.0)), means)
    most = np.maximum(np.where(np.isnan(ceiling), most, ceiling), means)
    known = bool((~np.isnan(floor[1:])).all())
    return Bounds(groups.population, means, least, most, groups.p, groups.lorenz, known)
