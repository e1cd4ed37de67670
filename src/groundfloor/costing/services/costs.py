"""The cost of one service over the years: the formula that all sectors share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.costing.services.annuity import annualised
from groundfloor.costing.services.payers import Payers
from groundfloor.costing.services.service import Service
from groundfloor.costing.services.setting import View
from groundfloor.country.given import Given
from groundfloor.country.rates import Floats


@dataclass(frozen=True)
class Cost:
    """People or households [year], and LCU of the year [year].

    `new` are those covered for the first time: more than in any year before. `baseline` is what the base year's services would cost at the year's prices,
    so that `additional` is what there is to find beyond today. `inputs` are staff, teachers, classrooms that those covered need.
    """

    target: Floats
    covered: Floats
    new: Floats
    capital: Floats
    recurrent: Floats
    baseline: Floats
    annualised: Floats
    paid: Mapping[str, Floats]
    inputs: Mapping[str, Floats]

    @property
    def total(self) -> Floats:
        """Capital when it is spent, and recurrent."""
        return self.capital + self.recurrent

    @property
    def additional(self) -> Floats:
        """The total less what the services of the base year would cost."""
        return self.total - self.baseline


def cost_of(service: Service, view: View, payers: Payers, discount: Given | None) -> Cost:
    """Cost of a service in each year of the view; capital is spent in the year in which units come into use.

    Method: docs/methods/services-cost.md.
    """
    target = service.who.number(view) * view.value(service.need, 1.0)
    covered = target * view.value(service.coverage)
    new = _added(covered)
    recurrent = covered * service.unit_cost(view)
    baseline = covered[0] * service.unit_cost(view.unmoved())
    capital = households = paid_yearly = np.zeros_like(covered)
    built = service.capital
    if built is not None:
        stock = np.maximum.accumulate(covered * service.units(view))
        each, upkeep = view.money(built.cost), view.value(built.maintenance)
        recurrent = recurrent + stock * each * upkeep
        still = view.unmoved()
        baseline = baseline + stock[0] * still.money(built.cost) * still.value(built.maintenance)
        capital = _added(stock) * each * (1 + view.value(built.delivery))
        households = capital * view.value(built.contribution)
        level = view.level(built.cost)
        paid_yearly = level * annualised(capital / level, view.value(discount), view.value(built.lifetime))
    shares = payers.split(view)
    paid = {name: share * (capital - households + recurrent) for name, share in shares.items()}
    paid["households"] = paid["households"] + households
    inputs = service.inputs(view, covered)
    return Cost(target, covered, new, capital, recurrent, baseline, paid_yearly, paid, inputs)


def _added(used: Floats) -> Floats:
    """What has to be added [year] to what was in use before; what is there in the first year is not new."""
    most = np.maximum.accumulate(used)
    return np.diff(most, prepend=most[:1])
