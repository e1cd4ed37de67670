"""Shares of persons in a survey, each with its standard error by the survey's design or its replicates."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from groundfloor.access.grid import Floats
from groundfloor.measures.design import Partition, groupings, partitions
from groundfloor.measures.estimate import Estimate, base, ratio, weighted
from groundfloor.measures.intervals import degrees, interval
from groundfloor.measures.replicates import by_replicates, errors_of
from groundfloor.survey.frame import Survey


@dataclass(frozen=True)
class Share:
    """A share with its standard error and the ends of its 95 % interval (NaN where not known), and the persons behind it."""

    value: float
    se: float
    low: float
    high: float
    n: int


def shares(survey: Survey, groups: tuple[str, ...] | None, true: Floats) -> dict[str, Share]:
    """By group, the share of those of whom it is true among those of whom it is known (1, 0 or NaN a person)."""
    errors = None
    if by_replicates(survey, None):

        def values(one: Survey) -> dict[tuple[str], float]:
            return {
                (name,): value
                for part, of in _ratios(one, groups, true)
                for name, value in zip(part.names, of.value, strict=True)
            }

        errors = errors_of((survey, values))
    out = {}
    for part, one in _ratios(survey, groups, true):
        se = one.se if errors is None else np.array([errors.of.get((name,), math.nan) for name in part.names])
        df = degrees(part.design) if errors is None else errors.degrees
        low, high = interval(one.value, se, df, proportion=True)
        for k, name in enumerate(part.names):
            out[name] = Share(float(one.value[k]), float(se[k]), float(low[k]), float(high[k]), int(one.n[k]))
    return out


def _ratios(survey: Survey, groups: tuple[str, ...] | None, true: Floats) -> Iterator[tuple[Partition, Estimate]]:
    counted = ~np.isnan(true)
    for part in partitions(survey, groupings(survey, groups)):
        persons, below = counted.astype(float), weighted(survey.weight, counted, np.ones(len(true)))
        over = base(part, part.atoms.sum(persons), part.atoms.sum(below))
        yield part, ratio(over, part.atoms.sum(weighted(survey.weight, counted, true)))
