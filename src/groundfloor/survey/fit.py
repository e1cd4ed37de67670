"""How well synthetic households meet the margins they were drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from groundfloor.survey.consumption import DAYS
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.margins import SEXES, WIDTH, Margins

WORDS = {"f": "female", "m": "male"}


def fit_rows(margins: Margins, survey: Survey) -> list[dict[str, Any]]:
    """A row a margin and cell: target, achieved and difference; populations in persons, consumption in LCU a day, else shares."""
    return [
        {"margin": margin, "cell": cell, "target": target, "achieved": achieved, "difference": achieved - target}
        for rows in (
            _population(margins, survey),
            _sizes(margins, survey),
            _consumption(margins, survey),
            _cells(margins, survey),
        )
        for margin, cell, target, achieved in rows
    ]


Row = tuple[str, str, float, float]


def _numbers(survey: Survey, name: str) -> Any:
    return survey.columns[name]


def _population(margins: Margins, survey: Survey) -> Iterator[Row]:
    """Persons by region and age in broad groups, both sexes."""
    age, region, sex = (_numbers(survey, name) for name in ("age", "region", "sex"))
    for name in margins.regions:
        values = sum(one for (where, _), one in margins.population.items() if where == name)
        for row, letter in enumerate(SEXES):
            for low, high in ((0, 15), (15, 65), (65, 200)):
                inside = (age >= low) & (age < high) & (region.is_(name) == 1.0) & (sex.is_(WORDS[letter]) == 1.0)
                first, last = low // WIDTH, min(high // WIDTH, margins.groups)
                target = float(np.asarray(values)[row, first:last].sum())
                yield (
                    "population",
                    f"{name} {letter} {low}-{high - 1 if high < 200 else ''}",
                    target,
                    float(survey.weight[inside].sum()),
                )


def _sizes(margins: Margins, survey: Survey) -> Iterator[Row]:
    first = survey.starts
    weight = survey.weight[first]
    urban = survey.columns.get("urban")
    for area, table in margins.sizes.items():
        inside = np.ones(len(first), dtype=bool)
        if area is not None and urban is not None and not isinstance(urban, Text):
            inside = urban[first] == area
        total = sum(table.values())
        for size, share in table.items():
            achieved = float(weight[inside & (survey.sizes == size)].sum() / max(weight[inside].sum(), 1e-12))
            yield (
                "household_size",
                f"{'' if area is None else 'urban ' if area else 'rural '}{size}",
                share / total,
                achieved,
            )


def _consumption(margins: Margins, survey: Survey) -> Iterator[Row]:
    if survey.welfare is None:
        return
    order = np.argsort(survey.welfare, kind="stable")
    cumulative = np.cumsum(survey.weight[order]) / survey.weight.sum()
    for percentile, value in margins.percentiles:
        if percentile % 10 == 0:
            at = min(int(np.searchsorted(cumulative, percentile / 100)), len(order) - 1)
            yield "consumption", f"p{percentile:g}", value, float(survey.welfare[order][at]) / DAYS
    if margins.mean is not None:
        achieved = float((survey.welfare * survey.weight).sum() / survey.weight.sum()) / DAYS
        yield "consumption", "mean", margins.mean, achieved


def _cells(margins: Margins, survey: Survey) -> Iterator[Row]:
    age, region, sex = (_numbers(survey, name) for name in ("age", "region", "sex"))
    first = np.zeros(survey.persons, dtype=bool)
    first[survey.starts] = True
    for cell in margins.cells:
        inside = (age >= cell.age_from) & (age <= cell.age_to)
        if cell.region is not None:
            inside &= region.is_(cell.region) == 1.0
        if cell.urban is not None:
            inside &= _numbers(survey, "urban") == cell.urban
        if cell.sex is not None:
            inside &= sex.is_(WORDS[cell.sex]) == 1.0
        if cell.level == "household":
            inside &= first
        weight = survey.weight[inside]
        value = _numbers(survey, cell.variable)[inside]
        if weight.sum() > 0:
            yield cell.variable, cell.name, cell.share, float((weight * value).sum() / weight.sum())
