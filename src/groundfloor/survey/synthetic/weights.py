"""Weights of the synthetic households, moved a little so that the margins rounded away in whole persons are met."""

from __future__ import annotations

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats, Ints
from groundfloor.survey.synthetic.people import Strata
from groundfloor.survey.synthetic.sizes import Sizes, class_of
from groundfloor.survey.weighting.solve import rake


def household_weights(
    strata: Strata, sizes: Sizes, stratum: Ints, size: Ints, home: Ints, cell: Ints
) -> tuple[Floats, bool]:
    """The weight of each household, and whether sizes are met as well.

    `stratum` and `size` are by household, `home` (household) and `cell` (sex and age group) by person. Weights meet the
    population of each stratum and of each sex and age group of the country, and the published sizes.
    """
    people = strata.population.sum(axis=1)
    start = people[stratum] / np.bincount(stratum, size, len(people))[stratum]
    counts = np.zeros((len(size), len(strata.cells)))
    np.add.at(counts, (home, cell), 1.0)
    blocks = [(counts, strata.population.sum(axis=0))]
    of_stratum = np.zeros((len(size), len(people)))
    of_stratum[np.arange(len(size)), stratum] = size
    blocks.append((of_stratum, people))
    if sizes.published:
        with_sizes = [*blocks, _size_block(strata, sizes, stratum, size, start)]
        found = _raked(start, with_sizes)
        if found is not None:
            return found, True
    found = _raked(start, blocks)
    return (start, False) if found is None else (found, False)


def _size_block(strata: Strata, sizes: Sizes, stratum: Ints, size: Ints, start: Floats) -> tuple[Floats, Floats]:
    """Households by group and class, and how many there should be: persons over the mean size, by the shares."""
    classes, groups = len(sizes.classes), int(sizes.group.max()) + 1
    group, klass = sizes.group[stratum], class_of(sizes, size)
    counts = np.zeros((len(size), classes * groups))
    known = klass >= 0
    counts[np.flatnonzero(known), (group * classes + klass)[known]] = 1.0
    households = start @ counts
    mean = np.where(households > 0, (start * size) @ counts / np.where(households > 0, households, 1), 0)
    share = np.zeros((groups, classes))
    share[sizes.group] = sizes.share
    there = households.reshape(groups, classes) > 0
    share = np.where(there, share, 0)
    persons = np.bincount(sizes.group, strata.population.sum(axis=1), groups)
    total = persons / (share * mean.reshape(groups, classes)).sum(axis=1)
    return counts, (share * total[:, None]).ravel()


def _raked(start: Floats, blocks: list[tuple[Floats, Floats]]) -> Floats | None:
    counts, targets = np.hstack([c for c, _ in blocks]), np.concatenate([t for _, t in blocks])
    used = (targets > 0) & (start @ counts > 0)
    try:
        return rake(start, counts[:, used], targets[used])
    except GroundfloorError:
        return None
