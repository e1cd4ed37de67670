"""Errors of a selection: who is left out, who is let in, and how well a score sorts people, each with its standard error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from groundfloor.measures.influence import Figure
from groundfloor.proxy.figures import QUANTITIES, Figures, Mask, Row
from groundfloor.proxy.joint import Inside, Joint, reaching
from groundfloor.proxy.ranks import Order, auc, cut, spearman
from groundfloor.survey.frame import Floats, Survey

NO_ERROR: Row = dict.fromkeys(QUANTITIES)
DECILES = 10
STEPS = 100


@dataclass(frozen=True)
class Truth:
    """Who is poor, a value a household: `known` welfare, `poor` by the target, and the welfare that parts them (LCU a year).

    `wanted` is the share of persons that the threshold is to reach, None where it is a line.
    """

    welfare: Floats
    known: Mask
    poor: Mask
    threshold: float
    share: float
    wanted: float | None = None

    def order(self, persons: Floats) -> Order:
        """Persons by welfare, those of each household given."""
        return Order(np.where(self.known, self.welfare, np.nan), persons)


class Examined:
    """A selection of households held against the truth. `score` is NaN where it is not known; such a household is not selected."""

    def __init__(self, survey: Survey, truth: Truth, sample: str, score: Floats, inside: Inside) -> None:
        self.survey, self.truth, self.sample, self.score, self.inside = survey, truth, sample, score, inside
        self.persons = survey.weight[survey.starts] * survey.sizes
        self.figures = Figures(survey)
        self.order = truth.order(self.persons)
        poor = Inside(truth.poor) if truth.wanted is None else reaching(self.order, truth.poor, truth.wanted)
        self.joint = Joint(self.figures, truth.known, poor, inside)

    def rows(self) -> Iterator[Row]:
        """The table `errors`."""
        joint, known = self.joint, self.truth.known
        p, s, both = joint.poor, joint.selected, joint.both
        others, differential = 1.0 - p, both / p - joint.included / (1.0 - p)
        for measure, found in (
            ("exclusion_error", joint.exclusion_error),
            ("inclusion_error", joint.inclusion_error),
            ("selected_of_others", joint.share(joint.included / others, ~self.truth.poor)),
            ("excluded_of_all", joint.share(joint.excluded, known)),
            ("included_of_all", joint.share(joint.included, known)),
            ("correctly_placed", joint.share(1.0 - joint.excluded - joint.included, known)),
            ("selected", joint.coverage),
            ("poor", joint.share(p, known)),
            ("targeting_differential", self._plain(differential, known)),
            ("normalised_targeting_differential", self._plain(differential / s, known)),
            ("cgh", self._plain(both / s / p, known)),
        ):
            yield self._row(measure, found)
        yield from self._sorting()

    def _row(self, measure: str, found: Row) -> Row:
        return {"sample": self.sample, "measure": measure, **found}

    def _plain(self, figure: Figure, counted: Mask) -> Row:
        return self.figures.row(figure.estimate(self.joint.counted(counted)))

    def _sorting(self) -> Iterator[Row]:
        scored = self.truth.known & ~np.isnan(self.score) & (self.persons > 0)
        weight = self.persons[scored]
        if not len(weight):
            return
        value, influence = auc(self.score[scored], self.truth.poor[scored], weight)
        each = np.zeros(len(scored))
        each[scored] = influence
        # the influence is that of a weight, which each member of the household has
        cells = self.figures.sum(each).cells
        found = Figure.coefficient(self.figures.part, np.array([value]), cells)
        moves = self.joint.poor_moves
        if moves is not None:
            ends = [auc(self.score[scored], poor[scored], weight)[0] for poor in (moves.low, moves.high)]
            if np.isfinite(ends).all():
                found = found + moves.by((ends[1] - ends[0]) / moves.width)
        yield self._row("auc", self.joint.share(found, scored))
        order = spearman(self.score[scored], self.truth.welfare[scored], weight)
        n = int(self.joint.counted(scored).n[0])
        yield self._row("spearman", {**NO_ERROR, "value": order, "n": n})

    def confusion(self) -> Iterator[Row]:
        """Persons by what they are and what the selection says."""
        joint, known = self.joint, self.truth.known
        for poor, selected, share in (
            (True, True, joint.both),
            (True, False, joint.excluded),
            (False, True, joint.included),
            (False, False, 1.0 - joint.poor - joint.included),
        ):
            total = joint.people(share, (joint.who_poor == poor) & (joint.who_selected == selected))
            counts = {"persons": total["value"], "persons_se": total["se"]}
            yield {"sample": self.sample, "poor": poor, "selected": selected, **counts, **joint.share(share, known)}

    def deciles(self) -> Iterator[Row]:
        """The share selected of each tenth of persons, from the poorest, and the part of all selected who are in it."""
        nobody, everybody = np.zeros(len(self.score), dtype=bool), self.truth.known
        cuts = [self.order.reached(k / DECILES) for k in range(1, DECILES)]
        limits = [
            Inside(nobody),
            *(reaching(self.order, mask, (k + 1) / DECILES) for k, mask in enumerate(cuts)),
            Inside(everybody),
        ]
        total = float(self.joint.selected.value[0])
        found = [(one.mask, *self.joint.parted(one)) for one in limits]
        for i, ((lower, *less), (upper, *more)) in enumerate(pairwise(found)):
            persons, inside = (up - down for up, down in zip(more, less, strict=True))
            row = self.joint.share(inside / persons, upper & ~lower)
            part = float(inside.value[0]) / total if total > 0 else None
            yield {"sample": self.sample, "decile": i + 1, **row, "part_of_selected": part}

    def roc(self) -> Iterator[Row]:
        """Of the poor and of the others, the share selected at each quota in hundredths; both ends are there."""
        use = self.truth.known & ~np.isnan(self.score) & (self.persons > 0)
        score, poor, w = self.score[use], self.truth.poor[use], self.persons[use]
        if not len(w):
            return
        levels, at = np.unique(score, return_inverse=True)
        bottom, top = (np.append(0.0, np.cumsum(np.bincount(at, w * one, len(levels)))) for one in (poor, ~poor))
        everybody = bottom + top
        wanted = everybody[-1] * np.arange(STEPS + 1) / STEPS
        for i in dict.fromkeys(np.searchsorted(everybody, wanted * (1 - 1e-12), side="left").tolist()):
            yield {
                "sample": self.sample,
                "quota": float(everybody[i] / everybody[-1]),
                "selected_of_others": float(top[i] / top[-1]) if top[-1] > 0 else None,
                "selected_of_poor": float(bottom[i] / bottom[-1]) if bottom[-1] > 0 else None,
            }


def truth_of(welfare: Floats, persons: Floats, share: float | None, line: float | None) -> Truth:
    """Who is poor: the poorest share of persons, all at the cut in; or those below a line."""
    known = ~np.isnan(welfare) & (persons > 0)
    if line is None:
        threshold, _ = cut(welfare, persons, share if share is not None else 0.5)
        poor = known & (welfare <= threshold)
    else:
        threshold, poor = line, known & (welfare < line)
    total = float(persons[known].sum())
    found = float(persons[poor].sum()) / total if total > 0 else float("nan")
    return Truth(welfare, known, poor, threshold, found, share if line is None else None)


def tables(examined: Sequence[Examined]) -> dict[str, list[Row]]:
    """The tables on errors, of each selection in turn."""
    return {
        "errors": [row for one in examined for row in one.rows()],
        "confusion": [row for one in examined for row in one.confusion()],
        "by_decile": [row for one in examined for row in one.deciles()],
        "roc": [row for one in examined for row in one.roc()],
    }
