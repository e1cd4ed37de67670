"""What share of each variable is missing, in all and by the first group of the survey."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.survey.absent import absent
from groundfloor.survey.frame import Finding, Survey
from groundfloor.survey.groups import group_masks
from groundfloor.survey.quality.figure import Figure, Known

APART = 0.1


def rows(survey: Survey, _population: Known | None) -> Iterator[Figure | Finding]:
    """The unweighted share of persons without a value, for variables that lack any, and where it differs much by group."""
    groups = list(group_masks(survey, survey.groups[:1]))
    for name, column in survey.columns.items():
        if name.startswith("_"):
            continue
        gone, asked = absent(survey, column)
        if not gone.any():
            continue
        shares = {group: float(gone[mask & asked].mean()) for group, mask in groups if (mask & asked).any()}
        for group, share in shares.items():
            yield Figure("missing", name, group, share)
        shares.pop("all")
        if not shares:
            continue
        high, low = max(shares, key=shares.__getitem__), min(shares, key=shares.__getitem__)
        if shares[high] - shares[low] > APART:
            values: dict[str, int | float | str] = {"name": name, "high": high, "low": low}
            values |= {"high_share": shares[high], "low_share": shares[low]}
            yield Finding("warning", "missing", name, int(np.sum(gone)), "missing_by_group", values)
