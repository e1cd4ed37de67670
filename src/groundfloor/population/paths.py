"""Probabilistic projection: coherent paths of fertility, life expectancy and migration whose quantiles are published bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.documents import read_rows
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.population.ages import Floats
from groundfloor.population.assumptions import along, at_levels, levels_by_step
from groundfloor.population.cohorts import Migrants
from groundfloor.population.inputs import SEXES, PopulationInputs
from groundfloor.population.projection import Population, project

COLUMNS = ("var", "sex", "year", "low95", "low80", "median", "high80", "high95")
QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)
"""What the five bounds are."""
MAY_BE = {"tfr": ("",), "e0": ("", *SEXES), "mig": ("",)}
TABLE = ("year", "sex", "age", "quantile", "population")
BLOCK = 250
"""Paths carried at once: as many as stay in a processor's memory."""


@dataclass(frozen=True)
class Bounds:
    """The five bounds of one quantity: values [year, bound] in the order of QUANTILES."""

    var: str
    sex: str
    years: tuple[int, ...]
    values: Floats


def read_bounds(path: Path | str) -> list[Bounds]:
    """Bounds from a CSV file with the columns var (tfr, e0, mig), sex, year, low95, low80, median, high80, high95.

    A year is a calendar year; between those given all is linear. Bounds out of order, or given twice, raise GroundfloorError.
    """
    found: dict[tuple[str, str], dict[int, list[float]]] = {}
    for row in read_rows(Path(path), COLUMNS, ("source", "note")):
        var, sex = row.text("var").lower(), row.cells["sex"].lower()
        if var not in MAY_BE:
            raise GroundfloorError(
                f"Unknown variable {var!r}",
                row.place("var"),
                expected="one of " + ", ".join(MAY_BE),
                hint=nearest(var, MAY_BE),
            )
        if sex not in MAY_BE[var]:
            raise GroundfloorError(f"{var} cannot have the sex {sex!r}", row.place("sex"))
        five = [row.number(name) for name in COLUMNS[3:]]
        if any(a > b for a, b in pairwise(five)):
            raise GroundfloorError(
                f"The bounds of {var} fall",
                row.place(),
                expected="low95, low80, median, high80, high95 from low to high",
            )
        if var != "mig" and five[0] <= 0:
            raise GroundfloorError(f"{var} cannot be {five[0]:g}", row.place("low95"), expected="more than 0")
        years = found.setdefault((var, sex), {})
        if row.year() in years:
            raise GroundfloorError(f"{var} {sex} of {row.year()} is given twice", row.place())
        years[row.year()] = five
    if {("e0", ""), ("e0", "f")} <= found.keys() or {("e0", ""), ("e0", "m")} <= found.keys():
        raise GroundfloorError("e0 is given of both sexes and of one", Place(str(path)), expected="one or the other")
    return [
        Bounds(var, sex, tuple(sorted(years)), np.array([years[year] for year in sorted(years)]))
        for (var, sex), years in found.items()
    ]


def errors_in_time(spread: Floats, paths: int, persistence: float, random: np.random.Generator) -> Floats:
    """Standard normal errors [path, step] that follow e(t+1) = persistence e(t) + s(t) u, in units of each step's `spread`.

    The variance of u's factor s is what makes the spread of each step the one given; where the spread falls faster than the
    persistence lets it, the errors move together. The second half of the paths are the first half turned round.
    """
    half = -(-paths // 2)
    drawn = random.standard_normal((half, len(spread)))
    before, now = persistence * spread[:-1], spread[1:]
    kept = np.where(
        before < now, before / np.where(before < now, now, 1.0), 1.0
    )  # the correlation with the step before
    z = np.empty_like(drawn)
    z[:, 0] = drawn[:, 0]
    for t in range(1, len(spread)):
        z[:, t] = kept[t - 1] * z[:, t - 1] + np.sqrt(1 - kept[t - 1] ** 2) * drawn[:, t]
    return _scores(np.concatenate([z, -z])[:paths])


def _scores(z: Floats) -> Floats:
    """Each step's errors at their ranks' own places in a standard normal, so that few paths have its quantiles too."""
    from scipy.special import ndtri

    ranks = np.argsort(np.argsort(z, axis=0), axis=0)
    return np.asarray(ndtri((ranks + 0.5) / len(z)))


def from_errors(five: Floats, z: Floats, *, positive: bool) -> Floats:
    """Values [path, step] at the standard normal errors `z`, from the five bounds [step, 5]: linear in z between bounds.

    Beyond the outer bounds they go on at the slope of the nearest; what must be positive falls by proportion instead.
    """
    from scipy.special import ndtri

    knots = ndtri(np.array(QUANTILES))
    i = np.clip(np.searchsorted(knots, z) - 1, 0, len(knots) - 2)
    step = np.arange(five.shape[0])
    low, high = five[step, i], five[step, i + 1]
    slope = (high - low) / (knots[i + 1] - knots[i])
    value = low + slope * (z - knots[i])
    if positive:
        below = z < knots[0]
        value = np.where(below, low / (1 + np.maximum(slope * (knots[0] - z) / low, 0.0)), value)
    return np.asarray(value)


def draw(
    inputs: PopulationInputs, bounds: Sequence[Bounds], paths: int, *, seed: int = 0, persistence: float = 1.0
) -> Mapping[tuple[str, str], Floats]:
    """Paths [path, step] of each quantity of `bounds` at the middle of each step, by variable and sex; one seed, one set.

    Women's and men's life expectancy move together, all else apart.
    """
    if inputs.mx.ndim > 3 or not inputs.steps:
        raise GroundfloorError(
            f"No paths can be drawn for {inputs.country}", expected="one country, and a year after its base"
        )
    if not bounds:
        raise GroundfloorError("There are no bounds to draw paths from", expected="bounds of tfr, e0 or mig")
    if paths < 1 or not 0 <= persistence <= 1:
        raise GroundfloorError(
            f"No {paths} paths can have the persistence {persistence}",
            expected="1 path or more, a persistence from 0 to 1",
        )
    middle = inputs.base_year + inputs.width * (np.arange(inputs.steps) + 0.5)
    spread: dict[str, Floats] = {}
    found: dict[tuple[str, str], Floats] = {}
    fives: dict[tuple[str, str], Floats] = {}
    for one in bounds:
        if one.years[0] > middle[0] or one.years[-1] < inputs.last_year - inputs.width:
            raise GroundfloorError(
                f"The bounds of {one.var} are for {one.years[0]} to {one.years[-1]}",
                expected=f"years from {inputs.base_year} to {inputs.last_year - inputs.width} or beyond",
            )
        five = np.column_stack([np.interp(middle, one.years, one.values[:, i]) for i in range(len(QUANTILES))])
        fives[one.var, one.sex] = five
        spread[one.var] = np.maximum(spread.get(one.var, 0.0), five[:, 4] - five[:, 0])
    for var in MAY_BE:  # each has its own stream, so that another's bounds do not move it
        if var in spread:
            random = np.random.default_rng([seed, list(MAY_BE).index(var)])
            z = errors_in_time(spread[var], paths, persistence, random)
            for (name, sex), five in fives.items():
                if name == var:
                    found[var, sex] = from_errors(five, z, positive=var != "mig")
    return found


def project_paths(
    inputs: PopulationInputs,
    bounds: Sequence[Bounds],
    to: int,
    *,
    paths: int = 1000,
    seed: int = 0,
    persistence: float = 1.0,
    migrants: Migrants = "halves",
) -> Population:
    """Project one country along `paths` drawn from `bounds`: values are [path, year, sex, age], in persons.

    What has no bounds follows the inputs. Bounds that do not cover the years raise GroundfloorError. Method, and what it does not claim:
    docs/methods/population.md.

    >>> from groundfloor.population import read_population
    >>> wide = Bounds("tfr", "", (2025, 2060), np.array([[3.1, 3.2, 3.3, 3.4, 3.5], [1.6, 1.9, 2.4, 2.9, 3.2]]))
    >>> found = project_paths(read_population("gha"), [wide], 2050, paths=200)
    >>> found.values.shape, (quantiles(found, [0], (0.5,))["0+"][0, -1] / 1e6).round(0)
    ((200, 26, 2, 101), np.float64(51.0))
    """
    inputs = inputs.until(to)
    drawn = draw(inputs, bounds, paths, seed=seed, persistence=persistence)
    given = np.ones(inputs.steps, dtype=bool)
    sexes = {sex: (sex,) if sex else SEXES for _, sex in drawn}
    levels = {
        sex: levels_by_step(inputs, sexes[sex], values, given, "relational")
        for (var, sex), values in drawn.items()
        if var == "e0"
    }
    blocks = []
    for start in range(0, paths, BLOCK):
        block, part = inputs, slice(start, start + BLOCK)
        for sex, level in levels.items():
            block = at_levels(block, sexes[sex], level[part], "relational")
        for (var, sex), values in drawn.items():
            if var != "e0":
                block = along(block, var, sex, values[part], given)
        blocks.append(project(block, to, migrants))
    return replace(
        blocks[0],
        values=np.concatenate([one.values for one in blocks]),
        births=np.concatenate([one.births for one in blocks]),
        deaths=np.concatenate([one.deaths for one in blocks]),
        migration=np.concatenate([one.migration for one in blocks]),
    )


def quantiles(
    found: Population, lower: Sequence[int] = (0, 15, 65), at: Sequence[float] = QUANTILES, sex: str | None = None
) -> dict[str, Floats]:
    """Quantiles [quantile, year] over the paths of the persons in the groups that start at `lower`; of both sexes unless one is named."""
    if sex is not None:
        if sex not in found.sexes:
            raise GroundfloorError(f"The sex is {sex!r}", expected=" or ".join(found.sexes))
        i = found.sexes.index(sex)
        found = replace(found, values=found.values[..., i : i + 1, :])
    return {group: np.quantile(persons, at, axis=0) for group, persons in found.by_age_group(lower).items()}


def rows(found: Population, lower: Sequence[int] = (0, 15, 65)) -> Iterator[dict[str, Any]]:
    """The table TABLE: the quantiles of each age group and of all ages, by year; `sex` is f, m, or empty for both."""
    for sex in (None, *found.sexes):
        by_group = {"": quantiles(found, (0,), sex=sex)["0+"], **quantiles(found, lower, sex=sex)}
        for group, values in by_group.items():
            for j, year in enumerate(found.years.tolist()):
                for quantile, persons in zip(QUANTILES, values[:, j].tolist(), strict=True):
                    yield {"year": year, "sex": sex or "", "age": group, "quantile": quantile, "population": persons}
