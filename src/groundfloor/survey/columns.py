"""Columns of numbers and of words alike."""

from __future__ import annotations

import numpy as np

from groundfloor.survey.frame import Column, Floats, Text


def known(column: Column) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where a column has a value."""
    return column.codes >= 0 if isinstance(column, Text) else ~np.isnan(column)


def numbers(column: Column) -> Floats:
    """The values, or the codes of words, as numbers with NaN for missing."""
    return np.where(column.codes < 0, np.nan, column.codes) if isinstance(column, Text) else column
