"""The branches of a scheme: pensions for old age, invalidity and survivors, benefits of short duration, health care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from groundfloor.contributory.amount import Amount, amount, index_of, optional_amount
from groundfloor.contributory.injury import INJURIES, WorkInjury, read_work_injury
from groundfloor.contributory.money import NOTHING, Index
from groundfloor.contributory.relatives import Relatives, read_relatives
from groundfloor.contributory.starting import Starting, read_starting
from groundfloor.country.given import Given, constant, given, optional
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields

PENSIONS = ("old_age", "invalidity", "survivors")
WORK_INJURY = "work_injury"
SHORT = ("unemployment", "maternity", "sickness", WORK_INJURY)
HEALTH = "health"
OLD_AGE = (
    "formula", "minimum_service", "retirement", "factor", "minimum", "maximum", "indexation", "deferred", "grant", "mortality",
    "pensioners",
)  # fmt: skip
INVALIDITY = ("incidence", "minimum_service", "credited_service", "mortality", "pensioners")
SURVIVORS = ("minimum_service", "spouse", "orphans", "lump_sum", "pensioners")
EACH = ("incidence", "days", "replacement")
FERTILITY = "fertility"
CAREER = "career"


@dataclass(frozen=True)
class Formula:
    """A pension: for each year of service a share of the reference wage, `rates` from `steps` years of service on.

    The reference wage is the average of the last `years` insured wages, None for the whole career, each brought to the year
    of the last one with `valorisation`.
    """

    steps: tuple[float, ...]
    rates: tuple[float, ...]
    years: int | None
    valorisation: Index


@dataclass(frozen=True)
class OldAge:
    """Pensions for old age."""

    formula: Formula
    minimum_service: Given
    retirement: Given
    factor: Given
    minimum: Amount | None
    maximum: Amount | None
    indexation: Index
    deferred: Index
    grant: Given | None
    mortality: Given
    pensioners: Starting | None


@dataclass(frozen=True)
class Invalidity:
    """Pensions for invalidity, by the formula of old age with at least `credited_service` years."""

    incidence: Given
    minimum_service: Given
    credited_service: Given
    mortality: Given
    pensioners: Starting | None


@dataclass(frozen=True)
class Survivors:
    """What is paid at a death: shares of the pension to spouse and orphans, or a lump sum of years of it.

    The pension is the one in payment or, of an insured, that of invalidity on the day.
    """

    minimum_service: Given
    relatives: Relatives
    lump_years: Given | None
    lump_until: Given | None
    lump_discount: Given
    pensioners: Starting | None


@dataclass(frozen=True)
class Short:
    """A benefit of short duration: cases a year and insured, days a case, share of the wage. Without `incidence`: births."""

    incidence: Given | None
    days: Given
    replacement: Given


@dataclass(frozen=True)
class Health:
    """Health care: persons covered for each insured and each pensioner, and what one costs a year."""

    per_insured: Given
    per_pensioner: Given
    cost: Amount


@dataclass(frozen=True)
class Branches:
    """The branches a scheme has."""

    old_age: OldAge | None = None
    invalidity: Invalidity | None = None
    survivors: Survivors | None = None
    short: Mapping[str, Short] = field(default_factory=dict)
    work_injury: WorkInjury | None = None
    health: Health | None = None


def read_branches(found: Fields) -> Branches:
    """The block `branches` of a scheme's description."""
    names = (*PENSIONS, *SHORT, HEALTH)
    for name in found.table("branches"):
        if name not in names:
            raise GroundfloorError(
                f"There is no branch {name!r}",
                found.key("branches", name),
                expected=f"one of {', '.join(names)}",
                hint=nearest(str(name), names),
            )
    has = {name: found.get("branches", name) is not None for name in names}
    if not any(has.values()):
        raise GroundfloorError("There is no branch", found.place("branches"), expected=f"one of {', '.join(names)}")
    for name in PENSIONS[1:]:
        if has[name] and not has["old_age"]:
            raise GroundfloorError(
                f"{name} stands without old_age", found.key("branches", name), hint="Its pensions follow that formula."
            )
    return Branches(
        old_age=_old_age(found) if has["old_age"] else None,
        invalidity=_invalidity(found) if has["invalidity"] else None,
        survivors=_survivors(found) if has["survivors"] else None,
        short={name: _short(found, name) for name in SHORT if has[name] and not _only_pensions(found, name)},
        work_injury=_work_injury(found) if has[WORK_INJURY] else None,
        health=_health(found) if has[HEALTH] else None,
    )


def without_pensioners(branches: Branches) -> Branches:
    """The same branches of a scheme that starts with no pensioners."""
    return replace(
        branches,
        **{
            name: replace(getattr(branches, name), pensioners=None)
            for name in (*PENSIONS, WORK_INJURY)
            if getattr(branches, name) is not None
        },
    )


def _default(found: Fields, units: Sequence[str], value: float, *path: Any) -> Given:
    return optional(found, units, *path) or constant(".".join(map(str, path)), value, units[0])


def _old_age(found: Fields) -> OldAge:
    at = ("branches", "old_age")
    found.known(OLD_AGE, ("formula", "minimum_service", "retirement", "indexation"), *at)
    return OldAge(
        formula=_formula(found, *at, "formula"),
        minimum_service=given(found, ("years",), *at, "minimum_service"),
        retirement=_retirement(found, *at, "retirement"),
        factor=_default(found, ("ratio",), 1.0, *at, "factor"),
        minimum=optional_amount(found, *at, "minimum"),
        maximum=optional_amount(found, *at, "maximum"),
        indexation=index_of(found, *at, "indexation"),
        deferred=index_of(found, *at, "deferred", default=NOTHING),
        grant=optional(found, ("share",), *at, "grant"),
        mortality=_default(found, ("ratio",), 1.0, *at, "mortality"),
        pensioners=read_starting(found, *at, "pensioners"),
    )


def _retirement(found: Fields, *path: Any) -> Given:
    """An age in years, or a table of the shares that retire on reaching each age."""
    one = given(found, ("years", "share"), *path)
    if one.unit == "share" and any(knots.values.ndim == 1 for knots in one.knots.values()):
        raise GroundfloorError(
            "retirement is one share for all ages",
            found.place(*path),
            expected="the age in years, or a table of shares by age",
        )
    return one


def _formula(found: Fields, *path: Any) -> Formula:
    found.known(("accrual", "years", "valorisation", "source"), ("accrual", "years", "source"), *path)
    steps: list[float] = []
    rates: list[float] = []
    for start in found.table(*path, "accrual"):
        place = found.key(*path, "accrual", start)
        if type(start) not in (int, float) or start < 0 or (steps and start <= steps[-1]) or (not steps and start):
            raise GroundfloorError(
                f"accrual from {start!r} years of service", place, expected="rising years of service, the first 0"
            )
        steps.append(float(start))
        rates.append(found.number(*path, "accrual", start, low=0.0, high=1.0))
    if not steps:
        raise GroundfloorError(
            "accrual is empty",
            found.place(*path, "accrual"),
            expected="shares of the reference wage by year of service",
        )
    years = found.get(*path, "years")
    if years != CAREER and not (type(years) is int and years >= 1):
        raise GroundfloorError(
            f"years is {years!r}", found.place(*path, "years"), expected=f"a number of last years, or {CAREER}"
        )
    valorisation = index_of(found, *path, "valorisation", default=NOTHING)
    return Formula(tuple(steps), tuple(rates), None if years == CAREER else years, valorisation)


def _invalidity(found: Fields) -> Invalidity:
    at = ("branches", "invalidity")
    found.known(INVALIDITY, ("incidence", "minimum_service"), *at)
    return Invalidity(
        incidence=given(found, ("share",), *at, "incidence"),
        minimum_service=given(found, ("years",), *at, "minimum_service"),
        credited_service=_default(found, ("years",), 0.0, *at, "credited_service"),
        mortality=_default(found, ("ratio",), 1.0, *at, "mortality"),
        pensioners=read_starting(found, *at, "pensioners"),
    )


def _survivors(found: Fields) -> Survivors:
    at = ("branches", "survivors")
    found.known(SURVIVORS, ("minimum_service",), *at)
    found.known(("years", "until_age", "discount"), (), *at, "lump_sum")
    years = ("years",)
    return Survivors(
        minimum_service=given(found, years, *at, "minimum_service"),
        relatives=read_relatives(found, *at),
        lump_years=optional(found, years, *at, "lump_sum", "years"),
        lump_until=optional(found, years, *at, "lump_sum", "until_age"),
        lump_discount=_default(found, ("share above indexation",), 0.0, *at, "lump_sum", "discount"),
        pensioners=read_starting(found, *at, "pensioners"),
    )


def _short(found: Fields, name: str) -> Short:
    at = ("branches", name)
    found.known((*EACH, *INJURIES) if name == WORK_INJURY else EACH, EACH, *at)
    births = name == "maternity" and found.get(*at, "incidence") == FERTILITY
    return Short(
        incidence=None if births else given(found, ("share", "ratio"), *at, "incidence"),
        days=given(found, ("days",), *at, "days"),
        replacement=given(found, ("share",), *at, "replacement"),
    )


def _work_injury(found: Fields) -> WorkInjury | None:
    at = ("branches", WORK_INJURY)
    found.known((*EACH, *INJURIES), (), *at)
    return read_work_injury(found, *at)


def _only_pensions(found: Fields, name: str) -> bool:
    """Whether a branch pays nothing of short duration."""
    has = found.table("branches", name)
    return name == WORK_INJURY and any(part in has for part in INJURIES) and not any(part in has for part in EACH)


def _health(found: Fields) -> Health:
    at = ("branches", HEALTH)
    found.known(("per_insured", "per_pensioner", "cost"), ("per_insured", "cost"), *at)
    return Health(
        per_insured=given(found, ("ratio",), *at, "per_insured"),
        per_pensioner=_default(found, ("ratio",), 0.0, *at, "per_pensioner"),
        cost=amount(found, *at, "cost"),
    )
