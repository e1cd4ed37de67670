"""Public expenditure moved to the floor.

    full = max(0, spending - kept) x lost x shifted

spending: what the line of the budget takes, in % of GDP; kept: what must stay, such as the median of peers for the military; lost: the share
of it that brings nothing, as in procurement (1 where all of it could move); shifted: the part that is moved. `of_expenditure` is a share of
all public expenditure of each year instead, as the pack's economy.csv has it.
"""

from __future__ import annotations

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.ways import GOVERNMENT, PERCENT, SHARE, Assumption, Given, Way

PAYER = GOVERNMENT


def by_line(given: Given, _at: Accounts, _year: int) -> float:
    """What is moved from one line of the budget."""
    return max(0.0, given["spending_pct_gdp"] - given["kept_pct_gdp"]) * given["lost"] * given["shifted"]


def of_all(given: Given, at: Accounts, year: int) -> float:
    """What is moved from the budget as a whole."""
    return given["of_expenditure"] * at.known("expenditure_pct_gdp", year, "a reallocation of expenditure")


WAYS = (
    Way(
        {
            "spending_pct_gdp": PERCENT,
            "kept_pct_gdp": Assumption(default=0.0),
            "lost": Assumption(high=1.0, default=1.0),
            "shifted": SHARE,
        },
        by_line,
    ),
    Way({"of_expenditure": SHARE}, of_all),
)
