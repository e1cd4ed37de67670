"""Synthetic households drawn to published margins, for a country that has no survey to hand."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Column, Finding, Floats, Ints, Survey, Text
from groundfloor.survey.margins import Attribute, Margins, read_margins
from groundfloor.survey.sentences import Value
from groundfloor.survey.synthetic.attributes import Records, draw_attribute
from groundfloor.survey.synthetic.fit import fit_rows
from groundfloor.survey.synthetic.homes import draw_homes, draw_sizes
from groundfloor.survey.synthetic.money import consumption, places
from groundfloor.survey.synthetic.people import Strata, allocate, draw_people, strata_of
from groundfloor.survey.synthetic.records import household_columns, numbers, person_columns
from groundfloor.survey.synthetic.roles import role_chances
from groundfloor.survey.synthetic.sizes import Sizes, sizes_of
from groundfloor.survey.synthetic.tables import EVERYBODY
from groundfloor.survey.synthetic.weights import household_weights
from groundfloor.survey.variables import RELATIONSHIP, SEX, VARIABLES

HOUSEHOLDS = 5000
FEWEST = 200
CLUSTER = 20
AT_LEAST_BASIC = {"water": "basic_water", "sanitation": "basic_sanitation"}


def synthesise(
    margins_dir: str | Path, *, households: int | None = None, seed: int = 0
) -> tuple[Survey, list[dict[str, Any]]]:
    """Draw households that meet the margins in `margins_dir`; the same seed gives the same bytes.

    Returns the survey (`synthetic` is True, welfare is consumption per person and year in LCU at prices of the margins'
    `year`) and one row a margin cell: margin, cell, target, achieved, difference (achieved - target). Variables without a
    margin are not in the survey. The method is in docs/methods/synthetic-households.md.
    """
    margins = read_margins(Path(margins_dir))
    wanted = households or margins.households or HOUSEHOLDS
    if wanted < FEWEST:
        raise GroundfloorError(f"{wanted} synthetic households cannot hold the margins", expected=f"{FEWEST} or more")
    rng = np.random.Generator(np.random.PCG64(seed))
    strata = strata_of(margins.population)
    sizes = sizes_of(margins, strata)
    survey, stratum, sizes_met = _in_homes(margins, strata, sizes, wanted, rng)
    survey = _with_consumption(survey, stratum, strata, margins, rng)
    for attribute in margins.attributes:
        survey = _with_attribute(survey, attribute, rng)
    rows = fit_rows(survey, margins)
    return replace(survey, findings=tuple(_findings(survey, rows, sizes_met))), rows


def _in_homes(
    margins: Margins, strata: Strata, sizes: Sizes, wanted: int, rng: np.random.Generator
) -> tuple[Survey, Ints, bool]:
    """Persons in their households, weighted: the survey so far, the stratum of each household, and if sizes are met."""
    planned = allocate(strata, wanted, sizes.mean)
    people = draw_people(strata, planned * sizes.mean, rng)
    chances = role_chances(people, strata, margins.roles)
    household = np.zeros(len(people.age), dtype=np.int64)
    role = np.zeros(len(people.age), dtype=np.int64)
    stratum: list[int] = []
    lows = np.array([low for low, _ in sizes.classes])
    open_last = sizes.classes[-1][1] == EVERYBODY
    for s in range(len(planned)):
        mine = np.flatnonzero(people.stratum == s)
        grown = int((chances[mine, 0] > 0).sum())
        count = max(1, min(round(len(mine) / sizes.mean[s]), grown))
        drawn = draw_sizes(lows, sizes.share[s], count, len(mine), open_last)
        homes = draw_homes(people.sex[mine], people.age[mine], chances[mine], drawn, rng)
        household[mine], role[mine] = homes.household + len(stratum), homes.role
        stratum += [s] * count
    # head, spouse, then the others from the oldest
    order = np.lexsort((-people.age, np.minimum(role, 2), household))
    household, role, sex, age = household[order], role[order], people.sex[order], people.age[order]
    starts = np.flatnonzero(np.append(True, household[1:] != household[:-1]))
    size = np.diff(np.append(starts, len(household)))
    of_home = np.array(stratum, dtype=np.int64)
    cell = _cells(strata, sex, age)
    weight, sizes_met = household_weights(strata, sizes, of_home, size, household, cell)
    columns = _columns(strata, of_home[household], sex, age, role, size[household])
    columns |= _identifiers(household, starts, size)
    survey = Survey(
        name=margins.names["en"],
        names=margins.names,
        country=margins.country,
        year=margins.year,
        columns=columns,
        starts=starts,
        weight=weight[household],
        groups=tuple(name for name in ("region", "urban", "sex") if name in columns),
        strata=Text(of_home[household].astype(np.int32), strata.names),
        psu=_clusters(of_home, household),
        synthetic=True,
    )
    return survey, of_home, sizes_met


def _cells(strata: Strata, sex: Ints, age: Ints) -> Ints:
    found = np.zeros(len(age), dtype=np.int64)
    for i, (word, low, high) in enumerate(strata.cells):
        found[(sex == SEX.index(word)) & (age >= low) & (age <= high)] = i
    return found


def _columns(strata: Strata, stratum: Ints, sex: Ints, age: Ints, role: Ints, size: Ints) -> dict[str, Column]:
    columns: dict[str, Column] = {
        "age": age.astype(float),
        "sex": Text(sex.astype(np.int32), SEX),
        "relationship": Text(role.astype(np.int32), RELATIONSHIP),
        "household_size": size.astype(float),
    }
    if strata.regions:
        columns["region"] = Text(strata.region[stratum].astype(np.int32), strata.regions)
    if not np.isnan(strata.urban).all():
        columns["urban"] = strata.urban[stratum]
    return columns


def _identifiers(household: Ints, starts: Ints, size: Ints) -> dict[str, Column]:
    """Ids H00001 and 1, 2, ... within, and the numbers from which take-up is drawn, as rules.keys defines them."""
    homes = [f"H{i + 1:05d}" for i in range(len(starts))]
    number = np.arange(len(household)) - starts[household] + 1
    largest = int(size.max())
    pairs = zip(household.tolist(), number.tolist(), strict=True)
    crc = np.array([zlib.crc32(home.encode()) for home in homes], dtype=float)
    return {
        "household_id": Text(household.astype(np.int32), tuple(homes)),
        "person_id": Text((number - 1).astype(np.int32), tuple(str(i + 1) for i in range(largest))),
        "_household_key": crc[household],
        "_key": np.array([zlib.crc32(f"{homes[h]}/{i}".encode()) for h, i in pairs], dtype=float),
    }


def _clusters(stratum: Ints, household: Ints) -> Text:
    """Pseudo-clusters of CLUSTER households in a row within their stratum, at least two a stratum."""
    code = np.zeros(len(stratum), dtype=np.int64)
    count = 0
    for s in range(int(stratum.max()) + 1):
        mine = np.flatnonzero(stratum == s)
        clusters = max(min(2, len(mine)), round(len(mine) / CLUSTER))
        code[mine] = count + np.arange(len(mine)) * clusters // max(len(mine), 1)
        count += clusters
    return Text(code[household].astype(np.int32), tuple(f"C{i + 1:04d}" for i in range(count)))


def _with_consumption(
    survey: Survey, stratum: Ints, strata: Strata, margins: Margins, rng: np.random.Generator
) -> Survey:
    place = places(strata, stratum, survey.sizes.astype(float), survey.weight[survey.starts], margins, rng)
    welfare: Floats = consumption(place, margins)[survey.household_of]
    return replace(survey, columns=survey.columns | {"consumption": welfare}, welfare=welfare)


def _with_attribute(survey: Survey, attribute: Attribute, rng: np.random.Generator) -> Survey:
    """The survey with one more variable, and those that follow from it."""
    by_household = VARIABLES[attribute.variable].level == "household"
    columns = household_columns(survey) if by_household else person_columns(survey)
    weight = survey.weight[survey.starts] if by_household else survey.weight
    if by_household and not attribute.households:
        weight = weight * survey.sizes
    spread = numbers(columns, "household_size" if by_household else "age")
    drawn = draw_attribute(attribute, Records(columns, weight, spread), rng)
    if by_household:
        home = survey.household_of
        drawn = Text(drawn.codes[home], drawn.levels) if isinstance(drawn, Text) else drawn[home]
    added: dict[str, Column] = {attribute.variable: drawn} | dict.fromkeys(attribute.also, drawn)
    if isinstance(drawn, Text) and attribute.variable in AT_LEAST_BASIC:
        basic = drawn.levels.index("basic")
        added[AT_LEAST_BASIC[attribute.variable]] = np.where(drawn.codes < 0, np.nan, drawn.codes >= basic)
    return replace(survey, columns=survey.columns | added)


def _findings(survey: Survey, rows: list[dict[str, Any]], sizes_met: bool) -> Iterator[Finding]:
    """What these households are, how far they are from the published shares, and whether their sizes could be met."""
    worst: dict[str, float] = {}
    for row in rows:
        if row["margin"] not in ("population", "consumption"):
            off = abs(row["difference"]) if row["difference"] == row["difference"] else 0.0
            worst[row["margin"]] = max(worst.get(row["margin"], 0.0), off)
    values: dict[str, Value] = {"count": survey.households}
    if worst:
        furthest = max(worst, key=worst.__getitem__)
        values |= {"margin": furthest, "share": worst[furthest]}
    says = "synthetic.apart" if worst else "synthetic.drawn"
    yield Finding("note", "synthetic", "weight", survey.persons, says, values)
    if not sizes_met and "household_size" in worst:
        yield Finding("note", "synthetic", "household_size", survey.persons, "synthetic.sizes")
