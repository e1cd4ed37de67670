"""The published margins of a country's households, read from a folder and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.documents import Document, Row, number, read_rows, read_yaml, year
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.survey.frame import Floats
from groundfloor.survey.variables import VARIABLES

KEYS = ("country", "name", "year", "households", "spouse", "consumption", "ranks", "sources")
REQUIRED = ("country", "name", "year")
SEXES = ("f", "m")
WIDTH = 5
DEFAULT_SIZES = {1: 0.15, 2: 0.16, 3: 0.17, 4: 0.17, 5: 0.14, 6: 0.09, 7: 0.06, 8: 0.06}
DEFAULT_SPOUSE = {"m": 0.85, "f": 0.05}
ADULT = 20


@dataclass(frozen=True)
class Cell:
    """A share of the persons or households of a cell that have a variable; None means all of that dimension."""

    variable: str
    level: str
    region: str | None
    urban: int | None
    sex: str | None
    age_from: int
    age_to: int
    share: float

    @property
    def name(self) -> str:
        """The cell in words, for the report of fit."""
        parts = [self.region, None if self.urban is None else "urban" if self.urban else "rural", self.sex]
        ages = "" if (self.age_from, self.age_to) == (0, 200) else f"{self.age_from}-{self.age_to}"
        return " ".join(part for part in [*parts, ages] if part) or "all"


@dataclass(frozen=True)
class Margins:
    """What is known of a country's households.

    `population` maps (region, urban or None) to persons by sex (f, m) and five-year group. `sizes` and `urban`-free sizes are
    shares of households by size. `percentiles` are (percentile, LCU per person and day) in prices of `year`.
    """

    country: str
    name: str
    year: int
    households: int
    population: Mapping[tuple[str, int | None], Floats]
    sizes: Mapping[int | None, Mapping[int, float]]
    headship: Mapping[str, Floats]
    spouse: Mapping[str, float]
    percentiles: tuple[tuple[float, float], ...]
    mean: float | None
    effects: Mapping[str, float]
    cells: tuple[Cell, ...]
    ranks: Mapping[str, float]
    groups: int

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions in order of appearance."""
        return tuple(dict.fromkeys(region for region, _ in self.population))


def read_margins(folder: str | Path) -> Margins:
    """Read margins.yaml and the CSV files beside it; only population.csv must be there.

    A share outside 0 and 1, a negative count, an unknown region or a text in a number raises GroundfloorError with file, line and column.
    """
    place = Path(folder)
    document = read_yaml(place / "margins.yaml")
    for key in document.data:
        if key not in KEYS:
            raise GroundfloorError(f"Unknown key {key!r}", document.place(key), hint=nearest(str(key), KEYS))
    for key in REQUIRED:
        if document.data.get(key) is None:
            raise GroundfloorError(f"The key {key!r} is missing", document.place(), hint=f"Add {key}: ...")
    population = _population(place / "population.csv")
    groups = next(iter(population.values())).shape[1]
    regions = tuple(dict.fromkeys(region for region, _ in population))
    cells = _cells(place / "attributes.csv", regions)
    ranks = _numbers(document, "ranks", {cell.variable for cell in cells}, low=-1.0, high=1.0)
    consumption = _numbers(document, "consumption", {"mean", "urban", "size"})
    return Margins(
        country=str(document.data["country"]),
        name=str(document.data["name"]),
        year=year(document.data["year"], document.place("year")),
        households=_households(document),
        population=population,
        sizes=_sizes(place / "household_size.csv"),
        headship=_headship(place / "headship.csv", groups),
        spouse=_numbers(document, "spouse", set(SEXES), low=0.0, high=1.0) or DEFAULT_SPOUSE,
        percentiles=_percentiles(place / "consumption.csv"),
        mean=consumption.get("mean"),
        effects={key: value for key, value in consumption.items() if key != "mean"},
        cells=cells,
        ranks=ranks,
        groups=groups,
    )


def _households(document: Document) -> int:
    value = document.data.get("households", 5000)
    if not isinstance(value, int) or isinstance(value, bool) or value < 50:
        raise GroundfloorError(f"households is {value!r}", document.place("households"), expected="a whole number from 50")
    return value


def _numbers(
    document: Document, key: str, known: set[str], low: float = -np.inf, high: float = np.inf
) -> dict[str, float]:
    entry: Any = document.data.get(key) or {}
    if not isinstance(entry, Mapping):
        raise GroundfloorError(f"{key} is no table", document.place(key), expected="lines such as 'name: 0.5'")
    out = {}
    for name, value in entry.items():
        place = document.place(key, name)
        if name not in known:
            raise GroundfloorError(f"Unknown entry {name!r} in {key}", place, expected=f"one of {', '.join(sorted(known))}", hint=nearest(str(name), known))
        out[str(name)] = number(value, place)
        if not low <= out[str(name)] <= high:
            raise GroundfloorError(f"{name} is {value}", place, expected=f"a number from {low:g} to {high:g}")
    return out


def _share(row: Row, column: str) -> float:
    value = row.number(column)
    if not 0 <= value <= 1:
        raise GroundfloorError(f"The {column} is {value:g}", row.place(column), expected="a share from 0 to 1")
    return value


def _urban(row: Row) -> int | None:
    text = row.cells.get("urban", "")
    if text not in ("", "0", "1"):
        raise GroundfloorError(f"urban is {text!r}", row.place("urban"), expected="1, 0, or empty for both")
    return int(text) if text else None


def _sex(row: Row, *, empty: bool = False) -> str | None:
    text = row.cells.get("sex", "")
    if text not in SEXES and not (empty and not text):
        raise GroundfloorError(f"sex is {text!r}", row.place("sex"), expected="f or m")
    return text or None


def _population(path: Path) -> dict[tuple[str, int | None], Floats]:
    found: dict[tuple[str, int | None], dict[tuple[str, int], float]] = {}
    for row in read_rows(path, ("region", "sex", "age", "population"), ("urban", "source")):
        age, value = row.number("age"), row.number("population")
        if age < 0 or age % WIDTH:
            raise GroundfloorError(f"age is {age:g}", row.place("age"), expected="0, 5, 10, ...: the first year of a five-year group")
        if value < 0:
            raise GroundfloorError(f"The population is {value:g}", row.place("population"), expected="0 or more persons")
        cell = (str(_sex(row)), int(age))
        stratum = found.setdefault((row.text("region"), _urban(row)), {})
        if cell in stratum:
            raise GroundfloorError("This cell stands twice", row.place())
        stratum[cell] = value
    groups = 1 + max(age for stratum in found.values() for _, age in stratum) // WIDTH
    out = {}
    for key, stratum in found.items():
        values = np.array([[stratum.get((sex, WIDTH * i), 0.0) for i in range(groups)] for sex in SEXES])
        if values.sum() > 0:
            out[key] = values
    return out


def _sizes(path: Path) -> dict[int | None, dict[int, float]]:
    if not path.exists():
        return {None: DEFAULT_SIZES}
    out: dict[int | None, dict[int, float]] = {}
    for row in read_rows(path, ("size", "share"), ("urban", "source")):
        size = row.number("size")
        if size < 1 or size != int(size):
            raise GroundfloorError(f"size is {size:g}", row.place("size"), expected="a whole number from 1")
        out.setdefault(_urban(row), {})[int(size)] = _share(row, "share")
    return out


def _headship(path: Path, groups: int) -> dict[str, Floats]:
    """Heads per person by five-year group; without a file every adult is as likely."""
    if not path.exists():
        return {sex: (np.arange(groups) * WIDTH >= ADULT).astype(float) for sex in SEXES}
    found: dict[str, list[tuple[float, float]]] = {sex: [] for sex in SEXES}
    for row in read_rows(path, ("sex", "age", "rate"), ("source",)):
        found[str(_sex(row))].append((row.number("age"), _share(row, "rate")))
    out = {}
    for sex, rates in found.items():
        ages, values = zip(*sorted(rates), strict=True) if rates else ((0.0,), (0.0,))
        index = np.searchsorted(ages, np.arange(groups) * WIDTH, side="right") - 1
        out[sex] = np.where(index >= 0, np.array(values)[np.maximum(index, 0)], 0.0)
    return out


def _percentiles(path: Path) -> tuple[tuple[float, float], ...]:
    if not path.exists():
        return ()
    out: list[tuple[float, float]] = []
    for row in read_rows(path, ("percentile", "value"), ("source",)):
        percentile, value = row.number("percentile"), row.number("value")
        if not 0 < percentile < 100:
            raise GroundfloorError(f"percentile is {percentile:g}", row.place("percentile"), expected="a number between 0 and 100")
        if out and (percentile <= out[-1][0] or value < out[-1][1]):
            raise GroundfloorError("The percentiles do not rise", row.place(), expected="rows from the lowest to the highest")
        out.append((percentile, value))
    return tuple(out)


def _cells(path: Path, regions: tuple[str, ...]) -> tuple[Cell, ...]:
    if not path.exists():
        return ()
    columns = ("variable", "level", "region", "urban", "sex", "age_from", "age_to", "share")
    out = []
    for row in read_rows(path, columns, ("year", "source")):
        name, level = row.text("variable"), row.text("level")
        if name not in VARIABLES or VARIABLES[name].kind != "boolean":
            known = [one for one, meaning in VARIABLES.items() if meaning.kind == "boolean"]
            raise GroundfloorError(f"Unknown variable {name!r}", row.place("variable"), expected="a true-or-false variable", hint=nearest(name, known))
        if level not in ("person", "household"):
            raise GroundfloorError(f"level is {level!r}", row.place("level"), expected="person or household")
        region = row.cells["region"] or None
        if region is not None and region not in regions:
            raise GroundfloorError(f"Unknown region {region!r}", row.place("region"), expected="a region of population.csv", hint=nearest(region, regions))
        low = int(row.number("age_from")) if row.cells["age_from"] else 0
        high = int(row.number("age_to")) if row.cells["age_to"] else 200
        out.append(Cell(name, level, region, _urban(row), _sex(row, empty=True), low, high, _share(row, "share")))
    return tuple(out)
