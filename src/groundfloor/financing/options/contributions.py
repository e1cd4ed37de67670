"""Contributions to social insurance: from more people covered, and from a higher rate.

    full = wages x (added x insurable x (rate + rate_added) + covered x rate_added) x (1 - pension_share)

wages: pay from work in % of GDP; covered: the share of it insured today; added: the share newly covered; insurable: the part of the
newly covered pay below the ceiling; rate: contributions over insured pay today, of workers and employers together. Contributions
that pay pensions (or other benefits of insurance) buy rights that will cost as much: `pension_share` of them is left out.
"""

from __future__ import annotations

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.ways import CONTRIBUTIONS, PERCENT, SHARE, Assumption, Given, Way

PAYER = CONTRIBUTIONS
NONE, ALL = Assumption(high=1.0, default=0.0), Assumption(high=1.0, default=1.0)


def all_(given: Given, _at: Accounts, _year: int) -> float:
    """What is contributed more, for pensions too, in % of GDP."""
    rate = given["rate"] + given["rate_added"]
    more = given["coverage_added"] * given["insurable"] * rate + given["covered"] * given["rate_added"]
    return given["wages_pct_gdp"] * more


def full(given: Given, at: Accounts, year: int) -> float:
    """The part that pays for the floor."""
    return all_(given, at, year) * (1 - given["pension_share"])


def left_out(given: Given, at: Accounts, year: int) -> float:
    """The part that pays pensions."""
    return all_(given, at, year) * given["pension_share"]


WAYS = (
    Way(
        {
            "wages_pct_gdp": PERCENT,
            "coverage_added": NONE,
            "insurable": ALL,
            "rate": SHARE,
            "rate_added": NONE,
            "covered": NONE,
            "pension_share": SHARE,
        },
        full,
        payer=CONTRIBUTIONS,
        left_out=left_out,
    ),
)
