"""Rates by sex and age from a CSV file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundfloor.documents import Row, read_rows
from groundfloor.errors import GroundfloorError, Place, nearest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
OLDEST = 100
SEXES = {"f": (0,), "m": (1,), "": (0, 1)}


@dataclass(frozen=True)
class Knots:
    """Values at the years given: [year] or [year, sex, age], NaN at ages that are not given."""

    years: Ints
    values: Floats

    def at(self, years: Ints) -> Floats:
        """Values for `years`, linear between the years given and held outside them.

        >>> Knots(np.array([2025, 2035]), np.array([0.2, 0.4])).at(np.array([2020, 2030, 2040])).round(9).tolist()
        [0.2, 0.3, 0.4]
        """
        after = np.clip(np.searchsorted(self.years, years), 0, len(self.years) - 1)
        before = np.maximum(after - (self.years[after] > years), 0)
        gap = np.maximum(self.years[after] - self.years[before], 1)
        share = np.clip((years - self.years[before]) / gap, 0.0, 1.0).reshape(-1, *[1] * (self.values.ndim - 1))
        return np.asarray(self.values[before] * (1 - share) + self.values[after] * share)


def read_rates(path: Path, unit: str, low: float, high: float) -> Knots:
    """A CSV file with the columns age and value, and sex and year where they matter, as values by year, sex and age.

    An age is `25`, `25-29` or `60+`; an empty sex is both. An age given twice and a value outside `low` to `high` (in
    `unit`) raise GroundfloorError with file and line.
    """
    cells: dict[int, Floats] = {}
    lines: dict[tuple[int, int, int], int] = {}
    for row in read_rows(path, ("age", "value"), ("sex", "year", "source")):
        year = row.year() if row.cells.get("year") else 0
        table = cells.setdefault(year, np.full((2, OLDEST + 1), np.nan))
        first, last = _ages(row)
        for sex in _sexes(row):
            for age in range(first, last + 1):
                if (year, sex, age) in lines:
                    raise GroundfloorError(
                        f"Age {age} is given twice", row.place("age"), hint=f"First on line {lines[year, sex, age]}."
                    )
                lines[year, sex, age] = row.line
                table[sex, age] = _value(row, unit, low, high)
    years = sorted(cells)
    if 0 in cells and len(years) > 1:
        raise GroundfloorError("Some rows have a year and others none", Place(str(path)), expected="a year in each row")
    return Knots(np.array(years), np.stack([cells[year] for year in years]))


def _ages(row: Row) -> tuple[int, int]:
    text = row.text("age")
    first, dash, last = text.removesuffix("+").partition("-")
    open_ended = text.endswith("+")
    if first.isdecimal() and (last.isdecimal() if dash else not last) and not (dash and open_ended):
        lower = int(first)
        upper = OLDEST if open_ended else int(last) if dash else lower
        if lower <= upper <= OLDEST:
            return lower, upper
    raise GroundfloorError(f"{text!r} is no age", row.place("age"), expected="such as 25, 25-29 or 60+, up to 100")


def _sexes(row: Row) -> tuple[int, ...]:
    sex = row.cells.get("sex", "").lower()
    if sex not in SEXES:
        raise GroundfloorError(
            f"The sex is {sex!r}", row.place("sex"), expected="f, m or nothing for both", hint=nearest(sex, ("f", "m"))
        )
    return SEXES[sex]


def _value(row: Row, unit: str, low: float, high: float) -> float:
    value = row.number("value")
    if not low <= value <= high:
        raise GroundfloorError(f"{value:g} is no {unit}", row.place("value"), expected=f"{low:g} to {high:g}")
    return value
