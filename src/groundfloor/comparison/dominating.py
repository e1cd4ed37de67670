"""Whether one curve lies above another along a whole range: the intersection-union test and what it says."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from groundfloor.comparison.linear import Linear
from groundfloor.comparison.pair import Pair, Row
from groundfloor.measures.design import ALL

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Ordinate:
    """Both curves at `x`, `better` being how much better off `after` is there, and the t-value of that."""

    x: float
    change: Linear
    better: float
    t: float


def ordinate(pair: Pair, criterion: str, x: float, before: Linear, after: Linear, sign: float) -> Ordinate:
    """Both curves of a criterion at `x`; `sign` is -1 where lower is better."""
    change = after - before
    se = pair.error(change, (difference(criterion), x))
    better = sign * change.value
    return Ordinate(x, change, better, better / se if se > 0 else math.nan)


def difference(criterion: str) -> str:
    """The curve of the differences between both curves of a criterion.

    >>> difference("lorenz")
    'lorenz_difference'
    """
    return f"{criterion}_difference"


def point(pair: Pair, curve: str, x: float, figure: Linear) -> Row:
    """One point of a curve as a row of the table `curves`."""
    cells = pair.figures(figure, (curve, x))
    ends = {"y": cells["value"], **{name: cells[name] for name in ("se", "ci_low", "ci_high")}}
    return {"scenario": pair.names[1], "curve": curve, "line": None, "programme": None, "group": ALL, "x": x, **ends}


def critical(df: int) -> float:
    """The t-value above which one curve is above the other at one point, at one side of 5 %; NaN without degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(df, CONFIDENCE)) if df > 0 else math.nan


def p_value(t: float, df: int) -> float:
    """The chance of a t-value as high, at one side."""
    from scipy.special import stdtr

    return float(stdtr(df, -t)) if df > 0 else math.nan


def verdict(pair: Pair, criterion: str, order: int, ordinates: Sequence[Ordinate]) -> Iterator[Row]:
    """Rows of the table `dominance`: the finding over the whole range, then stretches where one is above, then crossings.

    The range is from the first to the last point at which the sample says anything. One distribution dominates where its
    t-value is above `critical` at every point of it, for then the hypothesis that it is not above somewhere is refused at
    5 % (Kaur, Prakasa Rao, Singh 1994; Howes 1993).
    """
    telling = [i for i, one in enumerate(ordinates) if not math.isnan(one.t)]
    if not telling:
        exact = all(one.better == 0 for one in ordinates)
        ends = (ordinates[0].x, ordinates[-1].x)
        yield _row(
            criterion, order, "range", "same" if exact else "undecided", ends, math.nan, math.nan, len(ordinates)
        )
        return
    inside = ordinates[telling[0] : telling[-1] + 1]
    needed = critical(pair.df)
    above = [_sign(one.t, needed) for one in inside]
    least = {side: min(_low(side * one.t) for one in inside) for side in (1, -1)}
    side = max(least, key=lambda one: least[one])
    finding = _finding(inside, above)
    whole = (inside[0].x, inside[-1].x)
    yield _row(criterion, order, "range", finding, whole, least[side], p_value(least[side], pair.df), len(inside))
    if finding in ("after", "before"):
        return
    for first, last in _runs(above):
        run = inside[first : last + 1]
        weakest = min(abs(one.t) for one in run)
        who = "after" if above[first] > 0 else "before"
        yield _row(
            criterion, order, "stretch", who, (run[0].x, run[-1].x), weakest, p_value(weakest, pair.df), len(run)
        )
    for x in crossings(inside):
        yield _row(criterion, order, "crossing", "crossing", (x, x), math.nan, math.nan, 1)


def crossings(ordinates: Sequence[Ordinate]) -> Iterator[float]:
    """Where the curves of the sample cross, each on the straight line between the two nearest points.

    >>> from groundfloor.comparison.linear import known
    >>> nothing = known(0.0)
    >>> list(crossings([Ordinate(x, nothing, better, 0.0) for x, better in ((1.0, -1.0), (2.0, 3.0), (3.0, 0.0))]))
    [1.25]
    """
    apart = [one for one in ordinates if one.better != 0]
    for one, other in pairwise(apart):
        if one.better * other.better < 0:
            yield one.x + (other.x - one.x) * one.better / (one.better - other.better)


def _sign(t: float, needed: float) -> int:
    return 1 if t > needed else -1 if -t > needed else 0


def _low(t: float) -> float:
    """A t-value that is not known proves nothing."""
    return -math.inf if math.isnan(t) else t


def _finding(inside: Sequence[Ordinate], above: Sequence[int]) -> str:
    if all(one.better == 0 for one in inside):
        return "same"
    if min(above) == 1:
        return "after"
    if max(above) == -1:
        return "before"
    return "crossing" if {1, -1} <= set(above) else "undecided"


def _runs(above: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of points at which the same distribution is above the other."""
    first = 0
    for i in range(1, len(above) + 1):
        if i == len(above) or above[i] != above[first]:
            if above[first]:
                yield first, i - 1
            first = i


def _row(
    criterion: str, order: int, scope: str, finding: str, ends: tuple[float, float], t: float, p: float, points: int
) -> Row:
    return {
        "criterion": criterion,
        "order": order,
        "scope": scope,
        "finding": finding,
        "x_low": ends[0],
        "x_high": ends[1],
        "t": t if math.isfinite(t) else math.nan,
        "p_value": p if math.isfinite(t) else math.nan,
        "points": points,
    }
