"""What the codes of well-known maps of land cover mean: one file each in `codes/`, with its source."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from groundfloor.documents import read_yaml
from groundfloor.rules.fields import fields

FOLDER = Path(__file__).parent / "codes"


def legends() -> tuple[str, ...]:
    """The names of the maps.

    >>> legends()
    ('cci', 'copernicus', 'modis', 'worldcover')
    """
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@cache
def legend(name: str) -> dict[int, str]:
    """The class of ground of each code of a map.

    >>> legend("worldcover")[40], legend("copernicus")[112]
    ('cropland', 'forest_closed_evergreen_broadleaf')
    """
    found = fields(read_yaml(FOLDER / f"{name}.yaml"))
    return {int(code): found.text("codes", code) for code in found.table("codes")}
