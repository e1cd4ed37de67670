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
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Errors:
    """The standard error of each figure that replicates give, by what the figure is of, and their degrees of freedom."""

    of: Mapping[Key, float]
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
    if survey.replicates is None:
        return rows(survey, None)
    return rows(survey, errors_of((survey, lambda of: {_key(row): _figure(row) for row in rows(of, None)})))


Figures = Callable[[Survey], Mapping[Key, float]]


def errors_of(*samples: tuple[Survey, Figures]) -> Errors:
    """The standard error of each figure from what it is under each replicate of a sample; those of several add up as variances.

    Of each sample `Figures` gives the figures by what they are of, for a survey that is this one under other weights and
    without its design, all other samples being as they are.
    """
    whole: dict[Key, float] = {}
    variances: dict[Key, float] = {}
    df = 0
    for survey, figures in samples:
        replicates = survey.replicates
        assert replicates is not None  # noqa: S101 (asked for only where there are some)
        plain = _without_design(survey)
        whole = dict(figures(plain.with_weight(survey.weight)))
        place = {key: at for at, key in enumerate(whole)}
        found = np.full((replicates.number, len(whole)), np.nan)
        for at in range(replicates.number):
            for key, value in figures(redrawn(plain, replicates.factors[replicates.unit, at])).items():
                if key in place:
                    found[at, place[key]] = value
        each = _variances(replicates, found, np.array(list(whole.values()), dtype=float))
        variances = {key: variances.get(key, 0.0) + one for key, one in zip(whole, each.tolist(), strict=True)}
        df += degrees(replicates)
    errors = _varying(np.array(list(variances.values())), np.array(list(whole.values()), dtype=float))
    return Errors(dict(zip(whole, errors.tolist(), strict=True)), df)


def standard_errors(replicates: Replicates, figures: Floats, whole: Floats) -> Floats:
    """The error of each figure from its values by replicate (replicates by figures) and from the full sample.

    >>> two = Replicates("brr", np.ones((1, 2)), np.zeros(1, dtype=int), 0.5, np.ones(2))
    >>> standard_errors(two, np.array([[1.0, np.nan], [3.0, 5.0]]), np.array([2.0, 5.0])).tolist()
    [1.0, nan]
    """
    return _varying(_variances(replicates, figures, whole), whole)


def _variances(replicates: Replicates, figures: Floats, whole: Floats) -> Floats:
    """The variance of each figure; NaN where too many replicates lack it."""
    counted = replicates.rscales > 0
    there = ~np.isnan(figures) & counted[:, None]
    number = np.maximum(there.sum(axis=0), 1)
    lacking = 1 - there.sum(axis=0) / counted.sum()
    centre = whole if replicates.mse else np.where(there, figures, 0.0).sum(axis=0) / number
    apart = np.where(there, figures - centre, 0.0) ** 2
    made_up = 1 / np.maximum(1 - lacking, ROUNDING)
    variance = replicates.scale * (replicates.rscales @ apart) * made_up
    allowed = lacking <= (MOST_LACKING if replicates.method == "bootstrap" else 0.0)
    return np.where(allowed, variance, np.nan)


def _varying(variances: Floats, whole: Floats) -> Floats:
    """The errors; NaN where nothing varies but by rounding."""
    error = np.sqrt(variances)
    out: Floats = np.where(error > ROUNDING * abs(whole), error, np.nan)
    return out


def _key(row: Row) -> Key:
    return row["measure" if "measure" in row else "curve"], row["line"], row["programme"], row["group"], row.get("x")


def _figure(row: Row) -> float:
    return float(row["value" if "value" in row else "y"])


def _without_design(survey: Survey) -> Survey:
    """The survey with one primary unit: errors of replicates need no variance within each, which is then had for nothing."""
    one = Text(np.zeros(survey.persons, dtype=np.int32), ("all",))
    return replace(survey, strata=None, psu=one, replicates=None, calibrated=None)
