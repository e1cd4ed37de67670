"""Amounts of money in a scheme's description: of a year, and moving from it with prices or wages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.contributory.money import NOTHING, PRICES, WAGES, Index, Money
from groundfloor.country.given import Given, given
from groundfloor.country.rates import Floats, Ints
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields
from groundfloor.rules.periods import per_year

PERIODS = ("LCU/month", "LCU/year")
BY = {"prices": PRICES, "wages": WAGES, "none": NOTHING}
PARTS = ("prices", "wages")


@dataclass(frozen=True)
class Amount:
    """Money a year in LCU of `year`, which moves from there with `index`; values by year stand as they are."""

    given: Given
    year: int | None
    index: Index

    def at(self, money: Money, years: Ints, variant: str = "base") -> Floats:
        """LCU a year in money of each of `years`."""
        value = self.given.by_year(years, variant) * per_year(self.given.unit)
        return value if self.year is None else value * money.levels(self.index, self.year, years)


def amount(found: Fields, *path: Any, index: Index | None = None) -> Amount:
    """The amount at `path`; without an `index` of its own it says what it moves with in `indexed_to`."""
    extra = ("year",) if index is not None else ("year", "indexed_to")
    number = given(found, PERIODS, *path, extra=extra)
    by_year = found.get(*path, "values") is not None
    year = found.year(*path, "year")
    if by_year == (year is not None):
        raise GroundfloorError(
            f"{path[-1]} has values by year and a year" if by_year else f"{path[-1]} has no year",
            found.place(*path),
            expected="the year whose money a value is in; values by year are in money of their years",
        )
    if by_year and found.get(*path, "indexed_to") is not None:
        raise GroundfloorError(f"{path[-1]} has values by year and is indexed", found.place(*path, "indexed_to"))
    moves = index if index is not None else NOTHING if by_year else index_of(found, *path, "indexed_to")
    return Amount(number, year, moves)


def optional_amount(found: Fields, *path: Any) -> Amount | None:
    """The amount at `path`, or nothing."""
    return None if found.get(*path) is None else amount(found, *path)


def index_of(found: Fields, *path: Any, default: Index | None = None) -> Index:
    """What an amount moves with: prices, wages, none, or shares of prices and wages that add up to 1 at most."""
    value = found.get(*path)
    if value is None and default is not None:
        return default
    if isinstance(value, str) or value is None:
        return BY[found.word(tuple(BY), *path)]
    found.known(PARTS, (), *path)
    shares = [found.number(*path, part, default=0.0, low=0.0, high=1.0) for part in PARTS]
    if not 0 < sum(shares) <= 1 + 1e-9:
        raise GroundfloorError(
            f"The shares of {path[-1]} add up to {sum(shares):g}", found.place(*path), expected="more than 0, at most 1"
        )
    return Index(*shares)


def level_or(found: Amount | None, otherwise: float, money: Money, years: Ints, variant: str) -> Floats:
    """The amount by year, or a number in its place where there is none."""
    return np.full(len(years), otherwise) if found is None else found.at(money, years, variant)
