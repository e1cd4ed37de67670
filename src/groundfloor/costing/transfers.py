"""The cost of one programme in one year, from the same entitlements that give its effect on poverty."""

from __future__ import annotations

from dataclasses import dataclass

from groundfloor.survey.frame import Floats

SMALLEST = 1e-12


@dataclass(frozen=True)
class Cost:
    """Persons and LCU of the year named: `total` is transfers plus administration."""

    target_population: float
    beneficiaries: float
    benefit: float
    transfers: float
    administration: float

    @property
    def total(self) -> float:
        """Transfers and administration."""
        return self.transfers + self.administration


def cost(
    weight: Floats, eligible: Floats, receives: Floats, amount: Floats, *, index: float, administration: float
) -> Cost:
    """Cost of a programme: sum of weight x amount over those who receive, in LCU of the year.

    `amount` is LCU a year in prices of the base year, `index` turns it into LCU of the year, `administration` is a share
    of transfers. `benefit` is the mean a beneficiary receives in the year, NaN when there is none. An entitlement
    whose amount is missing makes the cost missing: it is not counted as 0. Method: docs/methods/costing.md.

    >>> import numpy as np
    >>> one = cost(np.array([10.0, 10.0]), np.array([1.0, 1.0]), np.array([1.0, 0.0]), np.array([50.0, 50.0]),
    ...            index=2.0, administration=0.1)
    >>> one.beneficiaries, one.transfers, round(one.total, 6)
    (10.0, 1000.0, 1100.0)
    """
    taking = receives == 1.0
    beneficiaries = float(weight[taking].sum())
    transfers = float((weight[taking] * amount[taking]).sum()) * index if taking.any() else 0.0
    return Cost(
        target_population=float(weight[eligible == 1.0].sum()),
        beneficiaries=beneficiaries,
        benefit=transfers / beneficiaries if beneficiaries > SMALLEST else float("nan"),
        transfers=transfers,
        administration=transfers * administration,
    )
