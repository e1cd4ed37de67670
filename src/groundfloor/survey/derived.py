"""Groupings that follow from age, sex and relationship: the age group, the type of household, the sex of its head."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.frame import Column, Floats, Survey, Text

ADULT, OLDER = 18.0, 60.0
AGE_GROUPS = (("0-4", 0.0), ("5-17", 5.0), ("18-59", ADULT), ("60+", OLDER))
TYPES = (
    "children_only",
    "one_adult_with_children",
    "adults_with_children",
    "adults_and_older_with_children",
    "adults_only",
    "adults_and_older",
    "older_only",
)


def grouping(survey: Survey, name: str) -> Column | None:
    """The survey's own column `name`, or the one that follows from its other columns; None where it has neither.

    >>> people = Survey("s", "X", 2020, {"age": np.array([70.0, 3.0, 30.0])}, np.array([0, 2]), np.ones(3))
    >>> [grouping(people, "household_type").levels[k] for k in grouping(people, "household_type").codes]
    ['one_adult_with_children', 'one_adult_with_children', 'adults_only']
    """
    own = survey.columns.get(name)
    return own if own is not None or name not in DERIVED else DERIVED[name](survey)


def _age(survey: Survey) -> Floats | None:
    age = survey.columns.get("age")
    return None if age is None or isinstance(age, Text) else age


def age_group(survey: Survey) -> Text | None:
    """The age group of each person: 0-4, 5-17, 18-59, 60+."""
    age = _age(survey)
    if age is None:
        return None
    reached = np.searchsorted([start for _, start in AGE_GROUPS], age, side="right") - 1
    return Text(np.where(np.isnan(age), -1, reached).astype(np.int32), tuple(name for name, _ in AGE_GROUPS))


def household_type(survey: Survey) -> Text | None:
    """Who lives in the household, by the ages of its members; missing where the age of one is."""
    age = _age(survey)
    if age is None:
        return None

    def members(who: NDArray[np.bool_]) -> Floats:
        counted: Floats = np.add.reduceat(who.astype(float), survey.starts)
        return counted

    children, older = members(age < ADULT), members(age >= OLDER)
    grown = members(age >= ADULT)
    kind = np.select(
        [
            grown == 0,
            (children > 0) & (grown == 1),
            (children > 0) & (older == 0),
            children > 0,
            older == 0,
            older < grown,
        ],
        [0, 1, 2, 3, 4, 5],
        6,
    )
    kind = np.where(members(np.isnan(age)) > 0, -1, kind)
    return Text(np.repeat(kind, survey.sizes).astype(np.int32), TYPES)


def head_sex(survey: Survey) -> Text | None:
    """The sex of the head of the household; missing where there is no head, or more than one."""
    sex, relationship = survey.columns.get("sex"), survey.columns.get("relationship")
    if not isinstance(sex, Text) or not isinstance(relationship, Text):
        return None
    head = relationship.is_("head") == 1.0
    heads = np.add.reduceat(head.astype(np.int64), survey.starts)
    code = np.maximum.reduceat(np.where(head, sex.codes, -1), survey.starts)
    return Text(np.repeat(np.where(heads == 1, code, -1), survey.sizes).astype(np.int32), sex.levels)


DERIVED: dict[str, Callable[[Survey], Text | None]] = {
    "age_group": age_group,
    "household_type": household_type,
    "head_sex": head_sex,
}
