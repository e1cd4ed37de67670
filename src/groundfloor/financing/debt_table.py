"""The table `debt`: public debt without the floor, with it unfinanced and financed, and under stress."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.debt import balance_to_reach, room_under
from groundfloor.financing.file import DebtRules
from groundfloor.financing.flows import Flow, baseline
from groundfloor.financing.plan import plan
from groundfloor.financing.stress import TESTS, hits

Row = dict[str, Any]
PATHS = ("baseline", "unfinanced", "financed")


def debt_table(scenario: str, planned: Sequence[Mapping[str, Any]], at: Accounts, rules: DebtRules) -> list[Row]:
    """One row a year and path, from the rows of the scenario's plan; none where debt in the base year is not known.

    In every row but the first of a path, debt = debt the year before x factor - primary balance + stock-flow adjustment, all % of GDP.

    >>> from groundfloor.country.model import Economy, Observation
    >>> given = {"gdp_nominal": (1e9, 1.1e9), "interest_rate": (0.1, 0.1), "debt_pct_gdp": (50.0, 50.0)}
    >>> seen = [Observation(2025 + i, name, v, "", "actual", "s") for name, two in given.items() for i, v in enumerate(two)]
    >>> at = Accounts(2025, Economy(tuple(seen)))
    >>> planned = plan("s", {2025: 0.0, 2026: 1.0}, {2025: 0.0, 2026: 0.4}, {2025: 50.0, 2026: 50.0}, {})
    >>> [round(row["debt_pct_gdp"], 2) for row in debt_table("s", planned, at, DebtRules())[1:6:2]]
    [50.0, 51.0, 50.6]
    """
    years = range(planned[0]["year"], planned[-1]["year"] + 1)
    flows = baseline(at, years)
    if math.isnan(flows[years[0]].debt):
        return []
    cost = {row["year"]: row["cost_pct_gdp"] for row in planned}
    before = {year: flow.debt for year, flow in flows.items()}
    factors = {year: flow.rates.factor for year, flow in flows.items()}
    alone = plan(scenario, cost, dict.fromkeys(cost, 0.0), before, factors)
    rows = [
        *_path(scenario, "baseline", flows, dict.fromkeys(cost, 0.0), before, rules),
        *_path(scenario, "unfinanced", flows, cost, _after(alone), rules),
    ]
    net = {row["year"]: row["gap_pct_gdp"] + row["borrowed_pct_gdp"] for row in planned}
    rows += _path(scenario, "financed", flows, net, _after(planned), rules)
    for test in TESTS:
        rows += _stressed(scenario, test, flows, net, rules)
    return rows


def _after(planned: Sequence[Mapping[str, Any]]) -> dict[int, float]:
    return {row["year"]: row["debt_pct_gdp_after"] for row in planned}


def _row(scenario: str, path: str, year: int, debt: float, rules: DebtRules) -> Row:
    ceiling = rules.ceiling
    return {
        "scenario": scenario,
        "path": path,
        "year": year,
        "debt_pct_gdp": debt,
        **dict.fromkeys(
            ("debt_factor", "primary_balance_pct_gdp", "stock_flow_pct_gdp", "stabilising_balance_pct_gdp"), math.nan
        ),
        "target_balance_pct_gdp": math.nan,
        "room_pct_gdp": math.nan,
        "ceiling_pct_gdp": math.nan if ceiling is None else ceiling,
    }


def _path(
    scenario: str,
    path: str,
    flows: Mapping[int, Flow],
    cost: Mapping[int, float],
    debt: Mapping[int, float],
    rules: DebtRules,
) -> list[Row]:
    """A path on which the primary balance is lower by `cost` than in the pack's own."""
    rows = []
    for year, flow in flows.items():
        row = _row(scenario, path, year, debt[year], rules)
        if year - 1 in flows:
            row |= {
                "debt_factor": flow.rates.factor,
                "primary_balance_pct_gdp": flow.primary - cost[year],
                "stock_flow_pct_gdp": flow.stock_flow,
                "stabilising_balance_pct_gdp": debt[year - 1] * (flow.rates.factor - 1),
            }
        rows.append(row | _ahead(year, flows, debt, rules))
    return rows


def _ahead(year: int, flows: Mapping[int, Flow], debt: Mapping[int, float], rules: DebtRules) -> Row:
    """What the coming `rules.years` years allow, as far as they are known: the balance that reaches the target, the room below the ceiling."""
    ahead = range(year + 1, year + 1 + rules.years)
    if ahead[-1] not in flows:
        return {}
    factors = [flows[step].rates.factor for step in ahead]
    adjusted = sum(flows[step].stock_flow * math.prod(factors[k + 1 :]) for k, step in enumerate(ahead))
    found: Row = {}
    if rules.target is not None:
        found["target_balance_pct_gdp"] = balance_to_reach(rules.target, debt[year], factors, adjusted)
    if rules.ceiling is not None:
        found["room_pct_gdp"] = room_under(rules.ceiling, debt[ahead[-1]], factors)
    return found


def _stressed(
    scenario: str, test: str, flows: Mapping[int, Flow], net: Mapping[int, float], rules: DebtRules
) -> list[Row]:
    """The financed path under a test; the exchange rate moves debt only where its share in foreign currency is known."""
    years = list(flows)
    after = {year: flow.rates for year, flow in flows.items() if year > years[0]}
    if test == "depreciation" and not any(one.foreign_share for one in after.values()):
        return []
    debt = flows[years[0]].debt + net[years[0]]
    rows = [_row(scenario, f"stress_{test}", years[0], debt, rules)]
    for year, hit in hits(rules.shocks, test, years[0], after):
        flow, factor = flows[year], hit.rates.factor
        primary, more = flow.primary - net[year] + hit.primary, flow.stock_flow + hit.stock_flow
        before, debt = debt, debt * factor - primary + more
        rows.append(
            _row(scenario, f"stress_{test}", year, debt, rules)
            | {
                "debt_factor": factor,
                "primary_balance_pct_gdp": primary,
                "stock_flow_pct_gdp": more,
                "stabilising_balance_pct_gdp": before * (factor - 1),
            }
        )
    return rows
