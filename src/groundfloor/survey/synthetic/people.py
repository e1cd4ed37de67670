"""The persons of each stratum: as many of each sex and age as the population margin asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.survey.frame import Floats, Ints
from groundfloor.survey.synthetic.tables import EVERYBODY, OLDEST, Key, Table

SMALLEST_STRATUM = 40
REMAINING_YEARS = 5.0


@dataclass(frozen=True)
class Strata:
    """Region by urban or rural: what each is called, its place, and its population by cell (strata, cells)."""

    regions: tuple[str, ...]
    region: Ints
    urban: Floats
    cells: tuple[tuple[str, int, int], ...]
    population: Floats

    @property
    def names(self) -> tuple[str, ...]:
        """'Ashanti, urban' and the like."""
        words = {1.0: "urban", 0.0: "rural"}
        return tuple(
            ", ".join(part for part in (self.regions[r] if self.regions else "", words.get(u, "")) if part) or "all"
            for r, u in zip(self.region.tolist(), self.urban.tolist(), strict=True)
        )


@dataclass(frozen=True)
class People:
    """Persons, one a row: the stratum they live in, their sex (0 male, 1 female), their age."""

    stratum: Ints
    sex: Ints
    age: Ints


def strata_of(table: Table) -> Strata:
    """The strata of the population margin and their population by sex and age group."""
    has = {name: table.dimensions.index(name) for name in table.dimensions}
    keys: dict[tuple[str, float], int] = {}
    cells: dict[tuple[str, int, int], int] = {}
    entries = []
    for cell, value in zip(table.cells, table.values.tolist(), strict=True):
        key = (str(cell[has["region"]]) if "region" in has else "", _float(cell, has.get("urban")))
        low, high = _pair(cell[has["age"]])
        group = (str(cell[has["sex"]]), low, high)
        entries.append((keys.setdefault(key, len(keys)), cells.setdefault(group, len(cells)), value))
    population = np.zeros((len(keys), len(cells)))
    for stratum, group_index, value in entries:
        population[stratum, group_index] += value
    inhabited = population.sum(axis=1) > 0
    regions = tuple(dict.fromkeys(name for name, _ in keys if name))
    return Strata(
        regions,
        np.array([regions.index(name) if name else -1 for name, _ in keys])[inhabited],
        np.array([urban for _, urban in keys])[inhabited],
        tuple(cells),
        population[inhabited],
    )


def _float(cell: tuple[object, ...], place: int | None) -> float:
    return float(str(cell[place])) if place is not None else np.nan


def _pair(key: Key) -> tuple[int, int]:
    if not isinstance(key, tuple):
        raise TypeError(f"{key!r} is no span of ages")
    return key


def allocate(strata: Strata, households: int, mean_size: Floats) -> Floats:
    """Households of each stratum: in proportion to its own, and no fewer than SMALLEST_STRATUM where there is room.

    >>> two = Strata((), np.array([-1, -1]), np.array([0.0, 1.0]), (("male", 0, 100),), np.array([[300.0], [100.0]]))
    >>> allocate(two, 400, np.array([4.0, 4.0])).tolist()
    [300.0, 100.0]
    """
    own = strata.population.sum(axis=1) / mean_size
    least = min(SMALLEST_STRATUM, households / (2 * len(own)))
    share = np.maximum(own / own.sum() * households, least)
    return np.asarray(share * households / share.sum())


def draw_people(strata: Strata, persons: Floats, rng: np.random.Generator) -> People:
    """Draw about `persons` (by stratum) so that each sex and age group is met to a person in the country as a whole.

    Expected numbers are rounded along each cell through the strata, so that what one stratum loses the next one gains.
    """
    expected = strata.population / strata.population.sum(axis=1, keepdims=True) * persons[:, None]
    running = np.floor(np.cumsum(expected.T.ravel()) + rng.random())
    counts = np.diff(np.append(0.0, running)).astype(np.int64).reshape(expected.T.shape)
    stratum, sex, age = [], [], []
    density = strata.population.sum(axis=0)
    for c, (word, low, high) in enumerate(strata.cells):
        n = int(counts[c].sum())
        stratum.append(np.repeat(np.arange(len(persons)), counts[c]))
        sex.append(np.full(n, int(word == "female")))
        u = rng.permutation((np.arange(n) + rng.random()) / max(n, 1))
        age.append(_ages(u, low, high, _slope(strata, density, c)))
    return People(np.concatenate(stratum), np.concatenate(sex), np.concatenate(age))


def _slope(strata: Strata, density: Floats, c: int) -> float:
    """How much more of a group is old than young, from its neighbours: 0 is even, between -1 and 1."""
    word, low, high = strata.cells[c]
    if high == EVERYBODY:
        return 0.0
    per_year = density[c] / (high - low + 1)
    sides = [0.0, 0.0]
    for other, (sex, a, b) in enumerate(strata.cells):
        if sex == word and b != EVERYBODY and (b + 1 == low or a == high + 1):
            sides[int(a == high + 1)] = density[other] / (b - a + 1)
    if per_year == 0 or min(sides) == 0:
        return 0.0
    # the gentler of the two sides, and none at a peak or a trough
    before, after = per_year - sides[0], sides[1] - per_year
    gentle = np.sign(after) * min(abs(before), abs(after)) if before * after > 0 else 0.0
    return float(np.clip(gentle / per_year / 2, -0.9, 0.9))


def _ages(u: Floats, low: int, high: int, slope: float) -> Ints:
    """Completed years for the places `u` in [0, 1) of a group whose density is linear; the open group dies away."""
    if high == EVERYBODY:
        return np.asarray(np.minimum(low + np.floor(-np.log1p(-u) * REMAINING_YEARS), OLDEST), dtype=np.int64)
    # the inverse of F(x) = (1 - slope) x + slope x^2
    x = u if abs(slope) < 1e-9 else (slope - 1 + np.sqrt((1 - slope) ** 2 + 4 * slope * u)) / (2 * slope)
    return np.asarray(np.minimum(low + np.floor(x * (high - low + 1)), high), dtype=np.int64)
