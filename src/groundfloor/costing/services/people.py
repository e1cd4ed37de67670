"""Whom a service is for: people by sex and age, births, or households."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.costing.services.setting import View
from groundfloor.country.given import Given, optional
from groundfloor.country.rates import OLDEST, SEXES, Floats
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

ALL, BIRTHS = "all", "births"


@dataclass(frozen=True)
class Who:
    """People of these ages (first and last, both in it) and sexes, or the births of a year; of them a share; as persons or households."""

    births: bool = False
    sexes: tuple[int, ...] = (0, 1)
    ages: tuple[int, int] = (0, OLDEST)
    share: Given | None = None
    household_size: Given | None = None

    @property
    def unit(self) -> str:
        """What is counted."""
        return "person" if self.household_size is None else "household"

    def number(self, view: View) -> Floats:
        """How many there are [..., year]."""
        people = (
            view.setting.people[..., self.ages[0] : self.ages[1] + 1].sum(axis=-1)[..., list(self.sexes)].sum(axis=-1)
        )
        counted = view.setting.births if self.births else people
        return np.asarray(counted * view.value(self.share, 1.0) / view.value(self.household_size, 1.0))


def read_who(found: Fields, *path: Any) -> Who:
    """`all`, `births`, or a table with ages, sex, share and household_size."""
    if not isinstance(found.get(*path), dict):
        return Who(births=found.word((ALL, BIRTHS), *path) == BIRTHS)
    found.known(("births", "ages", "sex", "share", "household_size"), (), *path)
    born, ages, sex = (found.get(*path, key) for key in ("births", "ages", "sex"))
    if born not in (None, True) or (born and (ages, sex) != (None, None)):
        raise GroundfloorError("births is true and stands without ages and sex", found.place(*path, "births"))
    return Who(
        births=born is True,
        sexes=SEXES[found.word(("f", "m"), *path, "sex")] if sex is not None else (0, 1),
        ages=_ages(found, *path, "ages") if ages is not None else (0, OLDEST),
        share=optional(found, ("share",), *path, "share"),
        household_size=optional(found, ("persons/household",), *path, "household_size"),
    )


def _ages(found: Fields, *path: Any) -> tuple[int, int]:
    ages = found.get(*path)
    if isinstance(ages, list) and len(ages) == 2 and all(type(age) is int for age in ages):
        first, last = ages
        if 0 <= first <= last <= OLDEST:
            return first, last
    raise GroundfloorError(
        f"ages is {ages!r}", found.place(*path), expected=f"the first and last age, such as [6, 11], up to {OLDEST}"
    )
