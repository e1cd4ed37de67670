"""Errors of a selection: who is left out, who is let in, and how well a score sorts people, each with its standard error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.measures.ranking import quantile_groups
from groundfloor.proxy.figures import Figures, Mask, bounded, codes
from groundfloor.proxy.ranks import auc, cut, spearman
from groundfloor.survey.frame import Floats, Survey

Row = dict[str, Any]
DECILES = 10
STEPS = 100


@dataclass(frozen=True)
class Truth:
    """Who is poor, a value a household: `known` welfare, `poor` by the target, and the welfare that parts them (LCU a year)."""

    welfare: Floats
    known: Mask
    poor: Mask
    threshold: float
    share: float


class Examined:
    """A selection of households held against the truth. `score` is NaN where it is not known; such a household is not selected."""

    def __init__(self, survey: Survey, truth: Truth, sample: str, score: Floats, selected: Mask) -> None:
        self.survey, self.truth, self.sample, self.score = survey, truth, sample, score
        decile = quantile_groups(truth.welfare, survey.weight[survey.starts] * survey.sizes, DECILES)
        groups = codes(np.repeat(decile, survey.sizes), [str(i + 1) for i in range(DECILES)])
        self.figures = Figures(survey, groups)
        self.known, self.poor, self.selected = (
            self.figures.persons(one) for one in (truth.known, truth.known & truth.poor, truth.known & selected)
        )
        self.other = self.known & ~self.poor

    def rows(self) -> Iterator[Row]:
        """The table `errors`."""
        figures, share = self.figures, self.figures.share
        for measure, counted, values in (
            ("exclusion_error", self.poor, ~self.selected),
            ("inclusion_error", self.selected, ~self.poor),
            ("selected_of_others", self.other, self.selected),
            ("excluded_of_all", self.known, self.poor & ~self.selected),
            ("included_of_all", self.known, self.selected & ~self.poor),
            ("correctly_placed", self.known, self.selected == self.poor),
            ("selected", self.known, self.selected),
            ("poor", self.known, self.poor),
        ):
            yield self._row(measure, bounded(share(counted, values)))
        among_poor, among_other = figures.linear(self.poor, self.selected), figures.linear(self.other, self.selected)
        everybody = figures.linear(self.known, self.selected)
        reached, poor = figures.linear(self.selected, self.poor), figures.linear(self.known, self.poor)
        c, a, b = (float(one.value[0]) for one in (everybody, among_poor, among_other))
        td = a - b
        yield self._row("targeting_differential", figures.combined(td, [(among_poor, 1.0), (among_other, -1.0)]))
        if c > 0:
            slopes = [(among_poor, 1 / c), (among_other, -1 / c), (everybody, -td / c**2)]
            yield self._row("normalised_targeting_differential", figures.combined(td / c, slopes))
            r, p = float(reached.value[0]), float(poor.value[0])
            if p > 0:
                yield self._row("cgh", figures.combined(r / p, [(reached, 1 / p), (poor, -r / p**2)]))
        yield from self._sorting()

    def _sorting(self) -> Iterator[Row]:
        scored = self.truth.known & ~np.isnan(self.score)
        weight = (self.survey.weight[self.survey.starts] * self.survey.sizes)[scored]
        scored &= np.isin(np.arange(len(scored)), np.flatnonzero(scored)[weight > 0])
        weight = weight[weight > 0]
        if not len(weight):
            return
        value, influence = auc(self.score[scored], self.truth.poor[scored], weight)
        each = np.zeros(len(scored))
        each[scored] = influence
        persons = self.figures.persons
        found = self.figures.influenced(persons(scored), value, persons(each))
        yield self._row("auc", bounded(found))
        order = spearman(self.score[scored], self.truth.welfare[scored], weight)
        yield self._row("spearman", {"value": order, "se": None, "low": None, "high": None, "n": found["n"]})

    def _row(self, measure: str, found: Row) -> Row:
        return {"sample": self.sample, "measure": measure, **found}

    def confusion(self) -> Iterator[Row]:
        """Persons by what they are and what the selection says."""
        for poor in (True, False):
            for selected in (True, False):
                who = (self.poor == poor) & (self.selected == selected) & self.known
                share = bounded(self.figures.share(self.known, who))
                total = self.figures.total(self.known, who)
                counts = {"persons": total["value"], "persons_se": total["se"]}
                yield {"sample": self.sample, "poor": poor, "selected": selected, **counts, **share}

    def deciles(self) -> Iterator[Row]:
        """The share selected of each tenth of persons, from the poorest, and the part of all selected who are in it."""
        below = self.figures.total(self.known, self.selected)["value"]
        tenth = self.figures.parts[1].code
        for i, found in enumerate(self.figures.shares(self.known, self.selected)):
            inside = self.figures.total(self.known & (tenth == i), self.selected)["value"]
            part = inside / below if below > 0 else None
            yield {"sample": self.sample, "decile": i + 1, **bounded(found), "part_of_selected": part}

    def roc(self) -> Iterator[Row]:
        """Of the poor and of the others, the share selected at each quota in hundredths; both ends are there."""
        weight = self.survey.weight[self.survey.starts] * self.survey.sizes
        use = self.truth.known & ~np.isnan(self.score) & (weight > 0)
        score, poor, w = self.score[use], self.truth.poor[use], weight[use]
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
    return Truth(welfare, known, poor, threshold, float(persons[poor].sum()) / total if total > 0 else float("nan"))


def tables(examined: Sequence[Examined]) -> dict[str, list[Row]]:
    """The tables on errors, of each selection in turn."""
    return {
        "errors": [row for one in examined for row in one.rows()],
        "confusion": [row for one in examined for row in one.confusion()],
        "by_decile": [row for one in examined for row in one.deciles()],
        "roc": [row for one in examined for row in one.roc()],
    }
