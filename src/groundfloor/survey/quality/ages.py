"""Whether ages end in 0 and 5 more often than they can: the indices of Whipple and Myers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.survey.absent import heads_alone
from groundfloor.survey.frame import Finding, Floats, Survey, Text
from groundfloor.survey.quality.figure import Figure, Known

# the United Nations call data rough from 125 and very rough from 175
ROUGH, VERY_ROUGH = 125, 175
MYERS = 20.0


def rows(survey: Survey, _population: Known | None) -> Iterator[Figure | Finding]:
    """Both indices, and what heaping does to rules with an age in them."""
    age = survey.columns.get("age")
    if age is None or isinstance(age, Text) or heads_alone(survey):
        return
    known = ~np.isnan(age)
    people: Floats = np.bincount(
        age[known].astype(np.int64), weights=np.nan_to_num(survey.weight)[known], minlength=100
    ).astype(np.float64)
    index, blended = whipple(people), myers(people)
    if np.isnan(index):
        return
    yield Figure("ages", "whipple", "all", index, 100.0)
    yield Figure("ages", "myers", "all", blended, 0.0)
    if index >= ROUGH or blended >= MYERS:
        severity = "warning" if index >= VERY_ROUGH or blended >= MYERS else "note"
        values: dict[str, int | float | str] = {"index": str(round(index)), "myers": f"{blended:.0f}"}
        yield Finding(severity, "ages", "age", int(known.sum()), "ages.heaped", values)


def whipple(people: Floats) -> float:
    """Five times the people of 25, 30 ... 60 for a hundred people of 23 to 62; `people` by single age, NaN where there are none.

    >>> whipple(np.ones(100)), whipple(np.where(np.arange(100) % 5 == 0, 1.0, 0.0))
    (100.0, 500.0)
    """
    among = float(people[23:63].sum())
    return float(500 * people[25:61:5].sum() / among) if among > 0 else np.nan


def myers(people: Floats) -> float:
    """The blended index of Myers over the ages 10 to 89: half the sum of the distances of the ten digits' shares from 10 %.

    Each digit begins the count once, so that numbers that fall with age favour none.

    >>> bool(myers(0.96 ** np.arange(100)) < 0.3), round(myers(np.where(np.arange(100) % 10 == 0, 1.0, 0.0)), 6)
    (True, 90.0)
    """
    decades = people[10:90].reshape(8, 10)
    digits = np.arange(10)
    blended = (digits + 1) * decades.sum(axis=0) + (9 - digits) * decades[1:].sum(axis=0)
    if blended.sum() <= 0:
        return np.nan
    return float(np.abs(100 * blended / blended.sum() - 10).sum() / 2)
