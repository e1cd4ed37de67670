"""services.yaml: the services of each sector, their prices and who pays, read and checked key by key."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from groundfloor.costing.services import sectors, sites
from groundfloor.costing.services.budget import Budget, read_budget
from groundfloor.costing.services.payers import Payers, read_payers
from groundfloor.costing.services.prices import Prices, read_prices
from groundfloor.costing.services.service import Service, numbers_in
from groundfloor.country.given import VARIANTS, Given, given
from groundfloor.documents import read_yaml
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.fields import Fields, fields

FILE = "services.yaml"
TOTAL = "all"


@dataclass(frozen=True)
class Sector:
    """A sector: the share of traded inputs in its prices, who pays, its services by name, and what the budget has for it. `disjoint` says that nobody is in two of them."""

    name: str
    tradable: Given
    payers: Payers
    services: Mapping[str, Service]
    disjoint: bool
    place: Place
    budget: Budget | None = None

    def numbers(self) -> list[Given]:
        """Every number of the sector."""
        return list(numbers_in(self))

    @property
    def assumed(self) -> bool:
        """Whether one of its numbers is an assumption."""
        return any(one.assumption for one in self.numbers())


@dataclass(frozen=True)
class Description:
    """What a pack says of its essential services."""

    file: Path
    prices: Prices
    discount: Given
    sectors: Mapping[str, Sector]

    def numbers(self) -> dict[str, list[Given]]:
        """Every number by sector; those of all sectors together are under `all`."""
        common = list(numbers_in((self.prices, self.discount)))
        return {TOTAL: common, **{name: sector.numbers() for name, sector in self.sectors.items()}}

    @property
    def variants(self) -> tuple[str, ...]:
        """`base`, and `low` and `high` where a number differs."""
        own = {variant for found in self.numbers().values() for one in found for variant in one.knots}
        return tuple(variant for variant in VARIANTS if variant in own)


def sector_names() -> list[str]:
    """The sectors that the library knows.

    >>> sector_names()
    ['education', 'health', 'housing', 'information', 'nutrition', 'water_sanitation']
    """
    return sorted(found.name for found in pkgutil.iter_modules(sectors.__path__))


def read_services(path: str | Path) -> Description:
    """Read and check a description of services; docs/services.md defines it.

    An unknown sector or key, a number without unit or source, a share outside 0 to 1 and shares of payers that pass 1 raise
    GroundfloorError with file, line and what was expected.

    >>> from groundfloor import read_country
    >>> found = read_services(read_country("gha").path / "services.yaml")
    >>> found.variants, list(found.sectors["water_sanitation"].services)[0]
    (('base', 'low', 'high'), 'water_urban')
    """
    file = Path(path)
    found = fields(read_yaml(file))
    top = ("prices", "discount", "sectors")
    found.known((*top, "note"), top)
    prices = read_prices(found)
    discount = given(found, ("share",), "discount")
    known = sector_names()
    names = list(found.table("sectors"))
    for name in names:
        if name not in known:
            raise GroundfloorError(
                f"There is no sector {name!r}",
                found.key("sectors", name),
                expected=f"one of {', '.join(known)}",
                hint=nearest(str(name), known),
            )
    if not names:
        raise GroundfloorError("There is no sector", found.place("sectors"), expected=f"one of {', '.join(known)}")
    return Description(file, prices, discount, {name: _sector(found, prices, name) for name in names})


def _sector(found: Fields, prices: Prices, name: str) -> Sector:
    keys = ("tradable", "payers", "services")
    found.known((*keys, "budget", "note"), keys, "sectors", name)
    module, path = _module(name), ("sectors", name, "services")
    services = {
        str(one): _reader(found, module, (*path, one)).service(found, prices, (*path, one))
        for one in found.table(*path)
    }
    if not services or TOTAL in services:
        raise GroundfloorError(
            f"A service is called {TOTAL}" if services else f"{name} has no service",
            found.place("sectors", name, "services"),
            expected="services, each by a name of its own",
        )
    return Sector(
        name=name,
        tradable=given(found, ("share",), "sectors", name, "tradable"),
        payers=read_payers(found, "sectors", name, "payers"),
        services=services,
        disjoint=len(services) == 1
        or (module.DISJOINT and not any(isinstance(one, sites.BySites) for one in services.values())),
        place=found.place("sectors", name),
        budget=read_budget(found, "sectors", name, "budget"),
    )


def _reader(found: Fields, module: ModuleType, path: tuple[str, ...]) -> ModuleType:
    """Who reads a service: its sector, or where it is given at sites these."""
    return sites if found.get(*path, sites.SITES) is not None else module


def _module(name: str) -> ModuleType:
    return import_module(f"{sectors.__name__}.{name}")
