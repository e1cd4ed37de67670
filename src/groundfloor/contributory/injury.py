"""Work injury for good: pensions for permanent disablement, and for those whom a fatal accident leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from groundfloor.contributory.amount import index_of
from groundfloor.contributory.money import Index
from groundfloor.contributory.relatives import PARTS, Relatives, read_relatives
from groundfloor.contributory.starting import Starting, read_starting
from groundfloor.country.given import Given, constant, given, optional
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

INJURIES = ("permanent", "fatal", "pensioners")
PERMANENT = ("incidence", "degree", "replacement", "stops", "mortality", "indexation")
FATAL = ("incidence", *PARTS, "indexation")


@dataclass(frozen=True)
class Permanent:
    """Pensions of `degree` x `replacement` of the wage for cases of disablement; the share `stops` of them works no longer."""

    incidence: Given
    degree: Given
    replacement: Given
    stops: Given
    mortality: Given
    indexation: Index


@dataclass(frozen=True)
class Fatal:
    """Deaths by accident at work, and the shares of the wage that go to spouse and orphans."""

    incidence: Given
    relatives: Relatives
    indexation: Index


@dataclass(frozen=True)
class WorkInjury:
    """Pensions of the branch; what it pays for a time stands with the benefits of short duration."""

    permanent: Permanent | None
    fatal: Fatal | None
    pensioners: Starting | None


def read_work_injury(found: Fields, *path: Any) -> WorkInjury | None:
    """The blocks `permanent`, `fatal` and `pensioners` of the branch; nothing where it has neither of the first two."""
    permanent, fatal = (found.get(*path, part) is not None for part in INJURIES[:2])
    if not permanent and found.get(*path, "pensioners") is not None:
        raise GroundfloorError(
            "There are work injury pensioners and no permanent pensions",
            found.place(*path, "pensioners"),
            expected="the block permanent beside them",
        )
    if not permanent and not fatal:
        return None
    return WorkInjury(
        permanent=_permanent(found, *path, "permanent") if permanent else None,
        fatal=_fatal(found, *path, "fatal") if fatal else None,
        pensioners=read_starting(found, *path, "pensioners"),
    )


def _permanent(found: Fields, *path: Any) -> Permanent:
    found.known(PERMANENT, ("incidence", "degree", "replacement", "indexation"), *path)
    share = ("share",)

    def or_else(key: str, value: float, unit: str) -> Given:
        return optional(found, (unit,), *path, key) or constant(".".join(map(str, (*path, key))), value, unit)

    return Permanent(
        incidence=given(found, share, *path, "incidence"),
        degree=given(found, share, *path, "degree"),
        replacement=given(found, share, *path, "replacement"),
        stops=or_else("stops", 0.0, "share"),
        mortality=or_else("mortality", 1.0, "ratio"),
        indexation=index_of(found, *path, "indexation"),
    )


def _fatal(found: Fields, *path: Any) -> Fatal:
    found.known(FATAL, ("incidence", "indexation"), *path)
    if all(found.get(*path, part) is None for part in PARTS):
        raise GroundfloorError(
            "Nobody receives anything for a fatal accident", found.place(*path), expected="spouse, orphans or both"
        )
    return Fatal(
        incidence=given(found, ("share",), *path, "incidence"),
        relatives=read_relatives(found, *path),
        indexation=index_of(found, *path, "indexation"),
    )
