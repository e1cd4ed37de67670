"""Disability by the Short Set of the Washington Group: the worst of six difficulties, and the cut-off."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from groundfloor.survey.frame import Column, Floats, Text
from groundfloor.survey.table import ordered
from groundfloor.survey.variables import DOMAINS, FUNCTIONING

CUT_OFF = FUNCTIONING.index("a_lot")


def functioning(columns: Mapping[str, Column]) -> dict[str, Column]:
    """`functioning` and `disability` of a survey that gives difficulties by domain and not these two themselves.

    The worst answer counts. Where a domain has no answer the others decide if one of them is at the cut-off (a lot of
    difficulty) or above; if not, both are missing.

    >>> columns = {name: Text(np.array([0, 1]), ("none", "cannot")) for name in DOMAINS}
    >>> functioning(columns)["disability"].tolist()
    [0.0, 1.0]
    """
    given = [columns[name] for name in DOMAINS if name in columns]
    if not given:
        return {}
    rank: Floats = np.vstack([_rank(column) for column in given])
    known = ~np.isnan(rank)
    worst = np.where(known, rank, -1.0).max(axis=0)
    decided = known.all(axis=0) | (worst >= CUT_OFF)
    codes = np.where(decided, worst, -1).astype(np.int32)
    out: dict[str, Column] = {
        "functioning": ordered(Text(codes, FUNCTIONING), FUNCTIONING),
        "disability": np.where(decided, (worst >= CUT_OFF).astype(float), np.nan),
    }
    return {name: column for name, column in out.items() if name not in columns}


def _rank(column: Column) -> Floats:
    if not isinstance(column, Text):
        return column
    place = [float(FUNCTIONING.index(level)) for level in column.levels]
    return np.array([*place, np.nan])[column.codes]
