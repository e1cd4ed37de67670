"""The households of a survey as a proxy means test sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError, Place
from groundfloor.measures.design import ALL
from groundfloor.proxy.evaluate import values
from groundfloor.proxy.folds import folds_of
from groundfloor.proxy.predictors import Term, defaults, quoted, terms_of, variables_of, with_missing
from groundfloor.proxy.settings import Settings
from groundfloor.survey.frame import Floats, Ints, Survey, Text

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Note:
    """Something to be known about a test: a key of the messages and what is filled in there."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Area:
    """Households with a model of their own: what they are called, the condition of the rule, and who they are."""

    name: str
    condition: str
    mask: Mask


def of_area(label: str, area: str) -> str:
    """A column of an area as notes name it.

    >>> of_area("household.size", "urban=1"), of_area("urban", ALL)
    ('household.size (urban=1)', 'urban')
    """
    return label if area == ALL else f"{label} ({area})"


@dataclass(frozen=True)
class Sample:
    """One value a household: columns `x` (n, p), log welfare (NaN where there is none), weights, persons behind it, fold.

    `fitting` are the households a model is fitted to; `persons` is the weight times the members, `weight` that of the fit.
    """

    survey: Survey
    terms: Sequence[Term]
    x: Floats
    log_welfare: Floats
    persons: Floats
    weight: Floats
    fold: Ints
    fitting: Mask
    areas: Sequence[Area]
    notes: Sequence[Note]

    @property
    def welfare(self) -> Floats:
        """LCU a year of each household's members, NaN where it is not known."""
        known: Floats = welfare_of(self.survey)[self.survey.starts]
        return known


def welfare_of(survey: Survey) -> Floats:
    """The survey's welfare, which must be there."""
    if survey.welfare is None:
        raise GroundfloorError(
            f"{survey.name!r} has no welfare to predict",
            expected="welfare: {from: consumption, per: capita} in survey.yaml",
        )
    return survey.welfare


def sample_of(survey: Survey, predictors: Sequence[str] | None, settings: Settings) -> Sample:
    """The households with their columns, target and folds; what is left out of the fit is said in `notes`.

    Raises GroundfloorError when there is no welfare, no predictor, or a predictor is missing somewhere and this is refused.
    """
    welfare = welfare_of(survey)[survey.starts]
    notes: list[Note] = []
    terms = terms_of(defaults(survey) if predictors is None else predictors, survey)
    if settings.area is not None:
        terms = [term for term in terms if term.predictor != settings.area]
    if not terms:
        raise GroundfloorError("There is no predictor", hint="Name some: --predict 'household.size' --predict urban")
    x = values([term.number for term in terms], survey)
    terms, x = _known(terms, x, survey, settings, notes)
    persons = survey.weight[survey.starts] * survey.sizes
    areas = _areas(survey, settings.area, persons, notes)
    somewhere = np.logical_or.reduce([area.mask for area in areas])
    counted = ~np.isnan(welfare) & (persons > 0)
    log_welfare = _logarithm(welfare, counted, settings.lowest, notes)
    if (unknown := int(np.isnan(welfare).sum())) > 0:
        notes.append(Note("no_welfare", {"count": unknown}))
    return Sample(
        survey=survey,
        terms=terms,
        x=x,
        log_welfare=log_welfare,
        persons=persons,
        weight=persons if settings.weights == "persons" else survey.weight[survey.starts],
        fold=folds_of(survey, settings.folds, settings.seed),
        fitting=counted & ~np.isnan(log_welfare) & somewhere,
        areas=areas,
        notes=notes,
    )


def _known(
    terms: list[Term], x: Floats, survey: Survey, settings: Settings, notes: list[Note]
) -> tuple[list[Term], Floats]:
    """The columns without a missing value: what is missing is refused, or counts 0 beside a column that says so."""
    missing = {term.predictor: int(np.isnan(x[:, j]).sum()) for j, term in enumerate(terms)}
    missing = {predictor: count for predictor, count in missing.items() if count}
    if not missing:
        return terms, x
    if settings.missing == "refuse":
        predictor, count = next(iter(missing.items()))
        raise GroundfloorError(
            f"{count:,} of {survey.households:,} households have no answer",
            Place(f"predictor {predictor!r}"),
            hint="Write coalesce(x, value), or let a column say who did not answer: --missing indicator.",
        )
    notes += [Note("missing", {"predictor": name, "count": count}) for name, count in missing.items()]
    completed = with_missing(terms, missing)
    return completed, values([term.number for term in completed], survey)


def _logarithm(welfare: Floats, counted: Mask, lowest: float | None, notes: list[Note]) -> Floats:
    if lowest is not None:
        raised = int((counted & (welfare < lowest)).sum())
        if raised:
            notes.append(Note("raised", {"count": raised}))
        welfare = np.where(np.isnan(welfare), np.nan, np.maximum(welfare, lowest))
    none = int((counted & (welfare <= 0)).sum())
    if none:
        notes.append(Note("not_positive", {"count": none}))
    out: Floats = np.log(welfare, out=np.full(len(welfare), np.nan), where=welfare > 0)
    return out


def _areas(survey: Survey, variable: str | None, persons: Floats, notes: list[Note]) -> list[Area]:
    """One model for all, or one for each value of a variable; a household without a value is in none."""
    if variable is None:
        return [Area(ALL, "True", np.ones(survey.households, dtype=bool))]
    column = survey.columns.get(variable)
    kind = variables_of(survey)[variable].kind if column is not None else "number"
    if column is None or kind == "number":
        raise GroundfloorError(
            f"There is no variable {variable!r} of areas in the survey",
            expected="a yes-or-no variable or one of words, such as urban or region",
        )
    if isinstance(column, Text):
        named = [(f"{variable}={level}", f"{variable} == {quoted(level)}") for level in column.levels]
    else:
        named = [(f"{variable}=1", variable), (f"{variable}=0", f"not {variable}")]
    # asked as the rule asks it: of the head
    answers = values([f"(1 if {condition} else 0)" for _, condition in named], survey) == 1.0
    found = [Area(*one, answers[:, i]) for i, one in enumerate(named) if answers[:, i].any()]
    for area in found:
        if not persons[area.mask].sum() > 0:
            raise GroundfloorError(
                f"No household of {area.name} has a known welfare and a weight, so none can be fitted to",
                hint=f"Join it to another in survey.yaml, or choose another variable than {variable}.",
            )
    if not found:
        raise GroundfloorError(f"No household has a value of {variable!r}")
    if (nowhere := int((~np.logical_or.reduce([area.mask for area in found])).sum())) > 0:
        notes.append(Note("nowhere", {"variable": variable, "count": nowhere}))
    return found
