"""What to know of a survey before believing a figure from it: each check says what it found and what that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from groundfloor.survey.absent import absent
from groundfloor.survey.affording import spent
from groundfloor.survey.columns import numbers
from groundfloor.survey.frame import Column, Finding, Floats, Ints, Survey, Text
from groundfloor.survey.groups import Mask, group_masks
from groundfloor.survey.sentences import Value

MANY = 0.05
ZERO_SHARE = 0.01
SAMPLE = 0.01
MOST = 0.9
SHOWN = 5
APART = 0.05
SOME = 0.1


def check(survey: Survey) -> tuple[Finding, ...]:
    """Everything the checks below find, in their order."""
    return tuple(finding for one in CHECKS for finding in one(survey))


def _severity(count: int, of: int) -> str:
    return "warning" if count >= MANY * of else "note"


def population(survey: Survey) -> Iterator[Finding]:
    """The people the survey stands for, to be held against the census."""
    total, persons = float(np.nansum(survey.weight)), survey.persons
    if abs(total - persons) < SAMPLE * persons:
        values: dict[str, Value] = {"total": round(total), "persons": persons}
        yield Finding("warning", "population", "weight", persons, "population.of_sample", values)
    else:
        values = {"total": round(total), "country": survey.country, "year": str(survey.year)}
        yield Finding("note", "population", "weight", persons, "population.to_compare", values)


def weights(survey: Survey) -> Iterator[Finding]:
    """Weights that are missing or 0, or that differ within a household."""
    missing, zero = int(np.isnan(survey.weight).sum()), int((survey.weight == 0).sum())
    if missing:
        yield Finding("error", "weights", "weight", missing, "weights.missing", {"count": missing})
    if zero:
        yield Finding("warning", "weights", "weight", zero, "weights.zero", {"count": zero})
    differ = _differing(survey.weight, survey.starts)
    if differ:
        yield Finding("warning", "weights", "weight", differ, "weights.differ", {"count": differ})


def weights_of_people(survey: Survey) -> Iterator[Finding]:
    """Weights that count the members of a household already."""
    home = survey.starts
    if survey.psu is None or np.ptp(survey.sizes) == 0:
        return
    drawn = (survey.psu.codes[home] >= 0) & (survey.weight[home] > 0)
    order = np.flatnonzero(drawn)[np.argsort(survey.psu.codes[home][drawn], kind="stable")]
    if not len(order):
        return
    cluster, weight, size = survey.psu.codes[home][order], survey.weight[home][order], survey.sizes[order]
    first = np.flatnonzero(np.diff(cluster, prepend=-1))
    varied = np.maximum.reduceat(size, first) > np.minimum.reduceat(size, first)
    alone, shared = _even(weight, first), _even(weight / size, first)
    if varied.any() and shared[varied].mean() > MOST and alone[varied].mean() < 1 - MOST:
        yield Finding("error", "weights", "weight", survey.persons, "weights.of_members")


def _even(values: Floats, first: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which clusters have but one value."""
    return np.isclose(np.maximum.reduceat(values, first), np.minimum.reduceat(values, first), rtol=1e-4, atol=0.0)


def sizes(survey: Survey) -> Iterator[Finding]:
    """Households whose own number of members is not that of the persons listed."""
    given = survey.columns.get("household_size")
    if given is None or isinstance(given, Text):
        return
    more = given[survey.starts] - survey.sizes
    differ = ~np.isnan(more) & (more != 0)
    count = int(differ.sum())
    if count:
        severity = _severity(count, survey.households)
        values: dict[str, Value] = {"count": count, "share": count / survey.households}
        values |= {"missing": int(more[differ & (more > 0)].sum()), "beyond": int(-more[differ & (more < 0)].sum())}
        yield Finding(severity, "households", "household_size", count, "households.size", values)


def heads(survey: Survey) -> Iterator[Finding]:
    """Households without a head, or with several."""
    column = survey.columns.get("relationship")
    if not isinstance(column, Text):
        return
    count = np.add.reduceat((column.is_("head") == 1.0).astype(int), survey.starts)
    without, several = int((count == 0).sum()), int((count > 1).sum())
    if without:
        severity = _severity(without, survey.households)
        yield Finding(severity, "heads", "relationship", without, "heads.without", {"count": without})
    if several:
        yield Finding("warning", "heads", "relationship", several, "heads.several", {"count": several})


def missing(survey: Survey) -> Iterator[Finding]:
    """How much of each variable is missing."""
    for name, column in survey.columns.items():
        if name.startswith("_"):
            continue
        gone, asked = absent(survey, column)
        count, of = int(gone.sum()), int(asked.sum())
        if count:
            values: dict[str, Value] = {"name": name, "count": count, "share": count / of}
            yield Finding(_severity(count, of), "missing", name, count, "missing", values)


def welfare(survey: Survey) -> Iterator[Finding]:
    """Welfare that is missing, negative or 0, or that differs within a household."""
    if survey.welfare is None:
        yield Finding("warning", "welfare", "", survey.persons, "welfare.none")
        return
    if survey.price_year != survey.year:
        years: dict[str, Value] = {"prices": str(survey.price_year), "year": str(survey.year)}
        yield Finding("note", "prices", "", survey.persons, "prices", years)
    unknown = np.isnan(survey.welfare)
    if unknown.any():
        weight = np.nan_to_num(survey.weight)
        count, share = int(unknown.sum()), float(weight[unknown].sum() / max(weight.sum(), np.finfo(float).tiny))
        apart = _most_apart(survey, unknown, weight)
        says = "welfare.missing_by_group" if apart else "welfare.missing"
        values: dict[str, Value] = {"count": count, "share": share, **apart}
        yield Finding(_severity(count, survey.persons), "welfare", "", count, says, values)
    negative, zero = int((survey.welfare < 0).sum()), int((survey.welfare == 0).sum())
    if negative:
        yield Finding("warning", "welfare", "", negative, "welfare.negative", {"count": negative})
    if zero:
        many = zero >= ZERO_SHARE * survey.persons
        yield Finding("warning" if many else "note", "welfare", "", zero, "welfare.zero", {"count": zero})
    differ = _differing(survey.welfare, survey.starts)
    if differ:
        yield Finding("warning", "welfare", "", differ, "welfare.differ", {"count": differ})


def _most_apart(survey: Survey, unknown: Mask, weight: Floats) -> dict[str, Value]:
    """The two groups of a variable between which the share without welfare differs most, empty where none differ much."""
    widest, said = APART, dict[str, Value]()
    for name in survey.groups:
        shares = {
            group: float((weight * unknown)[mask].sum() / weight[mask].sum())
            for group, mask in group_masks(survey, (name,))
            if group != "all" and weight[mask].sum() > 0
        }
        low, high = min(shares, key=shares.__getitem__, default=""), max(shares, key=shares.__getitem__, default="")
        if shares and shares[high] - shares[low] > widest:
            widest = shares[high] - shares[low]
            said = {"high": high, "high_share": shares[high], "low": low, "low_share": shares[low]}
    return said


def strata(survey: Survey) -> Iterator[Finding]:
    """What the standard errors rest on: primary units, strata, and strata with a single unit."""
    if survey.psu is None:
        yield Finding("warning", "design", "psu", survey.persons, "design.no_units")
        return
    without = int((survey.psu.codes[survey.starts] < 0).sum())
    if without:
        severity = _severity(without, survey.households)
        yield Finding(severity, "design", "psu", without, "design.without_unit", {"count": without})
    for name, column in (("psu", survey.psu), ("strata", survey.strata)):
        differ = 0 if column is None else _differing(column, survey.starts)
        if differ:
            yield Finding("warning", "design", name, differ, "design.differ", {"name": name, "count": differ})
    if survey.strata is None:
        yield Finding("note", "design", "strata", survey.persons, "design.no_strata")
        return
    stratum = survey.strata.codes[survey.starts].astype(np.int64)
    unit = survey.psu.codes[survey.starts].astype(np.int64)
    # a household without a unit is one of its own
    unit = np.where(unit < 0, -1 - np.arange(len(unit)), unit)
    pairs = np.unique(np.column_stack([stratum, unit]), axis=0)
    several = int((np.bincount(pairs[pairs[:, 1] >= 0, 1]) > 1).sum())
    # where it is the rule, units are numbered anew in each stratum
    if 0 < several < SOME * len(np.unique(unit[unit >= 0])):
        yield Finding("note", "design", "psu", several, "design.in_several", {"count": several})
    codes, counts = np.unique(pairs[pairs[:, 0] >= 0, 0], return_counts=True)
    alone = [survey.strata.levels[code] for code in codes[counts == 1].tolist()]
    single = len(alone)
    if single:
        names = ", ".join(alone[:SHOWN]) + (", ..." if single > SHOWN else "")
        yield Finding("warning", "design", "strata", single, "design.single", {"count": single, "names": names})
    unplaced = int((stratum < 0).sum())
    if unplaced:
        yield Finding("note", "design", "strata", unplaced, "design.without_stratum", {"count": unplaced})


CHECKS: tuple[Callable[[Survey], Iterator[Finding]], ...] = (
    population,
    weights,
    weights_of_people,
    sizes,
    heads,
    missing,
    welfare,
    spent,
    strata,
)


def _differing(column: Column, starts: Ints) -> int:
    """Households whose members do not all have the same value, missing being a value too."""
    values: Floats = np.nan_to_num(numbers(column), nan=-np.inf)
    high, low = np.maximum.reduceat(values, starts), np.minimum.reduceat(values, starts)
    return int((~np.isclose(high, low, rtol=1e-9, atol=0.0)).sum())
