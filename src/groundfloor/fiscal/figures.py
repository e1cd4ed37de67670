"""Rows of the tables of fiscal incidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypedDict, Unpack

import numpy as np

from groundfloor.fiscal.case import Case
from groundfloor.fiscal.statistics import Statistic
from groundfloor.measures.design import Mask, Partition, totals
from groundfloor.measures.estimate import Base, Estimate, base, estimated, ratio, share, weighted
from groundfloor.measures.intervals import degrees, interval
from groundfloor.measures.replicates import Key
from groundfloor.survey.frame import Floats

Row = dict[str, Any]
ABOUT = ("measure", "concept", "item", "line")


class Labels(TypedDict, total=False):
    """What a figure is about: a concept of income, an item, a poverty line."""

    concept: str
    item: str
    line: str


def figure(
    case: Case,
    measure: str,
    found: Statistic,
    scale: float | None = None,
    *,
    proportion: bool = False,
    **labels: Unpack[Labels],
) -> Row:
    """The row of a figure over all persons of the case; `scale` is the size of what it is made of, below whose rounding nothing varies."""
    part = case.everyone
    cells = totals(case.cell, case.weight * found.influence, len(part.group))
    size = abs(found.value) if scale is None else scale
    estimate = estimated(case.base, np.array([found.value]), cells, np.array([size]))
    return next(rows(case, measure, part, estimate, proportion=proportion, **labels))


def rows(
    case: Case,
    measure: str,
    part: Partition,
    estimate: Estimate,
    *,
    proportion: bool = False,
    **labels: Unpack[Labels],
) -> Iterator[Row]:
    """One row a group of a partition."""
    about = measure, labels.get("concept"), labels.get("item"), labels.get("line")
    se, df = estimate.se, degrees(part.design)
    if case.errors is not None:
        se, df = np.array([case.errors.of.get((*about, group), np.nan) for group in part.names]), case.errors.degrees
    columns = (estimate.value, se, estimate.n, *interval(estimate.value, se, df, proportion=proportion))
    for group, value, se, n, low, high in zip(part.names, *(one.tolist() for one in columns), strict=True):
        yield {
            "pensions": case.pensions,
            **dict(zip(ABOUT, about, strict=True)),
            "group": group,
            "value": value,
            "se": se,
            "n": n,
            "ci_low": low,
            "ci_high": high,
        }


def values(found: Iterable[Row]) -> dict[Key, float]:
    """What each row's figure is of, and its value."""
    return {(*(row[name] for name in ABOUT), row["group"]): row["value"] for row in found if "measure" in row}


def bases(
    case: Case, parts: Iterable[Partition], below: Floats | None = None, counted: Mask | None = None
) -> tuple[Base, ...]:
    """The persons known, or those `counted` of them, with a denominator of one value a person or, without it, themselves."""
    here = case.known if counted is None else case.known & counted
    values = np.ones(len(here)) if below is None else below
    weighed = weighted(case.survey.weight, here, values)
    return tuple(base(part, part.atoms.sum(here.astype(float)), part.atoms.sum(weighed)) for part in parts)


def ratios(
    case: Case,
    measure: str,
    found: Iterable[Base],
    above: Floats,
    *,
    proportion: bool = False,
    **labels: Unpack[Labels],
) -> Iterator[Row]:
    """Rows of the weighted sum of `above` over each base's denominator, by group."""
    # whoever a base does not count has nothing in its denominator and must have nothing above
    weighed = weighted(case.survey.weight, case.known, above)
    for one in found:
        part = one.partition
        estimate = ratio(one, part.atoms.sum(weighed))
        yield from rows(case, measure, part, estimate, proportion=proportion, **labels)


def shares(case: Case, measure: str, found: Base, **labels: Unpack[Labels]) -> Iterator[Row]:
    """Rows of each group's part of the whole."""
    yield from rows(case, measure, found.partition, share(found), **labels)
