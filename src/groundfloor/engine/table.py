"""What both engines read from a survey before any rule runs: heads, first persons and the keys of the draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.frame import Floats, Ints, Survey, Text


@dataclass(frozen=True)
class Table:
    """A survey with the row of each household's head (-1 without one) and of its first person."""

    survey: Survey
    heads: Ints
    first: NDArray[np.bool_]
    household: Ints
    sizes: Ints

    @property
    def starts(self) -> Ints:
        """The row of each household's first person."""
        return self.survey.starts


def table(survey: Survey) -> Table:
    """The survey made ready for an engine."""
    heads = np.full(survey.households, -1, dtype=np.int64)
    household = survey.household_of
    relationship = survey.columns.get("relationship")
    if isinstance(relationship, Text):
        rows = np.flatnonzero(relationship.is_("head") == 1)
        # written backwards, so that the first of two heads stays
        heads[household[rows[::-1]]] = rows[::-1]
    first = np.zeros(survey.persons, dtype=bool)
    first[survey.starts] = True
    return Table(survey, heads, first, household, survey.sizes)


def ranks(by: Floats, among: NDArray[np.bool_], on: Table) -> Ints:
    """The rank from 0 in each household of the rows `among`, smallest `by` first, missing last, ties by row."""
    out = np.zeros(len(by), dtype=np.int64)
    rows = np.flatnonzero(among)
    # lexsort is stable and puts NaN last
    rows = rows[np.lexsort((by[rows], on.household[rows]))]
    homes = on.household[rows]
    if len(rows):
        begins = np.flatnonzero(np.append(True, homes[1:] != homes[:-1]))
        lengths = np.diff(np.append(begins, len(rows)))
        out[rows] = np.arange(len(rows)) - np.repeat(begins, lengths)
    return out
