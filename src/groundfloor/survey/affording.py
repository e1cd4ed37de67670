"""What to know of a survey before believing what it says of the cost of services to households."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from groundfloor.survey.budget import HEALTH, apart, beside_lines, column, consumption, of_household, spending
from groundfloor.survey.entries import Entry
from groundfloor.survey.frame import Finding, Floats, Survey
from groundfloor.survey.lines import SOCIETAL, societal
from groundfloor.survey.relative import middle
from groundfloor.survey.sentences import Value

CHECK = "affording"
COSTS = (HEALTH, "school_cost", "rent_cost", "utilities_cost", "housing_cost", "water_cost", "energy_cost")
DAYS = 365.0


def spent(survey: Survey) -> Iterator[Finding]:
    """Spending that is negative, above all consumption, in other prices, or unknown of those it is about; and what the new indicator lacks."""
    lived = consumption(survey)
    for name in COSTS:
        if column(survey, name) is None:
            continue
        yield from _amounts(survey, name)
        if lived is not None and apart(survey, name):
            yield Finding("warning", CHECK, name, survey.persons, "affording.prices", {"name": name})
    oop = spending(survey, HEALTH)
    if oop is None or lived is None or np.isnan(oop).all() or np.isnan(lived).all():
        return
    yield from _above(survey, oop, lived)
    yield from _of_the_ill(survey, oop)
    yield from _societal(survey, lived)


def deflated(variables: Mapping[str, Entry]) -> Iterator[Finding]:
    """Spending and consumption of which only one is deflated."""
    lived = variables.get("consumption")
    for name in COSTS:
        cost = variables.get(name)
        if lived is not None and cost is not None and (lived.deflate is None) != (cost.deflate is None):
            yield Finding("warning", CHECK, name, 0, "affording.deflated", {"name": name})


def _amounts(survey: Survey, name: str) -> Iterator[Finding]:
    found = column(survey, name)
    assert found is not None  # noqa: S101 (who asks has seen it)
    each = found if name == "school_cost" else of_household(survey, found)
    count = int((each < 0).sum())
    if count:
        yield Finding("warning", CHECK, name, count, "affording.negative", {"name": name, "count": count})


def _above(survey: Survey, oop: Floats, lived: Floats) -> Iterator[Finding]:
    count = int((oop > np.maximum(lived, 0.0)).sum())
    if count:
        known = int((~np.isnan(oop) & ~np.isnan(lived)).sum())
        says = "affording.above" if HEALTH not in survey.without else "affording.above_all"
        yield Finding("warning", CHECK, HEALTH, count, says, {"count": count, "share": count / known})


def _of_the_ill(survey: Survey, oop: Floats) -> Iterator[Finding]:
    ill = column(survey, "ill")
    if ill is None:
        return
    sick = np.maximum.reduceat(np.nan_to_num(ill), survey.starts) > 0
    count = int((sick & np.isnan(oop)).sum())
    if count and count == int(sick.sum()):
        yield Finding("warning", CHECK, HEALTH, count, "affording.of_the_ill", {"count": count})


def _societal(survey: Survey, lived: Floats) -> Iterator[Finding]:
    if not beside_lines(survey):
        yield Finding("warning", CHECK, "consumption", survey.persons, "affording.beside_lines")
        return
    if survey.dollar is None or survey.vintage not in SOCIETAL:
        yield Finding("note", CHECK, HEALTH, survey.persons, "affording.no_dollars")
        return
    daily = np.repeat(lived / survey.sizes, survey.sizes) / (DAYS * survey.dollar)
    median = middle(daily, np.nan_to_num(survey.weight), "median")
    line = societal(median, survey.vintage)
    if median < line:
        values: dict[str, Value] = {"median": f"{median:.2f}", "line": f"{line:.2f}", "vintage": str(survey.vintage)}
        yield Finding("note", CHECK, HEALTH, survey.persons, "affording.median_below", values)
