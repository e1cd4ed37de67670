"""One value from several: of the columns of a row, or of the rows that a household or a person has in a file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundfloor.survey.frame import Floats, Ints

VERBS = {
    "text": ("first", "last"),
    "number": ("sum", "mean", "max", "min", "first", "last", "count"),
    "boolean": ("any", "all", "first", "last"),
}


def collected(values: Floats, key: Ints, keys: int, how: str) -> Floats:
    """One value for each of `keys` from the `values` of its rows, which stand in the order that first and last mean.

    `key` says whose each value is, from 0. A sum is missing where one value is; mean, max, min, first and last are those of
    the known values; count is the number of known values. any and all hold what is known against what is not: any is true
    where one is true, missing where none is and one is missing. Who has no row has no value: NaN.

    >>> values, key = np.array([1.0, 2, np.nan, 4]), np.array([0, 0, 1, 1])
    >>> [collected(values, key, 3, how).tolist() for how in ("sum", "mean", "last", "count")]
    [[3.0, nan, nan], [1.5, 4.0, nan], [2.0, 4.0, nan], [2.0, 1.0, nan]]
    """
    known = ~np.isnan(values)
    rows = np.bincount(key, minlength=keys)
    count = np.bincount(key[known], minlength=keys).astype(float)
    if how in ("any", "all"):
        decisive = 1.0 if how == "any" else 0.0
        decided = np.bincount(key[values == decisive], minlength=keys) > 0
        out = np.where(decided, decisive, np.where(count < rows, np.nan, 1.0 - decisive))
    elif how == "sum":
        out = np.bincount(key, weights=values, minlength=keys)
    elif how == "count":
        out = count
    else:
        out = _of_known(values[known], key[known], keys, how)
    found: Floats = np.where(rows > 0, out, np.nan)
    return found


def _of_known(values: Floats, key: Ints, keys: int, how: str) -> Floats:
    order = np.argsort(key, kind="stable")
    values, key = values[order], key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    out = np.full(keys, np.nan)
    if not len(first):
        return out
    last = np.append(first[1:], len(key)) - 1
    if how == "mean":
        out[key[first]] = np.add.reduceat(values, first) / (last - first + 1)
    elif how in ("max", "min"):
        out[key[first]] = (np.maximum if how == "max" else np.minimum).reduceat(values, first)
    else:
        out[key[first]] = values[first if how == "first" else last]
    return out


def across(columns: Sequence[Floats], how: str) -> Floats:
    """One value a row from several columns, which stand in the order that first and last mean.

    >>> across([np.array([1.0, np.nan]), np.array([2.0, 5.0])], "max").tolist()
    [2.0, 5.0]
    """
    if len(columns) == 1 and how != "count":
        return columns[0]
    rows = len(columns[0])
    return collected(np.concatenate(columns), np.tile(np.arange(rows), len(columns)), rows, how)
