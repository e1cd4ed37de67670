"""Folds of primary sampling units: what a model is tried on shares no unit with what it was fitted to."""

from __future__ import annotations

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.measures.design import design_of
from groundfloor.survey.frame import Ints, Survey


def folds_of(survey: Survey, folds: int, seed: int) -> Ints:
    """The fold of each household, from 0; no primary unit is split, and every stratum is spread over the folds.

    Units are shuffled with `seed` and dealt out stratum by stratum. There are never more folds than units; fewer than two of
    either raise GroundfloorError.

    >>> folds_of(Survey("s", "X", 2020, {}, np.arange(4), np.ones(4)), 2, seed=1).tolist()
    [0, 1, 0, 1]
    """
    design = design_of(survey)
    units = len(design.stratum)
    if folds < 2 or units < 2:
        raise GroundfloorError(
            f"Cross-validation over {folds} folds of {units} primary sampling units cannot be done",
            expected="at least two folds and two units",
        )
    shuffled = np.random.default_rng(seed).permutation(units)
    dealt = shuffled[np.argsort(design.stratum[shuffled], kind="stable")]
    fold = np.empty(units, dtype=np.int64)
    fold[dealt] = np.arange(units) % min(folds, units)
    return fold[design.primary(design.unit[survey.starts])]
