"""How much of inequality lies between the groups of a partition and how much within them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.design import Partition, totals
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.estimate import Base, divide
from groundfloor.measures.families.entropy import indices, moments_of
from groundfloor.measures.figure import size
from groundfloor.measures.influence import Figure
from groundfloor.measures.ranking import Ranking
from groundfloor.survey.frame import Floats

SETS = ("dasp",)


def rows(context: Context) -> Iterator[Row]:
    """mld, theil and gini `_between`, `_within` and `_between_part`, and gini_overlap; `group` is the variable alone: they are of all its groups.

    They are over the persons whose group is known; mld and theil over those of positive welfare among them.
    """
    for over, means in moments_of(context):
        if len(over.partition.names) > 1:
            whole = Whole(over)
            yield from _rows(context, whole, _entropy(whole, means))
    if context.living is None:
        return
    everyone = context.distributions[0]
    for one in context.distributions:
        if len(one.part.names) > 1:
            whole = Whole(one.over)
            value, influence = everyone.gini.value, everyone.gini.cells
            if (one.part.code < 0).any():
                order = everyone.ranking.row
                value, influence = Ranking(whole.part, context.living.welfare, context.weight, order).gini()
            yield from _rows(context, whole, _gini(whole, one, Figure.coefficient(whole.part, value, influence)))


def _rows(context: Context, whole: Whole, found: dict[str, Figure]) -> Iterator[Row]:
    for measure, figure in found.items():
        yield from context.rows(measure, whole.part, figure.estimate(whole.over))


class Whole:
    """All groups of a base's partition together, under the name of their variable."""

    def __init__(self, over: Base) -> None:
        part = over.partition
        self.groups = part
        self.persons = size(over)
        together = np.where(part.code < 0, -1, 0)
        self.part = Partition((part.names[0].partition("=")[0],), together, part.atoms)
        self.size = self.sum(self.persons)
        units = self.part.units(self.size.cells > 0)
        self.over = Base(self.part, self.size.cells, self.size.value, over.n.sum(keepdims=True), units)

    def sum(self, figure: Figure) -> Figure:
        """The sum of a figure over the groups."""
        part = self.groups
        inside = np.where(part.group < len(part.names), figure.cells, 0.0)
        unit = totals(part.unit, inside, part.design.weighted)
        cells = np.where(self.part.group == 0, unit[self.part.unit], 0.0)
        return Figure(self.part, figure.value.sum(keepdims=True), cells, figure.scale.sum(keepdims=True))

    def mean(self, mean: Figure) -> Figure:
        """The mean over all from the means of the groups; an empty group adds nothing."""
        return self.sum((mean * self.persons).where(self.persons.value > 0, 0.0)) / self.size


def _entropy(whole: Whole, means: dict[str, Figure]) -> dict[str, Figure]:
    y = whole.mean(means["y"])
    every = indices({name: whole.mean(each) for name, each in means.items()})
    level = means["y"].log()
    between = {"mld": y.log() - whole.mean(level), "theil": whole.mean(means["y"] * level) / y - y.log()}
    found: dict[str, Figure] = {}
    for name, part in between.items():
        found |= {f"{name}_between": part, f"{name}_within": every[name] - part}
        found[f"{name}_between_part"] = part / every[name]
    return found


def _gini(whole: Whole, one: Distribution, every: Figure) -> dict[str, Figure]:
    """Between: as if all in a group had its mean. Within: the groups' own, times their shares of persons and of welfare.

    What is left, the overlap, is there as far as the rich of a poorer group have more than the poor of a richer one
    (Pyatt 1976; Lambert, Aronson 1993).
    """
    money = whole.sum(one.total)
    pairs = whole.size * money.above_zero
    own = (one.gini * one.total * one.persons).where(one.total.value > 0, 0.0)
    between, within = whole.sum(_between_means(one)) / pairs, whole.sum(own) / pairs
    return {
        "gini_between": between,
        "gini_within": within,
        "gini_overlap": every - between - within,
        "gini_between_part": between / every,
    }


def _between_means(one: Distribution) -> Figure:
    """Half the sum over pairs of groups of their persons' product times the distance between their means, group by group.

    With A and B the persons and the total of poorer groups less those of richer ones, it is (A total - B persons) / 2, and its
    derivatives by the group's total and persons are A and -B: by pairs, each counts in two groups.
    """
    persons, money = one.persons.value, one.total.value
    mean = divide(money, persons)
    order = np.argsort(mean)

    def poorer_less_richer(each: Floats) -> Floats:
        running = np.concatenate(([0.0], np.cumsum(each[order])))
        below, upto = (running[np.searchsorted(mean[order], mean, side=side)] for side in ("left", "right"))
        less: Floats = below - (running[-1] - upto)
        return less

    a, b = poorer_less_richer(persons), poorer_less_richer(money)
    cells = one.total.cells * one.part.each(a) - one.persons.cells * one.part.each(b)
    return Figure(one.part, (a * money - b * persons) / 2, cells, abs(a) * one.total.scale + abs(b) * persons)
