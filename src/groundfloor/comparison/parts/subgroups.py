"""How much of a change in poverty comes from within groups and how much from persons being of other groups than before."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.comparison.linear import Linear, add, known
from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.parts.growth_redistribution import labelled
from groundfloor.comparison.poverty import INDICES, WATTS, watts
from groundfloor.comparison.side import Side
from groundfloor.measures.design import Mask, Partition
from groundfloor.measures.families.poverty import POWERS, fgt
from groundfloor.survey.frame import Floats

TABLE = "decomposition"
HUPPI, SHAPLEY = "ravallion_huppi", "shapley_groups"
COMPONENTS = {HUPPI: ("within", "population", "interaction"), SHAPLEY: ("within", "population")}


def rows(pair: Pair) -> Iterator[Row]:
    """Components by Ravallion and Huppi (1991) and by Shapley, by index, line and grouping variable and for each group."""
    for part in pair.parts:
        if len(part.names) < 2:
            continue
        shares = list(_shares(pair, part))
        for name, lines in pair.lines.items():
            for index in INDICES:
                yield from _of_index(pair, part, shares, name, index, lines)


Shares = tuple[str, tuple[Mask, Mask], tuple[Linear, Linear]]


def _shares(pair: Pair, part: Partition) -> Iterator[Shares]:
    """Each group with its persons and its share of those whose group is known, before and after."""
    of_any = [part.code[side.of] >= 0 for side in (pair.before, pair.after)]
    for name, before, after in pair.masks(part):
        members = (before, after)
        shares = [
            side.mean(inside.astype(float), among)
            for side, inside, among in zip((pair.before, pair.after), members, of_any, strict=True)
        ]
        yield name, members, (shares[0], shares[1])


def _each(side: Side, index: str, line: float) -> Floats:
    return watts(side.y, line) if index == WATTS else fgt(side.y, line, POWERS[index])


def _of_index(
    pair: Pair, part: Partition, shares: list[Shares], line: str, index: str, lines: tuple[float, float]
) -> Iterator[Row]:
    sides = (pair.before, pair.after)
    each = [_each(side, index, z) for side, z in zip(sides, lines, strict=True)]
    found: dict[tuple[str, str], list[Linear]] = {}
    variable = part.names[0].partition("=")[0]
    for group, members, (first, second) in shares:
        levels = [side.mean(value, inside) for side, value, inside in zip(sides, each, members, strict=True)]
        for (method, component), figure in components(levels[0], levels[1], first, second).items():
            found.setdefault((method, component), []).append(figure)
            yield labelled(pair, method, index, line, group, component, figure)
    for method, names in COMPONENTS.items():
        sums = {component: add(found[method, component]) for component in names}
        for component, figure in (sums | {"total": add(list(sums.values()))}).items():
            yield labelled(pair, method, index, line, variable, component, figure)


def components(before: Linear, after: Linear, share: Linear, later: Linear) -> dict[tuple[str, str], Linear]:
    """What one group adds to the change, from its poverty and its share of persons before and after.

    A group that only one of both distributions has is no poorer or richer than before: all it adds is its population.
    """
    if share.value == 0:
        before = after
    if later.value == 0:
        after = before
    if share.value == later.value == 0:
        before = after = known(0.0)
    moved, changed = later - share, after - before
    return {
        (HUPPI, "within"): changed * share,
        (HUPPI, "population"): moved * before,
        (HUPPI, "interaction"): changed * moved,
        (SHAPLEY, "within"): changed * (share + later) * 0.5,
        (SHAPLEY, "population"): moved * (before + after) * 0.5,
    }
