"""A pack held ready, so that a changed floor is answered while somebody moves a slider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from groundfloor import rules
from groundfloor.country.model import Country
from groundfloor.engine import Prepared
from groundfloor.impact import impact
from groundfloor.measures import measure
from groundfloor.pipeline import HORIZON, Progress, prepared, quiet, told
from groundfloor.remembered import Remembered
from groundfloor.report.results import OF_HOUSEHOLDS, Results, Row, Words, marked
from groundfloor.rules.programme import Floor
from groundfloor.scenarios import Setting, beside, measured, phased_in, undecided
from groundfloor.simulate import Year

EXPLORED = "explored"
LABEL = {"en": "As explored", "fr": "Tel qu’exploré"}
Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Session:
    """A country with its survey, weights, prices and means of financing to `to`; nothing in it changes.

    `results(patch)` answers what the floor costs, does and leaves to be financed under a patch, of the form a scenario has in the
    floor's file (docs/rules.md), beside the floor as it stands. Its figures are those of a run.

    >>> from groundfloor import new
    >>> session = Session.open(new("nowhere"), to=2027)
    >>> half = session.results({"programmes": {"child_grant": {"take_up": 0.45}}})
    >>> sorted({row["scenario"] for row in half.tables["costs"]})
    ['explored', 'floor']
    """

    country: Country
    floor: Floor
    at: Setting
    to: int

    @classmethod
    def open(
        cls,
        pack: str | Path,
        *,
        to: int = HORIZON,
        floor: str | None = None,
        engine: str = "arrays",
        seed: int = 0,
        say: Progress = quiet,
    ) -> Session:
        """Read a pack and prepare what no rule changes; settings and errors are those of `results_of`."""
        country, chosen, at = prepared(pack, to=to, floor=floor, engine=engine, seed=seed, say=say)
        return cls(country, chosen, replace(at, remembered=Remembered(Prepared(at.survey), at.weights, at.prices)), to)

    def results(
        self, patch: Mapping[str, Any] | None = None, *, label: Words = LABEL, details: bool = False
    ) -> Results:
        """Costs, plan, debt, payers and impact by year of the floor under `patch` and as it stands.

        `details` adds the table `measures` of the year of full phase-in: coverage, incidence and adequacy by tenth. A patch that
        names what is not there or breaks a rule raises GroundfloorError.
        """
        option = replace(rules.patched(self.floor, patch or {}, EXPLORED), scenarios={}, label=dict(label))
        tables = self._tables(option, EXPLORED, details=details)
        for name, rows in self._standing.items():
            tables.setdefault(name, []).extend(rows)
        shown: dict[str, list[Row]] = {
            name: list(marked(rows, self.at.survey.synthetic)) if name in OF_HOUSEHOLDS else list(rows)
            for name, rows in tables.items()
        }
        found = told(self.country, option, self.at.survey, self.at, shown, self.to)
        return replace(found, scenario_labels={EXPLORED: dict(label), self.floor.name: self.floor.label})

    @cached_property
    def _standing(self) -> Tables:
        """The tables of the floor as it stands."""
        tables = self._tables(self.floor, self.floor.name, details=False)
        return {name: rows for name, rows in tables.items() if name not in ("financing", "pledges")}

    def _tables(self, option: Floor, scenario: str, *, details: bool) -> Tables:
        """The rows of one scenario."""
        tables: Tables = {"costs": [], "impact": [], "undecided": []} | self.at.paying.tables()
        full = min(self.to, phased_in(option, self.at.base))
        total: dict[int, float] = {}
        for year in self.at.years(option, scenario, self.at.weights):
            tables["costs"] += year.costs
            total[year.year] = sum(row["total_lcu"] for row in year.costs)
            if year.year in (full, self.to):
                tables["impact"] += impact(self.at.survey, scenario, year)
            if year.year == full:
                tables["undecided"] += undecided(scenario, option, year, self.at.survey)
            if details and year.year == full:
                tables["measures"] = self._measured(option, scenario, year)
        for row in beside(self.at, option, scenario):
            tables["costs"].append(row)
            total[row["year"]] += row["total_lcu"]
        self.at.paying.add(tables, scenario, total)
        return tables

    def _measured(self, option: Floor, scenario: str, year: Year) -> list[dict[str, Any]]:
        return measured(self.at, option, scenario, year, partial(measure, groups=()))
