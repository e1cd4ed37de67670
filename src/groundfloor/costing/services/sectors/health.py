"""Health care: a cost a head, a package of interventions by need, staff by a norm, and the system behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundfloor.costing.services.prices import Amount, Prices, amount
from groundfloor.costing.services.service import ABOUT, BUILT, PER_HEAD, WHOM, Service, about, plain
from groundfloor.costing.services.setting import View
from groundfloor.country.given import Given, given, optional
from groundfloor.country.rates import Floats
from groundfloor.rules.fields import Fields

DISJOINT = False
NORM = 100_000


@dataclass(frozen=True)
class Staffing(Service):
    """Staff by a norm, their wage and what comes on top of it; `coverage` is the share of the norm that is met."""

    staff: Given
    wage: Amount

    def unit_cost(self, view: View) -> Floats:
        """Recurrent LCU [year] for one who is covered."""
        return view.value(self.staff) / NORM * view.money(self.wage) * (1 + view.value(self.overhead))

    def inputs(self, view: View, covered: Floats) -> Mapping[str, Floats]:
        """Health staff."""
        return {"staff": covered * view.value(self.staff) / NORM}


def service(found: Fields, prices: Prices, path: Sequence[Any]) -> Service:
    """Staff where there is `staff`, else so much a head of those in need."""
    if found.get(*path, "staff") is None:
        return plain(found, prices, path, (*PER_HEAD, *BUILT), ())
    found.known((*ABOUT, "staff", "wage", "overhead"), (*WHOM, "staff", "wage"), *path)
    return Staffing(
        **about(found, path),
        running=None,
        overhead=optional(found, ("share", "ratio"), *path, "overhead"),
        capital=None,
        staff=given(found, ("staff/100000 persons",), *path, "staff"),
        wage=amount(found, prices, ("year",), *path, "wage", wage=True),
    )
