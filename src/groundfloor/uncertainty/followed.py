"""Whom a cost follows: how much of it moves with the people of each age and sex when the survey is weighted anew."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundfloor.population.ages import Floats
from groundfloor.simulate import Year
from groundfloor.survey.calibrate import cells_of
from groundfloor.survey.frame import Ints, Survey
from groundfloor.survey.weighting.solve import cross

AGES = 101
CELLS = 2 * AGES + 1
"""Single ages 0 ... 100 of women, then of men; last everybody."""
RIDGE = 1e-13


class Followed:
    """A survey's households by the cells that its weights meet, kept from year to year while these are the same cells."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._kept: tuple[bytes, Ints, Any] | None = None

    def by_cell(self, year: Year, names: tuple[str, ...], people: Floats) -> Floats:
        """Transfers [programme, CELLS] in prices of the base year by the people they follow, `people` [sex, age] being those of the year.

        Weights w meet the people N of each cell, w = s d exp(x l) with s the people over those of d. So a cost C = sum of w y moves
        with them by dC = B dN + (C - B N) dS / S, with B the regression of y on x weighted with w and S everybody: the derivative of
        the calibration, household by household. Method: docs/methods/uncertainty.md.
        """
        survey = self.survey
        of_age, x = self._cells(people)
        weight = year.weight[survey.starts]
        paid = np.array([np.where(year.receives[name] == 1.0, year.amounts[name], 0.0) for name in names])
        y = np.add.reduceat(paid, survey.starts, axis=1)
        moment = cross(x, weight)
        # cells that always stand together share what follows them
        ridge = RIDGE * max(float(np.trace(moment)), 1e-300) * np.eye(len(moment))
        slopes = np.linalg.solve(moment + ridge, x.T @ (y * weight).T)  # [cell, programme]
        by_age = slopes[of_age.ravel()].T * people.ravel()
        whole = y @ weight
        return np.column_stack([by_age, whole - by_age.sum(axis=1)])

    def _cells(self, people: Floats) -> tuple[Ints, Any]:
        """The cell of each sex and age, and the members of each household by cell."""
        from scipy.sparse import csr_array

        groups = np.add.reduceat(people, np.arange(0, 81, 5), axis=1)
        pattern = (groups < 1).tobytes() + (groups > 0).tobytes()  # which cells there are
        if self._kept is None or self._kept[0] != pattern:
            survey = self.survey
            cells, of_age = cells_of(survey, people)
            known = cells >= 0
            shape = survey.households, int(of_age.max()) + 1
            members = csr_array((np.ones(int(known.sum())), (survey.household_of[known], cells[known])), shape=shape)
            self._kept = pattern, of_age, members
        return self._kept[1:]
