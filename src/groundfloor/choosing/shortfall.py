"""What is left of poverty under a choice, exactly, and the straight lines below it that a solver needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundfloor.choosing.menu import Block, People
from groundfloor.survey.frame import Floats, Ints

CELLS = 16  # groups of households with a bound of their own, beside those whose shortfall is a straight line
Fill = tuple[Ints, Floats]


@dataclass(frozen=True)
class Bound:
    """For each cell of households `constant + coefficients @ share`, never above what is left of it, whatever is chosen.

    `share` has one value an option of every programme: 1 for the one chosen. `value` is that of the bound where it was made.
    """

    value: Floats
    constant: Floats
    coefficients: Floats


class Households:
    """The households that can be poor under some choice, with the transfers of one or more years.

    Those whose shortfall is a straight line in the choice make the first cell; the others are put together by how much of
    their shortfall the most generous choice would fill, since such households leave poverty together.
    """

    def __init__(self, people: People, blocks: Sequence[Block], sizes: Sequence[int], line: float) -> None:
        from scipy.sparse import csr_array

        rows = len(people.welfare)
        least, most, touched = np.zeros(rows), np.zeros(rows), np.zeros(rows, dtype=int)
        for block in blocks:
            least[block.rows] += np.minimum(block.amounts.min(axis=1), 0.0)
            most[block.rows] += np.maximum(block.amounts.max(axis=1), 0.0)
            touched[block.rows] += 1
        gap = line - people.welfare
        self.rows = np.flatnonzero(gap - least > 0)
        self.gap, least, most, touched = (one[self.rows] for one in (gap, least, most, touched))
        self.blocks = [_within(block, self.rows, rows) for block in blocks]
        self.filling = [_saturated(block, self.gap, least) for block in self.blocks]
        self.straight = (self.gap > 0) & (least == 0) & ((most <= self.gap) | (touched <= 1))
        many = np.arange(len(self.rows))
        ratio = np.divide(most, self.gap, out=np.full(len(most), np.inf), where=self.gap > 0)
        cell = _cells(self.straight, ratio)
        self.of_cell = csr_array((np.ones(len(many)), (cell, many)), shape=(CELLS + 1, len(many)))
        self.of_block = [self.of_cell[:, block.rows] for block in self.blocks]
        self.starts = np.concatenate(([0], np.cumsum(sizes)))

    def _options(self, block: Block) -> slice:
        return slice(self.starts[block.programme], self.starts[block.programme + 1])

    def missing(self, share: Floats) -> Floats:
        """What each household lacks under `share`, LCU a person and year; what it has above the line is below nought."""
        lacking: Floats = self.gap.copy()
        for block in self.blocks:
            lacking[block.rows] -= block.amounts @ share[self._options(block)]
        return lacking

    def gap_bound(self, share: Floats, weight: Floats) -> Bound:
        """The tangent of the shortfall at `share`: whoever is poor there is taken to be poor whatever is chosen."""
        left = self.gap.copy()
        fills = [(block.rows, block.amounts) for block in self.filling]
        for block in self.filling:
            left[block.rows] -= block.amounts @ share[self._options(block)]
        poor = np.where((left > 0) | self.straight, weight[self.rows], 0.0)
        return self._bound(share, poor, self.gap, fills)

    def poor_bound(self, share: Floats, weight: Floats) -> Bound:
        """A bound of the number of the poor, equal to it at `share` where every option is chosen or not.

        Whoever is poor under a choice leaves poverty only where benefits rise by what is missing, and each rise counts as the
        part of it that it fills. Between choices the bound is the one made where nothing is chosen.
        """
        whole = bool(np.isin(share, (0.0, 1.0)).all())
        at = share if whole else np.zeros_like(share)
        missing = self.missing(at)
        need = np.where(missing > 0, missing, np.inf)
        poor = np.where(missing > 0, weight[self.rows], 0.0)
        rises = [self._rises(block, at) for block in self.blocks]
        most = np.zeros(len(self.rows))
        for block, rise in zip(self.blocks, rises, strict=True):
            most[block.rows] += rise.max(axis=1)
        constant, value, fills = np.ones(len(self.rows)), np.ones(len(self.rows)), []
        for block, rise in zip(self.blocks, rises, strict=True):
            rows = block.rows
            others = most[rows] - rise.max(axis=1)
            part = np.minimum(rise / need[rows, None], 1.0)
            part[rise + others[:, None] < need[rows, None]] = 0.0
            constant[rows] -= part[:, 0]
            fills.append((rows, part[:, 1:] - part[:, :1]))
            value[rows] -= part[:, 0] + fills[-1][1] @ share[self._options(block)]
        return self._bound(share, poor if whole else np.where(value > 0, poor, 0.0), constant, fills)

    def _rises(self, block: Block, at: Floats) -> Floats:
        """How much more than at `at` a household receives without the programme, and under each of its options."""
        now = block.amounts @ at[self._options(block)]
        rise: Floats = np.maximum(np.column_stack([np.zeros(len(now)), block.amounts]) - now[:, None], 0.0)
        return rise

    def _bound(self, share: Floats, weight: Floats, constant: Floats, fills: Sequence[Fill]) -> Bound:
        coefficients = np.zeros((self.of_cell.shape[0], int(self.starts[-1])))
        for block, cells, (rows, part) in zip(self.blocks, self.of_block, fills, strict=True):
            coefficients[:, self._options(block)] = -(cells @ (weight[rows, None] * part))
        base = self.of_cell @ (weight * constant)
        return Bound(base + coefficients @ share, base, coefficients)


def _within(block: Block, kept: Ints, count: int) -> Block:
    """A block of the kept rows alone, renumbered."""
    place = np.full(count, -1)
    place[kept] = np.arange(len(kept))
    inside = place[block.rows] >= 0
    return Block(block.programme, place[block.rows[inside]], block.amounts[inside])


def _saturated(block: Block, gap: Floats, least: Floats) -> Block:
    """The amounts as far as they can fill a shortfall, what other programmes may take away included.

    More than that fills no more; without this a part of a generous option would count as a whole of a modest one.
    """
    own = np.minimum(block.amounts.min(axis=1, initial=0.0), 0.0)
    most = gap[block.rows] - least[block.rows] + own
    return Block(block.programme, block.rows, np.minimum(block.amounts, most[:, None]))


def _cells(straight: NDArray[np.bool_], ratio: Floats) -> Ints:
    """0 for a straight line, else one of `CELLS` groups of equal number in order of `ratio`."""
    cell = np.zeros(len(ratio), dtype=np.int64)
    others = np.flatnonzero(~straight)
    order = others[np.argsort(ratio[others], kind="stable")]
    cell[order] = 1 + np.arange(len(order)) * CELLS // max(len(order), 1)
    return cell
