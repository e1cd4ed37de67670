"""Of the same persons: poor in both, in one or in none, and poverty that lasts and poverty that passes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.comparison.linear import Linear
from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.parts.winners import groups, of_persons
from groundfloor.measures.families.poverty import fgt

TABLE = "winners"
SAME_PERSONS = True
POWERS = {"fgt1": 1, "fgt2": 2}


def rows(pair: Pair) -> Iterator[Row]:
    """poor_both, poor_neither, entered, left, exit_rate, entry_rate by line, group and decile; chronic and transient poverty by line."""
    side = pair.before
    for line, (first, second) in pair.lines.items():
        was, is_ = side.y < first, pair.after.y < second
        states = {"poor_both": was & is_, "poor_neither": ~was & ~is_, "entered": ~was & is_, "left": was & ~is_}
        for group, inside in groups(pair):
            rates = {measure: (state, inside) for measure, state in states.items()}
            rates |= {"exit_rate": (~is_, inside & was), "entry_rate": (is_, inside & ~was)}
            for measure, (state, among) in rates.items():
                figure = side.mean(state.astype(float), among)
                yield of_persons(pair, measure, figure, among, line=line, group=group, proportion=True)
        everybody = side.of[side.of]
        for measure, figure in _lasting(pair, first, second):
            yield of_persons(pair, measure, figure, everybody, line=line)


def _lasting(pair: Pair, first: float, second: float) -> Iterator[tuple[str, Linear]]:
    """Chronic poverty is that of mean welfare over both; transient is the mean of both years' poverty less it (Ravallion 1988).

    Welfare counts in lines, so that a line that moves is taken into account, and below 0 as 0.
    """
    before, after = (np.maximum(side.y, 0.0) / line for side, line in ((pair.before, first), (pair.after, second)))
    for name, power in POWERS.items():
        chronic = fgt((before + after) / 2, 1.0, power)
        total = (fgt(before, 1.0, power) + fgt(after, 1.0, power)) / 2
        yield f"chronic_{name}", pair.before.mean(chronic)
        yield f"transient_{name}", pair.before.mean(total - chronic)
