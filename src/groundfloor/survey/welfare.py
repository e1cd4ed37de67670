"""Welfare and poverty lines of a survey, in LCU per person (or adult equivalent) and year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from groundfloor.documents import Document, number
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.survey.frame import Floats, Survey, Text

TIMES_A_YEAR = {"day": 365.0, "week": 365.0 / 7.0, "month": 12.0, "quarter": 4.0, "year": 1.0}
LEVELS = ("person", "household", "adult_equivalent")
DEFAULT_UNIT = "LCU/year"


def _unit(text: str, document: Document, path: tuple[Any, ...]) -> tuple[str, float]:
    """The level (person, household, adult equivalent) and times a year of a unit such as LCU/household/week."""
    parts = text.replace(" ", "").split("/")
    period = parts[-1]
    level = parts[1] if len(parts) == 3 else "person"
    if parts[0] != "LCU" or len(parts) not in (2, 3) or period not in TIMES_A_YEAR or level not in LEVELS:
        raise GroundfloorError(
            f"The unit {text!r} is not known",
            document.place(*path),
            expected="LCU/person/day, LCU/household/week, LCU/household/month, LCU/person/year and the like",
            hint=nearest(period, TIMES_A_YEAR),
        )
    return level, TIMES_A_YEAR[period]


def _oxford(survey: Survey) -> Floats:
    """1 for the first adult (15 and over), 0.7 for each other, 0.5 for each child (the old OECD scale)."""
    return _scale(survey, 0.7, 0.5)


def _oecd(survey: Survey) -> Floats:
    """1 for the first adult (14 and over), 0.5 for each other, 0.3 for each child (the modified OECD scale)."""
    return _scale(survey, 0.5, 0.3, adult=14)


def _scale(survey: Survey, other: float, child: float, adult: int = 15) -> Floats:
    age = survey.columns.get("age")
    if age is None or isinstance(age, Text):
        raise GroundfloorError(f"The survey {survey.name!r} has no age", expected="age, to count adult equivalents")
    grown = np.add.reduceat((~(age < adult)).astype(float), survey.starts)
    young = survey.sizes - grown
    return np.repeat(
        np.where(grown > 0, 1 + other * (grown - 1) + child * young, 1 + child * (young - 1)), survey.sizes
    )


def _table(survey: Survey) -> Floats:
    """The survey's own variable adult_equivalents."""
    column = survey.columns.get("adult_equivalents")
    if column is None or isinstance(column, Text):
        raise GroundfloorError(
            f"The survey {survey.name!r} has no adult_equivalents", expected="the variable adult_equivalents"
        )
    return column


def _members(survey: Survey) -> Floats:
    return np.repeat(survey.sizes.astype(float), survey.sizes)


DIVISORS: dict[str, Callable[[Survey], Floats]] = {
    "capita": _members,
    "person": _members,
    "adult_equivalent(oxford)": _oxford,
    "adult_equivalent(oecd)": _oecd,
    "adult_equivalent(table)": _table,
}


def welfare_of(survey: Survey, document: Document) -> Survey:
    """The survey with its money in LCU a year and `welfare` as described; without a description it has no welfare."""
    columns = dict(survey.columns)
    levels: dict[str, str] = {}
    for name, written in document.data["variables"].items():
        unit = written.get("unit") if isinstance(written, Mapping) else None
        column = columns.get(name)
        if unit is not None and column is not None and not isinstance(column, Text) and str(unit).startswith("LCU"):
            levels[name], times = _unit(str(unit), document, ("variables", name, "unit"))
            columns[name] = column * times
    described = document.data.get("welfare")
    if not described:
        return replace(survey, columns=columns)
    source = described.get("from") if isinstance(described, Mapping) else str(described)
    found = columns.get(str(source))
    if found is None or isinstance(found, Text):
        raise GroundfloorError(
            f"welfare comes from {source!r}, which is no amount of this survey",
            document.place("welfare"),
            hint=nearest(str(source), columns),
        )
    per = str(described.get("per", "capita")) if isinstance(described, Mapping) else "capita"
    if per not in DIVISORS:
        raise GroundfloorError(
            f"welfare is per {per!r}",
            document.place("welfare"),
            expected=f"one of {', '.join(DIVISORS)}",
            hint=nearest(per, DIVISORS),
        )
    divisor = DIVISORS[per](survey)
    if levels.get(str(source)) == "household":
        found = found / divisor
    columns[str(source)] = found
    return replace(survey, columns=columns, welfare=found, sharing=divisor if per.startswith("adult") else None)


def lines_of(survey: Survey, document: Document) -> dict[str, float]:
    """The poverty lines in the unit of welfare."""
    out: dict[str, float] = {}
    for name, line in (document.data.get("lines") or {}).items():
        path = ("lines", name)
        if not isinstance(line, Mapping):
            raise GroundfloorError(
                f"The line {name!r} is no table", document.place(*path), expected="{value: 20, unit: LCU/person/day}"
            )
        if "share" in line:
            of = line.get("of")
            if of not in ("median", "mean"):
                raise GroundfloorError(
                    f"The line {name!r} is a share of {of!r}", document.place(*path), expected="median or mean"
                )
            if survey.welfare is None:
                raise GroundfloorError(
                    f"The line {name!r} needs welfare, which the survey lacks", document.place(*path)
                )
            out[str(name)] = number(line["share"], document.place(*path, "share")) * _middle(
                survey, survey.welfare, str(of)
            )
            continue
        for key in ("value", "unit"):
            if key not in line:
                raise GroundfloorError(
                    f"The line {name!r} has no {key}",
                    document.place(*path),
                    expected="{value: 20, unit: LCU/person/day}",
                )
        _level, times = _unit(str(line["unit"]), document, (*path, "unit"))
        out[str(name)] = number(line["value"], document.place(*path, "value")) * times
    return out


def _middle(survey: Survey, welfare: Floats, of: str) -> float:
    """The weighted mean, or the smallest value at which half of the persons are reached."""
    known = ~np.isnan(welfare)
    values, weight = welfare[known], survey.weight[known]
    if of == "mean":
        return float((values * weight).sum() / weight.sum())
    order = np.argsort(values, kind="stable")
    return float(values[order][np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)])
