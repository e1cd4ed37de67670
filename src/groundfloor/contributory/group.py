"""A group of insured persons: which share of whom, on what wages, paying what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.contributory.amount import Amount, amount, optional_amount
from groundfloor.contributory.money import WAGES
from groundfloor.country.given import Given, constant, given, optional
from groundfloor.country.rates import Floats, Ints
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

KEYS = (
    "label", "ages", "insured", "density", "wage", "past_service", "turnover", "returning", "contributions",
    "subsidy", "collected", "passed_on", "premium", "entry", "until_retirement",
)  # fmt: skip
INSURED = ("labour_force", "employed", "formal", "informal", "coverage")
PAYERS = ("worker", "employer", "government")
STARTS = ("steady", "new")
WAGE = ("average", "profile", "dispersion", "floor", "ceiling")
OLDEST = 99


@dataclass(frozen=True)
class Wage:
    """The insured wage: its average over the insured of the first year, its profile by sex and age and its spread.

    `dispersion` is the standard deviation of the logarithm of wages at one age; floor and ceiling bound what is insured.
    """

    average: Amount
    profile: Given
    dispersion: Given
    floor: Amount | None
    ceiling: Amount | None


@dataclass(frozen=True)
class Group:
    """Insured persons of the same rules. `past_service` is `steady`, `new`, or years of service at each age.

    `premium` is what each insured pays a year whatever the wage; a group without `wage` has none. `entry` are the ages at which
    those whose lifetime accounts are shown are insured for the first time. `until_retirement` ends insurance at the pensionable age of the year,
    within `ages`.
    """

    name: str
    label: Mapping[str, str]
    ages: tuple[int, int]
    insured: Mapping[str, Given]
    density: Given
    wage: Wage | None
    past_service: str | Given
    turnover: Given
    returning: Given
    contributions: Mapping[str, Given]
    subsidy: Given
    collected: Given
    passed_on: Mapping[str, Given]
    premium: Amount | None
    entry: tuple[int, ...]
    until_retirement: bool

    def share(self, years: Ints, variant: str) -> Floats:
        """[year, sex, age] share of the population that is insured: the product of the shares given."""
        shares = [one.rates(years, self.ages, variant) for one in self.insured.values()]
        return np.asarray(np.prod(shares, axis=0))


def read_group(found: Fields, *path: Any) -> Group:
    """The group at `path` of a scheme's description."""
    found.known(KEYS, ("ages", "insured", "past_service"), *path)
    found.known(INSURED, (), *path, "insured")
    waged = found.get(*path, "wage") is not None
    if waged:
        found.known(WAGE, ("average",), *path, "wage")
    found.known(PAYERS, (), *path, "contributions")
    share = ("share",)
    insured = {str(one): given(found, share, *path, "insured", one) for one in found.table(*path, "insured")}
    payers = {str(one): given(found, share, *path, "contributions", one) for one in found.table(*path, "contributions")}
    if not insured:
        raise GroundfloorError("insured is empty", found.place(*path, "insured"), expected="at least one number")
    if waged and not payers:
        raise GroundfloorError(
            "contributions is empty",
            found.place(*path, "contributions"),
            expected="at least one rate",
            hint="A group that pays no share of wages has no wage.",
        )
    for key in ("contributions", "passed_on", "subsidy"):
        if not waged and found.get(*path, key) is not None:
            raise GroundfloorError(
                f"{key} stands without a wage",
                found.key(*path, key),
                hint="These are shares of insured wages: add wage.",
            )

    ages = _ages(found, *path, "ages")

    def or_else(key: str, default: float) -> Given:
        return optional(found, share, *path, key) or constant(".".join(map(str, (*path, key))), default)

    return Group(
        name=str(path[-1]),
        label=found.words(*path, "label"),
        ages=ages,
        insured=insured,
        density=or_else("density", 1.0),
        wage=_wage(found, *path, "wage") if waged else None,
        past_service=_past(found, *path, "past_service"),
        turnover=or_else("turnover", 0.0),
        returning=or_else("returning", 0.0),
        contributions=payers,
        subsidy=or_else("subsidy", 0.0),
        collected=or_else("collected", 1.0),
        passed_on={str(one): given(found, share, *path, "passed_on", one) for one in found.table(*path, "passed_on")},
        premium=optional_amount(found, *path, "premium"),
        entry=_entry(found, ages, *path, "entry"),
        until_retirement=_yes(found, *path, "until_retirement"),
    )


def _wage(found: Fields, *path: Any) -> Wage:
    ratio = ("ratio",)
    return Wage(
        average=amount(found, *path, "average", index=WAGES),
        profile=optional(found, ratio, *path, "profile") or constant("profile", 1.0, "ratio"),
        dispersion=optional(found, ratio, *path, "dispersion") or constant("dispersion", 0.0, "ratio"),
        floor=optional_amount(found, *path, "floor"),
        ceiling=optional_amount(found, *path, "ceiling"),
    )


def _yes(found: Fields, *path: Any) -> bool:
    value = found.get(*path)
    if value not in (None, True, False):
        raise GroundfloorError(f"{path[-1]} is {value!r}", found.place(*path), expected="true or false")
    return value is True


def _entry(found: Fields, ages: tuple[int, int], *path: Any) -> tuple[int, ...]:
    value = found.get(*path)
    if value is None:
        return (ages[0],)
    whole = isinstance(value, list) and value and all(type(age) is int for age in value)
    if not whole or not all(ages[0] <= age <= ages[1] for age in value):
        raise GroundfloorError(
            f"entry is {value!r}", found.place(*path), expected=f"a list of ages from {ages[0]} to {ages[1]}: [20, 35]"
        )
    return tuple(sorted(set(value)))


def _ages(found: Fields, *path: Any) -> tuple[int, int]:
    value = found.get(*path)
    whole = isinstance(value, list) and len(value) == 2 and all(type(age) is int for age in value)
    if not whole or not 0 <= value[0] <= value[1] <= OLDEST - 1:
        raise GroundfloorError(
            f"ages is {value!r}",
            found.place(*path),
            expected="the first and last age at which one is insured: [15, 59]",
        )
    return value[0], value[1]


def _past(found: Fields, *path: Any) -> str | Given:
    if isinstance(found.get(*path), Mapping):
        return given(found, ("years",), *path)
    return found.word(STARTS, *path)
