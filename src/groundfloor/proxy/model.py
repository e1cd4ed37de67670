"""A proxy means test fitted to a sample: coefficients by area, their standard errors, predictions and how well they fit."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.measures.design import everyone
from groundfloor.measures.estimate import standard_error
from groundfloor.measures.figure import Sums
from groundfloor.proxy import methods
from groundfloor.proxy.problem import Equations, Estimates, Options, Problem, independent, triangle
from groundfloor.proxy.sample import Area, Note, Sample, of_area
from groundfloor.proxy.settings import Settings
from groundfloor.survey.frame import Floats, Ints, Survey

SINGULAR = 1e-12


@dataclass(frozen=True)
class Fitted:
    """The model of one area. Coefficients (1 + p) have the intercept first, in log welfare a unit of each column.

    `without` holds those of a fit without each fold, (folds, 1 + p); `se` is NaN where a method has none; `kept` are the columns
    used, in order.
    """

    area: Area
    kept: Sequence[int]
    coefficients: Floats
    se: Floats
    without: Floats
    path: Sequence[Mapping[str, Any]]
    penalty: float


@dataclass(frozen=True)
class Model:
    """The models of all areas, and log welfare as they predict it: `predicted` by the whole fit, `held_out` without the own fold."""

    sample: Sample
    fits: Sequence[Fitted]
    notes: Sequence[Note]

    @property
    def predicted(self) -> Floats:
        """Log welfare of each household, NaN where it is in no area."""
        return self.scores([one.coefficients for one in self.fits])

    @property
    def held_out(self) -> Floats:
        """Log welfare of each household by the fit that has not seen its primary unit."""
        return self.held_out_scores(lambda b: b)

    def held_out_scores(self, change: Callable[[Floats], Floats]) -> Floats:
        """The same after a change of the coefficients, such as rounding to points."""
        out = np.full(len(self.sample.x), np.nan)
        for k in range(int(self.sample.fold.max()) + 1):
            here = self.sample.fold == k
            out[here] = self.scores([change(one.without[k]) for one in self.fits])[here]
        return out

    def scores(self, coefficients: Sequence[Floats]) -> Floats:
        """The intercept plus the columns times their coefficients, by area."""
        out = np.full(len(self.sample.x), np.nan)
        for one, b in zip(self.fits, coefficients, strict=True):
            x = self.sample.x[one.area.mask]
            out[one.area.mask] = b[0] + x @ b[1:]
        return out


def fitted(sample: Sample, settings: Settings, quantile: float) -> Model:
    """Fit the method of the settings in each area; `quantile` is that of quantile regression.

    A constant column and one that others explain are left out and named in the notes. Too few households in an area, or all of them
    in one primary unit, raise GroundfloorError.
    """
    method = importlib.import_module(f"{methods.__name__}.{settings.method}")
    options = Options(quantile, settings.mix, settings.penalty)
    notes: list[Note] = []
    fits = []
    for area in sample.areas:
        rows = np.flatnonzero(area.mask & sample.fitting)
        kept = _kept(sample, area, rows, notes)
        x, y, w = sample.x[rows][:, kept], sample.log_welfare[rows], sample.weight[rows]
        centre = np.average(x, axis=0, weights=w)
        scale = np.sqrt(np.average((x - centre) ** 2, axis=0, weights=w))
        present, fold = np.unique(sample.fold[rows], return_inverse=True)
        _enough(sample.survey, area, rows, len(kept), len(present))
        found: Estimates = method.fit(Problem((x - centre) / scale, y, w, fold), options)

        def own(b: Floats, centre: Floats = centre, scale: Floats = scale, kept: list[int] = kept) -> Floats:
            """Coefficients on the columns' own scale, 0 for those left out."""
            out = np.zeros((*b.shape[:-1], 1 + sample.x.shape[1]))
            slopes = b[..., 1:] / scale
            out[..., [1 + j for j in kept]] = slopes
            out[..., 0] = b[..., 0] - slopes @ centre
            return out

        coefficients = own(found.all)
        without = np.repeat(coefficients[None], int(sample.fold.max()) + 1, axis=0)
        without[present] = own(found.without)
        se = np.full(len(coefficients), np.nan)
        if found.equations is not None:
            design = np.column_stack([np.ones(len(rows)), x])
            se[[0, *(1 + j for j in kept)]] = standard_errors(sample.survey, rows, design, found.equations)
        fits.append(Fitted(area, kept, coefficients, se, without, found.path, found.penalty))
    return Model(sample, fits, notes)


def _kept(sample: Sample, area: Area, rows: Ints, notes: list[Note]) -> list[int]:
    if not len(rows):
        raise _few(area, 0, 1)
    x, w = sample.x[rows], sample.weight[rows]
    kept = independent(x, w)
    for j, term in enumerate(sample.terms):
        if j not in kept:
            key = "constant" if (x[:, j] == x[0, j]).all() else "collinear"
            notes.append(Note(key, {"predictor": of_area(term.label, area.name)}))
    if not kept:
        raise GroundfloorError(f"No predictor varies among the households of {area.name}")
    return kept


def _enough(survey: Survey, area: Area, rows: Ints, columns: int, folds: int) -> None:
    if len(rows) < columns + 2:
        raise _few(area, len(rows), columns)
    if folds < 2:
        raise GroundfloorError(
            f"All households of {area.name} lie in one fold", hint="It has too few primary sampling units for a model."
        )


def _few(area: Area, households: int, columns: int) -> GroundfloorError:
    return GroundfloorError(
        f"There are {households} households of {area.name} to fit {columns} predictors to",
        expected=f"at least {columns + 2} with a known positive welfare",
        hint="Name fewer predictors, or take fewer areas.",
    )


def standard_errors(survey: Survey, rows: Ints, design: Floats, equations: Equations) -> Floats:
    """Design-based standard errors of coefficients that meet X'score = 0 (Binder 1983); NaN where the conditions hardly move.

    The sandwich A^-1 B A^-1 with A = X' diag(slope) X and B the variance of X'score over the primary units: each coefficient's
    linearised total is that of a household's row of A^-1 X' times its score, with the error `measures.estimate` gives it.
    """
    out = np.full(design.shape[1], np.nan)
    if not np.isfinite(equations.slope).all():
        return out
    # with diag(slope)^1/2 X = QR both inverses are of triangles, and little is lost where columns are nearly collinear
    upper = triangle(np.sqrt(equations.slope)[:, None] * design)
    if not np.abs(np.diag(upper)).min() > SINGULAR * np.abs(np.diag(upper)).max():
        return out
    moved = np.linalg.solve(upper, np.linalg.solve(upper.T, design.T)) * equations.score
    part = everyone(survey)
    first, units = survey.starts[rows], np.array([len(part.design.stratum)])
    for j, influence in enumerate(moved):
        cells = Sums(influence, first).cells(part)
        out[j] = standard_error(part, cells, units, np.zeros(1))[0]
    return out
