"""School: who completed each level, who of school age is not at school, who learns before it, and girls beside boys."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.conditions import all_of, answers, any_of, share_figures, share_rows
from groundfloor.measures.context import Context, Row
from groundfloor.measures.design import Mask
from groundfloor.survey.frame import Floats, Survey, Text
from groundfloor.survey.schooling import Level

SETS = ("services",)

FEMALE, MALE = "female", "male"
# what is asked of whom, by the name of the measure
Asked = dict[str, tuple[Floats, Mask]]


def rows(context: Context) -> Iterator[Row]:
    """Rows where the survey says at which ages the levels of school are; each share over those of the ages it is asked of."""
    survey = context.survey
    age = answers(survey, "school_age")
    age = answers(survey, "age") if age is None else age
    if survey.schooling is None or age is None:
        return
    asked = _asked(survey, age)
    for measure, (yes, among) in asked.items():
        yield from share_rows(context, measure, yes, among)
    for name, level in survey.schooling.levels.items():
        yield from _gross(context, name, level, age)
    for measure, (yes, among) in asked.items():
        yield from _parity(context, measure, yes, among)


def _asked(survey: Survey, age: Floats) -> Asked:
    """Every share by its measure: who it is true of, and who it is asked of."""
    assert survey.schooling is not None  # noqa: S101 (who asks has seen it)
    completed, out = answers(survey, "completed_grade"), {}
    attends, grade = attending(survey), answers(survey, "school_grade")
    for name, level in survey.schooling.levels.items():
        official = (age >= level.entry) & (age <= level.last_age)
        if completed is not None:
            low, high = level.completion_ages
            done = np.where(np.isnan(completed), np.nan, (completed >= level.last_grade).astype(float))
            out[f"completed_{name}"] = done, (age >= low) & (age <= high)
        if attends is not None:
            out[f"out_of_school_{name}"] = 1.0 - attends, official
        if attends is not None and grade is not None:
            out[f"attendance_{name}"] = all_of([attends, _reached(grade, attends, level.before + 1)]), official
    preschool = answers(survey, "preschool")
    if preschool is not None:
        first = next(iter(survey.schooling.levels.values())).entry
        learns = preschool if attends is None else any_of([preschool, attends])
        out["organised_learning"] = learns, age == first - 1
    return out


def attending(survey: Survey) -> Floats | None:
    """Whether each person attends primary school or above; who is in preschool does not. None where the survey does not ask."""
    school, grade, preschool = (answers(survey, name) for name in ("in_school", "school_grade", "preschool"))
    if school is None:
        return None
    out = school if grade is None else np.where(np.isnan(school) & (grade >= 1), 1.0, school)
    below = np.zeros(len(out), dtype=bool) if grade is None else grade < 1
    if preschool is not None:
        below |= (preschool == 1.0) & (True if grade is None else ~(grade >= 1))
    return np.where(below & (out == 1.0), 0.0, out)


def _reached(grade: Floats, attends: Floats, first: int) -> Floats:
    """Whether the grade attended is `first` or above; of who attends none, nothing hangs on it."""
    return np.where(np.isnan(grade), np.where(attends == 0.0, 0.0, np.nan), (grade >= first).astype(float))


def _gross(context: Context, name: str, level: Level, age: Floats) -> Iterator[Row]:
    """All who attend a level, of whatever age, to the persons of its official age."""
    attends, grade = attending(context.survey), answers(context.survey, "school_grade")
    if attends is None or grade is None:
        return
    within = all_of([_reached(grade, attends, level.before + 1), 1.0 - _reached(grade, attends, level.last_grade + 1)])
    there = all_of([attends, within])
    official = ((age >= level.entry) & (age <= level.last_age)).astype(float)
    counted = ~np.isnan(there) & ~np.isnan(age)
    if (official[counted] > 0).any():
        over = context.over(counted, context.groups, official)
        yield from context.ratios(f"gross_attendance_{name}", over, there)


def _parity(context: Context, measure: str, yes: Floats, among: Mask) -> Iterator[Row]:
    """The share among women and girls divided by that among men and boys."""
    sex = context.survey.columns.get("sex")
    if not isinstance(sex, Text):
        return
    counted = ~np.isnan(yes) & among
    female, male = (counted & (sex.is_(word) == 1.0) for word in (FEMALE, MALE))
    if not (female.any() and male.any()):
        return
    both = context.over(female | male, context.groups)
    above, below = (share_figures(context, yes, mask) for mask in (female, male))
    for base, one, other in zip(both.bases, above, below, strict=True):
        if not base.partition.names[0].startswith("sex="):
            yield from context.rows(f"parity_{measure}", base.partition, (one / other).estimate(base))
