"""The verb by which it is measured who can reach services."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import groundfloor.report.access.sections as of_access
from groundfloor import access
from groundfloor.access import Reached
from groundfloor.access.geopackage import as_geopackage
from groundfloor.access.layers import as_geotiff
from groundfloor.api.writing import ready
from groundfloor.leaving import leave
from groundfloor.pipeline import Progress, quiet
from groundfloor.report.access import results
from groundfloor.report.access.words import BASE, language


def measure_access(
    path: str | Path, *, out: str | Path | None = None, languages: Sequence[str] = ("en",), say: Progress = quiet
) -> Reached:
    """Travel times to services, and people within reach by area, from an access.yaml or the folder it lies in ("example": a made-up country that ships).

    With `out` a page in each of the `languages`, a workbook, the tables, a map of the seconds to each service (GeoTIFF, base speeds), a GeoPackage of areas, facilities and catchments
    and the record are
    written there, all of it or nothing. `groundfloor.access.tables` gives the rows. It needs the extra `geo`. A wrong description, files that cannot
    be read and a service without any facility on the grid raise GroundfloorError. Files and columns: docs/access.md; method: docs/methods/access.md.

    >>> found = measure_access("example", out="reach", languages=["en", "fr"])
    >>> sorted(path.name for path in Path("reach").iterdir())
    ['access.gpkg', 'maps', 'record.json', 'report.fr.html', 'report.html', 'tables', 'workbook.xlsx']
    >>> access.tables(found)["access_time"][0]["group"]
    'all'
    """
    ready(out)
    found = access.reach(path, say)
    if out is not None:
        maps = {
            f"maps/seconds_{service}.tif": as_geotiff(one.seconds, found.grid)
            for (service, variant), one in found.travels.items()
            if variant == BASE
        }
        maps["access.gpkg"] = as_geopackage(found)
        one = found.description
        leave(
            results(found), Path(out), one.path, one.files, {"languages": list(languages)}, languages,
            of_access, maps, language,
        )  # fmt: skip
    return found
