"""The central run of a scenario as uncertainty needs it: costs by the people they follow, what they follow, how surely they are known."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from groundfloor.costing.phase import take_up_in
from groundfloor.errors import GroundfloorError
from groundfloor.measures.design import Design, design_of, totals
from groundfloor.population import Population
from groundfloor.population.ages import Floats
from groundfloor.prices import MIDYEAR, Prices
from groundfloor.replaced import replaced_by, together
from groundfloor.rules.programme import DatedParameter, Floor
from groundfloor.scenarios import Setting, phased_in
from groundfloor.simulate import Year
from groundfloor.survey.calibrate import aged
from groundfloor.survey.frame import Survey
from groundfloor.uncertainty.followed import CELLS, Followed

RAISED = 1.05
Index = tuple[str | None, int]
"""What an amount follows (None: nothing), and the year in whose money it was fixed."""


@dataclass(frozen=True)
class Central:
    """One scenario's central run: values are [programme, year] unless said.

    `by_cell` [programme, year, cell] are transfers in prices of the base year by the people they follow; `follows` the elasticity by programme of the real cost
    to parameters of each index; `take_up` that of the central run; `covariance` [programme, programme] that of relative sampling errors. `unmoved`
    is the share of a cost that does not hang on who receives (fixed administration, start-up), None where there is none.
    """

    scenario: str
    programmes: tuple[str, ...]
    years: range
    full: int
    total_lcu: Floats
    pct_gdp: Floats
    by_cell: Floats
    follows: Mapping[Index, Floats]
    take_up: Floats
    covariance: Floats | None
    unmoved: Floats | None = None


@dataclass(frozen=True)
class Raised(Prices):
    """Prices under which the parameters of one index are larger by RAISED, all else as it is."""

    index: Index = (None, 0)

    def real(self, parameter: DatedParameter, year: int) -> float:
        """The parameter's real number, raised where it follows the index."""
        value = super().real(parameter, year)
        return value * RAISED if index_of(parameter, year) == self.index else value


def index_of(parameter: DatedParameter, year: int) -> Index | None:
    """What a parameter in money follows in a year, and since when; None for one that is no money or not in force."""
    dated = parameter.dated(datetime.date(year, *MIDYEAR)) if "LCU" in parameter.unit else None
    return None if dated is None else (parameter.indexed_to, dated.start.year)


def central(at: Setting, option: Floor, scenario: str, people: Population, *, sampled: bool = False) -> Central:
    """Run a scenario as `groundfloor run` does and keep what its uncertainty needs, where asked for the sampling errors too.

    `people` are those that the weights of the run meet.
    """
    years = range(at.base, max(at.weights) + 1)
    full = min(years[-1], max(at.base, phased_in(option, at.base)))
    asked = together(option, replaced_by(option, at.country.schemes, at.caseloads.silent))
    names = tuple(asked.programmes)
    followed = Followed(at.survey)
    lcu, pct = np.zeros((len(names), len(years))), np.zeros((len(names), len(years)))
    unmoved = np.zeros((len(names), len(years)))
    by_cell = np.zeros((len(names), len(years), CELLS))
    kept: Year | None = None
    for t, year in enumerate(at.years(option, scenario, at.weights)):
        for p, row in enumerate(year.costs):
            lcu[p, t], pct[p, t] = row["total_lcu"], row["pct_gdp"]
            apart = row["administration_fixed_lcu"] + row["start_up_lcu"]
            unmoved[p, t] = apart / row["total_lcu"] if apart and row["total_lcu"] else 0.0
        by_cell[:, t] = followed.by_cell(year, names, people.at(year.year))
        if year.year == full:
            kept = year
    assert kept is not None  # noqa: S101 (full is one of the years)
    return Central(
        scenario,
        names,
        years,
        full,
        lcu,
        pct,
        by_cell,
        dict(_elasticities(at, option, asked, scenario, full, lcu[:, full - at.base])),
        _take_up(at, option, asked, kept),
        sampling_covariance(at.survey, people.at(full), kept, names) if sampled else None,
        unmoved if unmoved.any() else None,
    )


def _elasticities(
    at: Setting, option: Floor, asked: Floor, scenario: str, year: int, before: Floats
) -> Iterator[tuple[Index, Floats]]:
    """By index, how much more each programme costs in real terms where its parameters are raised, as an elasticity."""
    found = {index_of(one, year) for one in asked.parameters.values()} - {None}
    for index in sorted((one for one in found if one is not None), key=str):
        if index[0] == "inflation" and index[1] <= at.base:
            continue  # worth the same in real terms whatever prices do
        raised = replace(at, prices=Raised(at.prices.base, at.prices.rates, index))
        (lived,) = raised.years(option, scenario, {year: at.weights[year]})
        after = np.array([row["total_lcu"] for row in lived.costs])
        there = before != 0
        ratio = np.divide(after, before, out=np.ones_like(after), where=there)
        if (ratio <= 0).any():
            raise GroundfloorError(
                f"In {scenario} a programme costs nothing once an amount is {RAISED - 1:.0%} higher",
                hint="Its costs cannot be carried along paths of prices and growth.",
            )
        slope = np.log(ratio) / np.log(RAISED)
        if (slope != 0).any():
            yield index, slope


def _take_up(at: Setting, option: Floor, asked: Floor, year: Year) -> Floats:
    """The take-up a band is about: the programme's own, or receivers over entitled where it differs from place to place."""
    calibrated = at.caseloads.kept_by(option)
    found = []
    for row, (name, one) in zip(year.costs, asked.programmes.items(), strict=True):
        if name not in option.programmes:
            found.append(0.0)  # a scheme that ends has the receivers it has
        elif one.take_up_by is None and name not in calibrated:
            found.append(take_up_in(one, year.year))
        else:
            entitled = row["target_population"]
            found.append(row["beneficiaries"] / entitled if entitled > 0 else 0.0)
    return np.array(found)


def sampling_covariance(survey: Survey, people: Floats, year: Year, names: tuple[str, ...]) -> Floats:
    """Covariance of the relative errors of the programmes' totals under the survey's design and its weights for the year."""
    found = aged(replace(survey, replicates=None), people).survey
    assert found.calibrated is not None  # noqa: S101 (aged says so)
    # the derivative of raking is its own weight: years ahead the weights before it are far from those after
    design = design_of(replace(found, calibrated=replace(found.calibrated, before=found.calibrated.after)))
    paid = np.array([np.where(year.receives[name] == 1.0, year.weight * year.amounts[name], 0.0) for name in names])
    whole = paid.sum(axis=1)[:, None]
    return covariance(design, np.divide(paid, whole, out=np.zeros_like(paid), where=whole != 0))


def covariance(design: Design, values: Floats) -> Floats:
    """Covariance [k, k] of the totals of weighted values [k, person]: units with replacement in strata, as every standard error here.

    A stratum of one unit is centred at nought.
    """
    units, strata = design.units_in, len(design.units_in)
    deviations = []
    for own in values:
        left = design.left(totals(design.unit, own, design.weighted))
        by_unit = left if design.within is None else totals(design.within, left, len(design.stratum))
        mean = np.where(units < 2, 0.0, totals(design.stratum, by_unit, strata) / np.maximum(units, 1))
        factor = np.sqrt(np.where(units < 2, 1.0, units / np.maximum(units - 1, 1)))
        deviations.append((by_unit - mean[design.stratum]) * factor[design.stratum])
    found = np.array(deviations)
    return np.asarray(found @ found.T)
