"""Household sizes: shares of households by size class in each stratum, from the margin or from the adults to be housed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from groundfloor.survey.frame import Floats, Ints, Text
from groundfloor.survey.margins import Margins
from groundfloor.survey.synthetic.people import Strata
from groundfloor.survey.synthetic.tables import EVERYBODY, Key

LARGEST = 12
ADULT_FROM = 20
ADULTS_PER_HEAD = 2.0
OPEN_MEAN_ABOVE = 1.4


@dataclass(frozen=True)
class Sizes:
    """Size classes (lowest, highest), shares of households in them by stratum, and the mean size that follows.

    `group` is which cell of the margin's other dimensions a stratum belongs to.
    """

    classes: tuple[tuple[int, int], ...]
    share: Floats
    mean: Floats
    group: Ints
    published: bool


def sizes_of(margins: Margins, strata: Strata) -> Sizes:
    """The classes and shares of the margin; without one, sizes follow 1 + Poisson, with one household for two adults."""
    n = len(strata.region)
    if margins.sizes is None:
        old = np.array([low >= ADULT_FROM for _, low, _ in strata.cells])
        adults = float(strata.population[:, old].sum())
        mean = max(1.2, strata.population.sum() / max(adults / ADULTS_PER_HEAD, 1.0))
        k = np.arange(LARGEST)
        poisson = np.exp(k * math.log(mean - 1) - (mean - 1) - np.array([math.lgamma(i + 1) for i in k]))
        poisson /= poisson.sum()
        classes = tuple((i + 1, i + 1) for i in range(LARGEST))
        share = np.tile(poisson, (n, 1))
        return Sizes(classes, share, share @ _means(classes), np.zeros(n, dtype=np.int64), published=False)
    table = margins.sizes
    place = table.dimensions.index("household_size")
    spans = sorted({span for cell in table.cells if isinstance(span := cell[place], tuple)})
    classes = tuple((int(low), int(high)) for low, high in spans)
    column_of: dict[Key, int] = {span: i for i, span in enumerate(spans)}
    columns = {"region": Text(strata.region.astype(np.int32), strata.regions), "urban": strata.urban}
    rest = [name for name in table.dimensions if name != "household_size"]
    share = np.zeros((n, len(classes)))
    groups: dict[tuple[Key, ...], int] = {}
    group = np.zeros(n, dtype=np.int64)
    for cell, value in zip(table.cells, table.values.tolist(), strict=True):
        others = cell[:place] + cell[place + 1 :]
        inside = np.ones(n, dtype=bool)
        for name, key in zip(rest, others, strict=True):
            column = columns[name]
            inside &= column.is_(str(key)) == 1.0 if isinstance(column, Text) else column == key
        share[inside, column_of[cell[place]]] = value
        group[inside] = groups.setdefault(others, len(groups))
    return Sizes(classes, share, share @ _means(classes), group, published=True)


def _means(classes: tuple[tuple[int, int], ...]) -> Floats:
    return np.array([low + OPEN_MEAN_ABOVE if high == EVERYBODY else (low + high) / 2 for low, high in classes])


def class_of(sizes: Sizes, size: Ints) -> Ints:
    """The class of each size, -1 for a size in none."""
    found = np.full(len(size), -1, dtype=np.int64)
    for i, (low, high) in enumerate(sizes.classes):
        found[(size >= low) & (size <= high)] = i
    return found
