"""A pack held ready, so that a changed floor is answered while somebody moves a slider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
from groundfloor.survey import read_survey
from groundfloor.survey.frame import Survey
from groundfloor.varying import Grid, Standing, Varied, grid

EXPLORED = "explored"
FOLLOWED = 100
"""How many laws a session is taken to be asked about: from 20,000 persons on compiled code is loaded while NumPy answers."""
LABEL = {"en": "As explored", "fr": "Tel qu’exploré"}
Tables = dict[str, list[dict[str, Any]]]


class Session:
    """A country with its survey, weights, prices and means of financing to `to`, held ready; nothing in it changes.

    `country` is a pack: its code, folder, or what `read_country` gives; `survey`, in place of the pack's own, a Survey or a survey.yaml. Settings and
    errors are those of `results_of`.

    `results(patch)` answers what the floor costs, does and leaves to be financed under a patch, of the form a scenario has in the
    floor's file (docs/rules.md), beside the floor as it stands. Its figures are those of a run. `figures` and `grid` answer for other numbers in
    one year, in milliseconds.

    >>> from groundfloor import new
    >>> session = Session(new("nowhere"), to=2027)
    >>> half = session.results({"programmes": {"child_grant": {"take_up": 0.45}}})
    >>> sorted({row["scenario"] for row in half.tables["costs"]})
    ['explored', 'floor']
    >>> found = session.grid({"child_grant.grant": [50, 100], "child_grant.take_up": [0.5, 1]}, year=2027)
    >>> found.values.shape[0], found.columns[:3]
    (4, ('child_grant.grant', 'child_grant.take_up', 'target_population.child_grant'))
    """

    def __init__(
        self,
        country: str | Path | Country,
        survey: str | Path | Survey | None = None,
        *,
        to: int = HORIZON,
        floor: str | None = None,
        engine: str = "arrays",
        seed: int = 0,
        say: Progress = quiet,
    ) -> None:
        given = read_survey(survey) if isinstance(survey, str | Path) else survey
        found, chosen, at = prepared(country, given, to=to, floor=floor, engine=engine, seed=seed, say=say)
        self._hold(found, chosen, replace(at, remembered=Remembered(Prepared(at.survey), at.weights, at.prices)), to)

    @classmethod
    def of(cls, country: Country, floor: Floor, at: Setting, to: int) -> Session:
        """A session of what is prepared already."""
        session = cls.__new__(cls)
        session._hold(country, floor, at, to)
        return session

    def _hold(self, country: Country, floor: Floor, at: Setting, to: int) -> None:
        self.country, self.floor, self.at, self.to = country, floor, at, to
        self._years: dict[int, Standing] = {}

    def figures(self, numbers: Mapping[str, float] | None = None, *, year: int | None = None) -> list[dict[str, Any]]:
        """What the floor costs and does in `year` (that of full phase-in) with other numbers: scenario, measure, line, programme, group, value.

        `numbers` are by name: a parameter ('child_grant.grant'), or 'PROGRAMME.take_up'. Only what hangs on a changed number is computed anew. What each
        figure is: docs/methods/figures.md; of which prices and years numbers are: `groundfloor.varying`.
        """
        asked = min(self.to, phased_in(self.floor, self.at.base)) if year is None else year
        if asked not in self._years:
            self._years[asked] = Standing(self.at, self.floor, asked, scenarios=FOLLOWED)
        return self._years[asked].figures(numbers or {}).rows

    def grid(self, varied: Varied, *, year: int | None = None, say: Progress = quiet) -> Grid:
        """Every combination of numbers by name, each with the figures of `year`: as columns `Grid.rows`, one row a setting."""
        return grid(self.at, self.floor, varied, year=year, to=self.to, say=say)

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
