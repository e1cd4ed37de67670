"""Standard errors of any measure by computing it again under each set of replicate weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats, Replicates, Survey, Text

ROUNDING = 1e-12
MOST_LACKING = 0.1
LABELS = ("measure", "line", "programme", "group")

Row = dict[str, Any]


def replicated(survey: Survey, rows: list[Row], again: Callable[[Survey], Iterable[Row]]) -> list[Row]:
    """`rows` with the standard errors that the replicates of `survey` give; `again` computes the rows of a survey anew.

    The error of a figure is NaN where a replicate does not have it, or where it does not vary. With the bootstrap up to a tenth
    of the replicates may lack it, and the others count for them. Sources and formula: docs/methods/replicates.md.
    """
    replicates = survey.replicates
    if replicates is None:
        raise GroundfloorError(
            f"The survey {survey.name!r} has no replicate weights",
            expected="replicates in survey.yaml, or groundfloor.replicate",
        )
    place = {_key(row): at for at, row in enumerate(rows)}
    figures = np.full((replicates.number, len(rows)), np.nan)
    plain = _without_design(survey)
    for at in range(replicates.number):
        weight = survey.weight * replicates.factors[replicates.unit, at]
        for row in again(plain.with_weight(weight)):
            found = place.get(_key(row))
            if found is not None:
                figures[at, found] = row["value"]
    errors = standard_errors(replicates, figures, np.array([row["value"] for row in rows], dtype=float))
    return [{**row, "se": se} for row, se in zip(rows, errors.tolist(), strict=True)]


def standard_errors(replicates: Replicates, figures: Floats, whole: Floats) -> Floats:
    """The error of each figure from its values by replicate (replicates by figures) and from the full sample.

    >>> two = Replicates("brr", np.ones((1, 2)), np.zeros(1, dtype=int), 0.5, np.ones(2))
    >>> standard_errors(two, np.array([[1.0, np.nan], [3.0, 5.0]]), np.array([2.0, 5.0])).tolist()
    [1.0, nan]
    """
    counted = replicates.rscales > 0
    lacking = np.isnan(figures[counted]).mean(axis=0)
    with np.errstate(invalid="ignore"):
        there = np.where(np.isnan(figures), 0.0, 1.0)
        weight = there * counted[:, None]
        known = np.nan_to_num(figures)
        total = np.maximum(weight.sum(axis=0), 1.0)
        centre = whole if replicates.mse else (known * weight).sum(axis=0) / total
        apart = np.where(there > 0, figures - centre, 0.0) ** 2
    made_up = 1 / np.maximum(1 - lacking, ROUNDING)
    error = np.sqrt(replicates.scale * (replicates.rscales @ apart) * made_up)
    allowed = lacking <= (MOST_LACKING if replicates.method == "bootstrap" else 0.0)
    out: Floats = np.where(allowed & (error > ROUNDING * abs(whole)), error, np.nan)
    return out


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[label] for label in LABELS)


def _without_design(survey: Survey) -> Survey:
    """The survey with one primary unit: errors of replicates need no variance within each, which is then had for nothing."""
    one = Text(np.zeros(survey.persons, dtype=np.int32), ("all",))
    return replace(survey, strata=None, psu=one, replicates=None, calibrated=None)
