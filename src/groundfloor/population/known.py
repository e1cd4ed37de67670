"""The population of one year from whatever a person has: a pack, inputs of a projection, or a table of people by sex and age."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundfloor.documents import read_rows
from groundfloor.errors import GroundfloorError, Place
from groundfloor.population.inputs import SEXES
from groundfloor.population.projection import project
from groundfloor.population.reading import read_population

Floats = NDArray[np.float64]
COLUMNS = ("year", "sex", "age", "population")
OLDEST = 100


def population_in(source: str | Path, year: int, country: str | None = None) -> tuple[int, Floats]:
    """The year nearest to `year` that `source` has, and its people by sex (f, m) and single age, in persons.

    `source` is a pack, inputs of a projection as `read_population` takes them, or a CSV file with the columns year, sex (f, m),
    age and population, which is the table `population` of a run and what `groundfloor population` prints. A population is
    projected forward where its rates reach, never back. Errors are those of reading.

    >>> found, people = population_in("gha", 2026)
    >>> found, people.shape
    (2026, (2, 101))
    """
    path = Path(source)
    if path.is_file() and _is_table(path):
        return _of_table(path, year)
    try:
        inputs = read_population(source, country)
    except GroundfloorError:
        inputs = read_population(source)
    reached = min(max(year, inputs.base_year), inputs.last_year)
    return reached, project(inputs, reached).at(reached)


def _is_table(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = next((line for line in file if line.strip() and not line.startswith("#")), "")
    return set(COLUMNS) <= {name.strip().lower() for name in header.split(",")}


def _of_table(path: Path, year: int) -> tuple[int, Floats]:
    rows = list(read_rows(path, COLUMNS, ("country", "scenario", "source", "note", "synthetic")))
    years = sorted({row.year() for row in rows}, key=lambda one: (abs(one - year), one))
    people = np.zeros((len(SEXES), OLDEST + 1))
    for row in rows:
        if row.year() != years[0]:
            continue
        sex, age, count = row.text("sex").lower(), row.number("age"), row.number("population")
        if sex not in SEXES:
            raise GroundfloorError(f"The sex is {sex!r}", row.place("sex"), expected=f"one of {', '.join(SEXES)}")
        if not 0 <= age <= 150 or age != int(age):
            raise GroundfloorError(f"The age is {age:g}", row.place("age"), expected="completed years, 0 to 100")
        if count < 0:
            raise GroundfloorError(f"The population is {count:g}", row.place("population"), expected="0 or more")
        people[SEXES.index(sex), min(int(age), OLDEST)] += count
    if not people.sum():
        raise GroundfloorError("The population is of nobody", Place(str(path)), expected="people by sex and age")
    return years[0], people
