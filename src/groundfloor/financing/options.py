"""The options of fiscal space, each low, base and high in % of GDP, with the year it starts and how fast it grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CASES = ("low", "base", "high")


@dataclass(frozen=True)
class Option:
    """One way to raise resources: low, base and high in % of GDP a year at full effect.

    A recurrent option grows evenly to its full effect over `ramp_years`; a one-off comes once, in `start`.
    """

    name: str
    low: float
    base: float
    high: float
    one_off: bool
    start: int
    ramp_years: int
    note: dict[str, str]
    label: dict[str, str]
    source: str | None = None

    def share(self, year: int) -> float:
        """The share of its full effect that the option yields in `year`.

        >>> Option("tax", 0.1, 0.2, 0.3, False, 2027, 4, {}, {}).share(2028)
        0.5
        """
        if year < self.start:
            return 0.0
        if self.one_off:
            return 1.0 if year == self.start else 0.0
        return min(1.0, (year - self.start + 1) / self.ramp_years)


def financing_table(options: Mapping[str, Option], years: range) -> list[dict[str, Any]]:
    """The financing table of the results: one row an option and year, each case in % of GDP."""
    return [
        {
            "option": option.name,
            "year": year,
            **{case: getattr(option, case) * option.share(year) for case in CASES},
            "one_off": option.one_off,
            "note": option.note or None,
        }
        for option in options.values()
        for year in years
    ]
