"""What follows from people by age: labour force, households, enrolment and the like, from a table of rates; and births."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.documents import Row, read_rows
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.population.ages import LAST_AGE, Floats
from groundfloor.population.inputs import SEXES
from groundfloor.population.projection import Population

COLUMNS = ("series", "sex", "age", "year", "value")
TABLE = ("year", "series", "sex", "age", "rate", "people")
PEOPLE = "population"
_LARGEST = 2.0  # gross enrolment passes 1, nothing known passes 2
Group = tuple[int, int]
"""The first and the last age of a group, both in it."""


@dataclass(frozen=True)
class Rate:
    """A rate of one sex (f, m, or empty for both) and age group by year; `of` is the series it is a share of, or the population."""

    series: str
    of: str
    sex: str
    ages: Group
    values: Mapping[int, float]
    place: Place


def read_rates(path: Path | str) -> list[Rate]:
    """Rates from a CSV file with the columns series, sex, age, year, value; `of`, `source` and `note` may be there.

    `of` names the series that a rate is a share of (employed: of labour_force); it stands above it in the file. A group missing between two
    others, given twice or overlapping, and a rate below 0 or above 2, raise GroundfloorError with the row.
    """
    found: dict[tuple[str, str, Group], dict[int, float]] = {}
    places: dict[tuple[str, str, Group], Place] = {}
    parents: dict[str, str] = {}
    for row in read_rows(Path(path), COLUMNS, ("of", "source", "note")):
        series, sex, ages = row.text("series"), row.cells["sex"].lower(), _ages(row)
        if series == PEOPLE or series in RESERVED:
            raise GroundfloorError(f"{series} is not a series of one's own", row.place("series"))
        if sex not in ("", *SEXES):
            raise GroundfloorError(f"The sex is {sex!r}", row.place("sex"), expected="f, m or an empty cell")
        of = row.cells.get("of") or parents.get(series, PEOPLE)
        if of != PEOPLE and (of not in parents or of == series):
            raise GroundfloorError(
                f"{series} is of {of!r}, which does not stand above it", row.place("of"), hint=nearest(of, parents)
            )
        if parents.setdefault(series, of) != of:
            raise GroundfloorError(
                f"{series} is of {parents[series]} and of {of}", row.place("of"), expected="one of them"
            )
        value = row.number("value")
        if not 0 <= value <= _LARGEST:
            raise GroundfloorError(
                f"The rate is {value:g}",
                row.place("value"),
                expected="a share such as 0.62",
                hint="Divide per cent by 100." if value > _LARGEST else None,
            )
        key = (series, sex, ages)
        places.setdefault(key, row.place())
        if row.year() in found.setdefault(key, {}):
            raise GroundfloorError(f"{series} of {row.year()} is given twice for this group", row.place())
        found[key][row.year()] = value
    rates = [
        Rate(series, parents[series], sex, ages, by, places[series, sex, ages])
        for (series, sex, ages), by in found.items()
    ]
    _check_groups(rates)
    return rates


def _ages(row: Row) -> Group:
    """The ages of '15-24', '65+', '7' or 'all'."""
    text = row.text("age").lower()
    first, dash, last = text.removesuffix("+").partition("-")
    if text == "all":
        return 0, LAST_AGE
    if first.strip().isdecimal() and (not dash or last.strip().isdecimal()):
        low = int(first)
        high = LAST_AGE if text.endswith("+") else int(last) if dash else low
        if low <= high and low <= LAST_AGE:
            return low, min(high, LAST_AGE)
    raise GroundfloorError(f"{text!r} is not an age group", row.place("age"), expected="such as 15-24, 65+, 7 or all")


def _check_groups(rates: Sequence[Rate]) -> None:
    """Each series counts a person once, and leaves nobody out between two groups."""
    for series in dict.fromkeys(rate.series for rate in rates):
        for sex in SEXES:
            own = sorted(
                (rate for rate in rates if rate.series == series and rate.sex in ("", sex)), key=lambda r: r.ages
            )
            for one, next_one in pairwise(own):
                if next_one.ages[0] <= one.ages[1]:
                    raise GroundfloorError(f"{series} counts those of {next_one.ages[0]} twice", next_one.place)
                if next_one.ages[0] > one.ages[1] + 1:
                    raise GroundfloorError(
                        f"{series} has no rate from age {one.ages[1] + 1} to {next_one.ages[0] - 1}",
                        next_one.place,
                        hint="Give a rate of 0 where nobody is meant.",
                    )


def derive(population: Population, rates: Sequence[Rate]) -> Iterator[dict[str, Any]]:
    """The table TABLE: people (or households, pupils) by year, series, sex and age group; the last row of a series is its total.

    Rates are linear between the years given; before the first and after the last they stay. They apply to single years of age on
    1 July. Groups that a series of one kind lacks are of nobody in a series made of it. Method: docs/methods/population.md.

    >>> from groundfloor.population import project, read_population
    >>> pupils = Rate("primary", "population", "", (6, 11), {2025: 0.9, 2035: 1.0}, Place("rates.csv"))
    >>> [(row["age"], round(row["rate"], 2), round(row["people"] / 1e6, 2)) for row in derive(project(read_population("gha"), 2025), [pupils])]
    [('6-11', 0.9, 4.44), ('', nan, 4.44)]
    """
    if population.width != 1 or population.values.ndim != 3:
        raise GroundfloorError(
            "Rates apply to one population by single years of age", expected="a projection by steps of 1"
        )
    made: dict[str, Floats] = {PEOPLE: population.values}
    years = population.years.astype(float)
    for series in dict.fromkeys(rate.series for rate in rates):
        own = [rate for rate in rates if rate.series == series]
        base = made[own[0].of]
        total = np.zeros_like(base)
        for rate in own:
            at, ages = (
                [SEXES.index(sex) for sex in ((rate.sex,) if rate.sex else SEXES)],
                slice(rate.ages[0], rate.ages[1] + 1),
            )
            given = sorted(rate.values)
            share = np.interp(years, given, [rate.values[year] for year in given])
            part = base[:, at, ages] * share[:, None, None]
            total[:, at, ages] += part
            yield from _rows(population.years, series, rate.sex, _named(rate.ages), share, part.sum(axis=(1, 2)))
        made[series] = total
        yield from _rows(population.years, series, "", "", np.full(len(years), np.nan), total.sum(axis=(1, 2)))


def _rows(
    years: NDArray[np.int64], series: str, sex: str, age: str, rates: Floats, people: Floats
) -> Iterator[dict[str, Any]]:
    for year, rate, persons in zip(years.tolist(), rates.tolist(), people.tolist(), strict=True):
        yield {"year": year, "series": series, "sex": sex, "age": age, "rate": rate, "people": persons}


def _named(ages: Group) -> str:
    first, last = ages
    if last == LAST_AGE:
        return f"{first}+" if first else ""
    return str(first) if first == last else f"{first}-{last}"


def births(population: Population) -> Iterator[dict[str, Any]]:
    """Rows of TABLE: the births of the twelve months from 1 July of each year, by sex and together."""
    for i, sex in enumerate(SEXES):
        none = np.full(population.births.shape[0], np.nan)
        yield from _rows(population.years[:-1], "births", sex, "", none, population.births[:, i])
    yield from _rows(population.years[:-1], "births", "", "", none, population.births.sum(axis=1))


RESERVED = ("births", "orphans_maternal", "orphans_paternal", "orphans_double", "orphans")
"""Series that follow from the projection itself."""
