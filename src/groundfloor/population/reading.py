"""Reads the inputs of a projection from long CSV files: country, var, sex, age, period, value."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundfloor.country.pack import find_pack, is_pack, population_of, shipped
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.population.grids import Period, Table, inputs_of
from groundfloor.population.inputs import PopulationInputs, together

VARIABLES = {"pop": "FM", "mx": "FM", "mig": "FM", "pasfr": "F", "tfr": "", "srb": ""}
"""The variables of the file and the sexes each is given for."""

_IMPLAUSIBLE = {"mx": 3.0, "srb": 2.0, "tfr": 15.0, "pasfr": 100.0}
_UNITS = {
    "mx": "deaths per person-year",
    "srb": "boys per girl at birth",
    "tfr": "children per woman",
    "pasfr": "per cent of the total fertility rate",
}
_REQUIRED = ("var", "sex", "age", "period", "value")
_COUNTRY_COLUMNS = ("country", "iso3", "iso_num")
ALL = "all"
_SEXES = {"f": "F", "female": "F", "m": "M", "male": "M", "": ""}


@dataclass(frozen=True)
class _Cell:
    var: str
    sex: str
    age: int
    period: Period
    value: float
    place: Place


def read_population(path: Path | str, country: str | None = None, width: int = 1) -> PopulationInputs:
    """The inputs for `country` (a name or code in the file) from a CSV file, from all CSV files of a folder, or from a pack.

    `country` may be left out when the file is about one country; "all" takes every country of the file together. `width` is 1 for single
    years of age or 5 for groups of five years in five-year steps. Counts in the file are thousands, those returned are persons.
    A value that is missing, given twice or implausible raises GroundfloorError with its row. Columns, variables and the way from
    age groups to single ages: docs/methods/population.md.

    >>> inputs = read_population("gha")
    >>> inputs.base_year, inputs.last_year, inputs.base.shape, round(inputs.base.sum().item() / 1e6, 1)
    (2025, 2060, (2, 101), 35.1)
    """
    source = _source(path)
    rows = list(_rows(source))
    keys = [[row[c] for c in _COUNTRY_COLUMNS if row.get(c)] for row, _ in rows]
    if country is not None and country.casefold() == ALL:
        names = list(dict.fromkeys(key[0] for key in keys if key))
        if len(names) > 1:
            own: dict[str, list[tuple[dict[str, str], Place]]] = {name: [] for name in names}
            for pair, key in zip(rows, keys, strict=True):
                for name in key[:1] or names:  # a row without a country is about each
                    own[name].append(pair)
            return together([_inputs(own[name], name, source, width) for name in names], source.stem)
        country = None
    chosen, name = _of_country(rows, keys, country, source)
    return _inputs(chosen, name, source, width)


def countries_in(path: Path | str) -> list[str]:
    """The names and codes by which a country can be asked for of a file or folder; none where it is about one and does not name it."""
    rows = _rows(_source(path))
    return list(dict.fromkeys(row[column] for row, _ in rows for column in _COUNTRY_COLUMNS if row.get(column)))


def _inputs(rows: list[tuple[dict[str, str], Place]], name: str, source: Path, width: int) -> PopulationInputs:
    cells: dict[tuple[str, str, int, Period], _Cell] = {}
    by_table: dict[tuple[str, str], list[_Cell]] = {}
    for row, place in rows:
        cell = _cell(row, place)
        key = (cell.var, cell.sex, cell.age, cell.period)
        if key in cells:
            raise GroundfloorError(
                f"{_named(cell)} is given twice", place, hint=f"It stands first in {cells[key].place}."
            )
        cells[key] = cell
        by_table.setdefault((cell.var, cell.sex), []).append(cell)
    tables = {
        (var, sex): _table(var, sex, by_table.get((var, sex), []), name, source)
        for var, sexes in VARIABLES.items()
        for sex in (sexes or ("",))
    }
    inputs = inputs_of(name, tables, source, width)
    if not inputs.base.sum() > 0:
        raise GroundfloorError(
            f"Nobody lives in {name} in {inputs.base_year}: pop is 0 at every age",
            Place(str(source)),
            expected="thousand persons by sex and age",
        )
    return inputs


def _source(path: Path | str) -> Path:
    """The file or folder itself, or the folder of inputs of a pack, given by its folder or its code."""
    source = Path(path)
    if is_pack(source) or str(path).lower() in shipped():
        return population_of(find_pack(path))
    return source


def _files(source: Path) -> list[Path]:
    if source.is_dir():
        found = sorted(source.glob("*.csv"))
        if found:
            return found
        raise GroundfloorError("No CSV file in this folder", Place(str(source)), expected="population inputs as *.csv")
    if not source.is_file():
        raise GroundfloorError("No such file or folder", Place(str(source)))
    return [source]


def _rows(source: Path) -> Iterator[tuple[dict[str, str], Place]]:
    """The rows of every file with their places; comment and empty lines are skipped, blanks trimmed."""
    for file in _files(source):
        header: list[str] | None = None
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise GroundfloorError("This is not a text file in UTF-8", Place(str(file))) from None
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            values = [value.strip() for value in next(csv.reader([line]))]
            place = Place(str(file), number)
            if header is None:
                header = [value.lower() for value in values]
                missing = [column for column in _REQUIRED if column not in header]
                if missing:
                    raise GroundfloorError(
                        f"Column {missing[0]!r} is missing", place, expected="columns country, " + ", ".join(_REQUIRED)
                    )
                continue
            if len(values) != len(header):
                raise GroundfloorError(
                    f"{len(values)} fields stand here", place, expected=f"{len(header)}, as in the header"
                )
            yield dict(zip(header, values, strict=True)), place
        if header is None:
            raise GroundfloorError("The file is empty", Place(str(file)), hint="Fill it, or remove it from the folder.")


def _of_country(
    rows: list[tuple[dict[str, str], Place]], keys: list[list[str]], country: str | None, source: Path
) -> tuple[list[tuple[dict[str, str], Place]], str]:
    """The rows of one country, and its name."""
    names = list(dict.fromkeys(key[0] for key in keys if key))
    if country is None:
        if len(names) > 1:
            raise GroundfloorError(
                "The file is about several countries",
                Place(str(source)),
                expected="one to be named, or all: " + ", ".join(names),
            )
        return rows, names[0] if names else source.stem
    wanted = country.casefold()
    chosen = [pair for pair, key in zip(rows, keys, strict=True) if not key or wanted in (k.casefold() for k in key)]
    if not chosen:
        known = {k for key in keys for k in key}
        raise GroundfloorError(
            f"No rows for the country {country!r}",
            Place(str(source)),
            expected="one of " + ", ".join(names[:12]) + (" ..." if len(names) > 12 else ""),
            hint=nearest(country, known),
        )
    own = [key[0] for (_, key) in zip(rows, keys, strict=True) if key and wanted in (k.casefold() for k in key)]
    return chosen, own[0] if own else country


def _cell(row: dict[str, str], place: Place) -> _Cell:
    var, sex = row["var"].lower(), _SEXES.get(row["sex"].lower())
    if var not in VARIABLES:
        at = Place(place.file, place.line, field="var")
        raise GroundfloorError(
            f"Unknown variable {row['var']!r}",
            at,
            expected="one of " + ", ".join(VARIABLES),
            hint=nearest(var, VARIABLES),
        )
    wanted = VARIABLES[var]
    if sex == "" and var == "pasfr":
        sex = "F"
    if sex is None or (sex not in wanted if wanted else sex != "") or (wanted and not sex):
        at = Place(place.file, place.line, field="sex")
        expected = " or ".join(wanted) if wanted else "an empty cell"
        raise GroundfloorError(f"{var} cannot have the sex {row['sex']!r}", at, expected=expected)
    age = _age(row["age"], place) if wanted else 0
    try:
        value = float(row["value"])
    except ValueError:
        value = math.nan
    at = Place(place.file, place.line, field="value")
    if not math.isfinite(value):
        raise GroundfloorError(f"{row['value']!r} is not a number", at)
    if value < 0 and var != "mig":
        raise GroundfloorError(f"{var} cannot be negative: {row['value']}", at)
    if value > _IMPLAUSIBLE.get(var, math.inf):
        hint = {"mx": "Divide deaths per thousand by 1000.", "srb": "Divide boys per hundred girls by 100."}.get(var)
        raise GroundfloorError(f"{row['value']} is too large for {var}", at, expected=_UNITS[var], hint=hint)
    return _Cell(var, sex, age, _period(row["period"], place), value, place)


def _age(text: str, place: Place) -> int:
    """The lower bound of '5', '5-9' or '100+'."""
    lower = text.removesuffix("+").split("-")[0].strip()
    if lower.isdecimal() and int(lower) <= 130:
        return int(lower)
    at = Place(place.file, place.line, field="age")
    raise GroundfloorError(f"{text!r} is not an age", at, expected="a lower bound such as 5, or 5-9, or 100+")


def _period(text: str, place: Place) -> Period:
    """A year or a range of years."""
    parts = [part.strip() for part in text.split("-")]
    if all(part.isdecimal() and len(part) == 4 for part in parts):
        years = [int(part) for part in parts]
        if len(years) == 1:
            return years[0], None
        if len(years) == 2 and years[0] < years[1]:
            return years[0], years[1]
    at = Place(place.file, place.line, field="period")
    raise GroundfloorError(f"{text!r} is not a period", at, expected="a year such as 2025 or a range such as 2025-2030")


def _named(cell: _Cell) -> str:
    first, last = cell.period
    parts = [
        cell.var,
        cell.sex,
        f"age {cell.age}" if VARIABLES[cell.var] else "",
        f"{first}-{last}" if last else str(first),
    ]
    return " ".join(part for part in parts if part)


def _table(var: str, sex: str, cells: list[_Cell], country: str, source: Path) -> Table:
    """The grid of one variable and sex, complete or refused."""
    title = f"{var} {sex}".strip()
    if not cells:
        hint = "A country without migration says so with rows of 0." if var == "mig" else None
        raise GroundfloorError(f"{title} is missing for {country}", Place(str(source)), hint=hint)
    ages = sorted({cell.age for cell in cells})
    periods = sorted({cell.period for cell in cells}, key=lambda p: (p[0], p[1] or 0))
    if len({last is None for _, last in periods}) > 1:
        raise GroundfloorError(
            f"{title} mixes years and ranges of years", cells[0].place, expected="one kind for a variable"
        )
    values = np.full((len(periods), len(ages)), math.nan)
    row, column = {p: i for i, p in enumerate(periods)}, {a: i for i, a in enumerate(ages)}
    for cell in cells:
        values[row[cell.period], column[cell.age]] = cell.value
    holes = np.argwhere(np.isnan(values))
    if len(holes):
        i, j = holes[0]
        missing = _Cell(var, sex, ages[j], periods[i], 0.0, cells[0].place)
        raise GroundfloorError(f"{_named(missing)} is missing for {country}", Place(str(source)))
    return Table(title, np.array(ages), periods, values)
