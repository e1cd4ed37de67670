"""The survey as records to draw for: persons, and households described by their members' common values."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from groundfloor.survey.frame import Column, Floats, Survey, Text


def numbers(columns: Mapping[str, Column], name: str) -> Floats:
    """A column of numbers; asking it of a column of words is a mistake of the program."""
    column = columns[name]
    if isinstance(column, Text):
        raise TypeError(f"{name} is a column of words")
    return column


def person_columns(survey: Survey) -> dict[str, Column]:
    """Every column, whether a child under one lives in the household, and the fifth by consumption where there is welfare."""
    columns = dict(survey.columns)
    young = numbers(columns, "age") < 1
    columns["infant"] = np.repeat(np.logical_or.reduceat(young, survey.starts).astype(float), survey.sizes)
    if survey.welfare is not None:
        columns["quintile"] = quintiles(survey.welfare, survey.weight)
    return columns


def household_columns(survey: Survey) -> dict[str, Column]:
    """The columns of each household's first person, the head."""
    first = survey.starts
    return {
        name: Text(column.codes[first], column.levels) if isinstance(column, Text) else column[first]
        for name, column in person_columns(survey).items()
    }


def quintiles(welfare: Floats, weight: Floats) -> Floats:
    """The fifth (1 poorest to 5) of the population each person belongs to; those of equal welfare stay together.

    >>> quintiles(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.ones(5)).tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0]
    """
    values, at = np.unique(welfare, return_inverse=True)
    mass = np.bincount(at, weight, len(values))
    middle = (np.cumsum(mass) - mass / 2) / mass.sum()
    return np.asarray(np.minimum(np.floor(middle * 5) + 1, 5.0)[at])
