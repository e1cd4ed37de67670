"""The pack's own path of debt, taken apart: each year's factor, primary balance and stock-flow adjustment."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.debt import debt_factor


class Series(Protocol):
    """The economy by series and year, as `Accounts` holds it and as rules make it."""

    def get(self, series: str, year: int) -> float:
        """The value of a series in a year, NaN where there is none."""

    def nominal_growth(self, year: int) -> float:
        """Growth of nominal GDP over the year before, a share of one."""


@dataclass(frozen=True)
class Rates:
    """What moves debt in a year as a share of GDP, all shares of one; `growth` is real, `prices` those of GDP."""

    interest: float
    growth: float
    prices: float
    foreign_share: float = 0.0
    interest_foreign: float | None = None
    depreciation: float = 0.0

    @property
    def factor(self) -> float:
        """What debt of 1 % of GDP becomes."""
        return debt_factor(
            self.interest,
            self.growth,
            self.prices,
            foreign_share=self.foreign_share,
            interest_foreign=self.interest_foreign,
            depreciation=self.depreciation,
        )


def rates(at: Series, year: int) -> Rates:
    """The rates of a year: prices are those that make nominal growth of GDP from its real growth.

    Without the share of debt in foreign currency all debt counts at the average interest rate. With it, the two interest rates are
    the average where they are not given, and the exchange rate moves only in years in which it is known.
    """
    nominal, growth = at.nominal_growth(year), at.get("gdp_real_growth", year)
    if math.isnan(growth):
        growth = 0.0
    mean = at.get("interest_rate", year)
    found = Rates(mean, growth, (1 + nominal) / (1 + growth) - 1)
    share = at.get("foreign_debt_share", year)
    if math.isnan(share):
        return found
    home, abroad = (at.get(f"interest_rate_{where}", year) for where in ("domestic", "foreign"))
    moved = at.get("exchange_rate", year) / at.get("exchange_rate", year - 1) - 1
    return replace(
        found,
        interest=mean if math.isnan(home) else home,
        foreign_share=share,
        interest_foreign=mean if math.isnan(abroad) else abroad,
        depreciation=0.0 if math.isnan(moved) else moved,
    )


def factor(at: Series, year: int) -> float:
    """What debt of 1 % of GDP becomes in a year, NaN where interest or GDP is not known."""
    return rates(at, year).factor


@dataclass(frozen=True)
class Flow:
    """Debt at the end of a year and what made it, % of GDP: debt = debt before x factor - primary + stock_flow."""

    debt: float
    rates: Rates
    primary: float
    stock_flow: float


def baseline(at: Accounts, years: range) -> Mapping[int, Flow]:
    """The path of debt without the floor; in the first year only its level counts.

    Where economy.csv has the debt of a year, the stock-flow adjustment is what interest, growth and the primary balance do not
    explain; without the primary balance the two cannot be told apart, and all of it is the primary balance. Where it has no debt but the
    primary balance, debt follows, with the series stock_flow_pct_gdp as the adjustment, none when left out. NaN where neither is known.
    """
    out: dict[int, Flow] = {}
    before = math.nan
    for year in years:
        debt, primary = at.get("debt_pct_gdp", year), at.get("primary_balance_pct_gdp", year)
        found = rates(at, year)
        if year == years[0]:
            out[year] = Flow(debt, found, math.nan, math.nan)
        else:
            grown = before * found.factor
            if math.isnan(debt):
                more = at.get("stock_flow_pct_gdp", year)
                more = 0.0 if math.isnan(more) else more
                debt = grown - primary + more
            elif math.isnan(primary):
                primary, more = grown - debt, 0.0
            else:
                more = debt - grown + primary
            out[year] = Flow(debt, found, primary, more)
        before = out[year].debt
    return out
