"""Whether poverty is lower at every line and by every index, and inequality lower everywhere: dominance, with its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from groundfloor.comparison.dominating import Ordinate, ordinate, verdict
from groundfloor.comparison.linear import Linear
from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.poverty import poverty
from groundfloor.comparison.side import Side
from groundfloor.errors import GroundfloorError
from groundfloor.measures.curves.lorenz import SHARES

TABLE = "dominance"
POINTS = 50
TAIL = 0.05
LOWEST, HIGHEST = 0.5, 2.0
ORDERS = {"fgt0": 1, "fgt1": 2, "fgt2": 3}
LORENZ: dict[str, Callable[[Side, float], Linear]] = {
    "lorenz": Side.lorenz,
    "generalised_lorenz": Side.generalised_lorenz,
}


def rows(pair: Pair) -> Iterator[Row]:
    """Poverty of the first, second and third order between two lines, Lorenz and generalised Lorenz."""
    for criterion, order, ordinates in curves(pair):
        yield from verdict(pair, criterion, order, ordinates)


Curve = tuple[str, int, list[Ordinate]]


def curves(pair: Pair) -> list[Curve]:
    """Each criterion with its order and both curves at each point."""
    found: list[Curve] = pair.once("dominance", lambda: list(_curves(pair)))
    return found


def _curves(pair: Pair) -> Iterator[Curve]:
    low, high = span(pair)
    for index, order in ORDERS.items():
        at = [float(z) for z in np.linspace(low, high, POINTS)]
        yield (
            index,
            order,
            [ordinate(pair, index, z, poverty(pair.before, index, z), poverty(pair.after, index, z), -1.0) for z in at],
        )
    for name, height in LORENZ.items():
        yield name, 2, [ordinate(pair, name, p, height(pair.before, p), height(pair.after, p), 1.0) for p in SHARES]


def span(pair: Pair) -> tuple[float, float]:
    """The lines between which poverty is compared: as asked, or half the lowest line to twice the highest.

    Without a line, from the lower of both 5 % quantiles to the higher of both 95 % quantiles, as far as they are above 0.
    """
    if pair.between is not None:
        low, high = pair.between
        if not 0 < low < high:
            raise GroundfloorError(
                f"Lines from {low:g} to {high:g} are no range", expected="two positive amounts, the lower one first"
            )
        return low, high
    lines = [line for both in pair.lines.values() for line in both]
    if lines:
        return LOWEST * min(lines), HIGHEST * max(lines)
    tails = [[side.quantile(p).value for side in (pair.before, pair.after)] for p in (TAIL, 1 - TAIL)]
    positive = [side.y[side.y > 0].min(initial=np.inf) for side in (pair.before, pair.after)]
    high = max(*tails[1], min(positive) if np.isfinite(min(positive)) else 1.0)
    low = min(tails[0]) if min(tails[0]) > 0 else min(min(positive), high)
    return (low, high) if low < high else (high / 2, high * 2)
