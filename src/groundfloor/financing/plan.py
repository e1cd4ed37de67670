"""The plan: what a scenario costs, what the options bring, the gap between them and the debt it leaves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Series = Mapping[int, float]


def plan(
    scenario: str,
    cost_pct_gdp: Series,
    financing_pct_gdp: Series,
    debt_before: Series,
    interest: Series,
    nominal_growth: Series,
) -> list[dict[str, Any]]:
    """One row a year, all in % of GDP; rates are shares of one.

    gap_t = cost_t - financing_t. Whatever is not financed is borrowed, whatever is left over repays:
    extra_t = extra_(t-1) (1 + i_t) / (1 + nominal growth_t) + gap_t, and debt after = debt before + extra.
    A missing debt, rate or growth leaves the debt after it empty, never 0.

    >>> rows = plan("s", {2025: 0.0, 2026: 1.0}, {2025: 0.0, 2026: 0.4}, {2025: 50.0, 2026: 49.0}, {}, {2026: 0.1})
    >>> rows[1]["gap_pct_gdp"], rows[1]["debt_pct_gdp_after"]
    (0.6, 49.6)
    """
    rows, extra = [], 0.0
    for year in sorted(cost_pct_gdp):
        gap = cost_pct_gdp[year] - financing_pct_gdp.get(year, math.nan)
        if extra:
            extra *= (1 + interest.get(year, math.nan)) / (1 + nominal_growth.get(year, math.nan))
        extra += gap
        before = debt_before.get(year, math.nan)
        rows.append(
            {
                "scenario": scenario,
                "year": year,
                "cost_pct_gdp": cost_pct_gdp[year],
                "financing_pct_gdp": financing_pct_gdp.get(year, math.nan),
                "gap_pct_gdp": gap,
                "debt_pct_gdp_before": before,
                "debt_pct_gdp_after": before + extra,
            }
        )
    return rows
