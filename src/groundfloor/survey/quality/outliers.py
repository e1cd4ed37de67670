"""Values that can hardly be: welfare far from that of everybody else, households of a size that nobody has, food of nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.survey.frame import Finding, Floats, Survey, Text
from groundfloor.survey.quality.figure import Figure, Known

# how many of its spreads the logarithm of welfare may lie from its middle
SPREADS = 5.0
NORMAL = 1.4826
LARGEST = 30


def rows(survey: Survey, _population: Known | None) -> Iterator[Figure | Finding]:
    """Welfare by the median and the spread around it, and by mean and standard deviation, of its logarithm; sizes; food."""
    yield from _welfare(survey)
    large = survey.sizes > LARGEST
    yield Figure("keys", "household_size_mean", "all", float(survey.sizes.mean()))
    yield Figure("keys", "household_size_max", "all", float(survey.sizes.max()))
    if large.any():
        values: dict[str, int | float | str] = {"count": int(large.sum()), "size": str(LARGEST)}
        yield Finding("warning", "outliers", "household_size", int(large.sum()), "outliers.size", values)
    yield from _food(survey)


def _welfare(survey: Survey) -> Iterator[Figure | Finding]:
    if survey.welfare is None:
        return
    home = survey.welfare[survey.starts]
    logs = np.log(home[home > 0])
    if len(logs) < 2:
        return
    middle = float(np.median(logs))
    spread = NORMAL * float(np.median(np.abs(logs - middle)))
    deviation = float(logs.std())
    for name, centre, unit in (
        ("beyond_spreads", middle, spread),
        ("beyond_deviations", float(logs.mean()), deviation),
    ):
        if unit > 0:
            yield Figure("welfare", name, "all", float((np.abs(logs - centre) > SPREADS * unit).sum()), 0.0)
    if spread <= 0:
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = (np.log(home) - middle) / spread
    high, low = (home > 0) & (distance > SPREADS), (home > 0) & (distance < -SPREADS)
    if high.any():
        weight = np.nan_to_num(survey.weight) * np.nan_to_num(survey.welfare)
        held = float(weight[high[survey.household_of]].sum() / weight.sum()) if weight.sum() > 0 else np.nan
        values: dict[str, int | float | str] = {"count": int(high.sum()), "share": held}
        yield Finding("warning", "outliers", "", int(high.sum()), "outliers.high", values)
    if low.any():
        yield Finding("warning", "outliers", "", int(low.sum()), "outliers.low", {"count": int(low.sum())})


def _food(survey: Survey) -> Iterator[Figure | Finding]:
    food, all_of_it = survey.columns.get("food_consumption"), survey.columns.get("consumption")
    if food is None or isinstance(food, Text) or all_of_it is None or isinstance(all_of_it, Text):
        return
    among = survey.sizes[survey.household_of].astype(float) if survey.sharing is None else survey.sharing
    home = survey.starts
    total: Floats = (all_of_it * among)[home]
    known = ~np.isnan(food[home]) & (total > 0)
    share = food[home][known] / total[known]
    if not len(share):
        return
    yield Figure("welfare", "food_share", "all", float(np.median(share)))
    for says, wrong in (("outliers.food_zero", share <= 0), ("outliers.food_above", share > 1 + 1e-9)):
        count = int(wrong.sum())
        if count:
            yield Finding("warning", "outliers", "food_consumption", count, says, {"count": count})
