"""Stress tests of debt: what growth, interest, the exchange rate, the primary balance and a sudden liability would do to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from groundfloor.financing.flows import Rates

TESTS = ("growth", "interest", "depreciation", "primary_balance", "combined", "contingent_liability")
HALF = 0.5


@dataclass(frozen=True)
class Shocks:
    """Sizes of the shocks, which begin a year after the base year.

    growth and interest: points (shares of one) below and above the baseline; depreciation: how much less the currency is worth in
    foreign money, 0.3 for 30 %; primary_balance and contingent_liability: % of GDP. Growth and the primary balance are hit for
    `years` years, interest for good, the exchange rate and the liability once.
    """

    growth: float = 0.02
    interest: float = 0.02
    depreciation: float = 0.30
    primary_balance: float = 1.0
    contingent_liability: float = 7.0
    years: int = 2


@dataclass(frozen=True)
class Hit:
    """What a test does in one year: to the rates, the primary balance and the stock-flow adjustment."""

    rates: Rates
    primary: float = 0.0
    stock_flow: float = 0.0


def hits(shocks: Shocks, test: str, base: int, rates: dict[int, Rates]) -> Iterator[tuple[int, Hit]]:
    """Each year after the base year under one of TESTS. A combined shock is half of the first four at once.

    Lower growth leaves prices as they are; what it would take from revenue is in no test but that of the primary balance.

    >>> calm = {2026: Rates(0.08, 0.05, 0.04)}
    >>> round(dict(hits(Shocks(), "growth", 2025, calm))[2026].rates.growth, 6)
    0.03
    """
    share = HALF if test == "combined" else 1.0
    for year, found in rates.items():
        early, first = year - base <= shocks.years, year - base == 1
        primary = stock_flow = 0.0
        if test in ("growth", "combined") and early:
            found = replace(found, growth=found.growth - share * shocks.growth)
        if test in ("interest", "combined"):
            abroad = found.interest_foreign
            found = replace(
                found,
                interest=found.interest + share * shocks.interest,
                interest_foreign=None if abroad is None else abroad + share * shocks.interest,
            )
        if test in ("depreciation", "combined") and first:
            dearer = 1 / (1 - share * shocks.depreciation)
            found = replace(found, depreciation=(1 + found.depreciation) * dearer - 1)
        if test in ("primary_balance", "combined") and early:
            primary = -share * shocks.primary_balance
        if test == "contingent_liability" and first:
            stock_flow = shocks.contingent_liability
        yield year, Hit(found, primary, stock_flow)
