"""The essential services of a country pack, costed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from groundfloor.costing.services import tables
from groundfloor.costing.services.costs import Cost, cost_of
from groundfloor.costing.services.description import FILE, Description, Sector, read_services
from groundfloor.costing.services.setting import Setting, View
from groundfloor.country.model import Country
from groundfloor.errors import GroundfloorError, Place, nearest

ORDER = ("low", "base", "high")
CLOSE = 1e-9


@dataclass(frozen=True)
class Services:
    """Costs by variant, sector and service, and rows by table name."""

    description: Description
    setting: Setting
    costs: Mapping[str, Mapping[str, Mapping[str, Cost]]]
    tables: dict[str, list[tables.Row]]


def services_in(country: Country) -> Description | None:
    """The description in a pack's services.yaml, None where there is none."""
    file = country.path / FILE
    return read_services(file) if file.is_file() else None


def described(pack: Path, only: str | None = None) -> Description:
    """The description of a pack's services, of one sector only where it is named; none raises GroundfloorError."""
    file = pack / FILE
    if not file.is_file():
        raise GroundfloorError(
            "The pack describes no services",
            Place(str(pack)),
            expected=f"a file {FILE} there",
            hint="docs/services.md says how services are described.",
        )
    found = read_services(file)
    if only is None:
        return found
    if only not in found.sectors:
        raise GroundfloorError(
            f"The pack has no sector {only!r}",
            Place(str(file)),
            expected=f"one of {', '.join(found.sectors)}",
            hint=nearest(only, found.sectors),
        )
    return Description(found.file, found.prices, found.discount, {only: found.sectors[only]})


def cost_sectors(description: Description, setting: Setting) -> Services:
    """Every service of every sector under each variant of its numbers.

    A sector whose `low` costs more than its base, or its base more than its `high`, over all years, raises GroundfloorError: the two
    are of the cost, so that fewer pupils to a teacher are a high value. Method: docs/methods/services-cost.md.

    >>> from groundfloor import cost_services
    >>> again = cost_services("gha", to=2030)
    >>> first = cost_sectors(again.description, again.setting).tables["services"][0]
    >>> first["service"], first["year"], first["new_covered"]
    ('essential_care', 2025, 0.0)
    """
    costs = {variant: costs_by_service(description, setting, variant) for variant in description.variants}
    for sector in description.sectors.values():
        _refuse_disorder(sector, {variant: found[sector.name] for variant, found in costs.items()})
    rows: dict[str, list[tables.Row]] = {name: [] for name in tables.COLUMNS}
    for variant, found in costs.items():
        rows["services"] += tables.rows(setting, description, found, variant)
        rows["services_inputs"] += tables.input_rows(setting, found, variant)
    rows["services_numbers"] += tables.number_rows(description)
    return Services(description, setting, costs, rows)


def costs_by_service(description: Description, setting: Setting, variant: str) -> dict[str, dict[str, Cost]]:
    """What each service of each sector costs under a variant, by sector and service."""
    return {name: _sector(description, one, setting, variant) for name, one in description.sectors.items()}


def _sector(description: Description, sector: Sector, setting: Setting, variant: str) -> dict[str, Cost]:
    view = View(setting, description.prices, sector.tradable, variant)
    return {
        name: cost_of(service, view, sector.payers, description.discount) for name, service in sector.services.items()
    }


def _refuse_disorder(sector: Sector, by_variant: Mapping[str, Mapping[str, Cost]]) -> None:
    totals = {variant: sum(float(cost.total.sum()) for cost in costs.values()) for variant, costs in by_variant.items()}
    named = [variant for variant in ORDER if variant in totals]
    for less, more in pairwise(named):
        if totals[less] > totals[more] * (1 + CLOSE):
            raise GroundfloorError(
                f"{sector.name} costs {totals[less]:,.0f} LCU in the variant {less} and {totals[more]:,.0f} in {more}",
                sector.place,
                expected="low and high as they make the cost low and high",
                hint="A ratio of pupils to a teacher, for one, is higher where the cost is low.",
            )
