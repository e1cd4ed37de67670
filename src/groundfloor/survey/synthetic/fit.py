"""How well the synthetic households meet each cell of each margin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.survey.frame import Floats, Survey, Text
from groundfloor.survey.margins import Attribute, Margins
from groundfloor.survey.synthetic.records import household_columns, person_columns
from groundfloor.survey.synthetic.tables import Table

Row = dict[str, Any]


def fit_rows(survey: Survey, margins: Margins) -> list[Row]:
    """One row a margin cell: margin, cell, target, achieved, difference (achieved - target)."""
    return [
        {"margin": margin, "cell": cell, "target": target, "achieved": achieved, "difference": achieved - target}
        for margin, cell, target, achieved in _cells(survey, margins)
    ]


def _cells(survey: Survey, margins: Margins) -> Iterator[tuple[str, str, float, float]]:
    persons, homes = person_columns(survey), household_columns(survey)
    home_weight = survey.weight[survey.starts]
    table = margins.population
    found = np.bincount(table.index(persons) + 1, survey.weight, len(table.values) + 1)[1:]
    for i, target in enumerate(table.values.tolist()):
        yield "population", table.name(i), target, float(found[i])
    if margins.sizes is not None:
        yield from _composition("household_size", margins.sizes, homes, home_weight, "household_size")
    if margins.roles is not None:
        yield from _composition("relationship", margins.roles, persons, survey.weight, "relationship")
    if survey.welfare is not None:
        order = np.argsort(survey.welfare, kind="stable")
        running = np.cumsum(survey.weight[order]) / survey.weight.sum()
        for percentile, target in zip(margins.percentiles.tolist(), margins.thresholds.tolist(), strict=True):
            at = min(int(np.searchsorted(running, percentile / 100)), len(order) - 1)
            yield "consumption", f"percentile={percentile:g}", target, float(survey.welfare[order][at])
        if margins.mean is not None:
            mean = float(np.average(survey.welfare, weights=survey.weight))
            yield "consumption", "mean", margins.mean, mean
        poor = (running <= margins.poorest_share)[np.argsort(order, kind="stable")].astype(float)
        for table in margins.poorest:
            yield from _shares("poorest", table, persons, survey.weight, poor)
    for attribute in margins.attributes:
        yield from _attribute(survey, attribute, persons, homes)


def _attribute(
    survey: Survey, attribute: Attribute, persons: Any, homes: Any
) -> Iterator[tuple[str, str, float, float]]:
    columns, weight = persons, survey.weight
    if attribute.households:
        columns, weight = homes, weight[survey.starts]
    drawn = columns[attribute.variable]
    if attribute.among is not None:
        weight = np.where(columns[attribute.among] == 1.0, weight, 0.0)
    for table in attribute.targets:
        if isinstance(drawn, Text):
            yield from _composition(attribute.variable, table, columns | {"level": drawn}, weight, "level")
        else:
            yield from _shares(attribute.variable, table, columns, weight, drawn)


def _shares(
    margin: str, table: Table, columns: Any, weight: Floats, has: Floats
) -> Iterator[tuple[str, str, float, float]]:
    """The share of each cell's records that has something."""
    cell = table.index(columns) + 1
    known = ~np.isnan(has)
    total = np.bincount(cell[known], weight[known], len(table.values) + 1)[1:]
    got = np.bincount(cell[known], (weight * has)[known], len(table.values) + 1)[1:]
    for i, target in enumerate(table.values.tolist()):
        yield margin, table.name(i), target, float(got[i] / total[i]) if total[i] > 0 else np.nan


def _composition(
    margin: str, table: Table, columns: Any, weight: Floats, dimension: str
) -> Iterator[tuple[str, str, float, float]]:
    """The share of each value of `dimension` in its group of the other dimensions."""
    place = table.dimensions.index(dimension)
    cell = table.index(columns) + 1
    found = np.bincount(cell, weight, len(table.values) + 1)[1:]
    rest = [cell[:place] + cell[place + 1 :] for cell in table.cells]
    total: dict[Any, float] = {}
    for key, value in zip(rest, found.tolist(), strict=True):
        total[key] = total.get(key, 0.0) + value
    for i, target in enumerate(table.values.tolist()):
        whole = total[rest[i]]
        yield margin, table.name(i), target, float(found[i]) / whole if whole > 0 else np.nan


WORST = ("margin", "cells", "cell", "target", "achieved", "difference")


def worst(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """For each margin how many cells it has, and the one that is furthest off: of shares in points, of amounts and persons relatively.

    >>> one = {"margin": "m", "cell": "a", "target": 0.5, "achieved": 0.6, "difference": 0.1}
    >>> worst([one, one | {"cell": "b", "difference": -0.2}])[0]["cell"]
    'b'
    """
    margins: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        margins.setdefault(str(row["margin"]), []).append(row)
    furthest = [(max(found, key=_distance), len(found)) for found in margins.values()]
    return [{**row, "cells": cells} for row, cells in furthest]


def _distance(row: Mapping[str, Any]) -> float:
    by = float(row["target"]) if row["target"] > 1 else 1.0
    distance = abs(float(row["difference"])) / by
    return 0.0 if np.isnan(distance) else distance
