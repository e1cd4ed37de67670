"""A chosen floor as a run would have it: its costs, its effect on poverty, and the objectives, from the persons themselves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.choosing.menu import Menu
from groundfloor.choosing.settings import COVERAGE, GAP, POOR
from groundfloor.impact import impact
from groundfloor.rules.programme import Floor
from groundfloor.scenarios import Setting


@dataclass(frozen=True)
class Simulated:
    """Rows of the tables costs and impact, and each objective in its own unit."""

    costs: list[dict[str, Any]]
    impact: list[dict[str, Any]]
    objectives: Mapping[str, float]

    def total(self, year: int, column: str = "total_lcu") -> float:
        """The sum over programmes in a year."""
        return math.fsum(row[column] for row in self.costs if row["year"] == year)


def simulated(
    at: Setting,
    option: Floor,
    name: str,
    menu: Menu,
    line: str | None,
    objectives: Iterable[str],
    *,
    poverty: bool = True,
) -> Simulated:
    """Simulate a floor jointly in every year, with its effect on `poverty` and inequality where that is asked for.

    Nothing of the menu is used but its years and what might be covered.
    """
    costs: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    found = dict.fromkeys(objectives, 0.0)
    survey, z = at.survey, at.survey.lines.get(line) if line else None
    for year in at.years(option, name, {year: at.weights[year] for year in menu.years}):
        costs += year.costs
        changed += impact(survey, name, year) if poverty else []
        if survey.welfare is not None and z is not None:
            after = survey.welfare + year.cash_per_head
            weight = np.where(np.isnan(after), 0.0, year.weight)
            missing = np.nan_to_num(z - after)
            if GAP in found:
                found[GAP] += float(weight @ np.maximum(missing, 0.0))
            if POOR in found:
                found[POOR] += float(weight @ (missing > 0))
    if COVERAGE in found:
        found[COVERAGE] = 1.0 - _covered(costs, menu)
    return Simulated(costs, changed, found)


def _covered(costs: list[dict[str, Any]], menu: Menu) -> float:
    """The mean over guarantees and years of the mean share covered by the programmes of a guarantee that may be chosen."""
    guarantees: dict[str, list[str]] = {}
    for offer in menu.offers:
        guarantees.setdefault(offer.grid.programme.guarantee, []).append(offer.grid.programme.name)
    rate = {
        (row["programme"], row["year"]): row["beneficiaries"] / row["target_population"]
        for row in costs
        if row["target_population"] > 0
    }
    shares = [
        np.mean([rate.get((name, year), 0.0) for name in names]) for names in guarantees.values() for year in menu.years
    ]
    return float(np.mean(shares))
