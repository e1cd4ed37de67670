"""How much of a change in poverty is growth of the mean, how much is redistribution, and how much a line that moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations

from groundfloor.comparison.linear import Linear, known, mean
from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.poverty import INDICES, SELF, poverty
from groundfloor.measures.design import ALL

TABLE = "decomposition"

Index = Callable[[int, int, int], Linear]
Component = tuple[str, str, Linear]


def rows(pair: Pair) -> Iterator[Row]:
    """Components by Datt and Ravallion (1992), Shapley (Shorrocks 2013) and Kolenikov and Shorrocks (2005), by index and line."""
    for name in pair.lines:
        for index in INDICES:
            at = counterfactual(pair, index, name)
            found = [*datt_ravallion(at), *shapley(at), *kolenikov_shorrocks(at, pair.moved(name))]
            for method, component, figure in found:
                yield labelled(pair, method, index, name, ALL, component, figure)


def labelled(pair: Pair, method: str, index: str, line: str, group: str, component: str, figure: Linear) -> Row:
    """One row of the table `decomposition`."""
    what = {"method": method, "index": index, "line": line, "group": group, "component": component}
    return what | pair.figures(figure, tuple(what.values()))


def counterfactual(pair: Pair, index: str, line: str) -> Index:
    """The index with mean, distribution and line each that of before (0) or after (1)."""
    sides, lines = (pair.before, pair.after), pair.lines[line]

    @cache
    def at(average: int, lorenz: int, z: int) -> Linear:
        if not pair.moved(line):
            z = 0  # so that a line that stands still is no factor at all
        scale = SELF if average == lorenz else sides[average].average / sides[lorenz].average
        return poverty(sides[lorenz], index, lines[z], scale)

    return at


def datt_ravallion(at: Index) -> Iterator[Component]:
    """Growth, redistribution and what is left over, measured from the distribution before and from the one after.

    A line that moves is part of growth: what counts is the mean in lines.
    """
    total = at(1, 1, 1) - at(0, 0, 0)
    for method, base in (("datt_ravallion_before", 0), ("datt_ravallion_after", 1)):
        growth = at(1, base, 1) - at(0, base, 0)
        redistribution = at(base, 1, base) - at(base, 0, base)
        yield method, "growth", growth
        yield method, "redistribution", redistribution
        yield method, "residual", total - growth - redistribution
        yield method, "total", total


def shapley(at: Index) -> Iterator[Component]:
    """Growth and redistribution, each the mean of what it does first and what it does last; nothing is left over."""
    yield "shapley", "growth", mean([at(1, base, 1) - at(0, base, 0) for base in (0, 1)])
    yield "shapley", "redistribution", mean([at(base, 1, base) - at(base, 0, base) for base in (0, 1)])
    yield "shapley", "total", at(1, 1, 1) - at(0, 0, 0)


def kolenikov_shorrocks(at: Index, moved: bool) -> Iterator[Component]:
    """Growth, redistribution and the line, each the mean over the six orders in which the three can change.

    A line that has not `moved` adds nothing, for certain.
    """
    for factor, name in enumerate(("growth", "redistribution", "line")):
        steps = []
        for order in permutations(range(3)):
            ahead = order[: order.index(factor)]
            state = [int(one in ahead) for one in range(3)]
            less = at(*state)
            state[factor] = 1
            steps.append(at(*state) - less)
        yield "kolenikov_shorrocks", name, mean(steps) if moved or name != "line" else known(0.0)
    yield "kolenikov_shorrocks", "total", at(1, 1, 1) - at(0, 0, 0)
