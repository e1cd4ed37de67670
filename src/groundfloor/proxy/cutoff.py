"""The cut-off of a score: where it lies, who is below it, and what it follows from sample to sample."""

from __future__ import annotations

import math

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.proxy.errors import Truth
from groundfloor.proxy.figures import Mask
from groundfloor.proxy.joint import Follows, Inside, reaching
from groundfloor.proxy.ranks import Order
from groundfloor.proxy.score import shortest_between
from groundfloor.proxy.settings import Settings
from groundfloor.survey.frame import Floats


class Cutoff:
    """Whom the settings select by a score, the lowest first; `scale` is how much of it makes one of log welfare."""

    def __init__(self, truth: Truth, persons: Floats, settings: Settings, scale: float) -> None:
        self.truth, self.persons, self.settings, self.scale = truth, persons, settings, scale

    def of(self, score: Floats) -> tuple[float, Inside]:
        """The cut-off and who lies below it; a score that is not known selects nobody.

        A score that nobody has, and a line at which welfare has no logarithm, raise GroundfloorError.
        """
        return self._by_line(score) if self.settings.select == "line" else self._by_quota(score)

    def _by_quota(self, score: Floats) -> tuple[float, Inside]:
        if np.isnan(score).all():
            raise GroundfloorError("No household has a score")
        order = Order(score, self.persons)
        edge, following = order.cut(self.settings.quota or self.truth.share)
        return shortest_between(edge, following), reaching(order, _below(score, following), self.settings.quota)

    def _by_line(self, score: Floats) -> tuple[float, Inside]:
        truth = self.truth
        if not truth.threshold > 0:
            raise GroundfloorError("Welfare at the line is not positive", hint="Select by quota instead.")
        cutoff = self._at(truth.threshold)
        below = _below(score, cutoff)
        if truth.wanted is None:
            return cutoff, Inside(below)
        order = truth.order(self.persons)

        def at(share: float) -> Mask:
            return _below(score, self._at(order.cut(share)[0]) if share > 0 else -math.inf)

        return cutoff, Inside(below, Follows(truth.poor, truth.known, truth.wanted, at))

    def _at(self, welfare: float) -> float:
        """The score of who is predicted to have this welfare."""
        cutoff = math.log(welfare) * self.scale if welfare > 0 else -math.inf
        return float(math.ceil(cutoff)) if self.settings.points and welfare > 0 else cutoff


def _below(score: Floats, cutoff: float) -> Mask:
    with np.errstate(invalid="ignore"):
        below: Mask = score < cutoff
    return below
