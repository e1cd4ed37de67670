"""The plan: what a scenario costs, what donors and options bring, the gap between them and the debt it leaves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Series = Mapping[int, float]
NOTHING: Series = {}


def plan(
    scenario: str,
    cost_pct_gdp: Series,
    financing_pct_gdp: Series,
    debt_before: Series,
    factors: Series,
    *,
    pledged: Series = NOTHING,
    borrowed: Series = NOTHING,
) -> list[dict[str, Any]]:
    """One row a year, all in % of GDP; a factor is what debt of 1 % of GDP becomes in the year.

    gap_t = cost_t - pledges_t - financing_t, where pledges count up to the cost. Whatever is not financed is borrowed, as is what
    options borrow, and whatever is left over repays: extra_t = extra_(t-1) factor_t + gap_t + borrowed_t, and debt after = debt
    before + extra. A missing debt or factor leaves the debt after it empty, never 0.

    >>> rows = plan("s", {2025: 0.0, 2026: 1.0}, {2025: 0.0, 2026: 0.4}, {2025: 50.0, 2026: 49.0}, {})
    >>> rows[1]["gap_pct_gdp"], rows[1]["debt_pct_gdp_after"]
    (0.6, 49.6)
    """
    rows, extra = [], 0.0
    for year in sorted(cost_pct_gdp):
        cost, financing = cost_pct_gdp[year], financing_pct_gdp.get(year, math.nan)
        given = min(pledged.get(year, 0.0), max(cost, 0.0)) if not math.isnan(cost) else math.nan
        gap, owed = cost - given - financing, borrowed.get(year, 0.0)
        if extra:
            extra *= factors.get(year, math.nan)
        extra += gap + owed
        before = debt_before.get(year, math.nan)
        rows.append(
            {
                "scenario": scenario,
                "year": year,
                "cost_pct_gdp": cost,
                "financing_pct_gdp": financing,
                "gap_pct_gdp": gap,
                "debt_pct_gdp_before": before,
                "debt_pct_gdp_after": before + extra,
                "pledges_pct_gdp": given,
                "borrowed_pct_gdp": owed,
            }
        )
    return rows
