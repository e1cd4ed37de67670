"""The people the weights stand for, by sex and age, beside those that are known to live there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.absent import heads_alone
from groundfloor.survey.frame import Finding, Floats, Survey, Text
from groundfloor.survey.quality.figure import Figure, Known

AGES = ((0, 4), (5, 14), (15, 24), (25, 49), (50, 64), (65, 200))
# men for a hundred women: what national populations have, but for a few that live on migrants
RATIO = (88.0, 108.0)
FAR = 0.1
SHARE_FAR = 0.02


def rows(survey: Survey, population: Known | None) -> Iterator[Figure | Finding]:
    """The sex ratio, and the weighted people over those of the population in all, by sex and by age group."""
    sex, age, weight = survey.columns.get("sex"), survey.columns.get("age"), np.nan_to_num(survey.weight)
    if isinstance(sex, Text) and not heads_alone(survey):
        men, women = (float(weight[sex.is_(one) == 1.0].sum()) for one in ("male", "female"))
        if women > 0:
            ratio = 100 * men / women
            known = None if population is None else 100 * population.persons[1].sum() / population.persons[0].sum()
            yield Figure("sex", "sex_ratio", "all", ratio, known)
            if not RATIO[0] <= ratio <= RATIO[1]:
                yield Finding("warning", "sex", "sex", survey.persons, "sex.ratio", {"ratio": f"{ratio:.0f}"})
    if population is None:
        return
    total = float(population.persons.sum())
    yield Figure("weights", "people", "all", float(weight.sum()), total)
    if abs(weight.sum() / total - 1) > FAR:
        values: dict[str, int | float | str] = {
            "total": round(float(weight.sum())),
            "known": round(total),
            "year": str(population.year),
            "ratio": float(weight.sum() / total),
        }
        yield Finding("warning", "population", "weight", survey.persons, "population.apart", values)
    if isinstance(sex, Text) and not heads_alone(survey) and age is not None and not isinstance(age, Text):
        yield from _cells(population, weight, {"female": sex.is_("female"), "male": sex.is_("male")}, age)


def _cells(
    population: Known, weight: Floats, sexes: dict[str, NDArray[np.float64]], age: Floats
) -> Iterator[Figure | Finding]:
    ours, theirs = {}, {}
    for row, (sex, of_sex) in enumerate(sexes.items()):
        for low, high in AGES:
            group = f"{sex} {low}-{high}" if high < 200 else f"{sex} {low}+"
            mask = (of_sex == 1.0) & (age >= low) & (age <= high)
            ours[group] = float(weight[mask].sum())
            theirs[group] = float(population.persons[row, low : high + 1].sum())
            yield Figure("weights", "people", group, ours[group], theirs[group])
    of_all, of_known = sum(ours.values()), sum(theirs.values())
    if not of_all:
        return
    apart = {group: ours[group] / of_all - theirs[group] / of_known for group in ours}
    worst = max(apart, key=lambda group: abs(apart[group]))
    if abs(apart[worst]) > SHARE_FAR:
        sex, _space, ages = worst.partition(" ")
        says = "population.women_apart" if sex == "female" else "population.men_apart"
        values: dict[str, int | float | str] = {
            "ages": ages,
            "share": ours[worst] / of_all,
            "known": theirs[worst] / of_known,
            "year": str(population.year),
        }
        yield Finding("warning", "population", "weight", len(weight), says, values)
