"""Reads the inputs of a projection from long CSV files: country, var, sex, age, period, value."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np

from groundfloor.country.pack import find_pack, is_pack, population_of, shipped
from groundfloor.errors import GroundfloorError, Place
from groundfloor.population.ages import LAST_AGE, Floats, split_to_last
from groundfloor.population.mortality import single_rates
from groundfloor.population.projection import PopulationInputs
from groundfloor.population.steps import by_step, fertility_pattern, last_year, rates_by_step
from groundfloor.population.tables import Table, tables_of

THOUSAND = 1000.0


def read_population(path: Path | str, country: str | None = None) -> PopulationInputs:
    """The inputs for `country` (a name or code in the file) from a CSV file, from all CSV files of a folder, or from a pack.

    `country` may be left out when the file is about one country. Counts in the file are thousands, those returned are persons.
    A value that is missing, given twice or implausible raises GroundfloorError with its row. Columns, variables and the way from
    age groups to single ages: docs/methods/population.md.

    >>> inputs = read_population("gha")
    >>> inputs.base_year, inputs.last_year, inputs.base.shape, round(inputs.base.sum().item() / 1e6, 1)
    (2025, 2060, (2, 101), 35.1)
    """
    source = _source(path)
    name, tables = tables_of(source, country)
    return _inputs(name, tables, source)


def _source(path: Path | str) -> Path:
    """The file or folder itself, or the folder of inputs of a pack, given by its folder or its code."""
    source = Path(path)
    if is_pack(source) or str(path).lower() in shipped():
        return population_of(find_pack(path))
    return source


def _check_groups(table: Table, source: Path) -> None:
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


def _check_ages(table: Table, source: Path, first: list[int], last: int = LAST_AGE, over: bool = False) -> None:
    ages = table.ages.tolist()
    if ages[: len(first)] != first or (ages[-1] < last if over else ages[-1] != last):
        start = ", ".join(str(age) for age in first)
        raise GroundfloorError(
            f"{table.name} has the ages {ages[0]} to {ages[-1]}",
            Place(str(source)),
            expected=f"ages that start {start} and end with the open group {last}+",
        )


def _inputs(name: str, tables: dict[tuple[str, str], Table], source: Path) -> PopulationInputs:
    pop = [tables["pop", sex] for sex in "FM"]
    base_years = {table.periods[-1] for table in pop}
    if len(base_years) > 1 or (base := pop[0].periods[-1])[1] is not None:
        raise GroundfloorError(
            "pop needs one year for both sexes", Place(str(source)), expected="a year such as 2025 (1 July)"
        )
    year = base[0]
    rates = [table for (var, _), table in tables.items() if var != "pop"]
    last = min(last_year(table, year, source) for table in rates)
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
                by_step(t, split_to_last(t.ages, t.values), year, last, count=True) * THOUSAND
                for t in (tables[var, sex] for sex in "FM")
            ],
            axis=1,
        )

    mx = [
        rates_by_step(t, single_rates(t.ages, t.values, male=sex == "M"), year, last)
        for sex, t in ((sex, tables["mx", sex]) for sex in "FM")
    ]
    tfr, srb = tables["tfr", ""], tables["srb", ""]
    return PopulationInputs(
        country=name,
        base_year=year,
        base=np.stack([split_to_last(t.ages, t.values[-1]) for t in pop]) * THOUSAND,
        mx=np.stack(mx, axis=1),
        fertility=fertility_pattern(tables["pasfr", "F"], year, last, source) * by_step(tfr, tfr.values, year, last),
        srb=by_step(srb, srb.values, year, last)[:, 0],
        migration=both("mig"),
    )
