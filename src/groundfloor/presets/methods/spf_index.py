"""The Social Protection Floor Index: what closing the gaps of income and of health would take, in GDP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.measures.families.poverty import fgt
from groundfloor.presets.entry import GAP, Entry, Note
from groundfloor.presets.inputs import Floats, Households, Inputs
from groundfloor.presets.known import held
from groundfloor.presets.parameter import RECONSTRUCTED, UNVERIFIED, Parameter, Settled, share

SOURCE = (
    "Bierbaum, Oppel, Tromp and Cichon: A Social Protection Floor Index, Friedrich-Ebert-Stiftung (2016); "
    "Bierbaum, Schildberg and Cichon, update (2017)"
)
NEEDS = ("gdp_nominal", "inflation", "lines", "survey", "health_expenditure_pct_gdp")
RELATIVE = "relative"
PARAMETERS = {
    "criterion": Parameter("national", "line_or_relative", RECONSTRUCTED, name=True),
    "relative_share": Parameter(0.5, "of_median", UNVERIFIED),
    "relative_floor": Parameter("national", "line", RECONSTRUCTED, name=True),
    "poverty_gap": share(None, RECONSTRUCTED),
    "health_benchmark": Parameter(4.3, "pct_gdp", UNVERIFIED, high=100),
    "health_expenditure_pct_gdp": Parameter(None, "pct_gdp", UNVERIFIED, high=100),
    "attended_births": share(None, UNVERIFIED),
    "attended_benchmark": Parameter(0.95, "share", UNVERIFIED, low=0.01, high=1),
}


def asks_households(overrides: Mapping[str, object]) -> bool:
    """Where the poverty gap is not given, or the criterion is a share of the median."""
    return "poverty_gap" not in overrides or overrides.get("criterion") == RELATIVE


def entries(at: Inputs, given: Settled) -> Iterator[Entry]:
    """The income gap and the health gap; the index is their sum in % of GDP."""
    yield _income(at, given)
    yield _health(at, given)


def _income(at: Inputs, given: Settled) -> Entry:
    """The poverty gap at the criterion times everybody; who is poor today is poor in every year (nobody's income grows)."""
    line, notes = _criterion(at, given)
    if given.given("poverty_gap"):
        gap, synthetic = np.full(len(at.years), given.number("poverty_gap")), False
        poor: Floats | None = None
    else:
        people = _households(at)
        real = line / at.prices(people.year)
        gap, headcount = (np.array([_mean(people, fgt(people.welfare, z, power)) for z in real]) for power in (1, 0))
        poor, synthetic = at.total * headcount, people.synthetic
        notes = (*notes, ("static", {"year": str(people.year)}))
        if people.interval is not None:
            low, high = people.interval(float(real[0]))
            notes = (*notes, ("sampled", {"value": float(gap[0]), "low": float(low), "high": float(high)}))
    cost = gap * line * at.total
    each = None if poor is None else np.divide(cost, poor, out=np.full_like(cost, np.nan), where=poor > 0)
    return Entry("income", cost, GAP, at.total, poor, each, notes=notes, synthetic=synthetic)


def _criterion(at: Inputs, given: Settled) -> tuple[Floats, tuple[Note, ...]]:
    """The minimum income [year] in LCU a year."""
    name = given.text("criterion")
    if name != RELATIVE:
        return at.line(name), ()
    people = _households(at)
    floor = at.line(given.text("relative_floor"))
    half = given.number("relative_share") * _median(people) * at.prices(people.year)
    return np.maximum(floor, half), (("relative", {}),)


def _households(at: Inputs) -> Households:
    if at.households is None or not at.households.weight.sum() > 0:
        raise GroundfloorError(
            "What households live on is not known",
            Place("survey.yaml"),
            expected="a survey with welfare, or margins from which households are drawn",
            hint="Give the poverty gap index at the line: --set poverty_gap=SHARE.",
        )
    return at.households


def _mean(people: Households, values: Floats) -> float:
    return float(np.average(values, weights=people.weight))


def _median(people: Households) -> float:
    order = np.argsort(people.welfare, kind="stable")
    passed = np.cumsum(people.weight[order])
    return float(people.welfare[order][np.searchsorted(passed, passed[-1] / 2)])


def _health(at: Inputs, given: Settled) -> Entry:
    """The larger of what public spending lacks to the benchmark and what births without skilled help say is lacking in staff."""
    spent, notes = held(at, given, "health_expenditure_pct_gdp")
    allocation = np.maximum(0.0, given.number("health_benchmark") - spent)
    if not given.given("attended_births"):
        return Entry("health", allocation / 100 * at.gdp, GAP, at.total, notes=(*notes, ("no_staffing", {})))
    benchmark = given.number("attended_benchmark")
    shortfall = max(0.0, benchmark - given.number("attended_births")) / benchmark
    larger = np.maximum(allocation, shortfall * spent)
    return Entry("health", larger / 100 * at.gdp, GAP, at.total, notes=notes)
