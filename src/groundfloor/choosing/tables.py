"""A choice as tables of rows, each figure from the simulation of what was chosen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from groundfloor.choosing.choice import Choice, Chosen
from groundfloor.choosing.model import COMMITMENT, DEBT, ENVELOPE, Limit
from groundfloor.choosing.settings import ALL, GAP

Row = dict[str, Any]


def tables(found: Choice) -> dict[str, list[Row]]:
    """Every table: choice, objectives, solutions, limits, frontier, and costs and impact as a run has them.

    Amounts are LCU of the year but in `solutions`, `frontier` and the poverty gap, which add years up in base-year prices; shares are of
    one; what is not known is NaN or None. The columns are defined in docs/choosing.md.

    >>> from groundfloor import new
    >>> from groundfloor.choosing import choose, settings
    >>> asked = settings({"envelope": "0.5%gdp", "to": 2026, "levels": 1, "steps": [0.5, 1], "frontier": []})
    >>> found = choose(new("nowhere"), asked)
    >>> [row["coverage_share"] for row in tables(found)["choice"]]
    [1.0]
    """
    everything = (found.chosen, *found.alternatives)
    return {
        "choice": [row for one in everything for row in _choice(found, one)],
        "solutions": [_solution(found, one) for one in everything],
        "objectives": [row for one in everything for row in _objectives(found, one)],
        "limits": list(_limits(found)),
        "frontier": [_point(found, k) for k in range(len(found.frontier))],
        "costs": [row for one in everything for row in one.result.costs],
        "impact": [row for one in everything for row in one.result.impact],
    }


def _choice(found: Choice, one: Chosen) -> Iterator[Row]:
    rows = {(row["programme"], row["year"]): row for row in one.result.costs}
    for name, pick in one.picks.items():
        before = 0.0
        for year, coverage in pick.coverage.items():
            cost = rows[name, year]
            yield {
                "scenario": one.name,
                "programme": name,
                "parameter": pick.grid.parameter,
                "level": pick.level,
                "year": year,
                "coverage_share": coverage,
                "beneficiaries": cost["beneficiaries"],
                "new_beneficiaries": cost["beneficiaries"] - before,
                "total_lcu": cost["total_lcu"],
                "pct_gdp": cost["pct_gdp"],
            }
            before = cost["beneficiaries"]


def mean_pct_gdp(found: Choice, one: Chosen) -> float:
    """What a choice costs in % of GDP, the mean over the years."""
    return math.fsum(one.result.total(year, "pct_gdp") for year in found.years) / len(found.years)


def _solution(found: Choice, one: Chosen) -> Row:
    return {
        "scenario": one.name,
        "closed": 1.0 - one.solution.value,
        "closed_at_most": 1.0 - one.solution.bound,
        "search": one.solution.status,
        "programmes": "+".join(one.picks),
        "total_lcu": real_cost(found, one),
        "pct_gdp": mean_pct_gdp(found, one),
    }


def real_cost(found: Choice, one: Chosen) -> float:
    """What a choice costs in all years together, LCU in prices of the base year: sums of several years need one price."""
    return math.fsum(one.result.total(year) * found.at.prices.to_base(year) for year in found.years)


def _objectives(found: Choice, one: Chosen) -> Iterator[Row]:
    for name, weight in found.asked.objective.items():
        before, after = found.nothing[name], one.result.objectives[name]
        yield {
            "scenario": one.name,
            "objective": name,
            "weight": weight,
            "open_before": before,
            "open_after": after,
            "closed": 1.0 - after / before if before > 0 else math.nan,
        }


def _limits(found: Choice) -> Iterator[Row]:
    used, gdp = Used(found), found.at.money.gdp
    for limit, price in zip(found.limits, found.shadow, strict=True):
        has, allowed = used.of(limit), limit.bound if limit.kind != DEBT else float(found.asked.debt_ceiling or 0.0)
        yield {
            "limit": limit.kind,
            "programme": limit.programme or ALL,
            "year": limit.year,
            "taken": has,
            "allowed": allowed,
            "room": has - allowed if limit.least else allowed - has,
            "shadow_price": float(price) * _unit(found),
            "pct_of_gdp": 100 * limit.bound / gdp[limit.year] if limit.kind == ENVELOPE and limit.year in gdp else None,
        }


def _unit(found: Choice) -> float:
    """What a shadow price is in: LCU of the poverty gap where that alone is the objective, else shares of what is open."""
    return found.nothing[GAP] if list(found.asked.objective) == [GAP] else 1.0


class Used:
    """How much of each limit a choice takes, from its simulation and not from what was solved."""

    def __init__(self, found: Choice, one: Chosen | None = None) -> None:
        self.found = found
        self.one = found.chosen if one is None else one
        self.people = {(row["programme"], row["year"]): row["beneficiaries"] for row in self.one.result.costs}
        self.debt = {row["year"]: row["debt_pct_gdp_after"] for row in _plan(found, self.one)}

    def of(self, limit: Limit) -> float:
        """What is used, in the limit's own unit."""
        if limit.kind == ENVELOPE:
            return self.one.result.total(limit.year)
        if limit.kind == DEBT:
            return float(self.debt[limit.year])
        if limit.kind == COMMITMENT:
            pick = self.one.picks.get(str(limit.programme))
            return 0.0 if pick is None else pick.coverage[limit.year]
        names = list(self.one.picks) if limit.programme is None else [limit.programme]
        return math.fsum(
            self.people.get((name, limit.year), 0.0) - self.people.get((name, limit.year - 1), 0.0) for name in names
        )


def _plan(found: Choice, one: Chosen) -> Sequence[Row]:
    years = range(found.at.base, found.years[-1] + 1)
    tables = found.at.paying.tables()
    found.at.paying.add(tables, one.name, {year: one.result.total(year) for year in years})
    return tables["plan"]


def _point(found: Choice, k: int) -> Row:
    point = found.frontier[k]
    gdp = found.at.money.gdp
    share = [100 * money / gdp[year] for year, money in point.money.items() if year in gdp]
    row = _solution(found, point.chosen)
    del row["scenario"]
    return {
        "multiple": point.factor,
        "envelope_pct_gdp": math.fsum(share) / len(share) if share else math.nan,
        **row,
    }
