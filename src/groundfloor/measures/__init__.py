"""Poverty, inequality, coverage, incidence, adequacy and targeting in a survey, each with its standard error."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.measures import families
from groundfloor.measures.context import context_of, per_member
from groundfloor.measures.replicates import replicated
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey.frame import Floats, Survey

__all__ = ["measure", "per_member"]

LINEARISED, REPLICATES = ERRORS = "linearised", "replicates"


def measure(
    survey: Survey,
    entitlements: Entitlements | None = None,
    *,
    scenario: str = "today",
    groups: tuple[str, ...] | None = None,
    lines: Mapping[str, float] | None = None,
    welfare_after: Floats | None = None,
    errors: str | None = None,
) -> list[dict[str, Any]]:
    """Rows of the table `measures`: scenario, measure, line, programme, group, value, se, n.

    `groups` are grouping variables and `lines` LCU per person a year, the survey's own when left out. `entitlements` adds
    coverage, incidence, adequacy and targeting by programme; `welfare_after` is welfare with the transfers, on which
    poverty, inequality and adequacy are then computed, while deciles and targeting stay with `survey.welfare`. `n` is
    the persons of the survey, unweighted, whose values are known; `value` and `se` are NaN where they cannot be had. Without
    welfare there are no rows on poverty and inequality. `errors` says how `se` is had: linearised, or by replicates, which is
    what a survey with replicate weights takes when left out. A line that is not positive raises `GroundfloorError`.

    Methods and sources: docs/methods.

    >>> import numpy as np
    >>> survey = Survey("s", "X", 2020, {}, np.array([0, 2]), np.ones(4), np.array([5.0, 5.0, 20.0, 30.0]), {"ten": 10.0})
    >>> for row in measure(survey):
    ...     if row["line"] == "ten":
    ...         print(row["measure"], row["value"], row["n"])
    fgt0 0.5 4
    fgt1 0.25 4
    fgt2 0.125 4
    """
    if survey.persons == 0:
        return []
    if errors not in (None, *ERRORS):
        raise GroundfloorError(
            f"errors is {errors!r}", expected=f"one of {', '.join(ERRORS)}", hint=nearest(str(errors), ERRORS)
        )

    def measured(of: Survey) -> list[dict[str, Any]]:
        context = context_of(
            of, entitlements, scenario=scenario, groups=groups, lines=lines, welfare_after=welfare_after
        )
        rows: list[dict[str, Any]] = []
        for module in sorted(found.name for found in pkgutil.iter_modules(families.__path__)):
            rows += importlib.import_module(f"{families.__name__}.{module}").rows(context)
        return rows

    rows = measured(survey)
    if errors == REPLICATES or (errors is None and survey.replicates is not None):
        return replicated(survey, rows, measured)
    return rows
