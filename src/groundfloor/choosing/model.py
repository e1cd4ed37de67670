"""The choice as a mixed-integer program: what is decided, what it is bound by, and how the objective meets both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.choosing.menu import Menu
from groundfloor.survey.frame import Floats

ENVELOPE, DEBT, COMMITMENT, CAPACITY = "envelope", "debt_ceiling", "commitment", "capacity"
KINDS = (ENVELOPE, DEBT, COMMITMENT, CAPACITY)


@dataclass(frozen=True)
class Limit:
    """One condition `row @ decisions <= most` (>= `least` for a commitment); `scale` is what a breach is measured by."""

    kind: str
    year: int
    programme: str | None
    row: Floats
    bound: float
    scale: float
    least: bool = False


class Decisions:
    """What is decided: one yes or no a programme, level, step and year, that its coverage is at least that step.

    A yes at a step is one at every step below it and in every year after it, so that coverage never falls, and in the last
    year one level of a programme has yes at most. `share` turns decisions into what is received: 1 for the option in force.
    """

    def __init__(self, menu: Menu) -> None:
        self.menu = menu
        self.shapes = [offer.cost.shape for offer in menu.offers]
        ends = np.cumsum([0, *(int(np.prod(shape)) for shape in self.shapes)])
        self.count = int(ends[-1])
        self.places = [
            np.arange(start, end).reshape(shape) for start, end, shape in zip(ends, ends[1:], self.shapes, strict=False)
        ]
        self.sizes = [offer.grid.size for offer in menu.offers]
        self.years = len(menu.years)
        # what an option costs in a year has to be known for it to be chosen then
        self.upper = np.concatenate([(~np.isnan(offer.cost)).ravel() for offer in menu.offers]).astype(float)

    def rises(self, programme: int, values: Floats) -> Floats:
        """Values (levels x steps x years) of the options of a programme as what each step adds to the one below it."""
        known = np.nan_to_num(values)
        return np.diff(known, axis=1, prepend=0.0)

    def row(self, values: Sequence[Floats | None], year: int | None = None) -> Floats:
        """The sum of one value an option over the options in force, as a row over decisions; in one year or all."""
        out = np.zeros(self.count)
        for p, one in enumerate(values):
            if one is not None:
                rise = self.rises(p, one)
                if year is None:
                    out[self.places[p].ravel()] = rise.ravel()
                else:
                    out[self.places[p][:, :, year].ravel()] = rise[:, :, year].ravel()
        return out

    def costs(self, year: int | None = None) -> Floats:
        """What decisions cost in one year or all, as a row: a start-up is spent on what is chosen at any time."""
        out = self.row([offer.cost for offer in self.menu.offers], year)
        for p, offer in enumerate(self.menu.offers):
            once = offer.start_up.sum() if year is None else offer.start_up[year]
            if once:
                out = out + once * self.entered(p)
        return out

    def share(self, decisions: Floats, year: int) -> Floats:
        """One value an option of every programme in a year: 1 for the one in force, a part where decisions are parts."""
        parts = []
        for place in self.places:
            at = decisions[place[:, :, year]]
            parts.append((at - np.column_stack([at[:, 1:], np.zeros(len(at))])).ravel())
        return np.concatenate(parts)

    def spread(self, coefficients: Floats, year: int) -> tuple[Floats, Floats]:
        """Coefficients (rows x options) of one year as columns of decisions: their places and the coefficients there."""
        places, parts, start = [], [], 0
        for place, size in zip(self.places, self.sizes, strict=True):
            part = coefficients[:, start : start + size].reshape(len(coefficients), *place.shape[:2])
            parts.append(np.diff(part, axis=2, prepend=0.0).reshape(len(coefficients), -1))
            places.append(place[:, :, year].ravel())
            start += size
        return np.concatenate(places), np.concatenate(parts, axis=1)

    def order(self) -> tuple[Any, Floats]:
        """Rows `matrix @ decisions <= bound` by which coverage never falls, steps are in order, and levels exclude each other."""
        from scipy.sparse import csr_array

        pairs: list[tuple[Floats, Floats]] = []
        for place in self.places:
            pairs.append((place[:, 1:, :].ravel(), place[:, :-1, :].ravel()))
            pairs.append((place[:, :, :-1].ravel(), place[:, :, 1:].ravel()))
        low = np.concatenate([one for one, _ in pairs])
        high = np.concatenate([other for _, other in pairs])
        count = len(low)
        rows = np.concatenate([np.arange(count), np.arange(count)])
        data = np.concatenate([np.ones(count), -np.ones(count)])
        firsts = [place[:, 0, -1] for place in self.places]
        more = np.repeat(np.arange(len(firsts)), [len(one) for one in firsts]) + count
        rows, columns = np.concatenate([rows, more]), np.concatenate([low, high, *firsts])
        data = np.concatenate([data, np.ones(len(more))])
        bound = np.concatenate([np.zeros(count), np.ones(len(firsts))])
        return csr_array((data, (rows, columns)), shape=(count + len(firsts), self.count)), bound

    def entered(self, programme: int) -> Floats:
        """The row that is 1 where a programme is in the floor in the last year."""
        out = np.zeros(self.count)
        out[self.places[programme][:, 0, -1]] = 1.0
        return out

    def chosen(self, decisions: Floats) -> dict[str, tuple[int, tuple[int, ...]]]:
        """By programme in the floor: the place of its level, and by year the number of steps reached."""
        out = {}
        for name, place in zip(self.menu.names, self.places, strict=True):
            reached = (decisions[place] > 0.5).sum(axis=1)
            if reached.any():
                level = int(reached[:, -1].argmax())
                out[name] = (level, tuple(int(one) for one in reached[level]))
        return out


def coverage_row(decisions: Decisions) -> tuple[Floats, float]:
    """The mean share of those in need whom no guarantee reaches, over guarantees and years: a row over decisions and a constant.

    A guarantee's coverage is the mean of its programmes': beneficiaries of the year over those its rule entitles.
    """
    menu = decisions.menu
    guarantees = [offer.grid.programme.guarantee for offer in menu.offers]
    count = {one: guarantees.count(one) for one in guarantees}
    values: list[Floats | None] = []
    for offer, guarantee in zip(menu.offers, guarantees, strict=True):
        rate = np.divide(offer.beneficiaries, offer.target, out=np.zeros_like(offer.target), where=offer.target > 0)
        values.append(rate / (count[guarantee] * len(count) * decisions.years))
    return -decisions.row(values), 1.0
