"""Who pays for a floor, by year: donors by name, contributions, households, government revenue and borrowing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.pledges import Pledge
from groundfloor.financing.ways import BORROWING, EXTERNAL, GOVERNMENT, PAYERS

Series = Mapping[int, float]


def payers(
    scenario: str,
    cost_lcu: Series,
    brings: Mapping[str, Series],
    pledges: Sequence[Pledge],
    at: Accounts,
) -> list[dict[str, Any]]:
    """One row a year and payer, and one a donor; the amounts of a year add up to its cost.

    `brings` is what options bring by payer, % of GDP. Donors come first, each in proportion where they pledge more than the cost; then
    aid of donors not named, contributions, households and government revenue, each up to what is still to be paid. The rest is
    borrowed. A year that costs less than nothing (schemes replaced save more) saves government revenue.

    >>> from groundfloor.country.model import Economy, Observation
    >>> at = Accounts(2025, Economy((Observation(2025, "gdp_nominal", 1e9, "LCU", "actual", "s"),)))
    >>> [row["amount_lcu"] for row in payers("s", {2025: 10e6}, {"government_revenue": {2025: 0.4}}, (), at)]
    [0.0, 0.0, 0.0, 4000000.0, 6000000.0]
    """
    rows: list[dict[str, Any]] = []
    for year in sorted(cost_lcu):
        cost, gdp = cost_lcu[year], at.get("gdp_nominal", year)
        found: list[tuple[str, Pledge | None, float]] = []
        promised = {one.name: one.counted(year, at) for one in pledges}
        total, left = sum(promised.values()), max(cost, 0.0)
        used = min(1.0, left / total) if total else 0.0
        for one in pledges:
            if promised[one.name]:
                found.append((EXTERNAL, one, promised[one.name] * used))
        left -= total * used
        for payer in PAYERS:
            paid = min(left, max(0.0, brings.get(payer, {}).get(year, 0.0)) * gdp / 100)
            if payer == BORROWING:
                paid = left
            elif payer == GOVERNMENT and cost < 0:
                paid = cost
            left -= 0.0 if cost < 0 else paid
            found.append((payer, None, paid))
        rows += [
            {
                "scenario": scenario,
                "year": year,
                "payer": payer,
                "donor": None if one is None else dict(one.donor),
                "amount_lcu": amount,
                "pct_gdp": 100 * amount / gdp,
                "share": amount / cost if cost else math.nan,
            }
            for payer, one, paid in found
            for amount in (math.nan if math.isnan(cost + gdp) else paid,)
        ]
    return rows
