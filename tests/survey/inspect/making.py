"""Stata files to be looked at."""

from __future__ import annotations

import numpy as np

from groundfloor.survey.stata import Variable, dta


def stata(rows, labels, codes):
    """A Stata file of rows of numbers under the names of `labels`."""
    columns = np.array(rows, dtype=float).T
    return dta(
        [
            Variable(name, column, label, codes.get(name, {}))
            for (name, label), column in zip(labels.items(), columns, strict=True)
        ]
    )
