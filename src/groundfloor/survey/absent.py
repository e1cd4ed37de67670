"""Which answers are missing, also of surveys that say of the heads alone what is asked of persons."""

from __future__ import annotations

import numpy as np

from groundfloor.survey.columns import known
from groundfloor.survey.frame import Column, Survey, Text
from groundfloor.survey.groups import Mask


def heads_alone(survey: Survey) -> bool:
    """Whether nothing is known of any member but the head, as in a survey with a row a household.

    >>> homes = Survey("s", "X", 2020, {"relationship": Text(np.array([0, -1, 0]), ("head",))}, np.array([0, 2]), np.ones(3))
    >>> heads_alone(homes)
    True
    """
    relationship = survey.columns.get("relationship")
    if not isinstance(relationship, Text) or survey.persons == survey.households:
        return False
    known_of = int((relationship.codes >= 0).sum())
    return known_of == survey.households and bool((relationship.is_("head")[survey.starts] == 1.0).all())


def absent(survey: Survey, column: Column) -> tuple[Mask, Mask]:
    """Where a column has no value, and of whom it could have one: of the heads, where it is said of them alone."""
    gone = ~known(column)
    if heads_alone(survey):
        head = np.zeros(survey.persons, dtype=np.bool_)
        head[survey.starts] = True
        if gone[~head].all():
            return gone & head, head
    return gone, np.ones(survey.persons, dtype=np.bool_)
