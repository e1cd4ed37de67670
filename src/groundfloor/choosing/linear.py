"""The linear program of a choice with coverage in any parts, written in the form in which it is solved fastest."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundfloor.choosing.model import Decisions
from groundfloor.survey.frame import Floats, Ints


class Linear:
    """Solves programs over decisions and further columns, `rows @ columns <= most`, each column from nought to its upper bound.

    A decision is that coverage has at least a step. Here a column is how much of the last step there is, so that steps are in order
    by the columns' being no less than nought; what cannot be chosen is left out, and so are conditions that speak of nothing else.
    """

    def __init__(self, decisions: Decisions) -> None:
        from scipy.sparse import block_array, csr_array, eye_array, kron

        self.decisions = decisions
        parts = [
            kron(kron(eye_array(levels), np.triu(np.ones((steps, steps)))), eye_array(years))
            for levels, steps, years in decisions.shapes
        ]
        empty = [[None] * at + [part] + [None] * (len(parts) - at - 1) for at, part in enumerate(parts)]
        self.turned = csr_array(block_array(empty))

    def solve(self, rows: Any, most: Floats, costs: Floats, above: Floats) -> Any:
        """What scipy's linprog returns, `x` being decisions and further columns; dual values are those of `rows`, 0 where left out."""
        from scipy.optimize import linprog
        from scipy.sparse import block_array, csr_array, eye_array

        count = self.decisions.count
        above = np.concatenate([self._steps(above[:count]), above[count:]])
        free = np.flatnonzero(above > 0)
        free = (
            free if len(free) else np.zeros(1, dtype=np.int64)
        )  # a program has a column, even where nothing can be chosen
        own = free[free < count]
        further = len(free) - len(own)
        turned = self.turned[own][:, own]
        turned = csr_array(block_array([[turned, None], [None, eye_array(further)]])) if further else turned
        rows = (rows[:, free] @ turned).tocsr()
        rows.data[np.abs(rows.data) < 1e-15] = 0.0
        rows.eliminate_zeros()
        filled = np.diff(rows.indptr)
        # a single column that is no less than nought says nothing
        ordered = (filled == 1) & (most == 0) & (np.asarray(rows.sum(axis=1)).ravel() < 0)
        said = np.flatnonzero(((filled > 0) & ~ordered) | (most < 0))
        found = linprog(
            costs[free] @ turned,
            A_ub=rows[said],
            b_ub=most[said],
            bounds=np.column_stack([np.zeros(len(free)), above[free]]),
            method="highs",
        )
        if found.status == 0:
            found.x = _spread(turned @ found.x, free, len(costs))
            found.ineqlin.marginals = _spread(found.ineqlin.marginals, said, len(most))
        return found

    def _steps(self, upper: Floats) -> Floats:
        """The upper bounds of last steps: none where a step below it cannot be."""
        out = upper.copy()
        for place in self.decisions.places:
            out[place] = np.minimum.accumulate(upper[place], axis=1)
        return out


def _spread(values: Floats, places: Ints, count: int) -> Floats:
    """Values at their places among `count`, nought elsewhere."""
    out = np.zeros(count)
    out[places] = values
    return out
