"""A more accommodating macroeconomic framework: a wider deficit, or more inflation.

    deficit:    full = max(0, deficit_allowed - deficit)
    inflation:  full = max(0, base_money x (G(inflation_allowed) - G(inflation))),   G(p) = n / (1 + n),  n = (1 + g)(1 + p) - 1

Deficits are % of GDP, positive. base_money: notes, coin and reserves of banks in % of GDP, held constant (people hold as much money
as before); g and inflation of the year are those of economy.csv. A wider deficit is borrowed: it adds to debt, and it draws on the same
room as borrowing up to a ceiling. What the central bank issues is no debt.
"""

from __future__ import annotations

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.ways import BORROWING, PERCENT, Assumption, Given, Way

PAYER = BORROWING


def wider(given: Given, _at: Accounts, _year: int) -> float:
    """How much wider the deficit may be."""
    return max(0.0, given["deficit_allowed_pct_gdp"] - given["deficit_pct_gdp"])


def issued(given: Given, at: Accounts, year: int) -> float:
    """What the central bank issues more when prices rise faster."""
    growth, now = (at.known(name, year, "an inflation target") for name in ("gdp_real_growth", "inflation"))

    def seigniorage(inflation: float) -> float:
        nominal = (1 + growth) * (1 + inflation) - 1
        return given["base_money_pct_gdp"] * nominal / (1 + nominal)

    return max(0.0, seigniorage(given["inflation_allowed"]) - seigniorage(now))


WAYS = (
    Way(
        {"deficit_allowed_pct_gdp": PERCENT, "deficit_pct_gdp": Assumption(low=-100.0)},
        wider,
        payer=BORROWING,
    ),
    Way({"inflation_allowed": Assumption(high=1.0), "base_money_pct_gdp": PERCENT}, issued),
)
