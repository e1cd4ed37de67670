"""From a survey to a proxy means test: fit, rule, errors, and other ways of choosing at the same budget."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.measures.design import ALL, design_of
from groundfloor.measures.intervals import degrees, reach
from groundfloor.proxy.comparison import Budget, Compared, cost_of_errors, default_budget
from groundfloor.proxy.cutoff import Cutoff
from groundfloor.proxy.errors import Examined, tables, truth_of
from groundfloor.proxy.figures import Row
from groundfloor.proxy.model import Model, fitted
from groundfloor.proxy.ranks import cut
from groundfloor.proxy.rule import Rule, rule_of
from groundfloor.proxy.sample import Note, Sample, of_area, sample_of, welfare_of
from groundfloor.proxy.score import Score, scaled, score_of
from groundfloor.proxy.settings import Settings, Target
from groundfloor.proxy.ways import the_test, ways_of
from groundfloor.report.results import marked
from groundfloor.survey.frame import Floats, Survey

FITTED, HELD_OUT = SAMPLES = ("in_sample", "cross_validated")
COLUMNS: dict[str, tuple[str, ...]] = {
    "coefficients": ("area", "predictor", "parameter", "unit", "value", "se", "low", "high", "log_welfare"),
    "fit": ("area", "sample", "measure", "value", "n"),
    "tuning": ("area", "penalty", "step", "predictor", "mse", "se", "used", "chosen"),
    "errors": ("sample", "measure", "value", "se", "low", "high", "n"),
    "confusion": ("sample", "poor", "selected", "persons", "persons_se", "value", "se", "low", "high", "n"),
    "by_decile": ("sample", "decile", "value", "se", "low", "high", "n", "part_of_selected"),
    "roc": ("sample", "quota", "selected_of_others", "selected_of_poor"),
    "costs": ("measure", "value", "se", "low", "high", "n"),
    "comparison": ("way", "measure", "line", "value", "se", "low", "high", "n"),
}


@dataclass(frozen=True)
class ProxyMeans:
    """A proxy means test and what is known of it.

    `tables` holds rows by table (COLUMNS), `rule` the programme and its files, `scores` one value a household (NaN where not known),
    `notes` what was left out and why, `ways` the names of the ways compared. `quota` is the share of persons selected, `threshold` the
    welfare (LCU a year) below or at which people are counted as poor and `share` their share.
    """

    survey: str
    synthetic: bool
    settings: Settings
    target: Target
    threshold: float
    share: float
    quota: float
    cutoff: float
    budget: Budget
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    rule: Rule
    scores: Floats
    notes: Sequence[Note]
    ways: Sequence[str]
    folds: int

    def value(self, table: str, column: str = "value", **where: Any) -> float | None:
        """One number: that of the first row with these values, None where it is absent."""
        found = next((row for row in self.tables[table] if all(row.get(k) == v for k, v in where.items())), None)
        number = None if found is None else found.get(column)
        return None if number is None or not math.isfinite(number) else float(number)


def assess(
    survey: Survey,
    *,
    predictors: Sequence[str] | None,
    target: Target,
    settings: Settings,
    budget: float | None,
    administration: float = 0.0,
    screening: float = 0.0,
    private: float = 0.0,
    benefit: float | None = None,
    categories: Mapping[str, str] | None = None,
    name: str = "pmt_grant",
) -> ProxyMeans:
    """Fit a test to a survey, write it as a rule and examine it; every figure is over the persons whose welfare is known.

    The settings and errors are those of `groundfloor.proxy_means`. Method: docs/methods/proxy-means.md.

    >>> from groundfloor import new, read_survey
    >>> test = assess(
    ...     read_survey(new("nowhere")),
    ...     predictors=["household.size", "urban"],
    ...     target=Target(share=0.2),
    ...     settings=Settings(),
    ...     budget=None,
    ... )
    >>> [row["predictor"] for row in test.tables["coefficients"]]
    ['constant', 'household.size', 'urban']
    """
    welfare = welfare_of(survey)
    counted = replace(survey, weight=np.where(np.isnan(welfare), 0.0, survey.weight))
    if not counted.weight.sum() > 0:
        raise GroundfloorError(f"Nobody in {survey.name!r} has a known welfare and a weight")
    persons = counted.weight[counted.starts] * counted.sizes
    truth = truth_of(
        welfare[survey.starts], persons, target.share, None if target.line is None else survey.lines[target.line]
    )
    if not truth.share > 0:
        raise GroundfloorError(f"Nobody lives below the line {target.line!r}", hint="Choose a higher one.")
    sample = sample_of(counted, predictors, settings)
    quantile = settings.quantile or min(max(truth.share, 0.01), 0.99)
    model = fitted(sample, settings, quantile)
    score = score_of(model, settings.points)
    own = score.of(counted)
    held_out = model.held_out_scores(lambda b: scaled(b, settings.points))
    limit = Cutoff(truth, persons, settings, score.scale)
    cutoff, selected = limit.of(own)
    fitted_to = Examined(counted, truth, FITTED, own, selected)
    held = Examined(counted, truth, HELD_OUT, held_out, limit.of(held_out)[1])
    total = budget if budget is not None else default_budget(counted, truth)
    if budget is None and not total > 0:
        raise GroundfloorError(
            f"The target lacks {total:g} to its threshold of {truth.threshold:g}, which is no budget",
            hint="Give a budget, or another target.",
        )
    spending = Budget(total, administration, screening, private, benefit)
    folds = int(sample.fold.max()) + 1
    share = float(persons[selected.mask].sum() / persons.sum())
    ways = list(ways_of(counted, truth, min(share, 1.0), fitted_to, held, categories))
    found: dict[str, list[Row]] = {
        "coefficients": list(_coefficients(score, reach(degrees(design_of(counted))))),
        "fit": list(_fit(model, settings, quantile)),
        "tuning": list(_tuning(model)),
        **tables((fitted_to, held)),
        "costs": cost_of_errors(counted, truth, the_test(held), spending),
        "comparison": list(Compared(counted, truth, spending).rows(ways)),
    }
    grant = next((row["value"] for row in found["costs"] if row["measure"] == "benefit_lcu"), None)
    rule = rule_of(
        survey, score, cutoff, round(grant or 0.0, 2), name=name, source=_source(survey, settings),
        administration=min(administration, 1.0), seed=settings.seed,
    )  # fmt: skip
    return ProxyMeans(
        survey=survey.name,
        synthetic=survey.synthetic,
        settings=settings,
        target=target,
        threshold=truth.threshold,
        share=truth.share,
        quota=share,
        cutoff=cutoff,
        budget=spending,
        tables={table: marked(rows, survey.synthetic) for table, rows in found.items()},
        rule=rule,
        scores=own,
        notes=[*sample.notes, *model.notes, *_fewer(folds, settings), *_rounded_away(score), *_no_benefit(grant)],
        ways=[way.name for way in ways],
        folds=folds,
    )


def _coefficients(score: Score, far: float) -> Iterator[Row]:
    """The weights of the score, with intervals of `far` standard errors to each side."""
    for one in score.weights:
        yield {
            "area": one.area,
            "predictor": one.label,
            "parameter": one.name,
            "unit": one.unit,
            "value": one.value,
            "se": one.se,
            "low": one.fitted - far * one.se,
            "high": one.fitted + far * one.se,
            "log_welfare": one.fitted / score.scale,
        }


def _fit(model: Model, settings: Settings, quantile: float) -> Iterator[Row]:
    """How near log welfare the model comes, by area and over all."""
    sample: Sample = model.sample
    areas = [(one.area.name, one.area.mask, len(one.kept)) for one in model.fits]
    if len(areas) > 1:
        areas.append((ALL, np.ones(len(sample.x), dtype=bool), sum(kept for *_, kept in areas) + len(areas) - 1))
    for name, mask, columns in areas:
        use = mask & sample.fitting
        y, w, n = sample.log_welfare[use], sample.weight[use], int(use.sum())
        for label, predicted in zip(SAMPLES, (model.predicted, model.held_out), strict=True):
            error = y - predicted[use]
            if settings.method == "quantile":
                constant = y - cut(y, w, quantile)[0]
                measures = {"pseudo_r2": 1 - _check(error, w, quantile) / _check(constant, w, quantile)}
            else:
                mean = np.average(y, weights=w)
                spread = float(np.average((y - mean) ** 2, weights=w))
                r2 = 1 - float(np.average(error**2, weights=w)) / spread if spread > 0 else float("nan")
                measures = {"r2": r2, "rmse": math.sqrt(float(np.average(error**2, weights=w)))}
                if label == "in_sample" and n > columns + 1:
                    measures["adjusted_r2"] = 1 - (1 - r2) * (n - 1) / (n - columns - 1)
            for measure, value in measures.items():
                yield {"area": name, "sample": label, "measure": measure, "value": float(value), "n": n}


def _check(error: Floats, w: Floats, quantile: float) -> float:
    return float(w @ (error * (quantile - (error < 0))))


def _tuning(model: Model) -> Iterator[Row]:
    for one in model.fits:
        for row in one.path:
            column = row.get("column")
            label = None if column is None else model.sample.terms[one.kept[column]].label
            yield {"area": one.area.name, **{k: v for k, v in row.items() if k != "column"}, "predictor": label}


def _fewer(folds: int, settings: Settings) -> list[Note]:
    return [Note("folds", {"count": folds})] if folds < settings.folds else []


def _rounded_away(score: Score) -> Iterator[Note]:
    for one in score.weights:
        if one.value == 0 and one.fitted != 0 and one.term is not None:
            yield Note("rounded_away", {"predictor": of_area(one.label, one.area)})


def _no_benefit(grant: float | None) -> list[Note]:
    return [] if grant else [Note("no_benefit")]


def _source(survey: Survey, settings: Settings) -> str:
    return f"Fitted to {survey.name} by {settings.method}"
