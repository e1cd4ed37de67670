"""Of the same persons: from where to where, between poor and not poor and between fifths and tenths of welfare."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.comparison.linear import known
from groundfloor.comparison.pair import Pair, Row
from groundfloor.measures.cuts import DECILES, QUINTILES
from groundfloor.measures.design import Mask
from groundfloor.measures.ranking import quantile_groups

TABLE = "transitions"
SAME_PERSONS = True
PARTS = {"quintile": QUINTILES, "decile": DECILES}
States = list[tuple[str, Mask]]


def rows(pair: Pair) -> Iterator[Row]:
    """Of each move the share of all persons (`share`) and of those who start there (`share_from`), with errors."""
    for line, (first, second) in pair.lines.items():
        yield from _moves(pair, line, _poor(pair.before.y, first), _poor(pair.after.y, second))
    for name, parts in PARTS.items():
        first_parts, second_parts = (
            [(f"{name}={k + 1}", part == k) for k in range(parts)]
            for part in (quantile_groups(side.y, side.w, parts) for side in (pair.before, pair.after))
        )
        yield from _moves(pair, None, first_parts, second_parts)


def _poor(welfare: np.ndarray, line: float) -> States:
    return [("poor", welfare < line), ("not_poor", welfare >= line)]


def _moves(pair: Pair, line: str | None, starts: States, ends: States) -> Iterator[Row]:
    side = pair.before
    for origin, there in starts:
        if not there.any():
            continue
        for end, here in ends:
            both = there & here
            labels = {"line": line, "from": origin, "to": end, "n": int(both.sum())}
            shares = {"share": side.mean(both.astype(float)), "share_from": side.mean(here.astype(float), there)}
            for measure, figure in shares.items():
                exact = known(figure.value) if there.all() and here.all() else figure
                about = measure, line, origin, end
                yield {"measure": measure, **labels, **pair.figures(exact, about, proportion=True)}
