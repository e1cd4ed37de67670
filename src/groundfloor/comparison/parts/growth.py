"""Growth of the mean, the median and the poorest 40 %, over the period and a year."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.comparison.growing import growth, of_growth, yearly
from groundfloor.comparison.linear import Linear
from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.side import Side

TABLE = "growth"
POOREST = 0.4


def rows(pair: Pair) -> Iterator[Row]:
    """growth_mean, growth_median, growth_bottom40, premium_bottom40 and, where the years are known, each a year."""
    grown = {
        "growth_mean": growth(pair.before.average, pair.after.average),
        "growth_median": growth(pair.before.quantile(0.5), pair.after.quantile(0.5)),
        "growth_bottom40": growth(_poorest(pair.before), _poorest(pair.after)),
    }
    yield from _all(pair, grown, "")
    if pair.years:
        yield from _all(pair, {name: yearly(one, pair.years) for name, one in grown.items()}, "_yearly")


def _poorest(side: Side) -> Linear:
    return side.generalised_lorenz(POOREST) / POOREST


def _all(pair: Pair, grown: dict[str, Linear], ending: str) -> Iterator[Row]:
    premium = grown["growth_bottom40"] - grown["growth_mean"]
    for name, figure in (grown | {"premium_bottom40": premium}).items():
        yield of_growth(pair, name + ending, figure)
