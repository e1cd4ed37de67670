"""Values that say that there is none, though the raster does not declare them so."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from groundfloor.access.grid import Bools, Floats
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value

NO_PEOPLE = (-999.0, -9999.0, -99999.0, -32768.0, -2147483648.0)
NO_COVER = (255.0, 65535.0, 32767.0, -9999.0, -32768.0)
BEYOND = (
    1e30  # the largest and the least number of 32 bits, by which programs for maps mark what is empty, are beyond it
)
LOWEST, HIGHEST = -500.0, 9000.0  # metres: no land is lower or higher
SHOWN = 3


def of_people(values: Floats) -> Bools:
    """Cells of a population whose number is none.

    >>> of_people(np.array([0.0, 5.0, -9999.0, -3.4e38, np.inf, -1.0])).tolist()
    [False, False, True, True, True, False]
    """
    return np.asarray(np.isin(values, NO_PEOPLE) | (np.abs(values) > BEYOND))


def of_cover(values: Floats, known: Iterable[int]) -> Bools:
    """Cells whose code of land cover is none, unless it has a class."""
    return np.asarray(np.isin(values, [code for code in NO_COVER if code not in set(known)]))


def of_heights(values: Floats) -> Bools:
    """Cells whose height is none on earth."""
    return np.asarray((values < LOWEST) | (values > HIGHEST))


def emptied(values: Floats, blank: Bools, path: Path) -> tuple[Floats, list[Finding]]:
    """The values with NaN where they are blank, and a note that names the codes."""
    count = int(blank.sum())
    if not count:
        return values, []
    codes = [f"{one:g}" for one in np.unique(values[blank])]
    shown = ", ".join([*codes[:SHOWN], *(["…"] if len(codes) > SHOWN else [])])
    said: dict[str, Value] = {"count": count, "name": path.name, "codes": shown}
    return np.where(blank, np.nan, values), [Finding("note", "access", "layers", count, "access.undeclared", said)]
