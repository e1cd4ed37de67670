"""The basic social protection package of the ILO: pension, child benefit, employment scheme and essential health care."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.presets.entry import FINANCING, Entry, Note, benefit, total
from groundfloor.presets.inputs import Floats, Inputs
from groundfloor.presets.known import DAYS, dollar
from groundfloor.presets.parameter import PUBLISHED, RECONSTRUCTED, UNVERIFIED, Parameter, Settled, share

SOURCE = (
    "ILO: Can low-income countries afford basic social security? Social Security Policy Briefings 3 (2008), "
    "after Pal, Behrendt, Léger, Cichon and Hagemejer, Issues in Social Protection 13 (2005)"
)
NEEDS = ("gdp_nominal", "inflation", "ppp_conversion", "expenditure_pct_gdp")
PARAMETERS = {
    "pension_age": Parameter(65, "years", UNVERIFIED, high=100),
    "disabled_share": share(0.01, UNVERIFIED),
    "pension_share": Parameter(0.30, "of_gdp_per_head", UNVERIFIED),
    "pension_cap": Parameter(1.0, "dollars_a_day", UNVERIFIED),
    "child_age": Parameter(14, "years", PUBLISHED, high=100),
    "child_eligible": share(0.464, PUBLISHED),
    "child_share": Parameter(0.15, "of_gdp_per_head", PUBLISHED),
    "child_cap": Parameter(0.5, "dollars_a_day", PUBLISHED),
    "capped": Parameter(1, "switch", PUBLISHED, high=1),
    "ppp_conversion": Parameter(None, "lcu_a_dollar", RECONSTRUCTED),
    "employed_share": share(0.10, UNVERIFIED),
    "employed_days": Parameter(100, "days_a_year", UNVERIFIED, high=366),
    "employed_year": Parameter(260, "days", RECONSTRUCTED, low=1, high=366),
    "health_staff": Parameter(0.003, "staff_a_person", UNVERIFIED, high=1),
    "health_wage": Parameter(3.0, "gdp_per_head", UNVERIFIED),
    "health_wage_observed": Parameter(None, "lcu_a_year", UNVERIFIED),
    "health_overhead": Parameter(0.67, "of_staff", UNVERIFIED),
    "administration": Parameter(0.15, "of_cash", UNVERIFIED),
    "status_quo_share": share(None, PUBLISHED),
    "budget_share": share(0.20, PUBLISHED),
}


def entries(at: Inputs, given: Settled) -> Iterator[Entry]:
    """The four benefits, then what the budget carries and what is left to others."""
    costs = [*_cash(at, given), _health(at, given)]
    yield from costs
    whole = total(costs, "cost")
    yield from _financing(at, given, whole.cost * (1 + whole.administration))


def _cash(at: Inputs, given: Settled) -> Iterator[Entry]:
    administration = given.number("administration")
    working_age = at.people(15, 64)
    pension, notes = _level(at, given, "pension")
    old = at.people(given.number("pension_age"))
    yield benefit(
        "pension",
        old + given.number("disabled_share") * working_age,
        pension,
        administration=administration,
        notes=notes,
    )
    child, notes = _level(at, given, "child")
    cameroon: tuple[Note, ...] = () if "child_eligible" in given.overridden else (("eligible_cameroon", {}),)
    yield benefit(
        "child_benefit",
        at.people(0, given.number("child_age") - 1),
        child,
        reached=given.number("child_eligible"),
        administration=administration,
        notes=(*notes, *cameroon),
    )
    days = given.number("employed_days") / given.number("employed_year")
    yield benefit(
        "employment",
        working_age,
        pension * days,
        reached=given.number("employed_share"),
        administration=administration,
    )


def _level(at: Inputs, given: Settled, name: str) -> tuple[Floats, tuple[Note, ...]]:
    """LCU a year: a share of GDP per head, at most so many international dollars a day."""
    level = given.number(f"{name}_share") * at.gdp_per_capita
    if not given.number("capped"):
        return level, (("uncapped", {}),)
    one, note = dollar(at, given)
    most = DAYS * given.number(f"{name}_cap") * one
    binds = ("cap_binds", note[1]) if (most < level).any() else ("cap_free", note[1])
    return np.minimum(level, most), (binds,)


def _health(at: Inputs, given: Settled) -> Entry:
    """Staff a person times their wage, and overheads on it; a wage that is observed moves with GDP per head."""
    head = at.gdp_per_capita
    wage = given.number("health_wage") * head
    notes: tuple[Note, ...] = (("wage_floor", {}),)
    if given.given("health_wage_observed"):
        wage = np.maximum(wage, given.number("health_wage_observed") * head / head[0])
        notes = ()
    each = given.number("health_staff") * wage * (1 + given.number("health_overhead"))
    return benefit("health", at.total, each, notes=notes)


def _financing(at: Inputs, given: Settled, cost: Floats) -> Iterator[Entry]:
    expenditure = at.gdp * at.find("expenditure_pct_gdp") / 100
    ways = {"status_quo": "status_quo_share", "one_fifth": "budget_share"}
    for way, parameter in ways.items():
        if not given.given(parameter):
            continue
        domestic = given.number(parameter) * expenditure
        yield Entry(way, domestic, FINANCING, adds=False)
        yield Entry(f"external_{way}", np.maximum(0.0, cost - domestic), FINANCING, adds=False)
