"""Schemes in force as people have them today: who receives is what the survey says, how much what the scheme's rule says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from groundfloor.engine import apply
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.prices import MIDYEAR, Prices
from groundfloor.rules.entitlements import Entitlement, Entitlements
from groundfloor.rules.order import needs
from groundfloor.rules.programme import DatedParameter, Floor, Programme
from groundfloor.rules.tree import Literal_, Type
from groundfloor.rules.used import of_programme
from groundfloor.survey.covered import covered
from groundfloor.survey.frame import Floats, Survey


def receipts(schemes: Iterable[Programme], survey: Survey, prices: Prices, *, engine: str = "arrays") -> Entitlements:
    """What schemes in force give each person in the base year, in its prices.

    A scheme of which the survey does not say who receives it is left out. Where the survey lacks a variable that its amount
    needs, the amount of those who receive it is NaN.
    """
    told = [scheme for scheme in schemes if covered(survey, scheme.meta.get("covered_by")) is not None]
    open_to_all = {scheme.name: for_everybody(scheme) for scheme in told}
    known = {
        name: scheme
        for name, scheme in open_to_all.items()
        if of_programme(scheme).keys() <= survey.columns.keys() and not needs(scheme.amount)
    }
    floor = prices.floor(Floor("in_force", {}, known, parameters_of(known.values()), {}), prices.base)
    found = apply(floor, survey, datetime.date(prices.base, *MIDYEAR), engine=engine).programmes
    nothing_known = np.full(survey.persons, np.nan)
    out = {}
    for scheme in told:
        receives = holders(survey, scheme)
        money = found[scheme.name].full_amount if scheme.name in found else nothing_known
        amount = np.where(receives == 1.0, money, 0.0)
        out[scheme.name] = Entitlement(receives, receives, amount, amount, 0)
    return Entitlements(out)


def parameters_of(schemes: Iterable[Programme]) -> dict[str, DatedParameter]:
    """The parameters of schemes by full name, as a floor has them."""
    return {one.name: one for scheme in schemes for one in scheme.parameters.values()}


def for_everybody(scheme: Programme) -> Programme:
    """The scheme with the amount of its rule for everybody, whoever its rule would entitle."""
    return replace(
        scheme,
        eligible=Literal_(Type("boolean"), scheme.place, True),
        limit=None,
        take_up=1.0,
        take_up_by=None,
        ages=None,
    )


def holders(survey: Survey, scheme: Programme) -> Floats:
    """1 for who receives a scheme today by the survey variables `covered_by`, on the first row of a household's scheme.

    Who did not answer is taken not to. A scheme without that variable, or a survey without it, is refused: a saving that
    cannot be known is not 0.
    """
    names = scheme.meta.get("covered_by")
    today = covered(survey, names)
    if today is None:
        raise GroundfloorError(
            f"{scheme.name} is to be replaced, but nothing says who receives it today",
            scheme.place,
            expected="covered_by: a true-or-false variable that the survey has",
            hint=nearest(str(names), [one for one in survey.columns if not one.startswith("_")])
            or f"Add covered_by to {scheme.name}, or caseload_by, by which it is simulated; or take it out of `replaces`.",
        )
    receives: Floats = (today == 1.0).astype(float)
    return receives if scheme.asked == "person" else first_rows(survey, receives)


def first_rows(survey: Survey, values: Floats) -> Floats:
    """The largest value of each household on its first row, 0 on the others."""
    first = np.zeros(survey.persons)
    first[survey.starts] = np.maximum.reduceat(values, survey.starts)
    return first
