"""Aid and transfers from abroad, if donors gave what they have promised.

    full(t) = min(donor_gap x allocation x exchange rate(t) / GDP(t), absorbed) x social_protection

donor_gap: what donors are short of 0.7 % of their income, US dollars a year; allocation: the share that would come to this country;
absorbed: the most it could spend, in % of GDP; social_protection: the part for the floor. Pledges of named donors are taken from it,
because they are the same money: only what goes beyond them counts.
"""

from __future__ import annotations

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.ways import EXTERNAL, PERCENT, SHARE, Given, Way

PAYER = EXTERNAL


def full(given: Given, at: Accounts, year: int) -> float:
    """The part of what donors are short of that would come to the floor."""
    why = "an option of aid"
    coming = given["donor_gap_usd"] * given["allocation"] * at.known("exchange_rate", year, why)
    share = 100 * coming / at.known("gdp_nominal", year, why)
    return min(share, given["absorbed_pct_gdp"]) * given["social_protection"]


WAYS = (
    Way(
        {"donor_gap_usd": PERCENT, "allocation": SHARE, "absorbed_pct_gdp": PERCENT, "social_protection": SHARE},
        full,
        payer=EXTERNAL,
    ),
)
