"""How a run's floor is paid for: what financing.yaml says, assessed once, and the tables each scenario adds to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundfloor.country.model import Country
from groundfloor.financing import Accounts, Financing, count, debt_table, financing_table, payers, read_financing
from groundfloor.financing.counted import Counted
from groundfloor.financing.findings import findings_of
from groundfloor.financing.flows import baseline
from groundfloor.financing.incidence import paid, read_incidence
from groundfloor.financing.plan import plan
from groundfloor.financing.table import by_payer
from groundfloor.financing.ways import BORROWING
from groundfloor.fiscal.description import Description
from groundfloor.survey.frame import Finding, Floats, Survey

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Paying:
    """The means of a pack over the years of a run; `taxes` are those of the options that say who pays them."""

    means: Financing
    counted: Counted
    at: Accounts
    years: range
    taxes: Description | None
    findings: tuple[Finding, ...]

    def tables(self) -> dict[str, Rows]:
        """The tables that are the same for every scenario, and those each scenario adds rows to."""
        return {
            "financing": financing_table(self.means.options, self.counted),
            "pledges": self._pledges(),
            "plan": [],
            "payers": [],
            "debt": [],
        }

    def add(self, tables: Mapping[str, Rows], scenario: str, cost_lcu: Mapping[int, float]) -> None:
        """Add a scenario that costs `cost_lcu` by year to plan, payers and debt."""
        rows = self.plan(scenario, cost_lcu)
        brings = by_payer(self.means.options, self.counted)
        tables["plan"].extend(rows)
        tables["payers"].extend(payers(scenario, cost_lcu, brings, list(self.means.pledges.values()), self.at))
        tables["debt"].extend(debt_table(scenario, rows, self.at, self.means.debt))

    def plan(self, scenario: str, cost_lcu: Mapping[int, float]) -> Rows:
        """The plan of a scenario that costs `cost_lcu` by year."""
        at, brings = self.at, by_payer(self.means.options, self.counted)
        gdp = {year: at.get("gdp_nominal", year) for year in self.years}
        flows = baseline(at, self.years)
        return plan(
            scenario,
            {year: 100 * value / gdp[year] for year, value in cost_lcu.items()},
            {year: sum(one.get(year, 0.0) for one in brings.values()) for year in self.years},
            {year: flow.debt for year, flow in flows.items()},
            {year: flow.rates.factor for year, flow in flows.items()},
            pledged={
                year: 100 * sum(one.counted(year, at) for one in self.means.pledges.values()) / gdp[year]
                for year in self.years
            },
            borrowed=brings.get(BORROWING, {}),
        )

    def paid(self, survey: Survey, year: int, level: float) -> Floats:
        """What the taxes take from each person in a year, in prices of the survey, which are lower by `level`."""
        assert self.taxes is not None  # noqa: S101 (asked only where there are some)
        gdp = self.at.known("gdp_nominal", year, "the incidence of a tax")
        brings = {name: years[year]["base"] / 100 * gdp / level for name, years in self.counted.brings.items()}
        return paid(self.taxes, survey, brings)

    def _pledges(self) -> Rows:
        return [
            {
                "pledge": one.name,
                "donor": dict(one.donor),
                "purpose": dict(one.purpose),
                "status": one.status,
                "year": year,
                "currency": one.currency,
                "amount": one.amounts[year],
                "amount_lcu": one.lcu(year, self.at),
                "pct_gdp": 100 * one.lcu(year, self.at) / self.at.get("gdp_nominal", year),
                "source": one.source,
            }
            for one in self.means.pledges.values()
            for year in sorted(one.amounts)
            if year in self.years
        ]


def paying(country: Country, survey: Survey, years: range) -> Paying:
    """Read and assess financing.yaml of a pack for `years`; a year whose data an option needs and lacks is refused."""
    at = Accounts(country.base_year, country.economy)
    means = read_financing(country.financing)
    counted = count(means.options, means.pledges.values(), at, years)
    taxes = read_incidence(means, survey)
    return Paying(means, counted, at, years, taxes, tuple(findings_of(means, counted, at, years)))
