"""How the sample was drawn and weighted: units by stratum, the effect of unequal weights, households entered twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.survey.columns import numbers
from groundfloor.survey.frame import Finding, Survey
from groundfloor.survey.quality.figure import Figure, Known

COSTLY = 2.0
# a small household is soon like another, less so where amounts of money are among the answers
FEWEST_MEMBERS, WITH_AMOUNTS = 5, 3
FEWEST_VARIABLES = 4
NOT_ANSWERS = ("household_id", "person_id", "household_size")


def rows(survey: Survey, _population: Known | None) -> Iterator[Figure | Finding]:
    """Units and strata, Kish's effect of the weights, and households that are copies of others."""
    if survey.psu is not None and survey.strata is not None:
        home = survey.starts
        known = (survey.psu.codes[home] >= 0) & (survey.strata.codes[home] >= 0)
        pairs = np.unique(np.column_stack([survey.strata.codes[home][known], survey.psu.codes[home][known]]), axis=0)
        units = np.unique(pairs[:, 0], return_counts=True)[1]
        if len(units):
            yield Figure("design", "strata", "all", float(len(units)))
            yield Figure("design", "units", "all", float(units.sum()))
            yield Figure("design", "units_fewest", "all", float(units.min()), 2.0)
            yield Figure("design", "units_median", "all", float(np.median(units)))
    weight = np.nan_to_num(survey.weight[survey.starts])
    if weight.sum() > 0:
        effect = float((weight > 0).sum() * (weight**2).sum() / weight.sum() ** 2)
        yield Figure("design", "weights_effect", "all", effect, 1.0)
        if effect > COSTLY:
            values: dict[str, int | float | str] = {"effect": f"{effect:.1f}"}
            yield Finding("note", "design", "weight", survey.households, "design.weights_effect", values)
    count = copies(survey)
    if count is not None:
        yield Figure("copies", "copies", "all", float(count), 0.0)
        if count:
            yield Finding("warning", "copies", "household_id", count, "copies", {"count": count})


def copies(survey: Survey) -> int | None:
    """Households of five and more (three, with amounts of money) whose members gave, one by one, the answers of another.

    None where too little was asked.

    Each person's answers become one number and each household's a sum of them by their place in it; equal sums of equal
    sizes are equal answers but for a chance of one in some 10^19.
    """
    asked = {name: column for name, column in survey.columns.items() if name[0] != "_" and name not in NOT_ANSWERS}
    large = survey.sizes >= (FEWEST_MEMBERS if survey.welfare is None else WITH_AMOUNTS)
    if len(asked) < FEWEST_VARIABLES or not large.any():
        return None
    person = np.zeros(survey.persons, dtype=np.uint64)
    mixed = np.uint64(0x9E3779B97F4A7C15)
    for column in asked.values():
        bits = np.nan_to_num(numbers(column), nan=-1e300).view(np.uint64)
        person = _mixed(person * mixed + bits)
    place = np.arange(survey.persons) - survey.starts[survey.household_of]
    home = np.add.reduceat(_mixed(person + place.astype(np.uint64) * mixed), survey.starts)[large]
    return int(large.sum() - len(np.unique(home)))


def _mixed(bits: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """The bits stirred so that near numbers lie far apart (the finalizer of SplitMix64)."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
