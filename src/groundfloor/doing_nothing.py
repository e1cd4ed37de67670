"""What doing nothing costs: who stays poor and what they lack without a floor, beside what is so with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.measures.design import everyone
from groundfloor.measures.estimate import base, ratio
from groundfloor.simulate import Year
from groundfloor.survey.frame import Floats, Survey, Text

CHILD = 18
COLUMNS = ("scenario", "line", "year", "measure", "nothing", "floor", "difference", "se", "rate")


@dataclass
class _Sum:
    """Weighted persons (or person-years) and what they have without the floor and with it, a value a person of the sample."""

    persons: Floats
    nothing: Floats
    floor: Floats

    @classmethod
    def empty(cls, size: int) -> _Sum:
        return cls(np.zeros(size), np.zeros(size), np.zeros(size))

    def add(self, weight: Floats, nothing: Floats, floor: Floats, factor: float = 1.0) -> None:
        self.persons += weight
        self.nothing += factor * weight * nothing
        self.floor += factor * weight * floor


def doing_nothing(
    survey: Survey, scenario: str, years: Iterable[Year], line: str, *, base_year: int, rate: float | None
) -> list[dict[str, Any]]:
    """Rows of COLUMNS for each year after the base year, and for all of them together with `year` None.

    Measures: poor and poor_children (persons), gap (LCU of base-year prices), and over all years gap_all and, with a `rate`,
    gap_discounted. `se` is that of the difference. Empty without welfare. Definitions: docs/methods/doing-nothing.md.
    """
    if survey.welfare is None or survey.persons == 0:
        return []
    size, poverty = survey.persons, survey.lines[line]
    age = survey.columns.get("age")
    child = None if age is None or isinstance(age, Text) else age < CHILD
    everything, discounted = _Sum.empty(size), _Sum.empty(size)
    rows: list[dict[str, Any]] = []

    def row(year: int | None, measure: str, found: _Sum) -> None:
        labels = {"scenario": scenario, "line": line, "year": year, "measure": measure}
        used = rate if measure == "gap_discounted" else None
        rows.append(labels | _figures(survey, found) | {"rate": used})

    for one in years:
        if one.year <= base_year:
            continue
        after = survey.welfare + one.cash_per_head
        known = ~np.isnan(after) & ~np.isnan(survey.welfare)
        weight = np.where(known, one.weight, 0.0)
        without, within = (np.where(known, welfare, poverty) for welfare in (survey.welfare, after))
        below, still = ((welfare < poverty).astype(float) for welfare in (without, within))
        poor = _Sum.empty(size)
        poor.add(weight, below, still)
        row(one.year, "poor", poor)
        if child is not None:
            young = _Sum.empty(size)
            young.add(np.where(child, weight, 0.0), below, still)
            row(one.year, "poor_children", young)
        lack, left = np.maximum(poverty - without, 0.0), np.maximum(poverty - within, 0.0)
        gap = _Sum.empty(size)
        gap.add(weight, lack, left)
        row(one.year, "gap", gap)
        everything.add(weight, lack, left)
        discounted.add(weight, lack, left, 1.0 if rate is None else (1.0 + rate) ** (base_year - one.year))
    row(None, "gap_all", everything)
    if rate is not None:
        row(None, "gap_discounted", discounted)
    return rows


def _figures(survey: Survey, found: _Sum) -> dict[str, float]:
    """The totals, their difference, and its standard error: that of the mean over those counted, times their number."""
    atoms = (part := everyone(survey)).atoms
    over = base(part, atoms.sum((found.persons > 0).astype(float)), atoms.sum(found.persons))
    moved = found.nothing - found.floor
    mean = ratio(over, atoms.sum(moved))
    nothing, floor = float(found.nothing.sum()), float(found.floor.sum())
    error = 0.0 if not moved.any() else float(mean.se.item() * found.persons.sum())
    return {"nothing": nothing, "floor": floor, "difference": nothing - floor, "se": error}
