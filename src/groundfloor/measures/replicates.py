"""Standard errors of any figure by computing it again under each set of replicate weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.survey.frame import Floats, Replicates, Survey, Text
from groundfloor.survey.relative import redrawn
from groundfloor.survey.weighting.replicates import degrees

LINEARISED, REPLICATES = ERRORS = "linearised", "replicates"
ROUNDING = 1e-12
MOST_LACKING = 0.1

Row = dict[str, Any]


@dataclass(frozen=True)
class Errors:
    """The standard error of each figure that replicates give, by what the figure is of, and their degrees of freedom."""

    of: Mapping[tuple[Any, ...], float]
    degrees: int

    def se(self, name: str, line: str | None, programme: str | None, groups: Iterable[str], x: Iterable[Any]) -> Floats:
        """The error of one figure a group; NaN where there is none. `x` is where a point of a curve lies, None of a measure."""
        keys = ((name, line, programme, group, at) for group, at in zip(groups, x, strict=True))
        return np.array([self.of.get(key, np.nan) for key in keys])


def by_replicates(survey: Survey, errors: str | None) -> bool:
    """Whether replicates are to give the errors: as `errors` says, else where the survey has them."""
    if errors not in (None, *ERRORS):
        raise GroundfloorError(
            f"errors is {errors!r}", expected=f"one of {', '.join(ERRORS)}", hint=nearest(str(errors), ERRORS)
        )
    if errors == REPLICATES and survey.replicates is None:
        raise GroundfloorError(
            f"The survey {survey.name!r} has no replicate weights",
            expected="replicates in survey.yaml, or groundfloor.replicate",
        )
    return survey.replicates is not None and errors != LINEARISED


def replicated(survey: Survey, rows: Callable[[Survey, Errors | None], list[Row]]) -> list[Row]:
    """The rows of a survey with the standard errors that its replicates give; `rows` computes those of any survey.

    The error of a figure is NaN where a replicate does not have it, or where it does not vary. With the bootstrap up to a tenth
    of the replicates may lack it, and the others count for them. Sources and formula: docs/methods/replicates.md.
    """
    replicates = survey.replicates
    if replicates is None:
        return rows(survey, None)
    plain = _without_design(survey)
    whole = {_key(row): _figure(row) for row in rows(plain.with_weight(survey.weight), None)}
    place = {key: at for at, key in enumerate(whole)}
    figures = np.full((replicates.number, len(whole)), np.nan)
    for at in range(replicates.number):
        for row in rows(redrawn(plain, replicates.factors[replicates.unit, at]), None):
            found = place.get(_key(row))
            if found is not None:
                figures[at, found] = _figure(row)
    found_errors = standard_errors(replicates, figures, np.array(list(whole.values()), dtype=float))
    return rows(survey, Errors(dict(zip(whole, found_errors.tolist(), strict=True)), degrees(replicates)))


def standard_errors(replicates: Replicates, figures: Floats, whole: Floats) -> Floats:
    """The error of each figure from its values by replicate (replicates by figures) and from the full sample.

    >>> two = Replicates("brr", np.ones((1, 2)), np.zeros(1, dtype=int), 0.5, np.ones(2))
    >>> standard_errors(two, np.array([[1.0, np.nan], [3.0, 5.0]]), np.array([2.0, 5.0])).tolist()
    [1.0, nan]
    """
    counted = replicates.rscales > 0
    there = ~np.isnan(figures) & counted[:, None]
    number = np.maximum(there.sum(axis=0), 1)
    lacking = 1 - there.sum(axis=0) / counted.sum()
    centre = whole if replicates.mse else np.where(there, figures, 0.0).sum(axis=0) / number
    apart = np.where(there, figures - centre, 0.0) ** 2
    made_up = 1 / np.maximum(1 - lacking, ROUNDING)
    error = np.sqrt(replicates.scale * (replicates.rscales @ apart) * made_up)
    allowed = lacking <= (MOST_LACKING if replicates.method == "bootstrap" else 0.0)
    out: Floats = np.where(allowed & (error > ROUNDING * abs(whole)), error, np.nan)
    return out


def _key(row: Row) -> tuple[Any, ...]:
    return row["measure" if "measure" in row else "curve"], row["line"], row["programme"], row["group"], row.get("x")


def _figure(row: Row) -> float:
    return float(row["value" if "value" in row else "y"])


def _without_design(survey: Survey) -> Survey:
    """The survey with one primary unit: errors of replicates need no variance within each, which is then had for nothing."""
    one = Text(np.zeros(survey.persons, dtype=np.int32), ("all",))
    return replace(survey, strata=None, psu=one, replicates=None, calibrated=None)
