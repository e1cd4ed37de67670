"""The primary balance from the budget: revenue less expenditure without interest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from groundfloor.economy.rule import Known, Rule, Start, Written
from groundfloor.financing.flows import Series

KEYS = ()


def interest(at: Series, year: int) -> float:
    """The interest bill in % of GDP: the rate on the debt of the year before, which growth of nominal GDP has made smaller."""
    return at.get("interest_rate", year) * at.get("debt_pct_gdp", year - 1) / (1 + at.nominal_growth(year))


@dataclass(frozen=True)
class Balance:
    """pb(t) = revenue(t) - (expenditure(t) - interest(t)), interest(t) = i(t) d(t-1) / (1 + n(t))."""

    anchored: ClassVar[bool] = False

    def value(self, at: Known, start: Start, year: int) -> float:
        """The balance before interest, % of GDP."""
        return at.get("revenue_pct_gdp", year) - at.get("expenditure_pct_gdp", year) + interest(at, year)

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """The budget, the rate, the debt and GDP."""
        names = ("revenue_pct_gdp", "expenditure_pct_gdp", "interest_rate", "gdp_nominal")
        return *((name, year) for name in names), ("debt_pct_gdp", year - 1), ("gdp_nominal", year - 1)

    def sentence(self, at: Known, start: Start) -> str:
        """The identity."""
        return (
            "revenue_pct_gdp less expenditure_pct_gdp plus interest, which is interest_rate times debt_pct_gdp of the year before "
            "over growth of nominal GDP"
        )


def read(written: Written) -> Rule:
    """No numbers."""
    if written.series != "primary_balance_pct_gdp":
        raise written.refused(f"The rule balance is for primary_balance_pct_gdp, not {written.series}", "rule")
    return Balance()
