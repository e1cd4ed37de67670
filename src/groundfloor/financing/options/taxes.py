"""Tax revenue, in one of two ways: towards the frontier of peers, or tax by tax.

    frontier:  full = closed x max(0, frontier - ratio)
    tax:       full = base x ((rate + rate_added) x (complied + complied_added) - rate x complied)

ratio and frontier: tax revenue in % of GDP, of the country and of peers who collect much (a high percentile of the countries of its
income group, say); closed: the part of the distance that is made good. base: what the tax falls on, in % of GDP; complied: the share of
it on which tax is paid. A tax given with `ratio` and `frontier` beside is bounded by their distance, together with all other taxes.
"""

from __future__ import annotations

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.ways import GOVERNMENT, PERCENT, SHARE, Assumption, Given, Way

PAYER = GOVERNMENT
ROOM = "taxes"  # what stays together within the frontier
NONE = Assumption(high=1.0, default=0.0)
BOUND = {"ratio_pct_gdp": PERCENT, "frontier_pct_gdp": PERCENT}


def distance(given: Given) -> float:
    """How far the tax ratio is below the frontier, in % of GDP."""
    return max(0.0, given["frontier_pct_gdp"] - given["ratio_pct_gdp"])


def towards(given: Given, _at: Accounts, _year: int) -> float:
    """The part of the distance to the frontier that is made good."""
    return given["closed"] * distance(given)


def by_tax(given: Given, _at: Accounts, _year: int) -> float:
    """What a higher rate and better compliance bring on a base."""
    now = given["rate"] * given["complied"]
    then = (given["rate"] + given["rate_added"]) * min(1.0, given["complied"] + given["complied_added"])
    return given["base_pct_gdp"] * (then - now)


WAYS = (
    Way({"closed": SHARE, **BOUND}, towards),
    Way(
        {
            "base_pct_gdp": PERCENT,
            "rate": SHARE,
            "rate_added": NONE,
            "complied": SHARE,
            "complied_added": NONE,
            **{name: Assumption(needed=False) for name in BOUND},
        },
        by_tax,
        both=tuple(BOUND),
    ),
)
