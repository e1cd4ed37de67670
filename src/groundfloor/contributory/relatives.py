"""Who is left behind at a death: a spouse and orphans, and what share of an amount each of them receives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from groundfloor.country.given import Given, optional
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

SPOUSE = ("share", "married", "age_difference")
ORPHANS = ("share", "children", "age", "until")
PARTS = ("spouse", "orphans")


@dataclass(frozen=True)
class Relatives:
    """Shares of an amount that go to spouse and orphans, and how many of them there are; None is nothing."""

    share: Given | None
    married: Given | None
    age_difference: Given | None
    orphan_share: Given | None
    children: Given | None
    orphan_age: int
    orphan_until: int


def read_relatives(found: Fields, *path: Any) -> Relatives:
    """The blocks `spouse` and `orphans` at `path`, either of which may be missing."""
    for part, keys in zip(PARTS, (SPOUSE, ORPHANS), strict=True):
        if found.get(*path, part) is not None:
            found.known(keys, keys, *path, part)
    ages = [found.number(*path, "orphans", key, default=0, low=0, high=100) for key in ("age", "until")]
    if any(age != int(age) for age in ages):
        raise GroundfloorError("Ages of orphans are whole numbers", found.place(*path, "orphans"))
    share, ratio = ("share",), ("ratio",)
    return Relatives(
        share=optional(found, share, *path, "spouse", "share"),
        married=optional(found, share, *path, "spouse", "married"),
        age_difference=optional(found, ("years",), *path, "spouse", "age_difference"),
        orphan_share=optional(found, share, *path, "orphans", "share"),
        children=optional(found, ratio, *path, "orphans", "children"),
        orphan_age=int(ages[0]),
        orphan_until=int(ages[1]),
    )
