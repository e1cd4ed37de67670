"""What to know of a survey before believing a figure from it: each check says what it found and what that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from groundfloor.survey.frame import Column, Finding, Floats, Ints, Survey, Text
from groundfloor.survey.groups import Mask, group_masks

MANY = 0.05
ZERO_SHARE = 0.01
SAMPLE = 0.01
MOST = 0.9
SHOWN = 5
APART = 0.05


def check(survey: Survey) -> tuple[Finding, ...]:
    """Everything the checks below find, in their order."""
    return tuple(finding for one in CHECKS for finding in one(survey))


def _severity(count: int, of: int) -> str:
    return "warning" if count >= MANY * of else "note"


def population(survey: Survey) -> Iterator[Finding]:
    """The people the survey stands for, to be held against the census."""
    total = float(np.nansum(survey.weight))
    if abs(total - survey.persons) < SAMPLE * survey.persons:
        text = (
            f"The weights add up to {total:,.0f}, the {survey.persons:,} persons interviewed: rates are right, "
            "but numbers of people and costs are of the sample, not of the country."
        )
        yield Finding("warning", "population", "weight", survey.persons, text)
    else:
        text = (
            f"The weights add up to {total:,.0f} persons. Compare this with the population of {survey.country} in "
            f"{survey.year}: every number of people and every cost depends on it."
        )
        yield Finding("note", "population", "weight", survey.persons, text)


def weights(survey: Survey) -> Iterator[Finding]:
    """Weights that are missing or 0, or that differ within a household."""
    missing, zero = int(np.isnan(survey.weight).sum()), int((survey.weight == 0).sum())
    if missing:
        text = f"{missing:,} persons have no weight. They stay in the survey with weight 0 and are in no figure."
        yield Finding("error", "weights", "weight", missing, text)
    if zero:
        text = f"{zero:,} persons have the weight 0. They are in no figure."
        yield Finding("warning", "weights", "weight", zero, text)
    differ = _differing(survey.weight, survey.starts)
    if differ:
        text = (
            f"{differ:,} households have members with different weights. Figures use each person's own; "
            "household benefits and calibration use the first member's."
        )
        yield Finding("warning", "weights", "weight", differ, text)


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
        text = (
            "Within clusters the weights are proportional to the size of the household: they seem to count its members "
            "already. Each person would stand for the household's people again. Take the weight of the household."
        )
        yield Finding("error", "weights", "weight", survey.persons, text)


def _even(values: Floats, first: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which clusters have but one value."""
    return np.isclose(np.maximum.reduceat(values, first), np.minimum.reduceat(values, first), rtol=1e-4, atol=0.0)


def heads(survey: Survey) -> Iterator[Finding]:
    """Households without a head, or with several."""
    column = survey.columns.get("relationship")
    if not isinstance(column, Text):
        return
    count = np.add.reduceat((column.is_("head") == 1.0).astype(int), survey.starts)
    without, several = int((count == 0).sum()), int((count > 1).sum())
    if without:
        text = (
            f"{without:,} households have no head. A rule that asks for the head leaves them undecided; "
            "a household's benefit goes to its first person."
        )
        yield Finding(_severity(without, survey.households), "heads", "relationship", without, text)
    if several:
        text = f"{several:,} households have more than one head. The first listed counts as the head."
        yield Finding("warning", "heads", "relationship", several, text)


def missing(survey: Survey) -> Iterator[Finding]:
    """How much of each variable is missing."""
    for name, column in survey.columns.items():
        count = 0 if name.startswith("_") else int((~known(column)).sum())
        if count:
            text = (
                f"{name} is missing for {count:,} persons ({count / survey.persons:.1%}). Measures leave them out; "
                "a rule that needs it leaves them undecided, which means without the benefit."
            )
            yield Finding(_severity(count, survey.persons), "missing", name, count, text)


def welfare(survey: Survey) -> Iterator[Finding]:
    """Welfare that is missing, negative or 0, or that differs within a household."""
    if survey.welfare is None:
        text = "The survey has no welfare (consumption or income): poverty, inequality and incidence cannot be given."
        yield Finding("warning", "welfare", "", survey.persons, text)
        return
    unknown = np.isnan(survey.welfare)
    if unknown.any():
        weight = np.nan_to_num(survey.weight)
        share = float(weight[unknown].sum() / max(weight.sum(), np.finfo(float).tiny))
        text = (
            f"Welfare is missing for {unknown.sum():,} persons, {share:.1%} of the population. Poverty and inequality are "
            "those of the others: where households without an answer are richer or poorer, the figures are biased."
            f"{_most_apart(survey, unknown, weight)}"
        )
        yield Finding(_severity(int(unknown.sum()), survey.persons), "welfare", "", int(unknown.sum()), text)
    negative, zero = int((survey.welfare < 0).sum()), int((survey.welfare == 0).sum())
    if negative:
        text = f"Welfare is negative for {negative:,} persons. They count as poor with the full gap."
        yield Finding("warning", "welfare", "", negative, text)
    if zero:
        many = zero >= ZERO_SHARE * survey.persons
        text = (
            f"Welfare is 0 for {zero:,} persons. They count as poor with the full gap; a 0 often stands for no answer."
        )
        yield Finding("warning" if many else "note", "welfare", "", zero, text)
    differ = _differing(survey.welfare, survey.starts)
    if differ:
        text = (
            f"Welfare differs among the members of {differ:,} households, though it is one for a household. "
            "Each person is counted with the own value."
        )
        yield Finding("warning", "welfare", "", differ, text)


def _most_apart(survey: Survey, unknown: Mask, weight: Floats) -> str:
    """Between which two groups of a variable the share without welfare differs most, as a sentence."""
    widest, said = APART, ""
    for name in survey.groups:
        shares = {
            group: float((weight * unknown)[mask].sum() / weight[mask].sum())
            for group, mask in group_masks(survey, (name,))
            if group != "all" and weight[mask].sum() > 0
        }
        low, high = min(shares, key=shares.__getitem__, default=""), max(shares, key=shares.__getitem__, default="")
        if shares and shares[high] - shares[low] > widest:
            widest = shares[high] - shares[low]
            said = f" It is missing for {shares[high]:.0%} of {high} and for {shares[low]:.0%} of {low}."
    return said


def strata(survey: Survey) -> Iterator[Finding]:
    """What the standard errors rest on: primary units, strata, and strata with a single unit."""
    if survey.psu is None:
        text = (
            "The survey names no primary sampling units (design: psu). Standard errors take households as drawn one "
            "by one and are too small where they were drawn in clusters."
        )
        yield Finding("warning", "design", "psu", survey.persons, text)
        return
    without = int((survey.psu.codes[survey.starts] < 0).sum())
    if without:
        text = f"{without:,} households have no primary sampling unit. Each counts as a unit of its own."
        yield Finding(_severity(without, survey.households), "design", "psu", without, text)
    for name, text_ in (("psu", survey.psu), ("strata", survey.strata)):
        differ = 0 if text_ is None else _differing(text_, survey.starts)
        if differ:
            text = f"{name} differs among the members of {differ:,} households. The first member's counts."
            yield Finding("warning", "design", name, differ, text)
    if survey.strata is None:
        text = "The survey names no strata (design: strata). Standard errors take the country as one and are a little too large."
        yield Finding("note", "design", "strata", survey.persons, text)
        return
    stratum = survey.strata.codes[survey.starts].astype(np.int64)
    units = np.unique(np.column_stack([stratum, survey.psu.codes[survey.starts]]), axis=0)[:, 0]
    codes, counts = np.unique(units[units >= 0], return_counts=True)
    alone = [survey.strata.levels[code] for code in codes[counts == 1].tolist()]
    single = len(alone)
    if single:
        names = ", ".join(alone[:SHOWN]) + (", ..." if single > SHOWN else "")
        text = (
            f"{single:,} {'stratum has' if single == 1 else 'strata have'} one primary sampling unit ({names}). Nothing shows "
            "how units differ within; standard errors take the distance to the mean of all units instead."
        )
        yield Finding("warning", "design", "strata", single, text)
    unplaced = int((stratum < 0).sum())
    if unplaced:
        text = f"{unplaced:,} households have no stratum. Together they count as one more."
        yield Finding("note", "design", "strata", unplaced, text)


CHECKS: tuple[Callable[[Survey], Iterator[Finding]], ...] = (
    population,
    weights,
    weights_of_people,
    heads,
    missing,
    welfare,
    strata,
)


def known(column: Column) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where a column has a value."""
    return column.codes >= 0 if isinstance(column, Text) else ~np.isnan(column)


def _differing(column: Column, starts: Ints) -> int:
    """Households whose members do not all have the same value, missing being a value too."""
    values: Floats = np.nan_to_num(numbers(column), nan=-np.inf)
    high, low = np.maximum.reduceat(values, starts), np.minimum.reduceat(values, starts)
    return int((~np.isclose(high, low, rtol=1e-9, atol=0.0)).sum())


def numbers(column: Column) -> Floats:
    """The values, or the codes of words, as numbers with NaN for missing."""
    return np.where(column.codes < 0, np.nan, column.codes) if isinstance(column, Text) else column
