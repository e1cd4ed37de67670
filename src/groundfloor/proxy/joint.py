"""Shares of persons below limits of welfare and of the score, where the limits follow the sample.

Source: Deville (1999), Variance estimation for complex statistics and estimators; docs/methods/proxy-means.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from groundfloor.measures.estimate import Base
from groundfloor.measures.influence import Figure
from groundfloor.measures.median import NORMAL_95
from groundfloor.proxy.figures import Figures, Mask, Row
from groundfloor.proxy.ranks import Order
from groundfloor.survey.frame import Floats


@dataclass(frozen=True)
class Follows:
    """What a limit on households follows from sample to sample: it lies where persons in an order reach a share.

    `reached` are the households that are to be that share of those `among` which it is reached; `share` is None where it is the share
    of the poor, itself an estimate. `at` says who would be inside the limit if another share were to be reached.
    """

    reached: Mask
    among: Mask
    share: float | None
    at: Callable[[float], Mask]


@dataclass(frozen=True)
class Inside:
    """Households inside a limit; `follows` is None where the limit stands still, as a poverty line does."""

    mask: Mask
    follows: Follows | None = None


def reaching(order: Order, mask: Mask, share: float | None) -> Inside:
    """The households at or below the limit at which an order reaches a share."""
    return Inside(mask, Follows(mask, order.known, share, order.reached))


class Moves:
    """How shares move as a limit follows the sample: by what the share inside it misses, times their slope.

    The slope is that between the ends of the 95 % interval of the share to be reached, as with Woodruff (1952): `low` and `high` are
    who would be inside the limit there, `width` the distance.
    """

    def __init__(self, misses: Figure, low: Mask, high: Mask, width: float) -> None:
        self.misses, self.low, self.high, self.width = misses, low, high, width

    def of(self, values: Mask, persons: Floats) -> Figure:
        """What is to be added to the share of `persons` (a household) in the households `values` inside the limit."""
        rise = float((persons * values) @ (self.high.astype(float) - self.low))
        return self.by(rise / float(persons.sum()) / self.width)

    def by(self, slope: float) -> Figure:
        """The same for a figure that rises by `slope` with the share to be reached: an influence without a value."""
        return self.misses.through(np.zeros(1), np.array([-slope]))


class Joint:
    """Shares of the persons known who are poor, who are selected and who are both; masks have one value a household."""

    def __init__(self, figures: Figures, known: Mask, poor: Inside, selected: Inside) -> None:
        self.figures, self.known, self._poor, self._selected = figures, known, poor, selected
        self.who_poor, self.who_selected = known & poor.mask, known & selected.mask
        survey = figures.survey
        self._weight = np.where(known, survey.weight[survey.starts] * survey.sizes, 0.0)
        self.persons = figures.sum(known)

    def counted(self, mask: Mask) -> Base:
        """The persons known of some households, behind a figure."""
        return self.figures.behind(self.known & mask)

    def share(self, figure: Figure, counted: Mask) -> Row:
        """A share of persons with its error, over those of some households."""
        return self.figures.row(figure.estimate(self.counted(counted)), proportion=True)

    def people(self, share: Figure, counted: Mask, unit: float = 1.0) -> Row:
        """As many persons as a share of all is, `unit` a person."""
        return self.figures.row((share * self.persons * unit).estimate(self.counted(counted)))

    @cached_property
    def excluded(self) -> Figure:
        """The share who are poor and not selected."""
        return self.poor - self.both

    @cached_property
    def included(self) -> Figure:
        """The share who are selected and not poor."""
        return self.selected - self.both

    @property
    def coverage(self) -> Row:
        """The share selected."""
        return self.share(self.selected, self.known)

    @property
    def exclusion_error(self) -> Row:
        """The share of the poor who are not selected."""
        return self.share(self.excluded / self.poor, self.who_poor)

    @property
    def inclusion_error(self) -> Row:
        """The share of the selected who are not poor."""
        return self.share(self.included / self.selected, self.who_selected)

    @cached_property
    def poor(self) -> Figure:
        """The share who are poor."""
        return self._below(self._poor, self.poor_moves)

    @cached_property
    def selected(self) -> Figure:
        """The share who are selected."""
        return self._below(self._selected, self.cutoff_moves)

    @cached_property
    def both(self) -> Figure:
        """The share who are poor and selected."""
        return self._selected_below(self._poor, self.poor_moves)

    @cached_property
    def poor_moves(self) -> Moves | None:
        """How the limit of the poor moves, None where it does not."""
        return self._moves(self._poor)

    @cached_property
    def cutoff_moves(self) -> Moves | None:
        """How the cut-off of the score moves, None where it does not."""
        return self._moves(self._selected)

    def parted(self, limit: Inside) -> tuple[Figure, Figure]:
        """The share inside a limit on welfare, and the share who are inside it and selected."""
        moves = self._moves(limit)
        return self._below(limit, moves), self._selected_below(limit, moves)

    def _share(self, mask: Mask) -> Figure:
        """The share of persons in some households, as if they were always the same."""
        return self.figures.sum(self.known & mask) / self.persons

    def _below(self, limit: Inside, moves: Moves | None) -> Figure:
        share = self._share(limit.mask)
        return share if moves is None else share + moves.of(self.known, self._weight)

    def _selected_below(self, limit: Inside, moves: Moves | None) -> Figure:
        share = self._share(limit.mask & self._selected.mask)
        for one, others in ((moves, self._selected.mask), (self.cutoff_moves, limit.mask)):
            if one is not None:
                share = share + one.of(others, self._weight)
        return share

    def _moves(self, limit: Inside) -> Moves | None:
        follows = limit.follows
        if follows is None:
            return None
        misses = self._share(follows.reached) / self._share(follows.among)
        misses = misses - (self.poor if follows.share is None else follows.share)
        error = float(misses.estimate(self.counted(follows.among)).se[0])
        if not error > 0:
            return None
        # about what is to be reached: of many equals at the limit much more may be inside
        goal = float(self.poor.value[0]) if follows.share is None else follows.share
        low, high = max(goal - NORMAL_95 * error, 0.0), min(goal + NORMAL_95 * error, 1.0)
        return Moves(misses, follows.at(low), follows.at(high), high - low)
