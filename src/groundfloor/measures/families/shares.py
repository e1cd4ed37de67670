"""Who has how much of all welfare: shares of tenths, of the poorest and the richest, and ratios of the ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from groundfloor.measures.context import Context, Row
from groundfloor.measures.cuts import DECILES
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.influence import Figure

SETS = ("ceq", "dasp", "euromod")

TOP = (1, 5, 20)
RATIOS = ((80, 20), (90, 10))


def rows(context: Context) -> Iterator[Row]:
    """decile1_share to decile10_share, bottom10_share to bottom90_share, top1_share, top5_share, top20_share, s80_s20, s90_s10."""
    for one in context.distributions:
        for measure, figure in {**_shares(one), **_ratios(one)}.items():
            yield from context.rows(measure, one.part, figure.estimate(one.over))


def _shares(one: Distribution) -> dict[str, Figure]:
    tenths = [10 * k for k in range(1, DECILES)]
    asked = sorted({*tenths, *(100 - top for top in TOP)})
    upto = dict(zip(asked, one.lorenz([p / 100 for p in asked]), strict=True))
    first, last = tenths[0], tenths[-1]
    found = {"decile1_share": upto[first]}
    found |= {f"decile{high // 10}_share": upto[high] - upto[low] for low, high in pairwise(tenths)}
    found["decile10_share"] = 1 - upto[last]
    # bottom40_share is among the measures of inequality
    found |= {f"bottom{p}_share": upto[p] for p in tenths if p != 40}
    return found | {f"top{top}_share": 1 - upto[100 - top] for top in TOP}


def _ratios(one: Distribution) -> dict[str, Figure]:
    found = {}
    for high, low in RATIOS:
        poor, rich = one.parted(low / 100)[0], one.parted(high / 100)[1]
        found[f"s{high}_s{low}"] = rich / poor
    return found
