"""The verb by which it is measured who can reach services."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import groundfloor.report.access.sections as of_access
from groundfloor import access
from groundfloor.access import Reached
from groundfloor.access.geopackage import as_geopackage
from groundfloor.access.layers import as_geotiff
from groundfloor.access.siting.option import services
from groundfloor.access.siting.tables import geojson
from groundfloor.api.writing import ready
from groundfloor.leaving import leave
from groundfloor.pipeline import Progress, quiet
from groundfloor.report.access import results
from groundfloor.report.access.words import BASE, language


def measure_access(
    path: str | Path,
    *,
    survey: str | Path | None = None,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
    say: Progress = quiet,
) -> Reached:
    """Travel times to services, and people within reach by area, from an access.yaml or the folder it lies in ("example": a made-up country that ships).

    `survey` is the survey.yaml for effective access, in place of the one that the description names.

    With `out` a page in each of the `languages`, a workbook, the tables, maps (GeoTIFF) of the seconds to each service at base speeds, of supply a thousand people and, where asked for, of the people
    whom each cell would reach, a GeoPackage of areas, facilities and catchments, new sites (GeoJSON, and as services of a pack), and the record are written there, all of it or nothing.
    `groundfloor.access.tables` gives the rows. It needs the extra `geo`. A wrong description, files that cannot
    be read and a service without any facility on the grid raise GroundfloorError. Files and columns: docs/access.md; method: docs/methods/access.md.

    >>> found = measure_access("example", out="reach", languages=["en", "fr"])
    >>> sorted(path.name for path in Path("reach").iterdir())
    ['access.gpkg', 'maps', 'record.json', 'report.fr.html', 'report.html', 'services.yaml', 'tables', 'workbook.xlsx']
    >>> access.tables(found)["access_time"][0]["group"]
    'all'
    """
    ready(out)
    found = access.reach(path, say, survey=survey)
    if out is not None:
        maps: dict[str, str | bytes] = {
            f"maps/seconds_{service}.tif": as_geotiff(one.seconds, found.grid)
            for (service, variant), one in found.travels.items()
            if variant == BASE
        }
        maps["access.gpkg"] = as_geopackage(found)
        maps |= {
            f"maps/supply_{service}.tif": as_geotiff(1000 * one.by_cell, found.grid)
            for service, one in found.supplies.items()
        }
        told = results(found)
        for name, answer in found.sites.items():
            sites = [row for row in told.tables["access_sites"] if row["question"] == name]
            maps[f"maps/sites_{name}.geojson"] = geojson(sites)
            if answer.question.map and answer.reachable is not None:
                maps[f"maps/reachable_{name}.tif"] = as_geotiff(answer.reachable, found.grid)
        one = found.description
        if option := services(found.sites, one.year):
            maps["services.yaml"] = option
        files = [*one.files, *found.surveyed]
        leave(
            told, Path(out), one.path, files, {"languages": list(languages)}, languages,
            of_access, maps, language,
        )  # fmt: skip
    return found
