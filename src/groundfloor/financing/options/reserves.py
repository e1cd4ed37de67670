"""Reserves: what is above a prudent level, spent once; or a fund, of which the return is spent.

    reserves:  excess = max(0, reserves - max(months / 12 x imports, covered x short_term_debt))
    fund:      F = fund

With real return r and T years, A = F r / (1 - (1 + r)^-T) a year (F / T where r = 0), at the end of which nothing is left; without years
A = F r for ever. Stock and payments keep their purchasing power: payments are % of the base year's GDP in constant prices, so that
as % of GDP they shrink with real growth:

    full(t) = A x real GDP(base) / real GDP(t)
"""

from __future__ import annotations

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.ways import GOVERNMENT, PERCENT, Assumption, Given, Way

PAYER = GOVERNMENT
YEARS = Assumption(low=1.0, whole=True)
NONE = Assumption(default=0.0)
RETURN = Assumption(low=-0.5, high=0.5, default=0.0)
MONTHS = 12


def annuity(stock: float, real_return: float, years: float) -> float:
    """What a stock pays a year over `years` years, the first payment a year from now.

    >>> annuity(6.0, 0.0, 3), round(annuity(100.0, 0.05, 2), 6)
    (2.0, 53.780488)
    """
    return stock / years if real_return == 0 else stock * real_return / (1 - (1 + real_return) ** -years)


def excess(given: Given) -> float:
    """Reserves above what imports and short-term debt ask for, in % of GDP."""
    imports = given["months"] / MONTHS * given["imports_pct_gdp"]
    return max(0.0, given["reserves_pct_gdp"] - max(imports, given["debt_covered"] * given["short_term_debt_pct_gdp"]))


def _paid(stock: float, given: Given, at: Accounts, year: int) -> float:
    if not 0 <= year - given["start"] < given["years"]:
        return 0.0
    return annuity(stock, given["real_return"], given["years"]) * at.real_share(year)


def drawn(given: Given, at: Accounts, year: int) -> float:
    """The excess of reserves, in equal parts over the years."""
    return _paid(excess(given), given, at, year)


def used_up(given: Given, at: Accounts, year: int) -> float:
    """A fund used up over the years."""
    return _paid(given["fund_pct_gdp"], given, at, year)


def kept(given: Given, at: Accounts, year: int) -> float:
    """The real return of a fund that is kept."""
    return given["endowment_pct_gdp"] * given["real_return"] * at.real_share(year)


WAYS = (
    Way(
        {
            "reserves_pct_gdp": PERCENT,
            "months": Assumption(default=3.0),
            "imports_pct_gdp": PERCENT,
            "short_term_debt_pct_gdp": NONE,
            "debt_covered": Assumption(default=1.0),
            "years": YEARS,
            "real_return": RETURN,
        },
        drawn,
        timed=True,
        once=True,
    ),
    Way({"fund_pct_gdp": PERCENT, "years": YEARS, "real_return": RETURN}, used_up, timed=True, once=True),
    Way({"endowment_pct_gdp": PERCENT, "real_return": Assumption(high=0.5)}, kept),
)
