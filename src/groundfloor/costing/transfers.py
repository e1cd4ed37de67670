"""The cost of one programme in one year, from the same entitlements that give its effect on poverty."""

from __future__ import annotations

from dataclasses import dataclass

from groundfloor.survey.frame import Floats

SMALLEST = 1e-12


@dataclass(frozen=True)
class Cost:
    """Persons and LCU of the year named: `total` is transfers plus administration.

    `administration` is all that delivery costs: a share of transfers, what each beneficiary costs, what is fixed, and the start-up.
    """

    target_population: float
    beneficiaries: float
    benefit: float
    transfers: float
    administration: float
    per_beneficiary: float = 0.0
    fixed: float = 0.0
    start_up: float = 0.0

    @property
    def total(self) -> float:
        """Transfers and administration."""
        return self.transfers + self.administration


@dataclass(frozen=True)
class Delivery:
    """What delivering a programme costs in a year: a share of transfers; LCU of the year a beneficiary, in all, and once."""

    share: float = 0.0
    per_beneficiary: float = 0.0
    fixed: float = 0.0
    start_up: float = 0.0


def cost(
    weight: Floats, eligible: Floats, receives: Floats, amount: Floats, *, index: float, delivery: Delivery
) -> Cost:
    """Cost of a programme: sum of weight x amount over those who receive, in LCU of the year, and its delivery.

    `amount` is LCU a year in prices of the base year, `index` turns it into LCU of the year. `benefit` is the mean a beneficiary
    receives in the year, NaN when there is none. An entitlement whose amount is missing makes the cost missing: it is not counted
    as 0. Method: docs/methods/costing.md.

    >>> import numpy as np
    >>> one = cost(np.array([10.0, 10.0]), np.array([1.0, 1.0]), np.array([1.0, 0.0]), np.array([50.0, 50.0]),
    ...            index=2.0, delivery=Delivery(0.1, fixed=30.0))
    >>> one.beneficiaries, one.transfers, round(one.total, 6)
    (10.0, 1000.0, 1130.0)
    """
    taking = receives == 1.0
    beneficiaries = float(weight[taking].sum())
    transfers = float((weight[taking] * amount[taking]).sum()) * index if taking.any() else 0.0
    # a cost a head that is not known yet is nothing where there is nobody
    each = delivery.per_beneficiary * beneficiaries if beneficiaries else 0.0
    return Cost(
        target_population=float(weight[eligible == 1.0].sum()),
        beneficiaries=beneficiaries,
        benefit=transfers / beneficiaries if beneficiaries > SMALLEST else float("nan"),
        transfers=transfers,
        administration=transfers * delivery.share + each + delivery.fixed + delivery.start_up,
        per_beneficiary=each,
        fixed=delivery.fixed,
        start_up=delivery.start_up,
    )
