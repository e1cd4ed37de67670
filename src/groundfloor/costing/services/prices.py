"""Amounts of money as they are given, and what the prices of services move with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.country.given import Given, given, optional
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

INDICES = ("inflation", "wages", "gdp_per_capita", "exchange_rate")
GDP_PER_HEAD = "GDP per head"
LARGEST = 1e15
"""Of one unit, in LCU: beyond it the mistake is in the unit."""


@dataclass(frozen=True)
class Prices:
    """The year whose money amounts are in, and what the prices of traded and of other inputs follow."""

    year: int
    tradable: str
    non_tradable: str
    foreign_inflation: Given | None

    def abroad(self, year: int, variant: str) -> float:
        """Inflation abroad in a year, a share of one."""
        return 0.0 if self.foreign_inflation is None else self.foreign_inflation.by_year(np.array([year]), variant)[0]


@dataclass(frozen=True)
class Amount:
    """Money in LCU or US dollars of `year`; values by year are all in the money of that one year. `tradable` is None where it is the sector's."""

    given: Given
    year: int
    tradable: Given | None

    @property
    def currency(self) -> str:
        """LCU or USD."""
        return self.given.unit[:3]

    @property
    def of_gdp_per_head(self) -> bool:
        """Whether it is a multiple of GDP per head, which it moves with."""
        return self.given.unit == GDP_PER_HEAD


def read_prices(found: Fields) -> Prices:
    """The block `prices`."""
    keys = ("year", "tradable", "non_tradable", "foreign_inflation")
    found.known(keys, keys[:3], "prices")
    traded, other = (found.word(INDICES, "prices", key) for key in keys[1:3])
    abroad = optional(found, ("share",), "prices", "foreign_inflation")
    if ("exchange_rate" in (traded, other)) != (abroad is not None):
        raise GroundfloorError(
            "Prices that follow the exchange rate and foreign_inflation go together",
            found.place("prices"),
            expected="both or neither",
        )
    return Prices(int(found.year("prices", "year") or 0), traded, other, abroad)


def amount(found: Fields, prices: Prices, per: Sequence[str], *path: Any, wage: bool = False) -> Amount:
    """The amount at `path` in LCU or USD per each of `per`, such as person; a `wage` may be a multiple of GDP per head."""
    units = [f"{currency}/{one}" for one in per for currency in ("LCU", "USD")]
    number = given(found, [*units, *([GDP_PER_HEAD] if wage else [])], *path, extra=("year", "tradable"))
    if any(knots.values.max() > LARGEST for knots in number.knots.values()):
        raise GroundfloorError(f"{number.name} is too large", number.place, expected=f"{LARGEST:g} at most")
    tradable = optional(found, ("share",), *path, "tradable")
    if number.unit == GDP_PER_HEAD and (tradable is not None or found.get(*path, "year") is not None):
        raise GroundfloorError(
            f"{path[-1]} moves with GDP per head", found.place(*path), expected="no year, no tradable"
        )
    return Amount(number, found.year(*path, "year") or prices.year, tradable)


def optional_amount(found: Fields, prices: Prices, per: Sequence[str], *path: Any) -> Amount | None:
    """The amount at `path`, or nothing."""
    return None if found.get(*path) is None else amount(found, prices, per, *path)
