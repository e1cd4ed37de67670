"""Reads the inputs of a projection from long CSV files: country, var, sex, age, period, value."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from groundfloor.country.pack import find_pack, is_pack, population_of, shipped
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.population.ages import LAST_AGE, Floats, Ints, split_counts, split_to_last
from groundfloor.population.mortality import single_rates
from groundfloor.population.projection import AGES, PopulationInputs

VARIABLES = {"pop": "FM", "mx": "FM", "mig": "FM", "pasfr": "F", "tfr": "", "srb": ""}
"""The variables of the file and the sexes each is given for."""

_THOUSAND = 1000.0
_NO_DEATHS = 1e-9  # a rate of 0 has no logarithm
_IMPLAUSIBLE = {"mx": 3.0, "srb": 2.0, "tfr": 15.0, "pasfr": 100.0}
_UNITS = {
    "mx": "deaths per person-year",
    "srb": "boys per girl at birth",
    "tfr": "children per woman",
    "pasfr": "per cent of the total fertility rate",
}
_REQUIRED = ("var", "sex", "age", "period", "value")
_COUNTRY_COLUMNS = ("country", "iso3", "iso_num")
_SEXES = {"f": "F", "female": "F", "m": "M", "male": "M", "": ""}

Period = tuple[int, int | None]
"""(2025, None) is the calendar year 2025; (2025, 2030) the five years from 1 July 2025."""


@dataclass(frozen=True)
class _Cell:
    var: str
    sex: str
    age: int
    period: Period
    value: float
    place: Place


@dataclass(frozen=True)
class _Table:
    """One variable for one sex as a full grid: values[period, age]."""

    name: str
    ages: Ints
    periods: list[Period]
    values: Floats


def read_population(path: Path | str, country: str | None = None) -> PopulationInputs:
    """The inputs for `country` (a name or code in the file) from a CSV file, from all CSV files of a folder, or from a pack.

    `country` may be left out when the file is about one country.
    """
    source = _source(path)
    rows = list(_rows(source))
    chosen, name = _of_country(rows, country, source)
    cells: dict[tuple[str, str, int, Period], _Cell] = {}
    for row, place in chosen:
        cell = _cell(row, place)
        key = (cell.var, cell.sex, cell.age, cell.period)
        if key in cells:
            raise GroundfloorError(
                f"{_named(cell)} is given twice", place, hint=f"It stands first in {cells[key].place}."
            )
        cells[key] = cell
    tables = {
        (var, sex): _table(var, sex, list(cells.values()), name, source)
        for var, sexes in VARIABLES.items()
        for sex in (sexes or ("",))
    }
    return _inputs(name, tables, source)


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
    rows: list[tuple[dict[str, str], Place]], country: str | None, source: Path
) -> tuple[list[tuple[dict[str, str], Place]], str]:
    """The rows of one country, and its name."""
    keys = [[row[c] for c in _COUNTRY_COLUMNS if row.get(c)] for row, _ in rows]
    names = list(dict.fromkeys(key[0] for key in keys if key))
    if country is None:
        if len(names) > 1:
            raise GroundfloorError(
                "The file is about several countries",
                Place(str(source)),
                expected="one to be named: " + ", ".join(names),
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


def _table(var: str, sex: str, cells: list[_Cell], country: str, source: Path) -> _Table:
    """The grid of one variable and sex, complete or refused."""
    own = [cell for cell in cells if (cell.var, cell.sex) == (var, sex)]
    title = f"{var} {sex}".strip()
    if not own:
        hint = "A country without migration says so with rows of 0." if var == "mig" else None
        raise GroundfloorError(f"{title} is missing for {country}", Place(str(source)), hint=hint)
    ages = sorted({cell.age for cell in own})
    periods = sorted({cell.period for cell in own}, key=lambda p: (p[0], p[1] or 0))
    if len({last is None for _, last in periods}) > 1:
        raise GroundfloorError(
            f"{title} mixes years and ranges of years", own[0].place, expected="one kind for a variable"
        )
    values = np.full((len(periods), len(ages)), math.nan)
    row, column = {p: i for i, p in enumerate(periods)}, {a: i for i, a in enumerate(ages)}
    for cell in own:
        values[row[cell.period], column[cell.age]] = cell.value
    holes = np.argwhere(np.isnan(values))
    if len(holes):
        i, j = holes[0]
        missing = _Cell(var, sex, ages[j], periods[i], 0.0, own[0].place)
        raise GroundfloorError(f"{_named(missing)} is missing for {country}", Place(str(source)))
    return _Table(title, np.array(ages), periods, values)


def _check_groups(table: _Table, source: Path) -> None:
    """Groups are all one year or all five years wide, 0 and 1-4 apart: a group left out would pass as a wider one."""
    ages = table.ages.tolist()
    regular = [0, *ages[2:]] if ages[:3] == [0, 1, 5] else ages
    width = min((b - a for a, b in pairwise(regular)), default=1)
    for a, b in pairwise(regular):
        if b - a != width or width not in (1, 5):
            raise GroundfloorError(
                f"{table.name} jumps from age {a} to {b}",
                Place(str(source)),
                expected="single ages, or groups of five years (0 and 1-4 may stand apart)",
            )


def _check_ages(table: _Table, source: Path, first: list[int], last: int = LAST_AGE, over: bool = False) -> None:
    ages = table.ages.tolist()
    if ages[: len(first)] != first or (ages[-1] < last if over else ages[-1] != last):
        start = ", ".join(str(age) for age in first)
        raise GroundfloorError(
            f"{table.name} has the ages {ages[0]} to {ages[-1]}",
            Place(str(source)),
            expected=f"ages that start {start} and end with the open group {last}+",
        )


def _last_year(table: _Table, base: int, source: Path) -> int:
    """The last 1 July the table reaches without a gap from `base`."""
    first, end = table.periods[0]
    if first > base:
        raise GroundfloorError(
            f"{table.name} begins in {first}",
            Place(str(source)),
            expected=f"{base}, the year of the population, or before",
        )
    if end is None:
        return table.periods[-1][0]
    reached = end
    for start, stop in table.periods[1:]:
        if start != reached or stop is None:
            raise GroundfloorError(
                f"{table.name}: the range that starts in {start} does not follow the one that ends in {reached}",
                Place(str(source)),
            )
        reached = stop
    return reached


def _by_step(table: _Table, values: Floats, base: int, last: int, *, count: bool = False) -> Floats:
    """Values [period, ...] for the steps from `base` to `last`: constant in a range, linear between years."""
    steps = np.arange(base, last)
    starts = np.array([start for start, _ in table.periods])
    if table.periods[0][1] is None:
        middle = steps + 0.5
        i = np.clip(np.searchsorted(starts, middle) - 1, 0, max(len(starts) - 2, 0))
        j = np.minimum(i + 1, len(starts) - 1)
        share = (middle - starts[i]) / np.maximum(starts[j] - starts[i], 1)
        share = share.reshape(-1, *[1] * (values.ndim - 1))
        return np.asarray(values[i] * (1 - share) + values[j] * share)
    i = np.searchsorted(starts, steps, side="right") - 1
    if count:
        width = np.array([(end or start) - start for start, end in table.periods], dtype=float)
        values = values / width.reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray(values[i])


def _rates_by_step(table: _Table, rates: Floats, base: int, last: int) -> Floats:
    """Death rates for the steps: log-linear between the middles of ranges, so that deaths do not jump where one ends."""
    if table.periods[0][1] is None or len(table.periods) == 1:
        return _by_step(table, rates, base, last)
    middle = np.array([(start + (end or start) - 1) / 2 for start, end in table.periods])
    steps = np.arange(base, last)
    i = np.clip(np.searchsorted(middle, steps, side="right") - 1, 0, len(middle) - 2)
    share = ((steps - middle[i]) / (middle[i + 1] - middle[i]))[
        :, None
    ]  # below 0 and above 1 before the first and after the last
    logs = np.log(np.maximum(rates, _NO_DEATHS))
    return np.asarray(np.exp(logs[i] * (1 - share) + logs[i + 1] * share))


def _inputs(name: str, tables: dict[tuple[str, str], _Table], source: Path) -> PopulationInputs:
    pop = [tables["pop", sex] for sex in "FM"]
    base_years = {table.periods[-1] for table in pop}
    if len(base_years) > 1 or (base := pop[0].periods[-1])[1] is not None:
        raise GroundfloorError(
            "pop needs one year for both sexes", Place(str(source)), expected="a year such as 2025 (1 July)"
        )
    year = base[0]
    rates = [table for (var, _), table in tables.items() if var != "pop"]
    last = min(_last_year(table, year, source) for table in rates)
    if last < year:
        raise GroundfloorError(f"The rates end in {last}, before the population of {year}", Place(str(source)))
    for table in tables.values():
        _check_groups(table, source)
    for table in (*pop, *(tables["mig", sex] for sex in "FM")):
        _check_ages(table, source, [0])
    for sex in "FM":
        _check_ages(tables["mx", sex], source, [0, 1], over=True)
        if (tables["mx", sex].values[:, -1] <= 0).any():
            raise GroundfloorError(
                f"mx {sex} of the open age group is 0", Place(str(source)), expected="a positive rate"
            )

    def both(var: str) -> Floats:
        return np.stack(
            [
                _by_step(t, split_to_last(t.ages, t.values), year, last, count=True) * _THOUSAND
                for t in (tables[var, sex] for sex in "FM")
            ],
            axis=1,
        )

    mx = [
        _rates_by_step(t, single_rates(t.ages, t.values, male=sex == "M"), year, last)
        for sex, t in ((sex, tables["mx", sex]) for sex in "FM")
    ]
    tfr, srb = tables["tfr", ""], tables["srb", ""]
    return PopulationInputs(
        country=name,
        base_year=year,
        base=np.stack([split_to_last(t.ages, t.values[-1]) for t in pop]) * _THOUSAND,
        mx=np.stack(mx, axis=1),
        fertility=_pattern(tables["pasfr", "F"], year, last, source) * _by_step(tfr, tfr.values, year, last),
        srb=_by_step(srb, srb.values, year, last)[:, 0],
        migration=both("mig"),
    )


def _pattern(table: _Table, year: int, last: int, source: Path) -> Floats:
    """The share of the total fertility rate at each single age, by step; each row sums to 1."""
    total = table.values.sum(axis=1)
    if (np.abs(total - 100) > 0.5).any():
        wrong = int(np.argmax(np.abs(total - 100)))
        raise GroundfloorError(
            f"pasfr of {table.periods[wrong][0]} sums to {total[wrong]:.2f}", Place(str(source)), expected="100 %"
        )
    first = int(table.ages[0])
    width = int(table.ages[-1] - table.ages[-2]) if len(table.ages) > 1 else 5
    upper = int(table.ages[-1]) + width
    if first < 1 or upper > AGES:
        raise GroundfloorError(
            f"pasfr has the ages {first} to {upper - 1}", Place(str(source)), expected="ages 10 to 54"
        )
    shares = np.zeros((len(table.periods), AGES))
    shares[:, first:upper] = split_counts(table.ages, table.values / total[:, None], upper)
    return _by_step(table, shares, year, last)
