"""A country pack from its folder: each file read and checked, nothing computed."""

from __future__ import annotations

from pathlib import Path

from groundfloor.country.access import read_access
from groundfloor.country.bibliography import read_sources
from groundfloor.country.coverage import read_coverage
from groundfloor.country.description import read_description
from groundfloor.country.economy import read_economy
from groundfloor.country.model import Country
from groundfloor.country.pack import DESCRIPTION, find_pack, population_of
from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules import load_floor, load_schemes
from groundfloor.rules.programme import Floor, Programme


def read_country(pack: str | Path) -> Country:
    """Read and check a country pack: the code of one that ships (in any case), or the path of a folder.

    The folder is defined in docs/country-pack.md. country.yaml, economy.csv and population/ must be there; the rest may
    be absent and is then empty. A wrong entry raises GroundfloorError with file, line and what was expected.

    >>> ghana = read_country("GHA")
    >>> ghana.currency, ghana.base_year, round(ghana.economy.series("inflation")[2026], 5)
    ('GHS', 2025, 0.09876)
    """
    folder = find_pack(pack)
    about = read_description(folder / DESCRIPTION)
    population = population_of(folder)
    survey, margins, financing = folder / "survey.yaml", folder / "margins", folder / "financing.yaml"
    return Country(
        code=about.code,
        name=about.name,
        currency=about.currency,
        path=folder,
        base_year=about.base_year,
        population=population,
        economy=read_economy(folder / "economy.csv", about.base_year),
        schemes=_schemes(folder / "schemes"),
        floors=_floors(folder / "floors"),
        financing=financing if financing.is_file() else None,
        survey=survey if survey.is_file() else None,
        margins=margins if margins.is_dir() else None,
        lines=about.lines,
        regions=about.regions,
        coverage=read_coverage(folder / "coverage.csv"),
        access=read_access(folder / "access.csv"),
        assumptions=about.assumptions,
        sources=read_sources(folder / "sources.bib"),
    )


def _schemes(folder: Path) -> tuple[Programme, ...]:
    if not folder.is_dir():
        return ()
    return tuple(load_schemes(folder))


def _floors(folder: Path) -> dict[str, Floor]:
    floors: dict[str, Floor] = {}
    for path in sorted(folder.glob("*.yaml")):
        floor = load_floor(path)
        if floor.name in floors:
            raise GroundfloorError(
                f"A second floor is named {floor.name!r}",
                Place(str(path)),
                hint="Give each file in floors/ a name of its own.",
            )
        floors[floor.name] = floor
    return floors
