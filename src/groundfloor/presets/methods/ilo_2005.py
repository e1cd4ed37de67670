"""The basic social protection package of the ILO of 2005: health care, education, pension and child benefit, or help to poor households."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from groundfloor.presets.entry import Entry, Note, benefit
from groundfloor.presets.inputs import Floats, Inputs
from groundfloor.presets.known import DAYS, dollar, held
from groundfloor.presets.parameter import PUBLISHED, RECONSTRUCTED, UNVERIFIED, Parameter, Settled, share
from groundfloor.presets.poor import headcount

SOURCE = (
    "Pal, Behrendt, Léger, Cichon and Hagemejer: Can low-income countries afford basic social protection? "
    "Issues in Social Protection 13, ILO (2005), and the ILO's basic social protection tool built on it"
)
NEEDS = ("gdp_nominal", "inflation", "ppp_conversion", "exchange_rate")
PARAMETERS = {
    "pension_age": Parameter(65, "years", UNVERIFIED, high=100),
    "disabled_share": share(0.01, UNVERIFIED),
    "pension_daily": Parameter(1.0, "dollars_a_day", UNVERIFIED),
    "child_first": Parameter(0, "years", UNVERIFIED, high=100),
    "child_last": Parameter(14, "years", UNVERIFIED, high=100),
    "child_daily": Parameter(0.5, "dollars_a_day", UNVERIFIED),
    "orphans_only": Parameter(0, "switch", PUBLISHED, high=1),
    "orphan_share": share(None, PUBLISHED),
    "ppp_conversion": Parameter(None, "lcu_a_dollar", RECONSTRUCTED),
    "health_each": Parameter(34.0, "us_dollars", UNVERIFIED),
    "exchange_rate": Parameter(None, "lcu_a_us_dollar", RECONSTRUCTED),
    "education_first": Parameter(6, "years", RECONSTRUCTED, high=100),
    "education_last": Parameter(11, "years", RECONSTRUCTED, high=100),
    "education_enrolled": share(1.0, RECONSTRUCTED),
    "education_each": Parameter(None, "of_gdp_per_head", PUBLISHED),
    "targeted_share": share(None, PUBLISHED),
    "targeted_daily": Parameter(0.5, "dollars_a_day", RECONSTRUCTED),
    "line": Parameter("national", "line", RECONSTRUCTED, name=True),
    "poverty_headcount": share(None, RECONSTRUCTED),
    "administration": Parameter(0.15, "of_cash", UNVERIFIED),
}


def asks_households(overrides: Mapping[str, object]) -> bool:
    """Where help to poor households is chosen and how many are poor is not given."""
    return "targeted_share" in overrides and "poverty_headcount" not in overrides


def entries(at: Inputs, given: Settled) -> Iterator[Entry]:
    """Health care and education, then cash: help to poor households where it is chosen, else pension and child benefit."""
    yield from _services(at, given)
    one, note = dollar(at, given)
    from_dollar = ("dollar", note[1])
    if given.given("targeted_share"):
        yield _targeted(at, given, one, from_dollar)
    else:
        yield from _universal(at, given, one, from_dollar)


def _services(at: Inputs, given: Settled) -> Iterator[Entry]:
    rate, notes = held(at, given, "exchange_rate")
    known = given.given("education_each")
    lacking: tuple[Note, ...] = () if known else (("no_education", {}),)
    yield benefit(
        "health", at.total, given.number("health_each") * rate, notes=(*notes, ("dollars_2005", {}), *lacking)
    )
    if known:
        pupils = at.people(given.number("education_first"), given.number("education_last"))
        each = given.number("education_each") * at.gdp_per_capita
        yield benefit("education", pupils, each, reached=given.number("education_enrolled"))


def _universal(at: Inputs, given: Settled, one: Floats, note: Note) -> Iterator[Entry]:
    administration = given.number("administration")
    old = at.people(given.number("pension_age")) + given.number("disabled_share") * at.people(15, 64)
    yield benefit(
        "pension", old, DAYS * given.number("pension_daily") * one, administration=administration, notes=(note,)
    )
    children = at.people(given.number("child_first"), given.number("child_last"))
    reached = given.number("orphan_share") if given.number("orphans_only") else 1.0
    each = DAYS * given.number("child_daily") * one
    yield benefit("child_benefit", children, each, reached=reached, administration=administration, notes=(note,))


def _targeted(at: Inputs, given: Settled, one: Floats, note: Note) -> Entry:
    """Help to a share of those in poor households; nobody's pension or child benefit is paid beside it."""
    poor, notes, synthetic = headcount(at, given, "poverty_headcount", given.text("line"))
    each = DAYS * given.number("targeted_daily") * one
    reached = given.number("targeted_share")
    return Entry(
        "targeted",
        at.total * poor * reached * each,
        target=at.total * poor,
        beneficiaries=at.total * poor * reached,
        benefit=np.asarray(each),
        administration=given.number("administration"),
        notes=(note, *notes, ("excludes", {})),
        synthetic=synthetic,
    )
