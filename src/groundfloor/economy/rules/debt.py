"""Public debt by its identity: what interest and growth make of it, less the primary balance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from groundfloor.economy.rule import Known, Rule, Start, Written, plain
from groundfloor.financing.flows import factor

KEYS = ()


@dataclass(frozen=True)
class Debt:
    """d(t) = d(t-1) F(t) - pb(t) + sfa(t), with F as in docs/methods/financing.md and sfa nought where it is not given."""

    anchored: ClassVar[bool] = True

    def value(self, at: Known, start: Start, year: int) -> float:
        """Debt at the end of the year, % of GDP."""
        adjusted = at.get("stock_flow_pct_gdp", year)
        return (
            at.get("debt_pct_gdp", year - 1) * factor(at, year)
            - at.get("primary_balance_pct_gdp", year)
            + (0.0 if math.isnan(adjusted) else adjusted)
        )

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """The balance, the rate and GDP."""
        names = ("primary_balance_pct_gdp", "interest_rate", "gdp_nominal")
        return *((name, year) for name in names), ("gdp_nominal", year - 1)

    def sentence(self, at: Known, start: Start) -> str:
        """The identity."""
        return (
            f"from {plain(start.value)} in {start.year}, that of the year before times (1 + interest_rate) over growth of nominal GDP "
            "(with its part in foreign currency where foreign_debt_share is known), less primary_balance_pct_gdp, plus stock_flow_pct_gdp"
        )


def read(written: Written) -> Rule:
    """No numbers."""
    if written.series != "debt_pct_gdp":
        raise written.refused(f"The rule debt is for debt_pct_gdp, not {written.series}", "rule")
    return Debt()
