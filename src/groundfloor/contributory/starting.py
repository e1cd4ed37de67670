"""Pensioners of the first year, as a description gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from groundfloor.contributory.amount import Amount, amount
from groundfloor.country.given import Given, given
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields


@dataclass(frozen=True)
class Starting:
    """Pensioners of the first year: how many, the share of women and the average pension.

    `caseload` says that their number is that of the scheme in force, `parameter` names its parameter with their average.
    """

    caseload: bool
    count: Given | None
    women: Given
    average: Amount | None
    parameter: str


def read_starting(found: Fields, *path: Any) -> Starting | None:
    """The block `pensioners` at `path`, or nothing."""
    if found.get(*path) is None:
        return None
    found.known(("count", "women", "average"), ("count", "women", "average"), *path)
    count, average = found.get(*path, "count"), found.get(*path, "average")
    if isinstance(count, str) and count != "caseload":
        raise GroundfloorError(
            f"count is {count!r}", found.place(*path, "count"), expected="a number in persons, or caseload"
        )
    named = isinstance(average, str)
    return Starting(
        caseload=isinstance(count, str),
        count=None if isinstance(count, str) else given(found, ("persons",), *path, "count"),
        women=given(found, ("share",), *path, "women"),
        average=None if named else amount(found, *path, "average"),
        parameter=average if named else "",
    )
