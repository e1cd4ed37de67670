"""Shapefiles written by GDAL, by way of geopandas and pyogrio: python tests/access/by_gdal/make.py writes them anew. They are what a test of reading reads."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
SQUARE, FAR = [(0, 0), (4, 0), (4, 4), (0, 4)], [(8, 8), (9, 8), (9, 9), (8, 9)]
HOLE, ISLAND = [(1, 1), (2, 1), (2, 2), (1, 2)], [(1.25, 1.25), (1.75, 1.25), (1.75, 1.75), (1.25, 1.75)]

if __name__ == "__main__":
    import geopandas  # not among the packages of the tests
    from shapely.geometry import MultiLineString, MultiPolygon, Point, Polygon

    areas = (
        {"name": ["Kédougou", "Tambacounda"], "people": [120, None], "share": [0.5, 0.25]},
        [MultiPolygon([(SQUARE, [HOLE]), (ISLAND, []), (FAR, [])]), Polygon([(x + 20, y) for x, y in SQUARE])],
    )
    roads = {"class": ["trunk"]}, [MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3), (4, 2)]])]
    points = {"nom": ["Médina"]}, [Point(1, 2, 3)]
    for name, (columns, shapes), crs, encoding in (
        ("areas", areas, "EPSG:32628", "cp1252"),
        ("roads", roads, "EPSG:4326", "UTF-8"),
        ("points", points, "EPSG:4326", "UTF-8"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            drawn = geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs)
            drawn.to_file(Path(folder) / f"{name}.shp", engine="pyogrio", encoding=encoding)
            with zipfile.ZipFile(HERE / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as file:
                for part in sorted(Path(folder).glob(f"{name}.*")):
                    file.write(part, part.name)
