"""What calibration leaves to chance: a figure varies only as far as the totals calibrated to do not explain it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from groundfloor.survey.frame import Floats, Regressors
from groundfloor.survey.weighting.solve import cross


class Residuals:
    """The residuals of linearised totals in the regression of a calibration (Deville and Särndal 1992, eq. 3.4).

    With d and w a unit's weight before and after and x its cells, t = w z becomes w (z - x B), B the regression of z on x
    weighted with d.
    """

    def __init__(self, regressors: Regressors) -> None:
        self.x, self.before, self.after = regressors.x, regressors.before, regressors.after
        moved = regressors.after != 0
        self._less = np.divide(regressors.before, regressors.after, out=np.zeros_like(regressors.after), where=moved)

    @cached_property
    def _inverse(self) -> Floats:
        # margins that share their sum are no obstacle to a generalised inverse
        return np.asarray(np.linalg.pinv(cross(self.x, self.before), rcond=1e-10, hermitian=True))

    def of(self, totals: Floats) -> Floats:
        """The residual of each unit's linearised total."""
        slopes = self._inverse @ (self.x.T @ (totals * self._less))
        return np.asarray(totals - self.after * (self.x @ slopes))
