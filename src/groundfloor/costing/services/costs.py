"""The cost of one service over the years: the formula that all sectors share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.costing.services.annuity import annualised
from groundfloor.costing.services.payers import Payers
from groundfloor.costing.services.service import Service
from groundfloor.costing.services.setting import View
from groundfloor.costing.services.stock import stock_of
from groundfloor.country.given import Given
from groundfloor.country.rates import Floats


@dataclass(frozen=True)
class Cost:
    """People or households [..., year], and LCU of the year [..., year]; before the years stand the paths of the setting, if it has any.

    `new` are those covered for the first time: more than in any year before. Of `capital` what is built anew at the end of its lifetime is `replacement`. `baseline` is what the base year's services would cost at the year's prices,
    so that `additional` is what there is to find beyond today; `paid_today` is the part of it that each payer would have. `inputs` are staff, teachers, classrooms that those covered need.
    """

    target: Floats
    covered: Floats
    new: Floats
    capital: Floats
    replacement: Floats
    recurrent: Floats
    baseline: Floats
    annualised: Floats
    paid: Mapping[str, Floats]
    paid_today: Mapping[str, Floats]
    inputs: Mapping[str, Floats]

    @property
    def total(self) -> Floats:
        """Capital when it is spent, and recurrent."""
        return self.capital + self.recurrent

    @property
    def additional(self) -> Floats:
        """The total less what the services of the base year would cost."""
        return self.total - self.baseline

    def additional_of(self, payer: str) -> Floats:
        """What one payer has to find beyond what he would pay for the services of the base year."""
        return self.paid[payer] - self.paid_today[payer]


def cost_of(service: Service, view: View, payers: Payers, discount: Given | None) -> Cost:
    """Cost of a service in each year of the view; capital is spent in the year in which units come into use.

    Method: docs/methods/services-cost.md.
    """
    still = view.unmoved()
    target = service.who.number(view) * view.value(service.need, 1.0)
    covered = target * view.value(service.coverage)
    recurrent = service.recurrent(view, covered)
    nothing = np.zeros_like(covered)
    baseline = service.recurrent(still, covered[..., :1])
    capital = replacement = households = rebuilt = owed = paid_yearly = nothing
    built = service.capital
    if built is not None:
        lifetimes = view.value(built.lifetime)
        stock = stock_of(service.needed(view, covered), lifetimes)
        recurrent = recurrent + stock.standing * view.money(built.cost) * view.value(built.maintenance)
        baseline = baseline + stock.standing[..., :1] * still.money(built.cost) * still.value(built.maintenance)
        capital, replacement = stock.built * built.price(view), stock.replaced * built.price(view)
        rebuilt = stock.replaced[..., :1] * built.price(still)
        households, owed = (part * at.value(built.contribution) for part, at in ((capital, view), (rebuilt, still)))
        level = view.level(built.cost)
        paid_yearly = level * annualised(capital / level, view.value(discount), lifetimes)
    return Cost(
        target=target,
        covered=covered,
        new=_added(covered),
        capital=capital,
        replacement=replacement,
        recurrent=recurrent,
        baseline=baseline + rebuilt,
        annualised=paid_yearly,
        paid=_shared(payers.split(view), capital + recurrent, households),
        paid_today=_shared(payers.split(still), baseline + rebuilt, owed),
        inputs=service.inputs(view, covered),
    )


def _shared(shares: Mapping[str, Floats], total: Floats, households: Floats) -> dict[str, Floats]:
    """What each pays [year] of a total: households what owners contribute, all their shares of the rest."""
    paid = {name: share * (total - households) for name, share in shares.items()}
    return paid | {"households": paid["households"] + households}


def _added(used: Floats) -> Floats:
    """What has to be added [year] to what was in use before; what is there in the first year is not new."""
    most = np.maximum.accumulate(used, axis=-1)
    return np.diff(most, prepend=most[..., :1])
