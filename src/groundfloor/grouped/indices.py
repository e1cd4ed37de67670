"""Poverty and inequality from fitted Lorenz curves, as rows of a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from groundfloor.grouped.bounds import Bounds, Interval
from groundfloor.grouped.curve import Curve
from groundfloor.grouped.fit import Fit, chosen
from groundfloor.grouped.groups import Groups
from groundfloor.survey.frame import Floats

Row = dict[str, Any]
TABLE = ("curve", "measure", "line", "group", "value", "low", "high", "valid", "chosen", "note")
NONE: Interval = (math.nan, math.nan)
TENTHS = range(1, 11)
POOR, RICH, FIFTH = 0.4, 0.9, 0.2


def rows(groups: Groups, fitted: Sequence[Fit], bounds: Bounds, lines: Mapping[str, float]) -> Iterator[Row]:
    """One row a curve and measure; inequality first, then poverty at each line.

    `lines` are in the unit of the mean. A figure that a curve does not have is NaN and its `note` says why.
    """
    for_inequality = chosen(fitted)
    for fit in fitted:
        for row in _inequality(fit.curve, groups, bounds):
            yield _row(fit, row, fit is for_inequality)
    for name, line in lines.items():
        assert groups.mean is not None  # noqa: S101 (lines without a mean are refused before)
        relative = line / groups.mean
        for_poverty = chosen(fitted, relative)
        for fit in fitted:
            for row in _poverty(fit.curve, bounds, relative):
                yield _row(fit, {**row, "line": name}, fit is for_poverty)


def _row(fit: Fit, row: Row, taken: bool) -> Row:
    """A row with every column; where the curve has no answer the value is NaN."""
    low, high = row.pop("bounds", NONE)
    value = row["value"]
    note = _note(fit.curve, value, low, high, row.pop("note", None))
    out = {
        "curve": fit.curve.name,
        "line": None,
        "group": "all",
        **row,
        "low": low if math.isfinite(low) else math.nan,
        "high": high if math.isfinite(high) else math.nan,
        "valid": fit.curve.valid and fit.curve.computable,
        "chosen": taken,
        "note": note,
    }
    return {name: out[name] for name in TABLE}


def _note(curve: Curve, value: float, low: float, high: float, known: str | None) -> str | None:
    """Why a figure is absent or not to be trusted: a key of the sentences, `known` where the measure itself says it."""
    if math.isnan(value):
        return "no_formula" if not curve.computable else known or "no_value"
    if value < low - _slack(low) or value > high + _slack(high):
        return "out_of_bounds"
    return known


def _slack(bound: float) -> float:
    return 1e-9 * max(abs(bound), 1.0) if math.isfinite(bound) else 0.0


def _inequality(curve: Curve, groups: Groups, bounds: Bounds) -> Iterator[Row]:
    able = curve.computable
    scale = groups.mean

    def at(p: float) -> float:
        return curve.share(p) if able else math.nan

    yield {"measure": "gini", "value": curve.gini() if able else math.nan, "bounds": bounds.gini}
    below = curve.below_zero if able else 0.0
    note = None if below == 0.0 else "few_below_zero" if math.isfinite(curve.mld()) else "many_below_zero"
    yield {
        "measure": "mld",
        "value": curve.mld() if able else math.nan,
        "bounds": bounds.of_convex(lambda y: -_log(y)),
        "note": note,
    }
    yield {
        "measure": "theil",
        "value": curve.theil() if able else math.nan,
        "bounds": bounds.of_convex(_times_log, beyond=math.inf),
        "note": note,
    }
    poor, rich = bounds.lorenz_at(POOR), bounds.lorenz_at(RICH)
    yield {"measure": "bottom40_share", "value": at(POOR), "bounds": poor}
    yield {"measure": "palma", "value": _over(1.0 - at(RICH), at(POOR)), "bounds": _ratio(rich, poor)}
    first, last = bounds.lorenz_at(FIFTH), bounds.lorenz_at(1.0 - FIFTH)
    yield {
        "measure": "s80_s20",
        "value": _over(1.0 - at(1.0 - FIFTH), at(FIFTH)),
        "bounds": _ratio(last, first),
    }
    for tenth in TENTHS:
        start, stop = (tenth - 1) / 10.0, tenth / 10.0
        end = at(stop) if tenth < TENTHS[-1] else 1.0
        yield {
            "measure": "decile_share",
            "group": f"decile={tenth}",
            "value": end - at(start) if start else end,
            "bounds": _between(bounds, start, stop),
        }
    if scale is None:
        return
    yield {"measure": "median_welfare", **_quantile(curve, bounds, 0.5, scale)}
    for tenth in TENTHS[:-1]:
        yield {"measure": "decile_limit", "group": f"decile={tenth}", **_quantile(curve, bounds, tenth / 10.0, scale)}


def _quantile(curve: Curve, bounds: Bounds, p: float, scale: float) -> Row:
    low, high = bounds.quantile(p)
    value = float(curve.slope(p)) * scale if curve.computable else math.nan
    return {"value": value, "bounds": (low * scale, high * scale)}


def _poverty(curve: Curve, bounds: Bounds, line: float) -> Iterator[Row]:
    """Poverty at a line (in means), and how it moves with the mean and with the Gini coefficient."""
    gaps = [bounds.headcount(line), *(bounds.of_convex(partial(_gap, line=line, power=power)) for power in (1, 2))]
    h, pg, spg = _fgt(curve, line) if curve.computable else (math.nan,) * 3
    for power, (value, interval) in enumerate(zip((h, pg, spg), gaps, strict=True)):
        yield {"measure": f"fgt{power}", "value": value, "bounds": interval}
    below = curve.below_zero if curve.computable else 0.0
    watts = curve.watts(line) if curve.computable else math.nan
    note = None if below == 0.0 else "few_below_zero" if math.isfinite(watts) else "many_below_zero"
    yield {
        "measure": "watts",
        "value": watts,
        "bounds": bounds.of_convex(lambda y: np.maximum(-_log(y / line), 0.0)),
        "note": note,
    }
    bend = float(curve.bend(h)) if 0.0 < h < 1.0 else math.nan
    nobody = "nobody_poor" if h == 0.0 else None
    elasticities = {
        # where everybody is poor nobody stands at the line, and a small change of the mean takes nobody over it
        "fgt0_elasticity_mean": 0.0 if h == 1.0 else -_over(line, h * bend),
        "fgt1_elasticity_mean": 1.0 - _over(h, pg),
        "fgt2_elasticity_mean": 2.0 * (1.0 - _over(pg, spg)),
        "fgt0_elasticity_gini": 0.0 if h == 1.0 else _over(1.0 - line, h * bend),
        "fgt1_elasticity_gini": 1.0 + (1.0 / line - 1.0) * _over(h, pg),
        "fgt2_elasticity_gini": 2.0 * (1.0 + (1.0 / line - 1.0) * _over(pg, spg)),
        "growth_to_halve_fgt0": _over(line, float(curve.slope(h / 2.0))) - 1.0 if h > 0.0 else math.nan,
    }
    for measure, value in elasticities.items():
        yield {"measure": measure, "value": value, "note": nobody}


def _fgt(curve: Curve, line: float) -> tuple[float, float, float]:
    """Headcount, gap and squared gap."""
    h = curve.headcount(line)
    held = curve.share(h)
    return h, h - held / line, h - 2.0 * held / line + curve.squares(h) / line**2


def _between(bounds: Bounds, start: float, stop: float) -> Interval:
    """Bounds of the share of welfare between two shares of persons."""
    first = bounds.lorenz_at(start) if start else (0.0, 0.0)
    last = bounds.lorenz_at(stop) if stop < 1.0 else (1.0, 1.0)
    return max(last[0] - first[1], 0.0), last[1] - first[0]


def _ratio(rich: Interval, poor: Interval) -> Interval:
    """Bounds of the share of the richest over that of the poorest, from those of two points of the curve."""
    return _over(1.0 - rich[1], poor[1]), _over(1.0 - rich[0], poor[0])


def _over(above: float, below: float) -> float:
    return above / below if below > 0.0 else math.nan


def _gap(welfare: Floats, line: float, power: int) -> Floats:
    return np.asarray(np.maximum(1.0 - welfare / line, 0.0) ** power)


def _log(welfare: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.log(welfare)


def _times_log(welfare: Floats) -> Floats:
    return np.where(welfare > 0.0, welfare * np.log(np.where(welfare > 0.0, welfare, 1.0)), 0.0)
