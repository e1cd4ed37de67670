"""Who says today, in a survey, that they have something of a kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundfloor.survey.frame import Floats, Survey, Text


def covered(survey: Survey, variables: str | Sequence[str] | None) -> Floats | None:
    """1 for persons of whom one of the `variables` is true, NaN where none is known, else 0; None where the survey has none.

    >>> from groundfloor.survey.frame import Survey
    >>> columns = {"pension": np.array([1.0, 0, 0, np.nan]), "cash_transfer": np.array([0.0, 1, np.nan, np.nan])}
    >>> people = Survey("s", "X", 2020, columns, np.arange(4), np.ones(4))
    >>> covered(people, ["pension", "cash_transfer", "land"]).tolist()
    [1.0, 1.0, 0.0, nan]
    """
    names = [variables] if isinstance(variables, str) else variables or ()
    columns = [column for name in names if not isinstance(column := survey.columns.get(name), Text | None)]
    if not columns:
        return None
    answers = np.array(columns)
    some: Floats = np.where(np.isnan(answers).all(axis=0), np.nan, (answers == 1.0).any(axis=0))
    return some
