"""Tax on illicit financial flows that stay in the country.

    full = flows x recovered x tax_rate

flows: in % of GDP, from mis-invoiced trade, say; recovered: the share that is kept; tax_rate: what is then paid on it. The money is tax
revenue, so that it is bounded by the frontier of tax effort together with the taxes.
"""

from __future__ import annotations

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.ways import GOVERNMENT, PERCENT, SHARE, Given, Way

PAYER = GOVERNMENT
ROOM = "taxes"  # what stays together within the frontier


def full(given: Given, _at: Accounts, _year: int) -> float:
    """The tax on what is kept."""
    return given["flows_pct_gdp"] * given["recovered"] * given["tax_rate"]


WAYS = (Way({"flows_pct_gdp": PERCENT, "recovered": SHARE, "tax_rate": SHARE}, full),)
