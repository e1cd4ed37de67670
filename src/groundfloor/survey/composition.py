"""Who lives together: persons in the exact numbers of each stratum's ages and sexes, put into households of the published sizes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.frame import Floats, Ints
from groundfloor.survey.margins import WIDTH, Margins
from groundfloor.survey.variables import RELATIONSHIP

HEAD, SPOUSE, CHILD, GRANDCHILD, PARENT, RELATIVE = (
    RELATIONSHIP.index(word) for word in ("head", "spouse", "child", "grandchild", "parent", "other_relative")
)
MARRIAGE_GAP = 6.0
YOUNGEST_PARENT = 15
GENERATION = 40
OPEN_GROUP = 15
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Households:
    """Persons sorted by household, the head first: one value a person, `starts` and `sizes` one a household."""

    age: Ints
    female: Bools
    relationship: Ints
    region: Ints
    regions: tuple[str, ...]
    urban: Floats
    stratum: Ints
    weight: Floats
    starts: Ints
    sizes: Ints


def compose(margins: Margins, households: int, rng: np.random.Generator) -> Households:
    """Draw about `households` households, in each region and area in proportion to its people, at least thirty."""
    total = sum(float(values.sum()) for values in margins.population.values())
    parts = []
    for i, ((region, urban), values) in enumerate(margins.population.items()):
        sizes_of = margins.sizes.get(urban, margins.sizes.get(None)) or next(iter(margins.sizes.values()))
        mean = sum(size * share for size, share in sizes_of.items()) / sum(sizes_of.values())
        count = max(30, round(households * float(values.sum()) / total))
        persons = round(count * mean)
        age, female = _people(values, persons, rng)
        sizes = _sizes(sizes_of, count, len(age), rng)
        order, relation = _arrange(age, female, sizes, margins, rng)
        parts.append(
            {
                "age": age[order],
                "female": female[order],
                "relationship": relation,
                "region": np.full(len(age), margins.regions.index(region)),
                "urban": np.full(len(age), np.nan if urban is None else float(urban)),
                "stratum": np.full(len(age), i),
                "weight": np.full(len(age), float(values.sum()) / len(age)),
                "sizes": sizes,
            }
        )
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    sizes = joined.pop("sizes")
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return Households(regions=margins.regions, starts=starts, sizes=sizes, **joined)


def systematic(shares: Floats, count: int, rng: np.random.Generator) -> Ints:
    """`count` indices with frequencies as near to `shares` as whole numbers allow, from one random start."""
    edges = np.cumsum(shares) / np.sum(shares)
    points = (np.arange(count) + rng.random()) / count
    return np.minimum(np.searchsorted(edges, points, side="right"), len(shares) - 1)


def _people(values: Floats, count: int, rng: np.random.Generator) -> tuple[Ints, Bools]:
    """Sexes and single ages of `count` persons; within a five-year group ages fall evenly, in the open group they thin out."""
    groups = values.shape[1]
    cell = systematic(values.ravel(), count, rng)
    group = cell % groups
    inside = rng.integers(0, WIDTH, size=count)
    beyond = np.minimum(rng.exponential(WIDTH, size=count).astype(int), OPEN_GROUP)
    return group * WIDTH + np.where(group == groups - 1, beyond, inside), cell < groups


def _sizes(shares: dict[int, float] | object, count: int, persons: int, rng: np.random.Generator) -> Ints:
    """Household sizes of the published shares, changed by one here and there so that they add up to `persons`."""
    table = dict(shares)  # type: ignore[call-overload]
    sizes = np.array(list(table))[systematic(np.array(list(table.values())), count, rng)]
    while (gap := persons - int(sizes.sum())) != 0:
        may = np.flatnonzero(sizes > 1) if gap < 0 else np.flatnonzero(sizes > 0)
        chosen = rng.permutation(may)[: abs(gap)]
        sizes[chosen] += 1 if gap > 0 else -1
    rng.shuffle(sizes)
    return sizes


def _arrange(age: Ints, female: Bools, sizes: Ints, margins: Margins, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """The order that puts persons into households, head first, and each person's relationship in that order."""
    heads = _heads(age, female, len(sizes), margins, rng)
    free = np.ones(len(age), dtype=bool)
    free[heads] = False
    # heads of working age live in the larger households: sizes follow closeness to forty, with chance
    closeness = -np.abs(age[heads] - GENERATION) + rng.normal(0, 12, size=len(heads))
    heads = heads[np.argsort(closeness, kind="stable")][np.argsort(np.argsort(sizes, kind="stable"), kind="stable")]
    spouse = _spouses(age, female, heads, sizes, free, margins, rng)
    left = sizes - 1 - (spouse >= 0)
    slots = np.repeat(np.arange(len(sizes)), left)
    rest = np.flatnonzero(free)
    # the young live with young heads: both sides are ranked with some chance and matched
    by_head = np.argsort(age[heads][slots] + rng.normal(0, 10, size=len(slots)), kind="stable")
    by_age = np.argsort(age[rest] + rng.normal(0, 8, size=len(rest)), kind="stable")
    home = np.zeros(len(age), dtype=np.int64)
    home[heads] = np.arange(len(sizes))
    home[rest[by_age]] = slots[by_head]
    relation = np.full(len(age), RELATIVE)
    older = age[heads][home] - age
    relation[older >= YOUNGEST_PARENT] = CHILD
    relation[(older >= GENERATION) & (age < YOUNGEST_PARENT)] = GRANDCHILD
    relation[older <= -YOUNGEST_PARENT] = PARENT
    relation[heads] = HEAD
    married = spouse >= 0
    home[spouse[married]] = np.flatnonzero(married)
    relation[spouse[married]] = SPOUSE
    first = np.where(relation == HEAD, 0, np.where(relation == SPOUSE, 1, 2))
    order = np.lexsort((-age, first, home))
    return order, relation[order]


def _heads(age: Ints, female: Bools, count: int, margins: Margins, rng: np.random.Generator) -> Ints:
    """Heads drawn with the published rates by sex and age (weighted sampling without replacement by exponential keys)."""
    group = np.minimum(age // WIDTH, margins.groups - 1)
    rate = np.where(female, margins.headship["f"][group], margins.headship["m"][group])
    with np.errstate(divide="ignore"):
        key = rng.exponential(size=len(age)) / rate
    # persons who head no household by the published rates still do where nobody else is left, the eldest first
    key = np.where(np.isfinite(key), key, 1e12 - age)
    return np.argsort(key, kind="stable")[:count]


def _spouses(
    age: Ints, female: Bools, heads: Ints, sizes: Ints, free: Bools, margins: Margins, rng: np.random.Generator
) -> Ints:
    """The spouse of each household's head, -1 for none: the published shares, partners matched by age."""
    spouse = np.full(len(heads), -1)
    for sex, gap in (("m", MARRIAGE_GAP), ("f", -MARRIAGE_GAP)):
        is_sex = female[heads] if sex == "f" else ~female[heads]
        wanted = np.flatnonzero(is_sex & (sizes > 1) & (rng.random(len(heads)) < margins.spouse[sex]))
        partners = np.flatnonzero(free & (female if sex == "m" else ~female) & (age >= 18))
        if not len(wanted) or not len(partners):
            continue
        wish = age[heads][wanted] - gap + rng.normal(0, 3, size=len(wanted))
        wanted = wanted[np.argsort(wish, kind="stable")]
        wish = np.sort(wish)
        partners = partners[np.argsort(age[partners] + rng.random(len(partners)), kind="stable")]
        matched = min(len(wanted), len(partners))
        # nearest in age among those left, walking both sides upwards once
        at = np.searchsorted(age[partners], wish[:matched])
        at = np.minimum(
            np.maximum.accumulate(at - np.arange(matched)) + np.arange(matched),
            len(partners) - matched + np.arange(matched),
        )
        spouse[wanted[:matched]] = partners[at]
        free[partners[at]] = False
    return spouse
