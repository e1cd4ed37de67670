"""Public debt after the floor at most a ceiling: the plan's own equation as conditions on what is chosen."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator

import numpy as np

from groundfloor.choosing.model import DEBT, Decisions, Limit
from groundfloor.errors import GroundfloorError
from groundfloor.financing.flows import baseline
from groundfloor.financing.table import by_payer
from groundfloor.financing.ways import BORROWING
from groundfloor.scenarios import Setting
from groundfloor.survey.frame import Floats

ROUNDING = 1e-9


class Debt:
    """Debt of each year as a straight line in the costs of the years up to it.

    Pledges count up to the cost, so that a year whose cost is below its pledge adds nothing: debt is the largest of the lines in
    which each such year is `counted` or not. All of them are kept by keeping those that a choice would break.
    """

    def __init__(self, at: Setting, ceiling: float, decisions: Decisions) -> None:
        self.ceiling, self.decisions, self.years = ceiling, decisions, range(at.base, decisions.menu.years[-1] + 1)
        paying = at.paying
        gdp = {year: at.money.gdp.get(year, math.nan) for year in self.years}
        brings = by_payer(paying.means.options, paying.counted)
        owed = brings.get(BORROWING, {})
        flows = baseline(paying.at, self.years)
        self.before = {year: flows[year].debt for year in self.years}
        self.factor = {year: flows[year].rates.factor for year in self.years}
        self.fixed = {
            year: owed.get(year, 0.0) - sum(one.get(year, 0.0) for one in brings.values()) for year in self.years
        }
        pledges = list(paying.means.pledges.values())
        pledged = {year: 100 * sum(one.counted(year, paying.at) for one in pledges) / gdp[year] for year in self.years}
        self.pledged = {year: share for year, share in pledged.items() if share > 0}
        self.rows = {year: 100 * decisions.costs(t) / gdp[year] for t, year in enumerate(decisions.menu.years)}
        for year in decisions.menu.years:
            if math.isnan(self.before[year] + self.factor[year] + gdp[year]):
                raise GroundfloorError(
                    f"Debt after the floor is not known in {year}, so that no ceiling can be kept",
                    expected="debt_pct_gdp, interest_rate and gdp_nominal of every year in economy.csv",
                )

    def _kept(self, year: int) -> Iterator[tuple[int, float]]:
        """The years up to one, each with what 1 % of GDP of it has become by then."""
        grown = 1.0
        for step in range(year, self.years[0] - 1, -1):
            yield step, grown
            grown *= self.factor[step] if step > self.years[0] else 1.0

    def limit(self, year: int, counted: Container[int]) -> Limit:
        """The condition on debt of `year` in which the cost of the years `counted` is more than what is pledged for them."""
        row, room = np.zeros(self.decisions.count), self.ceiling - self.before[year]
        for step, grown in self._kept(year):
            room -= grown * self.fixed[step]
            if step in self.rows and (step not in self.pledged or step in counted):
                row = row + grown * self.rows[step]
                room += grown * self.pledged.get(step, 0.0)
        return Limit(DEBT, year, None, row, room, 1.0)

    def broken(self, chosen: Floats) -> list[Limit]:
        """The conditions that whole decisions break, each with the years whose cost is more than what is pledged."""
        counted = {year for year, row in self.rows.items() if row @ chosen > self.pledged.get(year, 0.0)}
        found = [self.limit(year, counted) for year in self.rows]
        return [one for one in found if float(one.row @ chosen) > one.bound + ROUNDING]
