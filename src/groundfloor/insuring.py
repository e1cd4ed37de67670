"""The contributory schemes of a pack over the years of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundfloor.contributory.country import FOLDER, Contributory, described_in, people_of, project_schemes
from groundfloor.contributory.money import Money
from groundfloor.contributory.tables import COLUMNS
from groundfloor.country.model import Country
from groundfloor.errors import GroundfloorError
from groundfloor.population import Population, PopulationInputs
from groundfloor.rules.programme import Words
from groundfloor.survey.frame import Finding

Rates = Mapping[str, Mapping[int, float]]


@dataclass(frozen=True)
class Insuring:
    """The contributory schemes of a pack, projected; None where it describes none or they could not be."""

    found: Contributory | None = None
    findings: tuple[Finding, ...] = ()

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """The tables of the schemes."""
        if self.found is None:
            return {}
        return {
            name: [{one: row[one] for one in COLUMNS[name]} for row in rows] for name, rows in self.found.tables.items()
        }

    def labels(self) -> dict[str, Words]:
        """What the schemes are called, by `contributory.NAME`: a scheme in force may have the same name."""
        return {} if self.found is None else {f"{FOLDER}.{one.name}": one.label for one in self.found.schemes}


def insuring(country: Country, inputs: PopulationInputs, people: Population, rates: Rates) -> Insuring:
    """Project every contributory scheme of a pack; a rate that is needed and not there is a finding, and the schemes are left out.

    A wrong description raises GroundfloorError.
    """
    if not described_in(country):
        return Insuring()
    try:
        return Insuring(project_schemes(country, people_of(inputs, people), money_of(country, rates)))
    except GroundfloorError as error:
        return Insuring(None, (Finding("warning", FOLDER, "", 0, "contributory.left_out", {"reason": str(error)}),))


def money_of(country: Country, rates: Rates) -> Money:
    """The rates and GDP that schemes are projected with."""
    return Money(rates["inflation"], rates["wages"], country.economy.series("gdp_nominal"))
