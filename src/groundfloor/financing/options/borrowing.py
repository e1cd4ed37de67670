"""Borrowing up to a ceiling, and restructuring.

    ceiling:        full = max(0, ceiling - d_T) / sum over k = start..T of prod over j = k+1..T of F_j,   start <= t <= T
    restructuring:  full = restructured x d_(t-1) / (1 + growth) x (rate_now - (1 - forgiven) x rate_new)

d is the debt that the pack's economy.csv projects without the floor, F_j the factor by which a debt grows in year j as % of GDP
(groundfloor.financing.debt), T the year `until` which more may be borrowed: the same sum in % of GDP each year, which leaves debt at the
ceiling in T. It is borrowed, so that it adds to debt, and it draws on the same room as a wider deficit of the macroeconomic framework.

Restructuring counts the interest no longer due on the part of debt that is restructured, at most what is due today. Principal that falls due later is no
resource: it stays in the debt.
"""

from __future__ import annotations

import math

from groundfloor.errors import GroundfloorError, Place
from groundfloor.financing.accounts import FILE, Accounts
from groundfloor.financing.debt import repeated
from groundfloor.financing.flows import factor
from groundfloor.financing.ways import BORROWING, PERCENT, SHARE, Assumption, Given, Way

PAYER = BORROWING
YEAR = Assumption(low=1900, high=2200, whole=True)


def under(given: Given, at: Accounts, year: int) -> float:
    """What may be borrowed more each year until debt is at its ceiling."""
    start, until = int(given["start"]), int(given["until"])
    if until < start:
        raise GroundfloorError(f"An option borrows from {start} until {until}", expected="until no earlier than start")
    if year > until:
        return 0.0
    factors = [factor(at, step) for step in range(start, until + 1)]
    if any(map(math.isnan, factors)):
        raise GroundfloorError(
            f"The interest rate or GDP is not known for every year from {start} to {until}, which a ceiling of debt needs",
            Place(FILE),
            expected="interest_rate and gdp_nominal for each of these years",
            hint="Add the missing years with their source.",
        )
    room = given["ceiling_pct_gdp"] - at.known("debt_pct_gdp", until, "a ceiling of debt")
    return max(0.0, room) / repeated(factors)


def saved(given: Given, at: Accounts, year: int) -> float:
    """The interest no longer due."""
    why = "a restructuring of debt"
    grown = at.known("gdp_nominal", year, why) / at.known("gdp_nominal", year - 1, why)
    less = given["rate_now"] - (1 - given["forgiven"]) * given["rate_new"]
    return given["restructured"] * at.known("debt_pct_gdp", year - 1, why) / grown * max(0.0, less)


WAYS = (
    Way({"ceiling_pct_gdp": PERCENT, "until": YEAR}, under, timed=True, payer=BORROWING),
    Way(
        {
            "restructured": SHARE,
            "rate_now": SHARE,
            "rate_new": SHARE,
            "forgiven": Assumption(high=1.0, default=0.0),
        },
        saved,
    ),
)
