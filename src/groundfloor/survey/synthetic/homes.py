"""Households put together from the persons of a stratum: heads, couples, then everybody else by age."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.survey.frame import Floats, Ints
from groundfloor.survey.synthetic.draws import Mask, rounded, scaled, systematic
from groundfloor.survey.synthetic.roles import ADULT, CHILD, GRANDCHILD, HEAD, PARENT, RELATIVE, SIBLING, SPOUSE
from groundfloor.survey.variables import RELATIONSHIP

# years by which the head is usually older, and the spread, by relationship
GAPS: dict[int, tuple[float, float]] = {
    CHILD: (29.0, 6.0),
    GRANDCHILD: (54.0, 8.0),
    PARENT: (-29.0, 6.0),
    SIBLING: (4.0, 7.0),
}
OTHERS = (12.0, 18.0)
HUSBAND_OLDER = (6.0, 4.0)
GENERATION = 15
TWO_GENERATIONS = 30
# chance that a head of this age lives with a spouse, before it is scaled to the number of spouses
COUPLED_AGES = ((18, 25, 32, 60, 90), (0.15, 0.5, 0.9, 0.9, 0.6))


@dataclass(frozen=True)
class Homes:
    """For each person of a stratum: household (from 0) and relationship to its head (index of RELATIONSHIP)."""

    household: Ints
    role: Ints


def draw_sizes(sizes: Ints, share: Floats, households: int, persons: int, open_last: bool) -> Ints:
    """Sizes of `households` that add up to `persons`, as near to the shares as that allows, in rising order.

    What is over goes first to the open last class ('10+'); what is short comes from the largest, and the reverse.
    """
    drawn = np.repeat(sizes, rounded(share, households))
    over = persons - int(drawn.sum())
    largest = drawn == sizes[-1]
    if over > 0 and open_last and largest.any():
        extra = min(over, 4 * int(largest.sum()))
        drawn[largest] += rounded(np.arange(1, largest.sum() + 1) ** 2.0, extra)
        over -= extra
    while over != 0:
        movable = np.flatnonzero(drawn > 1) if over < 0 else np.arange(len(drawn))
        take = movable[-min(abs(over), len(movable)) :]
        drawn[take] += int(np.sign(over))
        over -= int(np.sign(over)) * len(take)
    return np.sort(drawn)


def draw_homes(sex: Ints, age: Ints, chances: Floats, sizes: Ints, rng: np.random.Generator) -> Homes:
    """Put persons into as many households as `sizes` (rising, adding up to the persons) has.

    Heads are drawn by their chances, spouses from the rest; couples are matched by age. The others fill the places that
    sizes leave: sorted by the age at which their head would be expected, they meet the heads sorted by age. A
    relationship that ages then rule out (a child not 15 years younger than the head) becomes one they allow.
    """
    n, h = len(age), len(sizes)
    order = np.lexsort((age, sex))
    head = systematic(scaled(chances[:, HEAD], h), order, rng)
    head[np.flatnonzero(~head)[np.argsort(-age[~head], kind="stable")[: h - int(head.sum())]]] = True
    heads = np.flatnonzero(head)
    role = np.full(n, HEAD)
    partner = _couples(sex, age, chances, heads, int((sizes > 1).sum()), rng)
    places = _sizes_of_heads(age[heads], partner >= 0, sizes, rng)
    home = np.full(n, -1)
    home[heads] = np.arange(h)
    coupled = partner >= 0
    home[partner[coupled]] = np.flatnonzero(coupled)
    role[partner[coupled]] = SPOUSE
    rest = np.flatnonzero(home < 0)
    role[rest] = _roles_of_others(chances[rest], rng)
    gap = np.array([GAPS.get(r, OTHERS) for r in range(len(RELATIONSHIP))])[role[rest]]
    wanted = age[rest] + gap[:, 0] + gap[:, 1] * rng.standard_normal(len(rest))
    free = np.repeat(np.arange(h), places - 1 - coupled)
    free = free[np.argsort(age[heads][free] + rng.random(len(free)), kind="stable")]
    home[rest[np.argsort(wanted, kind="stable")]] = free
    role[rest] = _allowed(role[rest], age[rest], age[heads][home[rest]])
    return Homes(home, role)


def _couples(sex: Ints, age: Ints, chances: Floats, heads: Ints, most: int, rng: np.random.Generator) -> Ints:
    """The spouse of each head (-1 none): persons of the other sex, matched in the order of the ages expected."""
    partner = np.full(len(heads), -1)
    open_to = np.ones(len(age), dtype=bool)
    open_to[heads] = False
    for mine in (0, 1):
        single = np.flatnonzero((sex[heads] == mine) & (partner < 0))
        others = open_to & (sex != mine) & (age >= ADULT)
        share = np.where(others, chances[:, SPOUSE] / np.maximum(1 - chances[:, HEAD], 1e-9), 0.0)
        total = min(round(float(np.minimum(share, 1).sum())), len(single), most - int((partner >= 0).sum()))
        if total < 1:
            continue
        chosen = np.flatnonzero(systematic(scaled(share, total), np.argsort(age, kind="stable"), rng))
        fit = np.interp(age[heads[single]], *COUPLED_AGES)
        with_spouse = single[systematic(scaled(fit, len(chosen)), np.argsort(age[heads[single]], kind="stable"), rng)]
        older = HUSBAND_OLDER[0] * (1 if mine == 0 else -1)
        expected = age[chosen] + older + HUSBAND_OLDER[1] * rng.standard_normal(len(chosen))
        chosen = chosen[np.argsort(expected, kind="stable")][: len(with_spouse)]
        with_spouse = with_spouse[np.argsort(age[heads[with_spouse]], kind="stable")][: len(chosen)]
        partner[with_spouse] = chosen
        open_to[chosen] = False
    return partner


def _sizes_of_heads(age: Ints, coupled: Mask, sizes: Ints, rng: np.random.Generator) -> Ints:
    """Sizes in rising order to heads in rising order of how many they are likely to live with; couples are two at least."""
    midlife = np.interp(age, (18, 30, 45, 60, 80), (0.0, 0.8, 1.6, 1.4, 0.7))
    likely = midlife + 0.8 * coupled + 0.9 * rng.standard_normal(len(age))
    alone = int((sizes == 1).sum())
    first = np.argsort(likely + 100.0 * coupled, kind="stable")[:alone]
    rank = likely.copy()
    rank[first] -= 1000.0
    found = np.empty(len(age), dtype=np.int64)
    found[np.argsort(rank, kind="stable")] = sizes
    return found


def _roles_of_others(chances: Floats, rng: np.random.Generator) -> Ints:
    """A relationship for each person who is neither head nor spouse."""
    share = chances.copy()
    share[:, [HEAD, SPOUSE]] = 0
    share[share.sum(axis=1) == 0, RELATIVE] = 1.0
    running = np.cumsum(share / share.sum(axis=1, keepdims=True), axis=1)
    return np.asarray((running < rng.random(len(share))[:, None] - 1e-12).sum(axis=1))


def _allowed(role: Ints, age: Ints, head: Ints) -> Ints:
    """Relationships that ages allow: a generation is GENERATION years at least."""
    younger = head - age
    near = np.where(np.abs(younger) < GENERATION, SIBLING, np.where(younger > 0, RELATIVE, PARENT))
    wrong = (
        ((role == CHILD) & (younger < GENERATION))
        | ((role == GRANDCHILD) & (younger < TWO_GENERATIONS))
        | ((role == PARENT) & (younger > -GENERATION))
        | ((role == SIBLING) & (np.abs(younger) > 2 * GENERATION))
    )
    # someone a generation younger than the head is far more often a child than a nephew
    repaired = np.where((role == GRANDCHILD) & (younger >= GENERATION), CHILD, near)
    return np.where(wrong, repaired, role)
