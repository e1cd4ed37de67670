"""Food insecurity by the Food Insecurity Experience Scale of the FAO (SDG 2.1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from groundfloor.measures.conditions import answers
from groundfloor.measures.context import Context, Row
from groundfloor.measures.design import Mask, totals
from groundfloor.measures.estimate import Base, Estimate
from groundfloor.measures.figure import size, total
from groundfloor.measures.influence import Figure
from groundfloor.measures.rasch import Equated, Rasch, beyond, equated, fitted
from groundfloor.survey.frame import Floats
from groundfloor.survey.variables import FIES

SETS = ("services",)

# the global standard of 2014-2016, in the order of the questions
STANDARD = np.array([-1.2230564, -0.8471210, -1.1056616, 0.3509848, -0.3117999, 0.5065051, 0.7546138, 1.8755353])
TOLERANCE, MOST_UNIQUE = 0.35, 3
ITEMS = tuple(f"fies_{item}" for item in FIES)
# beyond having eaten less than one should; beyond having eaten nothing for a day
MEASURES = {"food_insecure": STANDARD[4], "severely_food_insecure": STANDARD[7]}
STEP = 1e-5


def rows(context: Context) -> Iterator[Row]:
    """Moderate or severe and severe food insecurity by group; of everybody, what the scale is like: severities, fit, reliability."""
    found = [answers(context.survey, item) for item in ITEMS]
    asked = [one for one in found if one is not None]
    if len(asked) < len(ITEMS):
        return
    each = np.vstack(asked).T
    complete: Mask = np.logical_and.reduce(~np.isnan(each), axis=1)
    starts = context.survey.starts
    homes = starts[complete[starts]]
    if not len(homes):
        return
    model = fitted(each[homes], context.survey.weight[homes])
    if model is None:
        return
    common = equated(model.severity, STANDARD, TOLERANCE, MOST_UNIQUE)
    yield from _prevalence(context, model, common, np.where(complete, each.sum(axis=1), np.nan), homes)
    yield from _scale(context, model, common, homes)


def _prevalence(context: Context, model: Rasch, common: Equated, score: Floats, homes: np.ndarray) -> Iterator[Row]:
    counted = ~np.isnan(score)
    thresholds = list(MEASURES.values())
    chance = beyond(model.severity, STANDARD, common.common, thresholds)
    slopes = _slopes(model, common, thresholds)
    units = _units(context, model, homes)
    over = context.over(counted, context.groups)
    at = np.where(counted, score, 0).astype(np.int64)
    for k, measure in enumerate(MEASURES):
        of_each = context.sums(over, chance[at, k])
        moved = [context.sums(over, slope[at, k]) for slope in slopes]
        unsure = chance[at, k] * (1 - chance[at, k])
        spread = context.sums(over, unsure * context.survey.weight)
        for base in over.bases:
            part, persons = base.partition, size(base)
            figure = total(part, of_each) / persons
            common_terms = tuple(
                ((total(part, one) / persons).value, unit) for one, unit in zip(moved, units, strict=True)
            )
            figure = Figure(part, figure.value, figure.cells, figure.scale, common_terms)
            yield from context.rows(measure, part, _measured(figure, base, total(part, spread).value), proportion=True)


def _measured(figure: Figure, base: Base, spread: Floats) -> Estimate:
    """The estimate with the error of measurement beside that of sampling: of whom it is not sure that they are beyond."""
    estimate = figure.estimate(base)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(estimate.se**2 + spread / base.totals**2)
    return replace(estimate, se=error)


def _slopes(model: Rasch, common: Equated, thresholds: list[float]) -> list[Floats]:
    """How the chances by raw score move with each severity, the common items staying the same."""
    out = []
    for item in range(len(model.severity)):
        step = np.zeros(len(model.severity))
        step[item] = STEP
        up, down = (beyond(model.severity + by, STANDARD, common.common, thresholds) for by in (step, -step))
        out.append((up - down) / (2 * STEP))
    return out


def _units(context: Context, model: Rasch, homes: np.ndarray) -> list[Floats]:
    """What each unit adds to each severity."""
    design = context.view.design
    unit = context.view.spread(design.unit)[homes]
    weight = context.survey.weight[homes]
    return [totals(unit, weight * model.influence[:, k], design.weighted) for k in range(len(model.severity))]


def _scale(context: Context, model: Rasch, common: Equated, homes: np.ndarray) -> Iterator[Row]:
    """Severities on the global standard's scale, infit, whether the item is common, and the reliability of the scale."""
    part = context.groups[0]

    def row(measure: str, value: float) -> Iterator[Row]:
        return context.rows(
            measure, part, Estimate(np.array([value]), np.array([np.nan]), np.array([len(homes)], dtype=np.int64))
        )

    for k, item in enumerate(FIES):
        yield from row(f"fies_severity_{item}", common.shift + common.scale * float(model.severity[k]))
    for k, item in enumerate(FIES):
        yield from row(f"fies_infit_{item}", float(model.infit[k]))
    for k, item in enumerate(FIES):
        yield from row(f"fies_common_{item}", float(common.common[k]))
    yield from row("fies_reliability", model.reliability)
    yield from row("fies_reliability_flat", model.flat)
