"""Variables that must fit their persons: possible ages, and answers of a household that its members share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from groundfloor.survey.columns import numbers
from groundfloor.survey.entries import Entry
from groundfloor.survey.frame import Column, Finding, Floats, Ints, Text
from groundfloor.survey.sentences import Value

OLDEST = 120
MOST_A_ROOM = 3


def completed_years(age: Floats, found: list[Finding]) -> Floats:
    """Ages in completed years; those nobody can have are missing.

    >>> completed_years(np.array([4.5, 999.0, 30.0]), [])
    array([ 4., nan, 30.])
    """
    wrong, broken = (age < 0) | (age > OLDEST), ~np.isnan(age) & (age != np.floor(age))
    if wrong.any():
        shown = ", ".join(f"{value:g}" for value in np.unique(age[wrong])[:5])
        count = int(wrong.sum())
        values: dict[str, Value] = {"count": count, "oldest": OLDEST, "shown": shown}
        found.append(Finding("error", "ages", "age", count, "ages.impossible", values))
    if (broken & ~wrong).any():
        count = int((broken & ~wrong).sum())
        found.append(Finding("note", "ages", "age", count, "ages.broken", {"count": count}))
    return np.where(wrong, np.nan, np.floor(age))


def crowding(columns: Mapping[str, Column]) -> dict[str, Column]:
    """`overcrowded` of a survey that gives rooms and not the answer itself: more than three people a room (UN-Habitat).

    >>> crowding({"rooms": np.array([1.0, 2.0, 0.0]), "household_size": np.array([4.0, 6.0, 2.0])})
    {'overcrowded': array([ 1.,  0., nan])}
    """
    rooms, size = columns.get("rooms"), columns.get("household_size")
    if "overcrowded" in columns or rooms is None or size is None or isinstance(rooms, Text) or isinstance(size, Text):
        return {}
    known = (rooms > 0) & ~np.isnan(size)
    return {"overcrowded": np.where(known, (size > MOST_A_ROOM * rooms).astype(float), np.nan)}


def shared(
    columns: Mapping[str, Column], entries: Mapping[str, Entry], starts: Ints, found: list[Finding]
) -> dict[str, Column]:
    """The columns with each answer of a household given to all its members where those who have one agree.

    Surveys often hold the household's answers on the head's row alone. Where members disagree each keeps the own.
    """
    out = dict(columns)
    for name, entry in entries.items():
        per_person = entry.unit is not None and entry.unit.whose == "person" and name != "consumption"
        if entry.meaning.level != "household" or name == "household_id" or per_person:
            continue
        values = numbers(columns[name])
        high = np.maximum.reduceat(np.where(np.isnan(values), -np.inf, values), starts)
        low = np.minimum.reduceat(np.where(np.isnan(values), np.inf, values), starts)
        agree = np.isfinite(high) & np.isclose(high, low, rtol=1e-9, atol=0.0)
        differ = int((np.isfinite(high) & ~agree).sum())
        sizes = np.diff(np.append(starts, len(values)))
        fill = np.isnan(values) & np.repeat(agree, sizes)
        if fill.any():
            filled = np.where(fill, np.repeat(high, sizes), values)
            column = columns[name]
            if isinstance(column, Text):
                codes = np.where(np.isnan(filled), -1, filled).astype(np.int32)
                out[name] = Text(codes, column.levels)
            else:
                out[name] = filled
            count = int(fill.sum())
            found.append(
                Finding("note", "households", name, count, "households.filled", {"name": name, "count": count})
            )
        if differ:
            says = "households.differ"
            found.append(Finding("warning", "households", name, differ, says, {"name": name, "count": differ}))
    return out
