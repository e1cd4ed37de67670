"""Of the same persons: who wins, who loses and how much, by group and by tenth of welfare before."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.comparison.linear import Linear
from groundfloor.comparison.pair import Pair, Row
from groundfloor.errors import GroundfloorError
from groundfloor.measures.design import ALL, Mask
from groundfloor.measures.ranking import quantile_groups

TABLE = "winners"
SAME_PERSONS = True
DECILES = 10


def rows(pair: Pair) -> Iterator[Row]:
    """share_winners, share_losers, share_unchanged, mean_gain, mean_loss, mean_change and relative_change by group and decile."""
    if not pair.threshold >= 0:
        raise GroundfloorError(
            f"The threshold {pair.threshold:g} is below 0", expected="a share of welfare before, such as 0.05"
        )
    before, after = pair.before, pair.after
    change = after.y - before.y
    least = pair.threshold * np.maximum(before.y, 0.0)
    won, lost = change > least, change < -least
    for group, inside in groups(pair):
        found = {
            "share_winners": before.mean(won.astype(float), inside),
            "share_losers": before.mean(lost.astype(float), inside),
            "share_unchanged": before.mean((~won & ~lost).astype(float), inside),
            "mean_gain": before.mean(change, inside & won),
            "mean_loss": before.mean(change, inside & lost),
            "mean_change": before.mean(change, inside),
            "relative_change": _relative(before.mean(change, inside), before.mean(before.y, inside)),
        }
        behind = {"mean_gain": inside & won, "mean_loss": inside & lost}
        for measure, figure in found.items():
            is_share = measure.startswith("share")
            yield of_persons(pair, measure, figure, behind.get(measure, inside), group=group, proportion=is_share)


def of_persons(
    pair: Pair,
    measure: str,
    figure: Linear,
    behind: Mask,
    *,
    line: str | None = None,
    group: str = ALL,
    proportion: bool = False,
) -> Row:
    """One row of the table `winners`, `behind` being the persons it rests on."""
    cells = pair.figures(figure, (measure, line, group), proportion=proportion)
    return {"measure": measure, "line": line, "group": group, **cells, "n": int(behind.sum())}


def groups(pair: Pair) -> Iterator[tuple[str, Mask]]:
    """Everybody, each group and each tenth of welfare before, as masks of the persons of the pair."""
    for part in pair.parts:
        for name, inside, _ in pair.masks(part):
            yield name, inside
    decile = quantile_groups(pair.before.y, pair.before.w, DECILES)
    for k in range(DECILES):
        yield f"decile={k + 1}", decile == k


def _relative(change: Linear, level: Linear) -> Linear:
    return change / level if level.value > 0 else change * float("nan")
