"""Nominal GDP: that of the year before, grown in volume and in price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from groundfloor.economy.rule import PROJECTION, Known, Rule, Start, Written, plain

KEYS = ("prices",)
PRICES = ("inflation", "gdp_deflator_growth")


@dataclass(frozen=True)
class Nominal:
    """GDP(t) = GDP(t-1) (1 + gdp_real_growth(t)) (1 + prices(t))."""

    own: str
    prices: str
    anchored: ClassVar[bool] = True

    def value(self, at: Known, start: Start, year: int) -> float:
        """The year before, grown."""
        return (
            at.get(self.own, year - 1) * (1 + at.get("gdp_real_growth", year)) * (1 + at.get(self.prices, year))
        )  # fmt: skip

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """Growth and prices of the year."""
        return ("gdp_real_growth", year), (self.prices, year)

    def sentence(self, at: Known, start: Start) -> str:
        """The product."""
        return f"from {plain(start.value)} in {start.year}, that of the year before times (1 + gdp_real_growth) times (1 + {self.prices})"


def read(written: Written) -> Rule:
    """`prices` is inflation, that of consumers, unless it says gdp_deflator_growth."""
    found = written.fields.word(PRICES, PROJECTION, written.series, "prices") if written.has("prices") else PRICES[0]
    return Nominal(written.series, found)
