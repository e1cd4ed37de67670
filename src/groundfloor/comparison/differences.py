"""Every measure that both distributions have, side by side, with the error of the difference."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from groundfloor.comparison.linear import Linear
from groundfloor.comparison.pair import Pair, Row
from groundfloor.measures.context import Context
from groundfloor.measures.design import Partition, totals
from groundfloor.measures.estimate import Estimate
from groundfloor.survey.frame import Ints

Key = tuple[str, str | None, str | None, str]
Keep = tuple[Estimate, Partition, int]


@dataclass(frozen=True)
class Keeping(Context):
    """A context that keeps each estimate beside the rows it makes of it."""

    kept: dict[Key, Keep] = field(default_factory=dict)

    def rows(
        self,
        measure: str,
        part: Partition,
        estimate: Estimate,
        *,
        line: str | None = None,
        programme: str | None = None,
        **more: Any,
    ) -> Iterator[Row]:
        """The rows, once the estimate is kept by measure, line, programme and group, as its row names them."""
        line = part.line if line is None else line
        for code, group in enumerate(part.names):
            self.kept[measure, line, programme, group] = (estimate, part, code)
        return super().rows(measure, part, estimate, line=line, programme=programme, **more)


def keeping(context: Context) -> Keeping:
    """The same context, which keeps its estimates."""
    return Keeping(**{one.name: getattr(context, one.name) for one in fields(Context)})


def key(row: Mapping[str, Any]) -> Key:
    """What makes a row of `measures` one of a kind, whatever its scenario."""
    return row["measure"], row["line"], row["programme"], row["group"]


def about(mine: Key) -> tuple[str, ...]:
    """What a difference of a measure is about, among all figures of a comparison."""
    return ("difference", *map(str, mine))


Error = Callable[[Key, Key], float]


def differences(
    pair: Pair, before: Iterable[Row], after: Iterable[Row], error: Error, groups: tuple[str, str] | None = None
) -> Iterator[Row]:
    """Rows of the table `differences`, one a row of `measures` present in both; `groups` are the two compared within one survey."""
    first, second = groups or (None, None)
    later = {key(row): row for row in after if second is None or row["group"] == second}
    for row in before:
        mine = key(row)
        if first is not None and mine[3] != first:
            continue
        other = (*mine[:3], second or mine[3])
        if other in later:
            yield _row(pair, row, later[other], error(mine, other), "all" if groups else mine[3])


def apart(before: Iterable[Row], after: Iterable[Row]) -> Error:
    """The error of the difference of two independent figures: variances add up."""
    errors = [{key(row): row["se"] for row in rows} for rows in (before, after)]

    def error(mine: Key, other: Key) -> float:
        return math.hypot(errors[0][mine], errors[1][other])

    return error


def together(pair: Pair, before: Mapping[Key, Keep], after: Mapping[Key, Keep]) -> Error:
    """The error of the difference of two figures of one sample: that of the difference of their linearised totals, unit by unit."""

    def error(mine: Key, other: Key) -> float:
        first, second = linear(before[mine]), linear(after[other])
        if pair.errors is not None and not pair.unchanged:
            return pair.errors.of.get(about(mine), math.nan)
        if first is None or second is None:
            return math.nan
        change = second - first
        if pair.unchanged and change.value == 0 and not change.influence.any():
            return 0.0
        # where the sample can tell of neither, what is left of both is rounding
        unknown = all(np.isnan(estimate.se[code]) for estimate, _, code in (before[mine], after[other]))
        return math.nan if unknown else pair.error(change, about(mine))

    return error


def together_in(pair: Pair, before: Mapping[Key, Keep], after: Mapping[Key, Keep], units: tuple[Ints, Ints]) -> Error:
    """The error of the difference of two figures of samples that share a design: `units` are where each one's units are in it."""

    def error(mine: Key, other: Key) -> float:
        first, second = linear(before[mine]), linear(after[other])
        if first is None or second is None:
            return math.nan
        many = pair.before.part.design.weighted
        moved = [totals(at, one.influence, many) for at, one in zip(units, (first, second), strict=True)]
        size = max(abs(first.value), abs(second.value))
        return pair.error(Linear(second.value - first.value, moved[1] - moved[0], size), about(mine))

    return error


def linear(kept: Keep) -> Linear | None:
    """One group's figure with its linearised total by primary unit, None where the estimate has none or its error is not known."""
    estimate, part, code = kept
    if estimate.influence is None or (np.isnan(estimate.influence).any() and np.isnan(estimate.se[code])):
        return None
    value = float(estimate.value[code])
    inside = part.group == code
    moved = totals(part.unit[inside], estimate.influence[inside], part.design.weighted)
    for factor, unit in estimate.common:
        moved = moved + factor[code] * unit
    return Linear(value, moved)


def _row(pair: Pair, before: Row, after: Row, se: float, group: str) -> Row:
    change = after["value"] - before["value"]
    t = change / se if se > 0 else math.nan
    step = 0.0 if se == 0 else pair.reach * se
    return {
        "measure": before["measure"],
        "line": before["line"],
        "programme": before["programme"],
        "group": group,
        "before": before["value"],
        "after": after["value"],
        "change": change,
        "se": se,
        "t": t,
        "p_value": two_sided(t, pair.df),
        "n_before": before["n"],
        "n_after": after["n"],
        "ci_low": change - step,
        "ci_high": change + step,
    }


def two_sided(t: float, df: int) -> float:
    """The chance of a t-value as far from 0, at both sides; NaN without degrees of freedom.

    >>> round(two_sided(2.228139, 10), 6), two_sided(1.0, 0)
    (0.05, nan)
    """
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(t))) if df > 0 else math.nan
