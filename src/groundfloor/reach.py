"""Whom a scenario reaches in a year and whom it does not: by tenth, place, sex and age, and by who lives in the household."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from groundfloor.measures.design import Grouping, Partition, groupings, partitions
from groundfloor.measures.estimate import base, ratio, weighted
from groundfloor.measures.ranking import quantile_groups
from groundfloor.simulate import Year
from groundfloor.survey.derived import grouping
from groundfloor.survey.frame import Floats, Survey, Text

TENTHS = 10
BY = ("region", "urban", "sex", "age_group")
ADULT, OLDER = 18, 65
UNKNOWN = 0.5  # between no and yes
HOUSEHOLDS = ("with_children", "with_older", "with_disabled")


def reach(
    survey: Survey, scenario: str, year: Year, programmes: Iterable[str], in_kind: Collection[str], line: float | None
) -> list[dict[str, Any]]:
    """Rows scenario, year, group, measure, value, se, n of whom any of `programmes` reaches, those `in_kind` among them.

    Measures: persons; reached, the share of persons who live with somebody who receives; gain, what cash changes, LCU a person and
    year in prices of the base year, as a mean over all persons of known welfare; and with a `line` poor, those below it without the scenario,
    poor_reached, the share of them reached, poor_without, those who get nothing, and poor_without_cash. Numbers of persons are
    weighted and have no error of their own. Tenths are of persons by welfare without the scenario. Definitions: docs/methods/reach.md.
    """
    names = list(programmes)
    home = _lives_with_recipient(survey, year, names)
    cash = _lives_with_recipient(survey, year, [name for name in names if name not in in_kind])
    parts = partitions(survey, _groups(survey, year.weight))
    rows = []
    for part in parts:
        for measure, values in _measures(survey, year, part, home, cash, line):
            for group, (value, se, n) in zip(part.names, values, strict=True):
                labels = {"scenario": scenario, "year": year.year, "group": group, "measure": measure}
                rows.append(labels | {"value": value, "se": se, "n": n})
    return rows


def _lives_with_recipient(survey: Survey, year: Year, names: list[str]) -> Floats:
    """1 for who lives with somebody who receives any of these programmes, 0 for who does not, NaN where that is not known; by person."""
    most = np.zeros(survey.persons)
    for name in names:
        receives = year.receives[name]
        most = np.maximum(most, np.where(np.isnan(receives), UNKNOWN, receives))
    someone = np.repeat(np.maximum.reduceat(most, survey.starts), survey.sizes)
    return np.where(someone == UNKNOWN, np.nan, someone)


def _groups(survey: Survey, weight: Floats) -> Iterator[Grouping]:
    yield from groupings(survey, tuple(name for name in BY if grouping(survey, name) is not None))
    if survey.welfare is not None:
        yield tuple(f"decile={k + 1}" for k in range(TENTHS)), quantile_groups(survey.welfare, weight, TENTHS)
    for name, who in _members(survey).items():
        there = np.repeat(np.logical_or.reduceat(who, survey.starts), survey.sizes)
        if there.any():
            yield (name,), np.where(there, 0, -1)


def _members(survey: Survey) -> Mapping[str, Any]:
    """Who makes a household one with children, older or disabled persons; what the survey does not know is left out."""
    age, disability = survey.columns.get("age"), survey.columns.get("disability")
    found: dict[str, Any] = {}
    if age is not None and not isinstance(age, Text):
        found |= {"with_children": age < ADULT, "with_older": age >= OLDER}
    if disability is not None and not isinstance(disability, Text):
        found["with_disabled"] = disability == 1.0
    return found


Figures = list[tuple[float, float, int]]


def _measures(
    survey: Survey, year: Year, part: Partition, home: Floats, cash: Floats, line: float | None
) -> Iterator[tuple[str, Figures]]:
    weight = year.weight
    known = ~np.isnan(home)
    yield "persons", _sums(part, weight, np.ones(survey.persons))
    yield "reached", _share(part, weight, known, home)
    gain = year.cash_per_head
    yield "gain", _share(part, weight, ~np.isnan(gain), gain)
    if survey.welfare is None or line is None:
        return
    poor = survey.welfare < line
    yield "poor", _sums(part, weight, poor.astype(float))
    yield "poor_reached", _share(part, weight, known & poor, home)
    yield "poor_without", _sums(part, weight, (poor & (home == 0.0)).astype(float))
    yield "poor_without_cash", _sums(part, weight, (poor & (cash == 0.0)).astype(float))


def _share(part: Partition, weight: Floats, counted: Any, values: Floats) -> Figures:
    """The mean of values over those counted, by group, with its standard error."""
    atoms = part.atoms
    over = base(part, atoms.sum(counted.astype(float)), atoms.sum(np.where(counted, weight, 0.0)))
    found = ratio(over, atoms.sum(weighted(weight, counted, values)))
    return list(zip(found.value.tolist(), found.se.tolist(), found.n.tolist(), strict=True))


def _sums(part: Partition, weight: Floats, values: Floats) -> Figures:
    """Weighted persons by group."""
    totals = part.groups(part.cells(part.atoms.sum(weight * values)))
    n = part.groups(part.cells(part.atoms.sum(values)))
    return [(float(total), float("nan"), int(count)) for total, count in zip(totals, n, strict=True)]
