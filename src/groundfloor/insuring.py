"""The contributory schemes of a pack over the years of a run, and what government pays of the contributions of those a floor names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from groundfloor.contributory.country import FOLDER, Contributory, described_in, people_of, project_schemes
from groundfloor.contributory.description import Scheme
from groundfloor.contributory.money import Money
from groundfloor.contributory.payers import GOVERNMENT
from groundfloor.contributory.projection import Projection, total
from groundfloor.contributory.tables import COLUMNS
from groundfloor.costing import price_index
from groundfloor.country.model import Country
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.population import Population, PopulationInputs
from groundfloor.rules.programme import Floor, Words
from groundfloor.survey.frame import Finding

Rates = Mapping[str, Mapping[int, float]]
Row = dict[str, Any]
BASE = "base"


@dataclass(frozen=True)
class Insuring:
    """The contributory schemes of a pack, projected; None where it describes none or they could not be. `wages` are yearly rates."""

    found: Contributory | None = None
    wages: Mapping[int, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def tables(self) -> dict[str, list[Row]]:
        """The tables of the schemes that have rows."""
        if self.found is None:
            return {}
        return {
            name: [{one: row[one] for one in COLUMNS[name]} for row in rows]
            for name, rows in self.found.tables.items()
            if rows
        }

    def labels(self) -> dict[str, Words]:
        """What the schemes are called, by `contributory.NAME`: a scheme in force may have the same name."""
        return {} if self.found is None else {f"{FOLDER}.{one.name}": one.label for one in self.found.schemes}

    def rows(self, floor: Floor, scenario: str, gdp: Mapping[int, float], spending: Mapping[int, float]) -> list[Row]:
        """Rows of the table `costs` for the schemes a floor names: what government pays of contributions beyond those of the base year."""
        if not floor.contributory:
            return []
        check_schemes(() if self.found is None else self.found.schemes, floor)
        assert self.found is not None  # noqa: S101 (else it was refused)
        return [
            row
            for one in self.found.projections
            if one.scheme.name in floor.contributory and one.variant == BASE
            for row in self._rows(one, scenario, gdp, spending)
        ]

    def _rows(
        self, one: Projection, scenario: str, gdp: Mapping[int, float], spending: Mapping[int, float]
    ) -> Iterator[Row]:
        years = one.years.tolist()
        paid = total({key: amounts for key, amounts in one.contributions.items() if key[1] == GOVERNMENT}, len(years))
        insured = total(one.insured, len(years))
        for i, year in enumerate(years):
            # nothing paid today needs no rate of wages
            today = paid[0] * price_index(self.wages, years[0], year) if paid[0] else 0.0
            more = float(paid[i] - today)
            yield {
                "scenario": scenario,
                "programme": f"{FOLDER}.{one.scheme.name}",
                "year": year,
                "target_population": None,
                "beneficiaries": float(insured[i]),
                "benefit_lcu": None,
                "transfers_lcu": None,
                "administration_lcu": None,
                "total_lcu": more,
                "pct_gdp": 100 * more / gdp.get(year, math.nan),
                "pct_government_expenditure": 100 * more / spending.get(year, math.nan),
                "synthetic": False,
            }


NOBODY = Insuring()


def check_schemes(known: Sequence[Scheme], floor: Floor) -> None:
    """A floor that names a contributory scheme which the pack does not describe is refused."""
    names = [one.name for one in known]
    for name in floor.contributory:
        if name not in names:
            raise GroundfloorError(
                f"The pack describes no contributory scheme {name!r}",
                floor.source["fields"].place("contributory"),
                expected=f"one of {', '.join(names)}" if names else f"a file {FOLDER}/{name}.yaml",
                hint=nearest(name, names),
            )


def insuring(
    country: Country,
    inputs: PopulationInputs,
    people: Population,
    rates: Rates,
    floors: Sequence[Floor],
    *,
    shown: bool = False,
) -> Insuring:
    """Project the contributory schemes of a pack where one of `floors` names some, or where they are to be `shown`.

    A wrong description and a floor that names what is not there raise GroundfloorError, and so does a rate that is needed and not there; where no
    floor names any, such a lack is a finding and the schemes are left out.
    """
    known = described_in(country)
    for floor in floors:
        check_schemes(known, floor)
    asked = any(floor.contributory for floor in floors)
    if not known or not (asked or shown):
        return NOBODY
    try:
        found = project_schemes(country, people_of(inputs, people), money_of(country, rates))
    except GroundfloorError as error:
        if asked:
            raise
        return Insuring(findings=(Finding("warning", FOLDER, "", 0, "contributory.left_out", {"reason": str(error)}),))
    return Insuring(found, rates["wages"])


def money_of(country: Country, rates: Rates) -> Money:
    """The rates and GDP that schemes are projected with."""
    return Money(rates["inflation"], rates["wages"], country.economy.series("gdp_nominal"))
