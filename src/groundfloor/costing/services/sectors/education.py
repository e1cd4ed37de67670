"""Education by level: pupils, teachers by the pupil-teacher ratio, other recurrent costs, classrooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundfloor.costing.services.prices import Amount, Prices, amount
from groundfloor.costing.services.service import ABOUT, BUILT, WHOM, Service, about, read_capital
from groundfloor.costing.services.setting import View
from groundfloor.country.given import Given, given, optional
from groundfloor.country.rates import Floats
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

DISJOINT = True
STAFFED = ("pupils_per_teacher", "wage")
MARGINALISED = ("marginalised", "markup")
CLASSROOM = "classroom"


@dataclass(frozen=True)
class Level(Service):
    """A level of schooling; `coverage` is pupils over those of its ages: a share, or the ratio of gross enrolment."""

    pupils_per_teacher: Given
    wage: Amount
    non_salary: Given | None
    marginalised: Given | None
    markup: Given | None
    pupils_per_classroom: Given | None

    def unit_cost(self, view: View) -> Floats:
        """Recurrent LCU [year] a pupil: teachers over their share of all, and more for those who are marginalised."""
        salaries = view.money(self.wage) / view.value(self.pupils_per_teacher)
        more = view.value(self.marginalised) * view.value(self.markup)
        return salaries / (1 - view.value(self.non_salary)) * (1 + more)

    def units(self, view: View) -> Floats:
        """Classrooms a pupil."""
        return 1 / view.value(self.pupils_per_classroom, 1.0)

    def inputs(self, view: View, covered: Floats) -> Mapping[str, Floats]:
        """Teachers and classrooms."""
        found = {"teachers": covered / view.value(self.pupils_per_teacher)}
        return found if self.capital is None else {**found, "classrooms": covered * self.units(view)}


def service(found: Fields, prices: Prices, path: Sequence[Any]) -> Service:
    """A level, with classrooms where a `classroom` has a cost."""
    built = (CLASSROOM, "pupils_per_classroom", *BUILT[1:])
    found.known((*ABOUT, *STAFFED, "non_salary", *MARGINALISED, *built), (*WHOM, *STAFFED), *path)
    _together(found, path, MARGINALISED)
    _together(found, path, built[:3])
    non_salary = optional(found, ("share",), *path, "non_salary")
    if non_salary is not None and any((knots.values >= 1).any() for knots in non_salary.knots.values()):
        raise GroundfloorError("non_salary is 1", non_salary.place, expected="less than 1, as teachers are paid too")
    has_rooms = found.get(*path, CLASSROOM) is not None
    return Level(
        **about(found, path, ("share", "ratio")),
        running=None,
        overhead=None,
        capital=read_capital(found, prices, CLASSROOM, path, CLASSROOM) if has_rooms else None,
        pupils_per_teacher=given(found, ("pupils/teacher",), *path, "pupils_per_teacher"),
        wage=amount(found, prices, ("year",), *path, "wage", wage=True),
        non_salary=non_salary,
        marginalised=optional(found, ("share",), *path, "marginalised"),
        markup=optional(found, ("ratio",), *path, "markup"),
        pupils_per_classroom=optional(found, ("pupils/classroom",), *path, "pupils_per_classroom"),
    )


def _together(found: Fields, path: Sequence[Any], keys: Sequence[str]) -> None:
    there = [key for key in keys if found.get(*path, key) is not None]
    if there and len(there) < len(keys):
        raise GroundfloorError(
            f"{path[-1]} has {' and '.join(there)} alone",
            found.place(*path),
            expected=f"all of {', '.join(keys)}, or none",
        )
