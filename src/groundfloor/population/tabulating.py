"""Life tables of a file: of death rates by sex and age as they are published, or of the inputs of a projection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.documents import read_rows
from groundfloor.errors import GroundfloorError, Place
from groundfloor.population.inputs import SEXES, PopulationInputs
from groundfloor.population.life_tables import life_table
from groundfloor.population.mortality import abridged_ages
from groundfloor.population.reading import read_population

TABLE = ("year", "sex", "age", "m", "q", "a", "l", "d", "L", "T", "e")
COLUMNS = ("sex", "age", "mx")
RADIX = 100_000.0


def life_tables(
    source: PopulationInputs | Path | str, country: str | None = None, step: int = 5, radix: float = RADIX
) -> Iterator[dict[str, Any]]:
    """The table TABLE of every year and sex of `source`: inputs of a projection, or a CSV file with the columns sex, age, mx, and year.

    Inputs give abridged tables by `step` 5 and tables of single ages by 1. Errors are those of reading and of `life_table`.

    >>> first = next(life_tables("gha"))
    >>> first["year"], first["sex"], first["age"], round(first["e"], 1)
    (2025, 'f', 0, 68.9)
    """
    if not radix > 0:
        raise GroundfloorError(f"The radix is {radix:g}", expected="more than 0 births, such as 100000")
    if not isinstance(source, PopulationInputs) and Path(source).is_file() and _is_table(Path(source)):
        yield from _of_table(Path(source), radix)
        return
    inputs = source if isinstance(source, PopulationInputs) else read_population(source, country, step)
    if inputs.mx.ndim > 3:
        raise GroundfloorError("Life tables are of one country", expected="one to be named")
    groups = inputs.mx.shape[-1]
    ages = np.arange(groups) if inputs.width == 1 else abridged_ages(groups)
    for i in range(inputs.steps):
        for sex, rates in zip(SEXES, inputs.mx[i], strict=True):
            for row in life_table(ages, rates, sex == "m", radix).rows():
                yield {"year": inputs.base_year + i * inputs.width, "sex": sex, **row}


def _is_table(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = next((line for line in file if line.strip() and not line.startswith("#")), "")
    return "mx" in [name.strip() for name in header.split(",")]


def _of_table(path: Path, radix: float) -> Iterator[dict[str, Any]]:
    found: dict[tuple[int | None, str], dict[int, float]] = {}
    for row in read_rows(path, COLUMNS, ("year", "source", "note")):
        sex, text = row.text("sex").lower(), row.text("age")
        lower = text.removesuffix("+").partition("-")[0].strip()
        if sex not in SEXES:
            raise GroundfloorError(f"The sex is {sex!r}", row.place("sex"), expected=" or ".join(SEXES))
        if not lower.isdecimal():
            raise GroundfloorError(
                f"{text!r} is not an age", row.place("age"), expected="a lower bound such as 5, 5-9 or 85+"
            )
        by_age = found.setdefault((row.year() if row.cells.get("year") else None, sex), {})
        if int(lower) in by_age:
            raise GroundfloorError(f"The rate at age {lower} is given twice", row.place("age"))
        by_age[int(lower)] = row.number("mx")
    for (year, sex), by_age in found.items():
        ages = np.array(sorted(by_age))
        if ages[0] != 0:
            raise GroundfloorError(f"The death rates begin at age {ages[0]}", Place(str(path)), expected="age 0")
        table = life_table(ages, np.array([by_age[age] for age in ages.tolist()]), sex == "m", radix)
        for one in table.rows():
            yield {"year": year, "sex": sex, **one}
