"""The essential services of a pack over the years of a run, and what those of a floor add to the cost of today's to government."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor import population
from groundfloor.costing.services.costs import Cost
from groundfloor.costing.services.country import Services, cost_sectors, services_in
from groundfloor.costing.services.description import FILE, TOTAL, Description, Sector
from groundfloor.costing.services.setting import Setting
from groundfloor.costing.services.tables import COLUMNS
from groundfloor.country.model import Country
from groundfloor.country.rates import Floats
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.population import PopulationInputs
from groundfloor.rules.programme import Floor, Provision, Words
from groundfloor.survey.frame import Finding

PREFIX = "services"
SERVICES = f"{PREFIX}."
GOVERNMENT = "government"
Rates = Mapping[str, Mapping[int, float]]
Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A row of `costs`: a sector whole, or one service of it; `people` [year] are nobody where some may be in several services."""

    sector: Sector
    service: str
    costs: Sequence[Cost]

    @property
    def name(self) -> str:
        """What the table of costs calls it."""
        return ".".join((PREFIX, self.sector.name, *(() if self.service == TOTAL else (self.service,))))

    @property
    def label(self) -> Words:
        """What the pack calls a service; a sector has its name from the language of the report."""
        return {} if self.service == TOTAL else self.sector.services[self.service].label

    def people(self) -> tuple[Floats, Floats]:
        """Whom it is for, and how many more it covers than in the base year."""
        target, covered = (
            np.sum(found, axis=0) for found in zip(*((one.target, one.covered) for one in self.costs), strict=True)
        )
        if self.service == TOTAL and not self.sector.disjoint:
            target, covered = np.full_like(target, np.nan), np.full_like(covered, np.nan)
        return target, covered - covered[0]

    def additional(self) -> Floats:
        """What government has to find beyond what it would pay for the services of the base year, LCU of the year [year]."""
        return np.asarray(np.sum([one.additional_of(GOVERNMENT) for one in self.costs], axis=0))


@dataclass(frozen=True)
class Providing:
    """The services of a pack, costed; None where it describes none, or where nothing asks for them."""

    found: Services | None
    findings: tuple[Finding, ...] = ()

    def parts(self, floor: Floor, variant: str = "base") -> Iterator[Part]:
        """What a floor names, in the order of the pack's services.yaml; a variant that the pack has none of is the base."""
        if not floor.services:
            return
        check_services(None if self.found is None else self.found.description, floor)
        assert self.found is not None  # noqa: S101 (else it was refused)
        costs = self.found.costs.get(variant, self.found.costs["base"])
        for name, sector in self.found.description.sectors.items():
            named = floor.services.get(name)
            if named is None:
                continue
            if not named.services:
                yield Part(sector, TOTAL, tuple(costs[name].values()))
            for service in sector.services:
                if service in named.services:
                    yield Part(sector, service, (costs[name][service],))

    def rows(self, floor: Floor, scenario: str, gdp: Mapping[int, float], spending: Mapping[int, float]) -> list[Row]:
        """Rows of the table `costs`: `total_lcu` is what the floor adds to the government's cost of today's services; nobody is paid a transfer."""
        ends = {
            variant: {part.name: part.additional() for part in self.parts(floor, variant)}
            for variant in ("low", "high")
        }
        ranged = self.variants(floor)[1:]
        return [
            row | {f"total_lcu_{which}": float(ends[which][part.name][i]) for which in ends if ranged}
            for part in self.parts(floor)
            for i, row in enumerate(self._rows(part, scenario, gdp, spending))
        ]

    def _rows(
        self, part: Part, scenario: str, gdp: Mapping[int, float], spending: Mapping[int, float]
    ) -> Iterator[Row]:
        assert self.found is not None  # noqa: S101 (there are no parts without)
        (target, more), total = part.people(), part.additional()
        for i, year in enumerate(self.found.setting.years.tolist()):
            yield {
                "scenario": scenario,
                "programme": part.name,
                "year": year,
                "target_population": float(target[i]),
                "beneficiaries": float(more[i]),
                "benefit_lcu": None,
                "transfers_lcu": None,
                "administration_lcu": None,
                "total_lcu": float(total[i]),
                "pct_gdp": float(100 * total[i] / gdp.get(year, np.nan)),
                "pct_government_expenditure": float(100 * total[i] / spending.get(year, np.nan)),
                "synthetic": False,
            }

    def cost(self, floor: Floor, variant: str = "base") -> dict[int, float]:
        """What all that a floor names adds, LCU of the year by year, under a variant; nothing where it names none."""
        parts = [part.additional() for part in self.parts(floor, variant)]
        if self.found is None or not parts:
            return {}
        return dict(zip(self.found.setting.years.tolist(), np.sum(parts, axis=0).tolist(), strict=True))

    def variants(self, floor: Floor) -> tuple[str, ...]:
        """The variants under which the services of a floor are costed; none where it names none."""
        return () if self.found is None or not floor.services else self.found.description.variants

    def tables(self) -> dict[str, list[Row]]:
        """The tables of the services of the pack."""
        if self.found is None:
            return {}
        return {
            name: [{one: row[one] for one in COLUMNS[name]} for row in rows] for name, rows in self.found.tables.items()
        }


NOTHING = Providing(None)


def check_services(description: Description | None, floor: Floor) -> None:
    """A floor that names what the pack's services.yaml does not have is refused."""
    for one in floor.services.values():
        if description is None:
            raise GroundfloorError(
                f"The floor names the services of {one.sector}, and the pack describes none",
                one.place,
                expected=f"a file {FILE} in the pack",
                hint="docs/services.md says how services are described.",
            )
        _refuse_unknown(description, one)


def _refuse_unknown(description: Description, one: Provision) -> None:
    if one.sector not in description.sectors:
        raise _absent("sector of services", one.sector, list(description.sectors), one.place)
    known = list(description.sectors[one.sector].services)
    for name in one.services:
        if name not in known:
            raise _absent(f"service of {one.sector}", name, known, one.place)


def _absent(what: str, name: str, known: Sequence[str], place: Place) -> GroundfloorError:
    return GroundfloorError(
        f"The pack has no {what} called {name!r}",
        place,
        expected=f"one of {', '.join(known)}",
        hint=nearest(name, known),
    )


def providing(
    country: Country, inputs: PopulationInputs, to: int, rates: Rates, floors: Sequence[Floor], *, shown: bool = False
) -> Providing:
    """Cost the services of a pack to the year `to` where one of `floors` names some, or where they are to be `shown`.

    A floor that names what the pack does not have raises GroundfloorError, and so does a price or GDP that its services need. Where no floor
    names any, such a lack is a finding and the services are left out.
    """
    description = services_in(country)
    for floor in floors:
        check_services(description, floor)
    asked = any(floor.services for floor in floors)
    if description is None or not (asked or shown):
        return NOTHING
    named = (one for floor in floors for one in floor.services.values())
    beside = dict.fromkeys((one.sector, name) for one in named for name in one.beside)
    try:
        costed = cost_sectors(description, setting_of(country, inputs, to, rates))
    except GroundfloorError as error:
        if asked:
            raise
        return Providing(None, (Finding("warning", PREFIX, "", 0, "services.left_out", {"reason": str(error)}),))
    return Providing(costed, tuple(_beside(sector, name) for sector, name in beside))


def _beside(sector: str, programme: str) -> Finding:
    return Finding("note", PREFIX, sector, 0, "services.beside", {"programme": programme, "sector": sector})


def setting_of(country: Country, inputs: PopulationInputs, to: int, rates: Rates) -> Setting:
    """What services are costed on from the base year to `to`; a population that starts in another year and a lack of GDP are refused."""
    people = population.project(inputs, to)
    if people.years[0] != country.base_year:
        raise GroundfloorError(
            f"The population starts in {people.years[0]} and the base year is {country.base_year}",
            Place(str(country.population)),
            expected="the same year",
        )
    further = population.project(inputs, to + 1) if to < inputs.last_year else people  # births of `to` end in the next
    births = np.full(len(people.years), np.nan)
    births[: len(further.births)] = further.births.sum(axis=1)[: len(births)]
    gdp = country.economy.series("gdp_nominal")
    lacking = [int(year) for year in people.years if year not in gdp]
    if lacking:
        raise GroundfloorError(
            f"The series gdp_nominal has no value for {lacking[0]}",
            Place(str(country.path / "economy.csv")),
            hint=f"Add it with its source, or end before (--to {lacking[0] - 1}).",
        )
    return Setting(
        years=people.years,
        people=people.values,
        births=births,
        gdp=np.array([gdp[int(year)] for year in people.years]),
        rates=_with_past(country, rates),
        exchange_rate=country.economy.series("exchange_rate"),
    )


def _with_past(country: Country, known: Rates) -> dict[str, Mapping[int, float]]:
    """The rates, with GDP per head before the base year as the economy has it, and wages like it where they are not known."""
    heads = country.economy.series("gdp_per_capita")
    past = {
        year: heads[year] / heads[year - 1] - 1 for year in heads if year - 1 in heads and year <= country.base_year
    }
    both = {name: past | dict(known[name]) for name in ("gdp_per_capita", "wages")}
    return {**known, **both}
